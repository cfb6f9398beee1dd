"""Run replications: blocks of replications, and the threads, processes, executors and clusters that run blocks."""
