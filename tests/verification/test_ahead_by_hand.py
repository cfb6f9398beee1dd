"""Missions that are asked for ahead of known dates, worked by hand.

Hours since the start of a Monday, 00:00 UTC. A bus of ten seats is there six hours after it was asked for, is loaded
for an hour and is over the border an hour later.
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
    """A bus of ten seats that is asked for ahead."""
    return lift({"kind": "ready", "ahead": True, **supply}, **({"seats": 10, "lead_d": 0.25} | more))


def missions(compiled: Plan, history: Trajectory, by: str = "bus") -> list[tuple[float, float, int]]:
    """Each mission of a lift: hour in which it was asked for, hour of departure, people aboard."""
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
def test_it_is_there_when_they_may_go(people: dict[str, Any], hold: dict[str, Any] | None) -> None:
    """Ten people may go from 48 on: asked at 42, there at 48, off at 49, and not at 55."""
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


def test_a_date_that_is_nearer_than_the_lead() -> None:
    """They may go at 2: asked at the start, there at 6."""
    compiled, history = run(group={"people": staged(10, release=hours(2))}, lift={"bus": bus({"people": 5})})
    assert missions(compiled, history) == [(0, 7, 10)]


def test_a_floor_that_ends_on_a_date() -> None:
    """Six of ten may go at once; four stay until 48: a bus is there for them then."""
    compiled, history = run(
        group={"people": staged(10)},
        hold={"later": {"not_before": hours(48)}},
        floor={"watch": {"group": "people", "at_least": 4, "until": "later"}},
        lift={"bus": bus({"people": 3})},
    )
    assert missions(compiled, history) == [(0, 7, 6), (42, 49, 4)]


def test_a_phased_plan() -> None:
    """Twelve are released at 2, 6, ..., 46. Six are a load: the sixth comes at 22, so it is asked at 16.

    It is over the border at 24; six more will have been released at 46: asked at 40.
    """
    compiled, history = run(
        group={"people": staged(12)},
        plan={"out": {"begins": hours(0), "until": hours(48)}},
        lift={"bus": bus({"people": 6})},
    )
    assert missions(compiled, history) == [(16, 23, 6), (40, 47, 6)]


def test_the_last_of_them_are_fetched_on_their_date() -> None:
    """Three are no load of five, and no one comes after them; with three more at 100 they are waited for."""
    compiled, history = run(group={"people": staged(3, release=hours(48))}, lift={"bus": bus({"people": 5})})
    assert missions(compiled, history) == [(42, 49, 3)]
    group = {"early": staged(3, release=hours(48)), "late": staged(3, release=hours(100))}
    compiled, history = run(group=group, lift={"bus": bus({"people": 5})})
    assert missions(compiled, history) == [(94, 101, 6)]


def test_of_many_it_is_known_who_comes_first() -> None:
    """Two crates of 9 and 1 t are released at 10 and 20, ten tonnes are a load: it is there at 20 for both."""
    compiled, history = run(
        lot={"heavy": items(1, 9.0, release=hours(10)), "light": items(1, 1.0, release=hours(20))},
        lift={"bus": bus({"load_t": 10})},
    )
    assert missions(compiled, history) == [(14, 21, 0)]


@pytest.mark.parametrize(
    ("arms_off", "hold", "asked"),
    [
        (2, {**GONE, "then_d": 1}, 20),  # gone at 2, a day: 26
        (2, {**GONE, "then_d": 0.125}, 2),  # gone at 2, open at 5: known at 2 and not before
        (2, {**GONE, "not_before": hours(48)}, 42),
        (45, {**GONE, "not_before": hours(48)}, 45),  # only when they are gone is it known that 48 is the date
        (60, {**GONE, "not_before": hours(48)}, 59),  # being loaded, they are as good as gone, as for any lift
        (60, {**GONE, "at_latest": hours(48)}, 42),
        (60, {**GONE, "not_before": hours(48), "then_d": 0.125}, 60),
        (2, {"after": ["arms gone"], "not_before": hours(48)}, 42),
        (45, {"after": ["arms gone"], "not_before": hours(48)}, 45),
    ],
)
def test_what_is_not_known_is_not_booked(arms_off: float, hold: dict[str, Any], asked: float) -> None:
    """A truck takes the arms; when they are gone is chance to whoever books. Dates and hand-over times are known."""
    compiled, history = run(
        group={"people": staged(10, board_after="later", lifts=["bus"])},
        lot={"arms": items(1, lifts=["truck"])},
        hold={"arms gone": GONE, "later": hold},
        lift={"bus": bus({"people": 5}), "truck": lift(dated(arms_off - 1.0))},
        checked=False,
    )
    (mission,) = missions(compiled, history)
    assert mission[0] == asked


def test_who_has_a_station_ahead_is_not_counted() -> None:
    """Released at 48 and an hour at a desk each: how long that takes is not known, so five are ready at 53."""
    compiled, history = run(
        site=DESK,
        group={"people": staged(10, stations=["desk"], release=hours(48))},
        lift={"bus": bus({"people": 5})},
        checked=False,
    )
    assert missions(compiled, history)[0][0] == 53


def test_who_is_staged_and_kept_by_a_date_is_counted_whatever_station_he_has_passed() -> None:
    compiled, history = run(
        site=DESK,
        group={"people": staged(10, stations=["desk"], board_after="later")},
        hold={"later": {"not_before": hours(48)}},
        lift={"bus": bus({"people": 5})},
    )
    assert missions(compiled, history) == [(42, 49, 10)]


def test_on_days_of_the_week_it_comes_on_the_first_from_their_date_on() -> None:
    """They may go on Wednesday, 00:00, and buses come on Thursdays."""
    compiled, history = run(
        group={"people": staged(10, release=hours(48))}, lift={"bus": bus({"people": 5, "days": ["thu"]})}
    )
    assert missions(compiled, history) == [(42, 73, 10)]


def test_a_date_that_is_drawn_is_known_in_its_world() -> None:
    """Whoever plans knows the date of his world: the bus is there on that very second."""
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


def test_one_that_is_late_is_not_asked_for_twice() -> None:
    """A load for one bus: the bus that was asked for at 42 is two hours late, and no other is asked for at 48."""
    compiled, history = run(
        group={"people": staged(10, release=hours(48))},
        lift={"bus": bus({"people": 5, "at_once": 3}, delay=1.0, delay_h=2.0)},
    )
    assert missions(compiled, history) == [(42, 51, 10)]


def test_two_buses_for_twenty() -> None:
    compiled, history = run(
        group={"people": staged(20, release=hours(48))}, lift={"bus": bus({"share": 1.0, "at_once": 3})}
    )
    assert missions(compiled, history) == [(42, 49, 10), (42, 49, 10)]


def test_what_another_lift_takes_meanwhile_is_not_fetched() -> None:
    """A jet that is planned for 48 was tasked at 36, for all ten: no bus is asked for."""
    compiled, history = run(
        group={"people": staged(10, release=hours(48))},
        lift={"jet": lift(dated(48.0), lead_d=0.5), "bus": bus({"people": 5})},
    )
    assert missions(compiled, history) == []
    assert missions(compiled, history, "jet") == [(36, 49, 10)]


def test_the_date_owns_the_time_until_they_may_go() -> None:
    """The closure at 49 is the date, and an hour of loading: nothing is waited for from 42 on."""
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
def test_what_it_does_not_do_is_named(sections: dict[str, Any], why: str | None) -> None:
    stated: dict[str, Any] = {
        "group": {"people": staged(10, release=hours(48))},
        "lot": {"arms": items(1, lifts=["jet"])},
        "lift": {"bus": bus({"people": 5}), "jet": lift(dated(2.0))},
    }
    merged = {name: {**stated.get(name, {}), **sections.get(name, {})} for name in {*stated, *sections}}
    found = unread(scenario(**merged, checked=False), ("lift", "bus", "supply", "ahead"), set())
    assert found is None if why is None else why in str(found)
