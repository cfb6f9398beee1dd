"""Comparisons: a few plans on the same random numbers, and which of them may be the best."""
