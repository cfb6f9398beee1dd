"""Words for a planner: the answer of a run, the arithmetic, one history in words, the progress of a run."""
