"""The batch engine: the same histories as the SimPy engine makes, by a compiled loop over tables."""

from sim.compiled.kernel import IS_OFF
from sim.errors import SimError

if IS_OFF:
    raise SimError("NUMBA_DISABLE_JIT switches off the compiler that the batch engine needs")

from sim.engines.batch.replication import simulate

__all__ = ["simulate"]
