"""Oracles for the two engines: both give the same histories, bit for bit."""

from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic
from typing import Final

from sim.config import load
from sim.config.starter import write_starter
from sim.domain.columns import columns, cut
from sim.engines import compiled, simpy
from sim.engines.compiled.scope import beyond
from sim.model.compile import plan
from sim.model.divergence import apart
from sim.model.plan import Plan
from sim.oracles.row import Oracle, Row

__all__ = ["agree", "all_agree", "starter"]

LONGEST_S: Final = 15.0
"""Time after which no further history of a case is begun [s]."""


def starter() -> Plan:
    """Return the plan of the scenario that `sim init` writes."""
    with TemporaryDirectory() as folder:
        return plan(load(write_starter("starter", Path(folder))))


def agree(number: int, case: Plan) -> Oracle:
    """Return the oracle that counts the histories of a case that differ between the engines; theory: 0.

    It compares 5 x `times` histories (`times` is its argument), but begins no further history after LONGEST_S.

    Parameters
    ----------
    number
        Number of the oracle, from 1.
    case
        The plan to run; if the compiled engine cannot run it, no history is compared, and the row says so.
    """

    def ask(times: int, /) -> Row:
        compared = differing = 0
        ends = monotonic() + LONGEST_S
        while not beyond(case) and compared < 5 * times and (compared == 0 or monotonic() < ends):
            differing += bool(apart(simpy.simulate(case, 1, compared), compiled.simulate(case, 1, compared)))
            compared += 1
        name = case.name if columns(case.name) <= 20 else f"{cut(case.name, 19).rstrip()}…"
        what = f"histories that differ by engine, {name}" if compared else f"not compared, runs on SimPy only: {name}"
        sample = f"{compared:,} {'history' if compared == 1 else 'histories'}" if compared else "none: SimPy only"
        return Row(f"ENG {number}", what, 0.0, float(differing), float(differing), float(differing), 1, sample)

    return ask


def all_agree(cases: Iterable[Plan]) -> list[Oracle]:
    """Return one oracle for each case."""
    return [agree(number, case) for number, case in enumerate(cases, 1)]
