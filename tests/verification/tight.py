"""Histories whose tables begin without spare rows, so that a table has to be enlarged as soon as it needs another row.

`python -m tests.verification.tight tiny 5 base 2` prints digests of five histories of `tiny` and two of `base`, and the
names of the tables that were enlarged.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import blake2b
from pathlib import Path
from unittest.mock import patch

import sim
from sim.analysis.causes.by_reason import by_reason
from sim.analysis.outcomes.record import outcomes_of
from sim.analysis.sums import Sums
from sim.engines.compiled import replication, reset, simulate, tables
from sim.engines.compiled.tables import GROWS, Tables
from sim.model.plan import Plan
from sim.model.trajectory import fingerprint

CONFIGS = Path(__file__).parents[2] / "configs"


@contextmanager
def tight() -> Iterator[set[str]]:
    """Give each table only the rows that it needs at the start; yield a set that collects the names of tables when they
    are enlarged.
    """
    grown: set[str] = set()
    grow = Tables.grow

    def noted(self: Tables, status: int) -> None:
        grown.add(GROWS[status])
        grow(self, status)

    def none(rows: int) -> int:
        return 0

    own = type(replication._mine)()
    with (
        patch.object(Tables, "grow", noted),
        patch.object(tables, "spare", none),
        patch.object(reset, "spare", none),
        patch.object(replication, "_mine", own),
    ):
        yield grown


def shipped(name: str) -> Plan:
    """Compile a shipped scenario; `name` may end with a colon and a `key=value` to set in the scenario."""
    name, _, change = name.partition(":")
    return sim.plan(sim.load(CONFIGS / f"{name}.toml", [change] if change else []))


def comes_to(case: Plan, number: int) -> str:
    """Return digests of a history, of its figures and head-counts, and of the reasons for its dates."""
    history = simulate(case, 3, number)
    sums = Sums(case, history)
    figures = outcomes_of(sums)
    made = (
        repr([float(value) for value in figures.values]).encode(),
        figures.daily.tobytes(),
        by_reason(sums).tobytes(),
    )
    return " ".join([fingerprint(history), *(blake2b(each, digest_size=8).hexdigest() for each in made)])


if __name__ == "__main__":
    with tight() as grown:
        for name, many in zip(sys.argv[1::2], map(int, sys.argv[2::2]), strict=True):
            case = shipped(name)
            print(name, [comes_to(case, number) for number in range(many)])
    print(*sorted(grown))
