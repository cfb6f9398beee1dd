"""Missions that are requested ahead of known dates (`ahead`), worked by hand.

With `ahead`, movers that wait only for a known date count as ready `lead_d` before this date. Times are in hours since
the start, a Monday at 00:00 UTC. A bus of ten seats comes six hours after it was requested, is loaded for an hour,
leaves, and is at its destination an hour later.
"""

from __future__ import annotations

from typing import Any

import pytest

from sim.analysis.causes import Log, chain, reasons
from sim.analysis.causes.target import marks
from sim.analysis.sums import Sums
from sim.domain.unread import unread
from sim.model.calendars import NEVER
from sim.model.plan import Plan
from sim.model.terms import Cause
from sim.model.trajectory import Trajectory
from sim.model.world.unknowns import drawn
from tests.scenarios import HOUR, base, dated, hours, items, lift, scenario, staged
from tests.verification.hand_worked import run

DESK = {"A": base(station={"desk": {"servers": 1, "service_h": 1.0}})}
GONE = {"until": [{"lot": ["arms"]}]}


def bus(supply: dict[str, Any], **more: Any) -> dict[str, Any]:
    """Return a bus lift of ten seats that is requested ahead of known dates."""
    return lift({"kind": "ready", "ahead": True, **supply}, **({"seats": 10, "lead_d": 0.25} | more))


def missions(compiled: Plan, history: Trajectory, by: str = "bus") -> list[tuple[float, float, int]]:
    """Return each mission of a lift as (hour of the request, hour of departure, people aboard)."""
    rows = history.sortie[history.sortie["lift"] == compiled.names["lift"].index(by)]
    return [(row["tasked"] / HOUR, row["up"] / HOUR, int(row["people"])) for row in rows]


@pytest.mark.parametrize(
    ("people", "hold"),
    [
        ({"board_after": "later"}, {"not_before": hours(48)}),
        ({"begin_after": "later"}, {"not_before": hours(48)}),
        ({"release": hours(48)}, None),
        ({"arrives": {"begins": hours(48), "until": hours(48)}}, None),
        ({"board_after": "later"}, {**GONE, "at_latest": hours(48)}),
        ({"board_after": "later"}, {"not_before": hours(36), "then_d": 0.5}),
        ({"board_after": "later"}, {"after": ["date"]}),
        ({"board_after": "later"}, {"after": ["date", "other"], "need": "any"}),
    ],
)
def test_a_bus_comes_when_people_may_go(people: dict[str, Any], hold: dict[str, Any] | None) -> None:
    """For ten people who may go from 48 on, a bus is requested at 42, comes at 48 and leaves at 49.

    Without `ahead`, it is requested at 48 and leaves at 55.
    """
    for ahead, expected in ((True, (42, 49, 10)), (False, (48, 55, 10))):
        compiled, history = run(
            group={"people": staged(10, **people, lifts=["bus"])},
            lot={"arms": items(1, lifts=["truck"])},
            hold={"date": {"not_before": hours(48)}, "other": GONE, "later": hold} if hold else {},
            lift={"bus": bus({"people": 5, "ahead": ahead}), "truck": lift(dated(99.0))},
            checked=False,
        )
        assert missions(compiled, history) == [expected]
        assert history.sortie["task_cause"].tolist()[0] == Cause.CARGO


def test_a_date_nearer_than_the_lead_time() -> None:
    """For people who may go at 2, the bus is requested at the start, comes at 6 and leaves at 7."""
    compiled, history = run(group={"people": staged(10, release=hours(2))}, lift={"bus": bus({"people": 5})})
    assert missions(compiled, history) == [(0, 7, 10)]


def test_a_floor_that_ends_on_a_date() -> None:
    """Six of ten people may go at once, so a bus requested at the start leaves with them at 7.

    A floor keeps the other four until 48. A bus for them is requested at 42, comes at 48 and leaves at 49.
    """
    compiled, history = run(
        group={"people": staged(10)},
        hold={"later": {"not_before": hours(48)}},
        floor={"watch": {"group": "people", "at_least": 4, "until": "later"}},
        lift={"bus": bus({"people": 3})},
    )
    assert missions(compiled, history) == [(0, 7, 6), (42, 49, 4)]


def test_a_phased_plan() -> None:
    """Twelve people are released at 2, 6, ..., 46, and six are a load.

    The sixth is released at 22, so a bus is requested at 16, comes at 22 and leaves at 23. The twelfth is released at
    46, so another bus is requested at 40 and leaves at 47.
    """
    compiled, history = run(
        group={"people": staged(12)},
        plan={"out": {"begins": hours(0), "until": hours(48)}},
        lift={"bus": bus({"people": 6})},
    )
    assert missions(compiled, history) == [(16, 23, 6), (40, 47, 6)]


def test_the_last_people_are_fetched_on_their_date() -> None:
    """Three people are fewer than the five of a load. As no one follows them, a bus comes for them on their date, 48.

    If three more are released at 100, the first three wait, and one bus comes for all six at 100.
    """
    compiled, history = run(group={"people": staged(3, release=hours(48))}, lift={"bus": bus({"people": 5})})
    assert missions(compiled, history) == [(42, 49, 3)]
    group = {"early": staged(3, release=hours(48)), "late": staged(3, release=hours(100))}
    compiled, history = run(group=group, lift={"bus": bus({"people": 5})})
    assert missions(compiled, history) == [(94, 101, 6)]


def test_a_load_is_complete_at_its_latest_date() -> None:
    """Crates of 9 t and 1 t are released at 10 and 20, and 10 t are a load, so a bus comes for both at 20."""
    compiled, history = run(
        lot={"heavy": items(1, 9.0, release=hours(10)), "light": items(1, 1.0, release=hours(20))},
        lift={"bus": bus({"load_t": 10})},
    )
    assert missions(compiled, history) == [(14, 21, 0)]


@pytest.mark.parametrize(
    ("arms_off", "hold", "asked"),
    [
        (2, {**GONE, "then_d": 1}, 20),  # the arms go at 2; the hand-over takes a day, so from 2 on, 26 is a known date
        (2, {**GONE, "then_d": 0.125}, 2),  # the arms go at 2; from then on it is known that people may go at 5
        (2, {**GONE, "not_before": hours(48)}, 42),  # from 2 on, 48 is known to be the date
        (45, {**GONE, "not_before": hours(48)}, 45),  # 48 is known to be the date only when the arms have gone
        (60, {**GONE, "not_before": hours(48)}, 59),  # loading of the arms begins at 59, and they count as gone then
        (60, {**GONE, "at_latest": hours(48)}, 42),  # people may go at 48 even if the arms are still there
        (60, {**GONE, "not_before": hours(48), "then_d": 0.125}, 60),  # a hand-over begins when the arms have gone
        (2, {"after": ["arms gone"], "not_before": hours(48)}, 42),
        (45, {"after": ["arms gone"], "not_before": hours(48)}, 45),
    ],
)
def test_no_bus_is_requested_for_what_planners_do_not_know(arms_off: float, hold: dict[str, Any], asked: float) -> None:
    """A truck leaves with the arms at `arms_off`, which planners do not know; they know dates and hand-over times.

    The bus for the people, whom a hold keeps, is requested at `asked`.
    """
    compiled, history = run(
        group={"people": staged(10, board_after="later", lifts=["bus"])},
        lot={"arms": items(1, lifts=["truck"])},
        hold={"arms gone": GONE, "later": hold},
        lift={"bus": bus({"people": 5}), "truck": lift(dated(arms_off - 1.0))},
        checked=False,
    )
    (mission,) = missions(compiled, history)
    assert mission[0] == asked


def test_people_with_a_station_ahead_do_not_count() -> None:
    """People released at 48 need an hour each at a desk; planners do not know when they will have passed it.

    So the bus is requested only when five people, the load, have passed the desk, at 53.
    """
    compiled, history = run(
        site=DESK,
        group={"people": staged(10, stations=["desk"], release=hours(48))},
        lift={"bus": bus({"people": 5})},
        checked=False,
    )
    assert missions(compiled, history)[0][0] == 53


def test_staged_people_kept_by_a_date_count_after_any_station() -> None:
    """The tenth person has passed the desk at 10. Then all ten wait only for the date 48, so a bus comes at 48."""
    compiled, history = run(
        site=DESK,
        group={"people": staged(10, stations=["desk"], board_after="later")},
        hold={"later": {"not_before": hours(48)}},
        lift={"bus": bus({"people": 5})},
    )
    assert missions(compiled, history) == [(42, 49, 10)]


def test_a_bus_with_weekdays_comes_on_the_first_day_after_the_date() -> None:
    """For people who may go on Wednesday at 00:00 (48), a bus is requested at 42.

    It runs on Thursdays only, so it comes on Thursday at 00:00 (72) and leaves at 73.
    """
    compiled, history = run(
        group={"people": staged(10, release=hours(48))}, lift={"bus": bus({"people": 5, "days": ["thu"]})}
    )
    assert missions(compiled, history) == [(42, 73, 10)]


def test_a_drawn_date_is_known_in_its_world() -> None:
    """Planners know the date that was drawn for their world: the bus comes at exactly this instant."""
    case: dict[str, Any] = {
        "group": {"people": staged(10, board_after="later")},
        "hold": {"later": {"not_before": hours(48)}},
        "lift": {"bus": bus({"people": 5})},
        "uncertainty": {"day": {"to": ["hold.later.not_before"], "apply": "plus", "draw": {"low": -1.0, "high": 3.0}}},
    }
    asked = set()
    for replication in range(4):
        compiled, history = run(replication, **case)
        later = 48 * HOUR + round(24 * HOUR * drawn(compiled, 1, [replication])[0, 0])
        assert history.sortie["tasked"].tolist() == [later - 6 * HOUR]
        assert history.sortie["worked"].tolist() == [later]
        asked.add(later)
    assert len(asked) == 4


def test_a_bus_that_is_late_is_not_requested_twice() -> None:
    """A bus for ten people is requested at 42, comes two hours late at 50, and leaves at 51.

    No other bus is requested.
    """
    compiled, history = run(
        group={"people": staged(10, release=hours(48))},
        lift={"bus": bus({"people": 5, "at_once": 3}, delay=1.0, delay_h=2.0)},
    )
    assert missions(compiled, history) == [(42, 51, 10)]


def test_two_buses_for_twenty() -> None:
    """Twenty people fill two buses, so both are requested at 42."""
    compiled, history = run(
        group={"people": staged(20, release=hours(48))}, lift={"bus": bus({"share": 1.0, "at_once": 3})}
    )
    assert missions(compiled, history) == [(42, 49, 10), (42, 49, 10)]


def test_people_whom_another_lift_takes_are_not_fetched() -> None:
    """A jet planned for 48 was tasked at 36 for all ten people, so no bus is requested."""
    compiled, history = run(
        group={"people": staged(10, release=hours(48))},
        lift={"jet": lift(dated(48.0), lead_d=0.5), "bus": bus({"people": 5})},
    )
    assert missions(compiled, history) == []
    assert missions(compiled, history, "jet") == [(36, 49, 10)]


def test_the_time_until_people_may_go_is_due_to_the_date() -> None:
    """The closure at 49 is due to the date (48 hours) and to loading (one hour), and not to waiting for lift."""
    compiled, history = run(
        group={"people": staged(10, board_after="later")},
        hold={"later": {"not_before": hours(48)}},
        lift={"bus": bus({"people": 5})},
    )
    instant, movers = marks(compiled, Sums(compiled, history))[0]
    assert instant < NEVER
    known = reasons(compiled)
    links = chain(Log(compiled, history), instant, movers)
    assert [(x.since / HOUR, x.until / HOUR, known[x.reason].key) for x in links] == [
        (0, 48, "date:later"),
        (48, 49, "loading:A"),
    ]


@pytest.mark.parametrize(
    ("sections", "why"),
    [
        ({"lift": {"bus": bus({"people": 5}, lead_d=0.0)}}, "lift.bus.lead_d = 0"),
        ({"group": {"people": staged(10)}}, "no mover that waits for bus is kept by a known date"),
        ({"group": {"people": staged(10, release=hours(48), lifts=["jet"])}}, "is kept by a known date"),
        ({"group": {"people": staged(10, board_after="gone")}, "hold": {"gone": GONE}}, "is kept by a known date"),
        ({}, None),
    ],
)
def test_notices_say_where_ahead_has_no_effect(sections: dict[str, Any], why: str | None) -> None:
    """`unread` says that `ahead` has no effect if the lead time is 0, or if no mover that waits for the bus is kept by
    a known date. In all other cases it returns None.
    """
    stated: dict[str, Any] = {
        "group": {"people": staged(10, release=hours(48))},
        "lot": {"arms": items(1, lifts=["jet"])},
        "lift": {"bus": bus({"people": 5}), "jet": lift(dated(2.0))},
    }
    merged = {name: {**stated.get(name, {}), **sections.get(name, {})} for name in {*stated, *sections}}
    found = unread(scenario(**merged, checked=False), ("lift", "bus", "supply", "ahead"), set())
    assert found is None if why is None else why in str(found)
