"""Trials, the histories of many plans: which figures are kept of each, how they are run, and where they are stored."""
