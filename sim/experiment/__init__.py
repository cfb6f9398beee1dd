"""Many replications: run, keep, resume, merge, sum up."""
