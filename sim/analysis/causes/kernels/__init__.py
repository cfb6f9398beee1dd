"""The compiled part of the walk back, which takes most steps."""
