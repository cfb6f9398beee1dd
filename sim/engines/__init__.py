"""The two engines: each makes the trajectory of a replication from a plan, a seed and the replication's number."""
