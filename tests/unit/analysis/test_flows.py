"""Queues at stations and numbers of staged movers, hour by hour, in histories of a few rows."""

from __future__ import annotations

from sim.analysis.summary.flows import flows
from sim.model.calendars import NEVER
from sim.model.plan import Plan
from sim.model.schema.history import Given
from sim.model.schema.row import Table
from sim.model.terms import Fate, Way
from tests.scenarios import HOUR, base, compiled, dated, items, lift
from tests.unit.analysis.histories import gone, history, lot, sortie, stay, still, table


def question() -> Plan:
    """Return a plan of two crates that are washed at A and may leave via B; its clock ends after 10 days."""
    return compiled(
        site={"A": base(station={"wash": {"servers": 1, "service_h": 1}}), "B": base()},
        lot={"crates": items(2, 2.0, stations=["wash"])},
        lift={"c17": lift(dated(24), sites=["A", "B"])},
        deadline_h=1,
        horizon_d=10,
    )


def given(*rows: dict[str, int]) -> Table:
    return table(Given.dtype, rows)


def test_a_mover_whose_way_changes_leaves_the_queue_of_its_station() -> None:
    """Two crates come to the wash at 1 h. One is washed from 3 h on. A review abandons the other at 5 h, so the queue
    has two crates from 1 h on, one from 3 h on and none from 5 h on, although the history ends at 9 h.
    """
    plan = question()
    crates = lot(plan, "crates")
    visits = [
        {"mover": 0, "place": 0, "arrived": HOUR, "started": 3 * HOUR, "ended": 4 * HOUR},
        {"mover": 1, "place": 0, "arrived": HOUR, "started": NEVER, "ended": NEVER},
    ]
    movers = [gone(crates, 9 * HOUR, staged=4 * HOUR), still(crates, staged=NEVER, left=5 * HOUR, fate=Fate.LEFT)]
    changed = given({"mover": 1, "way": Way.ABANDON, "at": 5 * HOUR})
    found = flows(plan, [history(movers, visits=visits, given=changed, end=9 * HOUR)])
    assert found.waiting[:7, 0, 1].tolist() == [0, 2, 2, 1, 1, 0, 0]
    assert found.turns.tolist() == [[2]]


def test_a_mover_is_staged_at_each_place_of_its_way() -> None:
    """A crate is staged at A from 1 to 3 h and at B from 5 to 7 h; each site counts it while it is staged there."""
    plan = question()
    at_b = plan.names["site"].index("B")
    stays = [stay(0, 0, staged=HOUR, up=3 * HOUR), stay(0, at_b, staged=5 * HOUR, up=7 * HOUR, sortie=1)]
    flown = [sortie(0, 0, Fate.OUT, people=0, kg=100, up=3 * HOUR), sortie(0, 1, Fate.OUT, site=at_b, up=7 * HOUR)]
    moved = [gone(lot(plan, "crates"), 7 * HOUR, staged=5 * HOUR)]
    found = flows(plan, [history(moved, flown, stays=stays, end=7 * HOUR)])
    assert found.staged[:8, 0, 1].tolist() == [0, 1, 1, 0, 0, 0, 0, 0]
    assert found.staged[:8, 1, 1].tolist() == [0, 0, 0, 0, 0, 1, 1, 0]
    assert found.readied.tolist() == [[1, 1]]
