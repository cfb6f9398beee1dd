"""Decisions: sweeps, searches and comparisons of plans, and which unknowns matter."""
