"""Tables that the compiled engine fills during a history: a full table is enlarged, up to a limit; beyond the limit the
engine refuses the history.
"""

from __future__ import annotations

from typing import Any

import pytest

from sim.engines import compiled as compiled_engine
from sim.engines.compiled import replication, tables
from sim.engines.compiled.tables import GROWS, NUMBERED, Tables
from sim.engines.simpy import endless, simulate
from sim.errors import EngineError
from sim.experiment.workers.block import Task, run_block
from sim.model.plan import Plan
from sim.model.schema.state import State, Status
from sim.model.trajectory import fingerprint
from sim.model.wanted import UnwantedError, unless
from tests.scenarios import base, compiled, dated, fleet, hours, items, lift, staged
from tests.verification.tight import shipped, tight
from tests.verification.trajectories import assert_same_trajectory

CASES = (("tiny", 0), ("base", 7), ("camps", 0), ("tiny:group.guards.no_show=0.9", 0))
"""Histories that together fill every table, all with seed 3: (name of the case, or name:key=value if a key is set;
number of the history).
"""


@pytest.mark.slow
def test_every_table_that_can_fill_is_enlarged() -> None:
    """If all fourteen tables begin without spare rows, each is enlarged, and the histories are the same as with
    spare rows.
    """
    assert len(GROWS) == 14
    with tight() as grown:
        small = [fingerprint(compiled_engine.simulate(shipped(name), 3, number)) for name, number in CASES]
    assert grown == {*GROWS.values()}
    assert small == [fingerprint(compiled_engine.simulate(shipped(name), 3, number)) for name, number in CASES]


def test_every_table_written_row_by_row_can_be_enlarged() -> None:
    """Each table whose rows in use are counted has a status for being full. Only `decided` has none: it is
    enlarged together with `flights`. So the test above covers all tables that can fill.
    """
    counted = {name for name, each in State.tables.items() if each.count}
    assert counted - {*GROWS.values()} == {"decided"}, "`decided` grows with `flights` (`room_for_sorties`)"
    assert {status for name, status in vars(Status).items() if name.endswith("_FULL")} == {*GROWS}


def fleets(tails: int) -> Plan:
    """Return a plan with three fleets of this many tails each, and little to carry."""
    planes = {name: lift(fleet(tails), payload_t=1.0) for name in ("one", "other", "third")}
    return compiled(lot={"x": items(5)}, lift=planes, horizon_d=2, deadline_h=24, checked=False)


def test_more_tails_than_rows_of_the_table_of_sorties() -> None:
    """3,300 tails that all begin at once give the same history on both engines."""
    plan = fleets(1100)
    assert_same_trajectory(simulate(plan, 1, 0), compiled_engine.simulate(plan, 1, 0))


def late_at_the_first_look() -> Plan:
    """Return a plan in which one of ten crates flies on the first day and the next on day 10, so that the review after
    72 hours gives crates up.
    """
    return compiled(
        lot={"crates": items(10, 1.0, "general", disposition="ship", value_usd=1.0)},
        lift={"plane": lift(dated(1, 9 * 24, 10 * 24, 11 * 24), payload_t=1.0)},
        review={"dates": [hours(72)], "of": "gear", "margin_d": 0, "window_d": 14, "respond": ["demote"]},
        milestone={"gear": {"by": hours(240), "of": "equipment"}},
        deadline_h=240,
        checked=False,
    )


def test_the_row_of_the_review_that_acts_first_is_kept() -> None:
    """If the table of reviews is full when the first review acts, it is enlarged, and both engines give the same
    history. The same is true of the history in which no review is held.
    """
    plan = late_at_the_first_look()
    got = simulate(plan, 1, 0)
    assert got.reviewed["kind"].tolist()[0] == -1
    assert len(got.reviewed) > 1
    with tight() as grown:
        assert_same_trajectory(got, compiled_engine.simulate(plan, 1, 0))
        assert_same_trajectory(simulate(plan, 1, 0, reviews=False), compiled_engine.simulate(plan, 1, 0, reviews=False))
    assert "reviewed" in grown


@pytest.mark.parametrize("status", sorted(NUMBERED))
def test_more_rows_than_can_be_numbered_are_refused(status: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """A table is enlarged up to the number of rows that can be numbered, here 2,000. Beyond that, the error says of
    which rows there are too many.
    """
    monkeypatch.setattr(tables, "MOST_NUMBERED", 2000)
    full = Tables()
    assert full.full(status) == ""
    for _ in range(3):
        full.grow(status)
    assert len(full.table[GROWS[status]]) == 2000
    assert full.full(status) == f"more than 2,000 {NUMBERED[status]}: expected fewer"


def never_through(count: int = 1) -> Plan:
    """Return a plan of guards who always fail a check that takes no time."""
    return compiled(
        site={"A": base(station={"check": {"servers": 1, "service_h": 0.0, "fail": 1.0}})},
        group={"guard": staged(count, stations=["check"])},
        lift={"plane": lift(dated(1))},
        checked=False,
    )


def test_a_check_that_always_fails_in_no_time_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """If three guards always fail a check that takes no time, both engines refuse more visits than the limit,
    here 2,003, in the same words.
    """
    for module in (endless, compiled_engine.reset):
        monkeypatch.setattr(module, "most_visits", lambda movers, stations: 2000 + movers)
    monkeypatch.setattr(replication, "_mine", type(replication._mine)())
    got = []
    for engine in (simulate, compiled_engine.simulate):
        with pytest.raises(EngineError, match="more than 2,003 visits to stations: a mover that fails") as error:
            engine(never_through(3), 1, 0)
        got.append(str(error.value))
    assert got[0] == got[1]


def test_a_history_that_is_no_longer_wanted_is_abandoned(monkeypatch: pytest.MonkeyPatch) -> None:
    """During a history, both engines ask repeatedly whether it is still wanted, and stop when the answer is no.
    If no history of a block is wanted, the block is empty.
    """
    asked: list[bool] = []

    def soon() -> bool:
        asked.append(True)
        return len(asked) > 2

    plan = never_through()
    for engine in (simulate, compiled_engine.simulate):
        asked.clear()
        with unless(soon), pytest.raises(UnwantedError):
            engine(plan, 1, 0)
        assert len(asked) == 3
    for engine_name in ("simpy", "compiled"):
        with unless(lambda: True):
            block = run_block(plan, Task(engine_name, 1, 1, 0, 5))
        assert len(block.outcomes) == len(block.daily) == len(block.why) == 0


def test_an_interrupted_history_leaves_nothing_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    """After Ctrl-C during a history of the compiled engine, or while the engine is being compiled, the next
    history is complete and correct.
    """
    plan = shipped("base")
    before = fingerprint(compiled_engine.simulate(plan, 1, 0))

    def interrupted(*_: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(replication, "is_wanted", interrupted)
        with pytest.raises(KeyboardInterrupt):
            compiled_engine.simulate(plan, 1, 0)
    assert fingerprint(compiled_engine.simulate(plan, 1, 0)) == before
    with monkeypatch.context() as patched:

        class Cold:
            signatures = ()

            def __call__(self, head: Any) -> None:
                raise KeyboardInterrupt

        patched.setattr(replication, "run", Cold())
        with pytest.raises(KeyboardInterrupt):
            replication.load(plan)
    assert fingerprint(compiled_engine.simulate(plan, 1, 0)) == before
