"""The batch engine: the story of the SimPy engine told as a loop over tables, compiled."""

from sim.compiled.kernel import IS_OFF
from sim.errors import SimError

if IS_OFF:
    raise SimError("NUMBA_DISABLE_JIT switches off the compiler that the batch engine needs")

from sim.engines.batch.replication import simulate

__all__ = ["simulate"]
