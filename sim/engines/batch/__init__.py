"""The batch engine: the story of the SimPy engine told as a loop over tables, compiled."""

from sim.engines.batch.replication import simulate

__all__ = ["simulate"]
