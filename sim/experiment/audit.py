"""A few replications of the compiled engine told again in SimPy: whole histories are compared, to the bit.

A history of 130,000 people takes SimPy as long as fifty take the compiled engine: no more are told again than there is
time for.
"""

from collections.abc import Sequence
from time import monotonic
from typing import Final

import numpy as np
import numpy.typing as npt

from sim.errors import InvariantError
from sim.experiment.engine import REFERENCE, engine
from sim.model.divergence import apart
from sim.model.plan import Plan

__all__ = ["AUDITED", "audit"]

Numbers = Sequence[int] | npt.NDArray[np.int64]
AUDITED: Final = 5
"""Histories of a run that are told again."""
LONGEST_S: Final = 10.0
"""Once it has taken so long [s], no further one is begun."""


def audit(plan: Plan, seed: int, inner: int, replications: Numbers, name: str) -> list[int]:
    """Run some of these replications on both engines; return their numbers, at least one.

    Parameters
    ----------
    replications
        Those that were run; a few are taken, evenly spread.
    name
        The engine that ran them.

    Raises
    ------
    InvariantError
        The engines part: it names the first divergence.
    """
    one, other = engine(REFERENCE), engine(name)
    many = min(AUDITED, len(replications))
    chosen = sorted({int(replications[(2 * k + 1) * len(replications) // (2 * many)]) for k in range(many)})
    done: list[int] = []
    began = monotonic()
    for replication in chosen:
        if done and monotonic() - began > LONGEST_S:
            break
        told = apart(one(plan, seed, replication, inner=inner), other(plan, seed, replication, inner=inner))
        if told:
            what = f"the {name} engine parts from the SimPy engine: {told[0]} (SimPy first; {len(told)} differences)"
            what += f"; run with --engine {REFERENCE} and report this"
            raise InvariantError(what, seed=seed, replication=replication)
        done.append(replication)
    return done
