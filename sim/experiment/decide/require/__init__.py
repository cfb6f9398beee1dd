"""Searches for the smallest (or largest) value of a lever that is enough for a probability."""
