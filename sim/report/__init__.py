"""Words for a planner: the answer of a run, the arithmetic, one history told, how far a run is."""
