"""The two engines: each makes a trajectory from a plan, a seed and the number of a replication."""
