"""The outcomes of one history: named figures, a module for each subject, computed from the sums of the history."""
