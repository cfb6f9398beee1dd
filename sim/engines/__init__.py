"""Engines: (plan, seed, replication) -> trajectory."""
