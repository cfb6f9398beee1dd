"""The part of the walk back that takes most steps, compiled."""
