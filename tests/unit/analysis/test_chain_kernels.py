"""The walk back along causes finds the same links compiled and as Python, and also if its tables must be enlarged."""

from pathlib import Path

import pytest

import sim
from sim.analysis.causes import Link, chain, log
from sim.analysis.causes.by_reason import by_reason
from sim.analysis.causes.log import Log
from sim.analysis.causes.target import marks
from sim.analysis.sums import Sums
from sim.compiler.kernel import Kernel, as_python
from sim.model.calendars import NEVER
from tests.engine import simulate

CONFIGS = Path(__file__).parents[3] / "configs"


def noted(patched: pytest.MonkeyPatch) -> set[str]:
    """Return a set that collects the names of the kernels that are called from now on; they run as Python."""
    called: set[str] = set()

    def run(kernel: Kernel, *args: object) -> object:
        called.add(kernel.function.__name__)
        return kernel.function(*args)

    patched.setattr(Kernel, "__call__", run)
    return called


def links(sums: Sums) -> list[list[Link]]:
    """Return the chain of each target date of a history."""
    plan = sums.plan
    history = Log(plan, sums.trajectory)
    return [
        chain(history, min(instant, plan.horizon), movers, still=instant >= NEVER)
        for instant, movers in marks(plan, sums)
    ]


@pytest.mark.slow
@pytest.mark.parametrize(("name", "replication"), [("base", 1), ("tiny", 0)])
def test_python_finds_the_same_links(name: str, replication: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Run as Python, the walk finds the same chain of each target date, and the same seconds by reason, as compiled."""
    case = sim.plan(sim.load(CONFIGS / f"{name}.toml"))
    sums = Sums(case, simulate(case, case.seed, replication))
    compiled, owners = links(sums), by_reason(sums)
    with monkeypatch.context() as patched:
        called = noted(patched)
        with as_python():
            again, same = links(Sums(case, sums.trajectory)), by_reason(Sums(case, sums.trajectory))
    assert {"follow", "assign", "visit", "fill_riders"} <= called
    assert sum(map(len, compiled)) > len(compiled)
    assert again == compiled
    assert same.tobytes() == owners.tobytes()


def test_tables_that_grow_change_no_link(monkeypatch: pytest.MonkeyPatch) -> None:
    """If the tables begin with two spare rows, the walk enlarges them more than three times and finds the same seconds
    by reason.
    """
    case = sim.plan(sim.load(CONFIGS / "base.toml"))
    sums = Sums(case, simulate(case, case.seed, 2))
    owners, grown = by_reason(sums), []
    monkeypatch.setattr(log, "SPARE_ROWS", 2)
    grow = Log._grow
    monkeypatch.setattr(Log, "_grow", lambda self: (grown.append(1), grow(self)))
    assert by_reason(sums).tobytes() == owners.tobytes()
    assert len(grown) > 3
