"""Missions on request, which are requested when a load is ready, worked by hand.

Times are in hours since the start of the clock, Monday 1 January 2024, 00:00 UTC. A bus comes six hours after its
request, is loaded for an hour, and drives for an hour. So a bus that is requested at 0 leaves at 7 and reaches its
destination at 8; until then it is under way.
"""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from sim.analysis.causes import Log, chain, reasons
from sim.analysis.causes.target import marks
from sim.analysis.sums import Sums
from sim.arithmetic.supply import bringing
from sim.domain.check import check
from sim.model.calendars import NEVER
from sim.model.compile import plan
from sim.model.plan import Plan
from sim.model.terms import Cause, Fate
from sim.model.trajectory import Trajectory
from sim.model.world.means import Means
from tests.scenarios import HOUR, base, dated, hours, items, lift, scenario, staged
from tests.verification.hand_worked import run


def bus(supply: dict[str, Any], **more: Any) -> dict[str, Any]:
    """Return a bus of ten seats that comes six hours after its request."""
    return lift({"kind": "ready", **supply}, seats=10, lead_d=0.25, **more)


def missions(history: Trajectory) -> list[tuple[float, float, int]]:
    """Return for each mission the hour of its request, the hour of its departure, and the people aboard."""
    return [(row["tasked"] / HOUR, row["up"] / HOUR, int(row["people"])) for row in history.sortie]


def owners(compiled: Plan, history: Trajectory, mark: int = 0) -> list[tuple[float, float, str]]:
    """Return the links of the chain behind the closure (`mark` 0) or a milestone (from 1), as (begin [h], end [h],
    reason). Neighbouring links with the same reason are joined.
    """
    instant, movers = marks(compiled, Sums(compiled, history))[mark]
    known = reasons(compiled)
    links = chain(Log(compiled, history), instant, movers)
    found: list[tuple[float, float, str]] = []
    for link in links:
        key, since = known[link.reason].key, link.since / HOUR
        if found and found[-1][2] == key:
            since = found.pop()[0]
        found.append((since, link.until / HOUR, key))
    return found


DESK = {"A": base(station={"desk": {"servers": 1, "service_h": 1.0}})}


def test_it_is_asked_for_when_so_many_are_ready() -> None:
    """One person is staged each hour, so the sixth person requests a bus at 6. It comes at 12 and takes ten of the
    twelve people.

    The last two people are fewer than six, but no one else is to come. So they request a bus as soon as the first bus
    is no longer under way, at 14.
    """
    compiled, history = run(
        site=DESK, group={"people": staged(12, stations=["desk"])}, lift={"bus": bus({"people": 6})}
    )
    assert missions(history) == [(6, 13, 10), (14, 21, 2)]
    assert history.sortie["task_cause"].tolist() == [Cause.CARGO, Cause.ARRIVAL]
    assert owners(compiled, history)[-2:] == [(14, 20, "requested:bus"), (20, 21, "loading:A")]


@pytest.mark.parametrize(
    ("supply", "asked"),
    [
        ({"share": 0.5}, 5),
        ({"people": 3}, 3),
        ({"load_t": 0.7}, 4),
        ({"share": 0.5, "people": 3}, 3),
        ({"people": 9, "by": hours(2)}, 2),
        ({"by": hours(0)}, 1),
        ({"people": 2, "begins": hours(7)}, 7),
    ],
)
def test_whichever_comes_first(supply: dict[str, Any], asked: float) -> None:
    """Each hour one person is staged, who weighs 0.181 t with baggage. The first bus is requested when people are
    staged for half of its ten seats (at 5), when three are staged (at 3), when 0.7 t are (four people, at 4), or when
    the first of two such limits is reached (at 3). From the date `by` on, one person is enough: the request comes on
    that date, at 2, or with the first person, at 1. Nothing is requested before the date `begins`, at 7.
    """
    _, history = run(site=DESK, group={"people": staged(12, stations=["desk"])}, lift={"bus": bus(supply)})
    assert missions(history)[0][0] == asked


def test_pallet_positions_count_as_seats_do() -> None:
    """Two of four positions are half a load, so the second crate, staged at 2, requests the mission."""
    _, history = run(
        site=DESK,
        lot={"crates": items(4, 1.0, pallets=1, stations=["desk"])},
        lift={"bus": bus({"share": 0.5}, pallets=4)},
    )
    assert missions(history)[0][0] == 2


def test_no_more_are_under_way_than_may_be() -> None:
    """Forty people wait for buses of ten seats. If one bus may be under way at a time, buses are requested at 0, 8, 16
    and 24. If two may, two are requested at 0 and two at 8.
    """
    group = {"people": staged(40)}
    _, history = run(group=group, lift={"bus": bus({"share": 1.0})})
    assert missions(history) == [(0, 7, 10), (8, 15, 10), (16, 23, 10), (24, 31, 10)]
    assert history.sortie["task_cause"].tolist()[1:] == [Cause.ARRIVAL] * 3
    _, history = run(group=group, lift={"bus": bus({"share": 1.0, "at_once": 2})})
    assert missions(history) == [(0, 7, 10), (0, 7, 10), (8, 15, 10), (8, 15, 10)]


def test_what_waits_for_a_bus_asks_for_no_other() -> None:
    """The first bus is to take ten of fifteen people. The other five are half a load and request a second bus. No one
    is left to request a third.
    """
    _, history = run(group={"people": staged(15)}, lift={"bus": bus({"share": 0.5, "at_once": 3})})
    assert missions(history) == [(0, 7, 10), (0, 7, 5)]


def test_no_more_are_asked_for_in_seven_days_than_may_be() -> None:
    """Thirty people wait, and at most one bus may be requested in seven days. Each bus is requested exactly a week
    after the previous one.
    """
    compiled, history = run(group={"people": staged(30)}, lift={"bus": bus({"share": 1.0, "most_per_week": 1})})
    assert missions(history) == [(0, 7, 10), (168, 175, 10), (336, 343, 10)]
    assert owners(compiled, history) == [
        (0, 336, "missions:bus"),
        (336, 342, "requested:bus"),
        (342, 343, "loading:A"),
    ]


def test_a_bus_that_is_refused_is_replaced_a_day_later_or_comes_again() -> None:
    """Every bus is refused. If refused buses are lost, another bus is requested a day after the hour for which the
    refused one was planned: at 30, planned for 36. If they slip, the same bus is planned again a day later, for 30.
    """
    group = {"people": staged(10)}
    always: dict[str, Any] = {"refuse": 1.0, "on_cancel": "lost"}
    _, history = run(group=group, lift={"bus": bus({"share": 1.0}, **always)}, deadline_h=72, horizon_d=1)
    assert history.sortie["number"].tolist() == [0, 1, 2, 3]
    assert (history.sortie["tasked"] / HOUR).tolist() == [0, 30, 60, 90]
    assert (history.sortie["planned"] / HOUR).tolist() == [6, 36, 66, 96]
    _, history = run(group=group, lift={"bus": bus({"share": 1.0}, refuse=1.0)}, deadline_h=72, horizon_d=1)
    assert history.sortie["number"].tolist() == [0, 0, 0, 0]
    assert history.sortie["attempt"].tolist() == [0, 1, 2, 3]
    assert (history.sortie["planned"] / HOUR).tolist() == [6, 30, 54, 78]
    assert set(history.sortie["fate"].tolist()) == {Fate.REFUSED}


def test_what_is_to_begin_when_others_have_gone_is_not_waited_for() -> None:
    """A load is eight people. A cell of four begins only when the main body of three has gone. Until then no more than
    these three can be ready, so they are a load.
    """
    _, history = run(
        group={"body": staged(3), "cell": staged(4, begin_after="body gone")},
        hold={"body gone": {"until": [{"group": ["body"]}]}},
        lift={"bus": bus({"people": 8})},
    )
    assert missions(history) == [(0, 7, 3), (8, 15, 4)]


def test_those_who_keep_each_other_are_ready_together() -> None:
    """A load is nine people. Four guards stay until the clerks have gone, and four clerks until the guards have. They
    can go together, and no one else is to come, so they request one bus for all eight.
    """
    gone = {f"{name} gone": {"until": [{"group": [name]}]} for name in ("guards", "clerks")}
    stay = {"watch": ("guards", "clerks gone"), "desk": ("clerks", "guards gone")}
    _, history = run(
        group={"guards": staged(4), "clerks": staged(4)},
        hold=gone,
        floor={name: {"group": who, "at_least": 4, "until": hold} for name, (who, hold) in stay.items()},
        lift={"bus": bus({"people": 9})},
    )
    assert missions(history) == [(0, 7, 8)]


def test_movers_kept_by_a_hold_are_not_counted() -> None:
    """Ten people are staged at 0, but a hold keeps them until 48. Until then they are no load."""
    _, history = run(
        group={"people": staged(10, board_after="later")},
        hold={"later": {"not_before": hours(48)}},
        lift={"bus": bus({"people": 5})},
    )
    assert missions(history) == [(48, 55, 10)]


def test_nothing_is_asked_for_without_permission() -> None:
    """Permission opens at 48, and the ten people who wait request a bus then."""
    compiled, history = run(
        group={"people": staged(10)},
        lift={"bus": bus({"people": 5})},
        permission={"border": {"lifts": ["bus"], "opens_after_d": 2}},
    )
    assert missions(history) == [(48, 55, 10)]
    assert history.sortie["task_cause"].tolist() == [Cause.PERMISSION]
    assert owners(compiled, history)[0] == (0, 48, "permission:border")


def test_nothing_is_asked_for_after_its_last_date() -> None:
    """Thirty people need three full buses. Two are requested by the last date, 12. The third could be requested at 16
    at the earliest, so the last ten people are never fetched.
    """
    _, history = run(group={"people": staged(30)}, lift={"bus": bus({"share": 1.0, "until": hours(12)})})
    assert missions(history) == [(0, 7, 10), (8, 15, 10)]
    assert (history.mover["up"] == NEVER).sum() == 10


def test_it_comes_in_hours_in_which_the_place_is_kept_open() -> None:
    """A bus requested at 0 would come at 6. The place opens at 9, so the bus is planned for 9."""
    compiled, history = run(
        site={"A": base(runway_hours=[{"open_h": 9, "close_h": 12}])},
        group={"people": staged(10)},
        lift={"bus": bus({"share": 1.0})},
    )
    assert (history.sortie["planned"] / HOUR).tolist() == [9]
    assert [owner for *_, owner in owners(compiled, history)] == [
        "requested:bus",
        "runway_hours:A",
        "loading:A",
    ]


def test_the_wait_for_a_load_is_named() -> None:
    """Five people are ready at 0, and five more are released at 100. A load is six people, or from 48 on any number.

    Half of the people are out at 55. They wait for a load until 48 and for the bus until 54, and are loaded until 55.
    """
    compiled, history = run(
        group={"early": staged(5), "late": staged(5, release=hours(100))},
        lift={"bus": bus({"people": 6, "by": hours(48)})},
        milestone={"half": {"by": hours(90), "of": "people", "share": 0.5}},
    )
    assert missions(history) == [(48, 55, 5), (100, 107, 5)]
    half = 1 + compiled.names["milestone"].index("half")
    assert owners(compiled, history, half) == [
        (0, 48, "gathering:bus"),
        (48, 54, "requested:bus"),
        (54, 55, "loading:A"),
    ]


def test_of_several_sites_its_rule_chooses_among_those_with_a_load() -> None:
    """A load is five people, so the three people at A are none. The bus goes first to C, where nine people wait, and
    then to B, where seven wait.
    """
    group = {name: staged(many, site=name) for name, many in (("A", 3), ("B", 7), ("C", 9))}
    more = {"late A": staged(3, release=hours(90)), "late B": staged(1, site="B", release=hours(90))}
    more["late C"] = staged(1, site="C", release=hours(90))
    compiled, history = run(
        site={"B": base(), "C": base()},
        group=group | more,
        lift={"bus": bus({"people": 5}, sites=["A", "B", "C"])},
    )
    first = [(compiled.name_of("site", row["site"]), int(row["people"])) for row in history.sortie[:2]]
    assert first == [("C", 9), ("B", 7)]


@pytest.mark.parametrize(("room", "asked"), [(None, [22]), (10, [2, 22])])
def test_who_is_still_to_come_over_a_hub_is_waited_for_unless_its_room_is_limited(
    room: int | None, asked: list[float]
) -> None:
    """Vans bring three people to a hub at 2 and three more at 22. A load is five people, so the first bus is requested
    at 22.

    If the hub has limited room, people who wait there might keep the others out. So the first three request a bus at 2,
    and the others request one at 22.
    """
    hub = {"kind": "hub"} if room is None else {"kind": "hub", "room": room}
    compiled, history = run(
        site={"H": hub},
        route={"over": {"via": ["H"]}},
        group={"people": staged(6, routes=["over"])},
        lift={
            "van": lift(dated(0, 20), to="H", seats=3),
            "bus": bus({"people": 5}, sites=["H"], leg={"H": {"block_h": 1.0}}),
        },
    )
    buses = history.sortie[history.sortie["lift"] == compiled.names["lift"].index("bus")]
    assert (buses["tasked"] / HOUR).tolist() == asked


def test_a_review_cannot_ask_for_more() -> None:
    sections: dict[str, Any] = {
        "group": {"people": staged(30)},
        "lift": {"bus": bus({"share": 1.0})},
        "review": {
            "dates": [hours(24)],
            "of": "deadline",
            "respond": ["lift"],
            "lift": {"lifts": ["bus"], "factor": 1.5, "lag_d": 1},
        },
    }
    (found,) = check(scenario(checked=False, **sections))
    assert found.path == ("review", "lift", "lifts", "0")
    assert "expected a lift with a rate or a fleet" in found.expectation


def test_check_reckons_with_what_may_be_asked_for() -> None:
    """A bus is under way for 8 h whatever it carries, so at most three a day can be requested. If at most four a week
    may be requested, the number is 4/7 a day.
    """
    made = plan(scenario(group={"people": staged(30)}, lift={"bus": bus({"share": 1.0})}))
    means = Means(made)
    assert bringing(means, means.loads)[0].asked_per_day == pytest.approx(3.0)
    made = plan(scenario(group={"people": staged(30)}, lift={"bus": bus({"share": 1.0, "most_per_week": 4})}))
    means = Means(made)
    assert bringing(means, means.loads)[0].asked_per_day == pytest.approx(4 / 7)


def test_a_supply_that_says_of_no_load_is_refused() -> None:
    with pytest.raises(ValidationError, match="expected share, people, load_t or by"):
        scenario(group={"people": staged(3)}, lift={"bus": bus({"at_once": 2})})


def test_cargo_that_no_team_will_load_is_no_load() -> None:
    """The only loader leaves at 7, and a crate is at a desk until 20. No one can load the crate then, so it requests no
    bus.
    """
    _, history = run(
        site={"A": base(teams_staffed_by="loaders", station={"desk": {"servers": 1, "service_h": 20.0}})},
        group={"loaders": staged(1)},
        lot={"late": items(1, 5.0, stations=["desk"])},
        lift={"bus": bus({"share": 0.01})},
        deadline_h=72,
        horizon_d=1,
        checked=False,
    )
    assert missions(history) == [(0, 7, 1)]
