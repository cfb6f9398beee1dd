"""Text for a planner: the answer of a run, the arithmetic of `sim check`, one history event by event, and progress."""
