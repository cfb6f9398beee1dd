"""The same question at many points of a few levers."""
