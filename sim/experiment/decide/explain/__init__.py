"""Answer questions about a finished study: which unknowns matter, when a milestone is missed, what to find out."""
