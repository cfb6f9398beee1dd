"""Trials of many plans: what is kept of each, who runs them, where they are kept."""
