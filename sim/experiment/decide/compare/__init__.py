"""A few plans on the same luck, and which may be the best."""
