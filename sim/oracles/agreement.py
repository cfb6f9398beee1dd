"""Oracle of the two engines: they give the same histories, bit for bit."""

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
    """Return the oracle that no history of a case differs between the engines; of a large case fewer are run."""

    def ask(times: int, /) -> Row:
        seen = parted = 0
        ends = monotonic() + LONGEST_S
        while not beyond(case) and seen < 5 * times and (seen == 0 or monotonic() < ends):
            parted += bool(apart(simpy.simulate(case, 1, seen), compiled.simulate(case, 1, seen)))
            seen += 1
        name = case.name if columns(case.name) <= 20 else f"{cut(case.name, 19).rstrip()}…"
        what = f"histories that differ by engine, {name}"
        sample = f"{seen:,} {'history' if seen == 1 else 'histories'}" if seen else "none: SimPy only"
        return Row(f"ENG {number}", what, 0.0, float(parted), float(parted), float(parted), 1, sample)

    return ask


def all_agree(cases: Iterable[Plan]) -> list[Oracle]:
    """Return one oracle for each case."""
    return [agree(number, case) for number, case in enumerate(cases, 1)]
