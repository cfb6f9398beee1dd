"""A few plans on the same random numbers, and which may be the best."""
