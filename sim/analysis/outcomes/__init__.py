"""The outcomes of one history: named figures, in groups, computed from the sums of the history."""
