"""Questions about a finished study: which unknowns matter, when a milestone is missed, and what to find out first."""
