"""Trials of many plans: what is stored of each, how they are run, and where they are stored."""
