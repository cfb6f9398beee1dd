"""Many replications: run, store, resume, merge, summarise."""
