"""The compiled engine: it makes the same histories as the SimPy engine, with a compiled loop over tables.

A file with the name of a file of the SimPy engine does the same as that file; most of its compiled functions (kernels)
have the names of the methods there. `h` is the state of one history, a structure of tables (`sim.model.schema.state`).
A number identifies a row of a table: `row` one of the table that the function is about, `flight` a sortie in `flights`,
`mover` a mover in `movers`, `at` an index of a list such as `relations`. `who`, `lot` or `sortie` is then that row
itself. The *tally* of a lot, a row of `tallies`, has numbers that are needed only within one decision.
"""

from sim.compiler.kernel import IS_OFF
from sim.errors import SimError

if IS_OFF:
    raise SimError("NUMBA_DISABLE_JIT switches off the compiler that the compiled engine needs")

from sim.engines.compiled.replication import simulate

__all__ = ["simulate"]
