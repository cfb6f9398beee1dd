"""The compiled engine: it makes the same histories as the SimPy engine, with a compiled loop over tables."""

from sim.compiler.kernel import IS_OFF
from sim.errors import SimError

if IS_OFF:
    raise SimError("NUMBA_DISABLE_JIT switches off the compiler that the compiled engine needs")

from sim.engines.compiled.replication import simulate

__all__ = ["simulate"]
