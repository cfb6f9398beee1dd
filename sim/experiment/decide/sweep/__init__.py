"""Sweeps: the same question at many combinations of values of a few levers."""
