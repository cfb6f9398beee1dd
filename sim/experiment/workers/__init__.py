"""Running replications: blocks of them, and the threads, processes, executors and clusters that run blocks."""
