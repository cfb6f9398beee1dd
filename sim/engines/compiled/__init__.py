"""The compiled engine: it makes the same histories as the SimPy engine, with a compiled loop over tables.

If a file has the name of a file of the SimPy engine, both do the same; most of its compiled functions (kernels) have
the names of the methods there. `h` is the state of one history, a structure of tables (`sim.model.schema.state`).
Integers identify rows of tables: `row` a row of the table that the function is about, `flight` a sortie in `flights`,
`mover` a mover in `movers`, and `at` an entry of a list such as `relations`. The variables `who`, `lot` and `sortie`
hold the rows themselves. The *tally* of a lot, a row of `tallies`, has numbers that are needed only within one
decision.
"""

from sim.compiler.kernel import IS_OFF
from sim.errors import SimError

if IS_OFF:
    raise SimError("NUMBA_DISABLE_JIT switches off the compiler that the compiled engine needs")

from sim.engines.compiled.replication import simulate

__all__ = ["simulate"]
