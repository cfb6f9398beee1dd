"""Holds that wait until movers are staged, not until they have left, worked by hand.

Times are in hours since the start of the clock, Monday 1 January 2024, 00:00 UTC. Unless a test says otherwise, three
trucks are washed from the start on, two hours each, one after the other: they are staged at 2, 4 and 6 h. A bus is
loaded for an hour and takes no trucks; a barge takes the trucks at 31 h.
"""

from __future__ import annotations

from typing import Any

import pytest

from sim.arithmetic import arithmetic
from sim.domain.check import check
from sim.domain.scenario import Scenario
from sim.domain.unread import unread
from sim.engines.simpy import Check
from sim.model.calendars import NEVER
from sim.model.compile import plan
from sim.model.terms import Fate
from sim.model.trajectory import Trajectory
from tests.engine import simulate
from tests.scenarios import HOUR, base, dated, hours, items, lift, rate, scenario, staged
from tests.verification.chains import assert_exact_sums, closing, spans_of

ALL = Check(shuffle=5, scan=True, enablers=True, audit=True)
WASH = {"A": base(station={"wash": {"servers": 1, "service_h": 2.0}})}
EVERY_TWO = dated(*(float(hour) for hour in range(3, 60, 2)))
"""A bus comes at each odd hour from 3 to 59 h, and leaves an hour later."""
STAGED = {"until": [{"lot": ["trucks"], "left": "stations"}]}


def asked(**sections: Any) -> Scenario:
    """Return a scenario of a crew of two who wait for a hold, and three trucks that the barge takes at 31 h."""
    stated: dict[str, Any] = {
        "site": WASH,
        "group": {"crew": staged(2, board_after="washed", lifts=["bus"])},
        "lot": {"trucks": items(3, 10.0, required=True, stations=["wash"], lifts=["barge"])},
        "hold": {"washed": STAGED},
        "lift": {"bus": lift(EVERY_TWO), "barge": lift(dated(30.0))},
    }
    return scenario(**(stated | sections))


def run(**sections: Any) -> Trajectory:
    """Run a scenario under all checks, and check that the causes of each date sum to it; return the history."""
    compiled = plan(asked(**sections))
    history = simulate(compiled, 1, 0, check=ALL)
    assert_exact_sums(compiled, history)
    return history


def crew_ups(history: Trajectory, many: int = 2) -> list[float | None]:
    """Return the hours at which movers 0 to `many` - 1 left (None for never)."""
    return [None if up == NEVER else up / HOUR for up in history.mover["up"].tolist()[:many]]


@pytest.mark.parametrize(
    ("hold", "gone"),
    [
        (STAGED, 8),  # clears at 6 h, when the last truck is staged: the bus of 7 h
        ({"until": [{"lot": ["trucks"]}]}, 32),  # clears at 31 h, when the trucks leave: the bus of 31 h
        ({"until": [{"lot": ["trucks"], "left": "stations", "at_most": 1}]}, 6),  # clears at 4 h: the bus of 5 h
        ({"until": [{"lot": ["trucks"], "left": "stations", "at_most": 3}]}, 4),  # clear from the start: the bus of 3 h
        ({"until": [{"site": "A", "kind": "equipment", "left": "stations"}], "then_d": 0.25}, 14),  # clears at 6 + 6 h
        ({**STAGED, "not_before": hours(20)}, 22),
        ({**STAGED, "at_latest": hours(3)}, 4),
        ({"until": [*STAGED["until"], {"lot": ["trucks"], "at_most": 3}], "need": "any"}, 4),
        ({"until": [*STAGED["until"], {"lot": ["trucks"], "at_most": 2}]}, 32),
    ],
)
def test_when_a_crew_may_go(hold: dict[str, Any], gone: float) -> None:
    """The crew leaves with the first bus that comes when the hold has cleared, an hour after this bus has come."""
    assert crew_ups(run(hold={"washed": hold})) == [gone, gone]


def test_the_chain_goes_through_the_hold_to_the_station() -> None:
    """The crew is the last that is required. It waits six hours for the washing and an hour for the bus, and is loaded
    for an hour.
    """
    lots = {"trucks": items(3, 10.0, "general", required=False, stations=["wash"], lifts=["barge"])}
    hold = {"washed": {"until": [{"lot": ["trucks"], "left": "stations", "wanted": True}]}}
    lots["trucks"]["leave_after"] = hours(100)
    case = plan(asked(lot=lots, hold=hold))
    assert spans_of(case, closing(case, simulate(case, 1, 0))) == [
        (0.0, 2.0, "station:A/wash"),
        (2.0, 4.0, "station:A/wash"),
        (4.0, 6.0, "station:A/wash"),
        (6.0, 7.0, "not_tasked:bus"),
        (7.0, 8.0, "loading:A"),
    ]


def test_a_hold_that_is_judged_as_if_a_load_had_gone_and_waits_for_staging() -> None:
    """The crew may go when the tent has gone and the last truck is staged, at 6 h. A tent in the same load counts as
    gone, so the crew rides with a tent that is released at 6.5 or 8.5 h. A tent that is released at 4.5 h leaves before
    the crew, at 6 h.
    """
    trucks = items(3, 10.0, required=True, stations=["wash"], lifts=["barge"])
    hold = {"washed": {"until": [*STAGED["until"], {"lot": ["tents"]}]}}
    for begins, expected in ((6.5, [8, 8, 8]), (8.5, [10, 10, 10]), (4.5, [8, 8, 6])):
        tents = items(1, 1.0, "general", required=True, release=hours(begins), lifts=["bus"])
        history = run(lot={"tents": tents, "trucks": trucks}, hold=hold)
        assert crew_ups(history, 3) == expected


def test_who_begins_when_others_are_staged() -> None:
    """The tents begin when all trucks are staged. One truck is staged at the start, and two are washed until 2 h. So
    the tents begin at 2 h and are staged at 4 h.
    """
    lot = {
        "trucks": items(3, 10.0, required=True, stations=["wash"], lifts=["barge"], start={"staged": 1}),
        "tents": items(1, 1.0, "general", required=True, stations=["wash"], lifts=["bus"], begin_after="washed"),
    }
    site = {"A": base(station={"wash": {"servers": 5, "service_h": 2.0}})}
    history = run(group={"crew": staged(1)}, lot=lot, site=site)
    assert (history.mover["released"][-1], history.mover["staged"][-1]) == (2 * HOUR, 4 * HOUR)


def test_what_is_given_another_way_counts_until_its_end() -> None:
    """Trucks that are to be destroyed are cut up for 3 h each and count until the last is done, at 9 h. Trucks that are
    left behind at 5 h no longer count from then on.
    """
    stations = {"wash": {"servers": 1, "service_h": 2.0}, "torch": {"servers": 1, "service_h": 3.0}}
    site = {"A": base(station=stations, disposal={"destroy": ["torch"]})}
    lot = {"trucks": items(3, 10.0, required=False, disposition="destroy", stations=["wash"], permitted=("destroy",))}
    hold = {"washed": {"until": [{"lot": ["trucks"], "left": "stations", "wanted": True}]}}
    history = run(site=site, lot=lot, hold=hold)
    assert crew_ups(history) == [10, 10]
    stay = {"required": False, "leave_after": hours(5)}
    history = run(lot={"trucks": items(3, 10.0, "general", stations=["wash"], lifts=["barge"], **stay)}, hold=hold)
    assert crew_ups(history) == [6, 6]
    assert (history.mover["fate"][2:] == Fate.LEFT).all()


def test_a_floor_ends_when_the_last_truck_is_staged() -> None:
    """One of the crew must stay until the last truck is staged, at 6 h, and leaves at 8 h. The other may go at once and
    leaves at 4 h.
    """
    floor = {"watch": {"group": "crew", "at_least": 1, "until": "washed"}}
    assert sorted(crew_ups(run(group={"crew": staged(2, lifts=["bus"])}, floor=floor)), key=str) == [4, 8]


def test_who_staffs_the_station_may_wait_for_the_last_truck() -> None:
    """The crew staffs the wash and may leave when the last truck is staged, at 6 h. It leaves at 8 h."""
    site = {"A": base(station={"wash": {"servers": 1, "service_h": 2.0, "staffed_by": "crew"}})}
    assert crew_ups(run(site=site)) == [8, 8]


def test_circles_of_staging_are_refused() -> None:
    """If the crew begins when the trucks are staged, and the trucks begin when the crew is staged, neither ever begins.
    This is refused. Trucks that wait for the crew only before they board are accepted.
    """
    crew = {"crew": staged(2, begin_after="washed", lifts=["bus"])}
    hold = {"washed": STAGED, "crew ready": {"until": [{"group": ["crew"], "left": "stations"}]}}
    trucks = items(3, 10.0, required=True, stations=["wash"], lifts=["barge"])

    def found(**more: Any) -> list[str]:
        lot = {"trucks": trucks | more}
        return [each.expectation for each in check(asked(group=crew, lot=lot, hold=hold, checked=False))]

    assert any("none of these movers can ever leave" in text for text in found(begin_after="crew ready"))
    assert any("still to be staged" in text for text in found(begin_after="crew ready"))
    assert not found(board_after="crew ready")


def test_a_history_that_ends_first_goes_back_to_the_station() -> None:
    """Washing a truck takes forty days. When the clock ends, after 90 days, the crew still waits for the trucks, but
    the history does not count as stuck.
    """
    site = {"A": base(station={"wash": {"servers": 1, "service_h": 960.0}})}
    case = plan(asked(site=site, lift={"bus": lift(rate(84)), "barge": lift(rate(84))}))
    history = simulate(case, 1, 0, check=ALL)
    assert_exact_sums(case, history)
    assert crew_ups(history) == [None, None]
    assert not history.stuck


def test_a_crew_that_waits_for_what_will_never_be_staged_is_stuck() -> None:
    """The washers leave at once, so the trucks are never washed and the crew never goes. The history names both waits,
    for staff and for the hold.
    """
    site = {"A": base(station={"wash": {"servers": 1, "service_h": 3.0, "staffed_by": "washers"}})}
    group = {"crew": staged(2, board_after="washed", lifts=["bus"]), "washers": staged(1, lifts=["bus"])}
    case = plan(asked(site=site, group=group))
    histories = [simulate(case, 1, 0, check=ALL)]
    assert {wait.reason for wait in histories[0].stuck} == {"hold", "staff"}
    assert all(row >= 0 for wait in histories[0].stuck for row in wait.waits_for)


def test_at_mean_values_a_hold_waits_for_the_station() -> None:
    """At mean values, the hold of the crew ends when the three trucks are washed, at six hours."""
    found = arithmetic(plan(asked(lift={"bus": lift({"per_week": 168}), "barge": lift({"per_week": 168})})))
    limit = next(limit for limit in found.limits if limit.kind == "hold")
    assert limit.at == pytest.approx(6 * HOUR, rel=0.01)


def test_left_is_read_where_staging_is_meant() -> None:
    """In a scenario without routes, `left = "stations"` has an effect. `left = "site"` has none, because whoever leaves
    the site leaves the country.
    """
    path = ("hold", "washed", "until", "0", "left")
    assert unread(asked(), path, frozenset()) is None
    away = {"washed": {"until": [{"lot": ["trucks"], "site": "A", "left": "site"}]}}
    assert unread(asked(hold=away), path, frozenset()) == "leaving the site is leaving the country"


def test_who_was_turned_round_does_not_count_again() -> None:
    """A truck takes off at 2.5 h for a hub, which is lost at 4 h, and comes back. It was staged at 2 h and does not
    count again: the crew may go when the last truck is staged, at 6 h.
    """
    history = run(
        site={**WASH, "H": {"kind": "hub"}},
        route={"over": {"via": ["H"]}, "straight": {"to": "Z"}},
        group={"crew": staged(2, board_after="washed", lifts=["bus"])},
        lot={"trucks": items(3, 10.0, required=True, stations=["wash"], routes=["over", "straight"])},
        lift={
            "bus": lift(EVERY_TWO, payload_t=5.0),
            "heli": lift(dated(2.0), to="H", leg={"A": {"block_h": 3.0}}, on_cancel="lost", load_h=0.5, seats=0),
            "onward": lift(dated(40.0), sites=["H"]),
            "barge": lift(dated(30.0), seats=0),
        },
        permission={"hub": {"sites": ["H"], "lost": 1.0, "lost_after_d": 4 / 24, "lost_for_d": 1000.0}},
    )
    assert (history.stay["staged"] / HOUR).tolist()[:1] == [2]
    assert len(history.stay) == 2
    assert crew_ups(history) == [8, 8]


SHARES = [
    (0.3, "stations", 4),  # one of three, staged at 2 h: the bus of 3 h
    (0.34, "stations", 6),  # rounded up: two of three, at 4 h
    (1.0, "stations", 8),
    (0.0, "stations", 4),
    (2 / 3, "country", 32),
]


@pytest.mark.parametrize(("share", "left", "gone"), SHARES)
def test_a_share_of_what_is_counted(share: float, left: str, gone: float) -> None:
    """The share of the trucks that must be staged, or gone, is rounded up to whole trucks. All trucks leave at 31 h."""
    assert crew_ups(run(hold={"washed": {"until": [{"lot": ["trucks"], "left": left, "share": share}]}})) == [
        gone,
        gone,
    ]


def test_a_share_counts_those_who_had_left_before_the_start() -> None:
    """One of four trucks had left before the start. Half of four needs one more, which is staged at 2 h. If the share
    counted only the three that are there, it would need two, staged at 4 h.
    """
    trucks = items(4, 10.0, required=True, stations=["wash"], lifts=["barge"], start={"left": 1})
    half = {"until": [{"lot": ["trucks"], "left": "stations", "share": 0.5}]}
    assert crew_ups(run(lot={"trucks": trucks}, hold={"washed": half})) == [4, 4]


def test_a_group_begins_when_a_share_of_another_has_gone() -> None:
    """The tents begin to be dried when two of three trucks are washed, at 4 h, and the chain of the closure goes
    through both stations.
    """
    lots = {
        "trucks": items(3, 10.0, "general", required=False, stations=["wash"], lifts=["barge"], leave_after=hours(99)),
        "tents": items(1, 1.0, "general", required=True, stations=["dry"], lifts=["bus"], begin_after="washed"),
    }
    site = {"A": base(station={"wash": WASH["A"]["station"]["wash"], "dry": {"servers": 1, "service_h": 5.0}})}
    hold = {"washed": {"until": [{"lot": ["trucks"], "left": "stations", "share": 0.6, "wanted": True}]}}
    case = plan(asked(site=site, group={"crew": staged(1, lifts=["bus"])}, lot=lots, hold=hold))
    history = simulate(case, 1, 0, check=ALL)
    assert history.mover["released"][-1] == 4 * HOUR
    assert spans_of(case, closing(case, history)) == [
        (0.0, 2.0, "station:A/wash"),
        (2.0, 4.0, "station:A/wash"),
        (4.0, 9.0, "station:A/dry"),
        (9.0, 10.0, "loading:A"),
    ]


def test_a_share_that_is_not_known() -> None:
    """An unknown sets the share to between 0.9 and 1. Rounded up, that is all three trucks. So the crew waits for the
    last truck.
    """
    unknown = {"part": {"to": ["hold.washed.until.0.share"], "draw": {"low": 0.9, "high": 1.0}}}
    hold = {"washed": {"until": [{"lot": ["trucks"], "left": "stations", "share": 0.3}]}}
    assert crew_ups(run(hold=hold, uncertainty=unknown)) == [8, 8]


def test_a_share_and_a_number_are_refused_together() -> None:
    """A condition that states both a share and a number is refused."""
    with pytest.raises(ValueError, match="expected at_most or share, not both"):
        asked(hold={"washed": {"until": [{"lot": ["trucks"], "share": 0.5, "at_most": 1}]}})


def test_a_circle_that_a_share_leaves_open() -> None:
    """A crew that may go only when all of itself has gone (a share of 1) is refused. A share of 0 is accepted."""
    for share, wrong in ((1.0, True), (0.0, False)):
        hold = {"washed": {"until": [{"group": ["crew"], "share": share}]}}
        assert bool(check(asked(hold=hold, checked=False))) == wrong


@pytest.mark.parametrize(("leave_when", "washers", "loaders"), [(None, 8, 32), ("commander gone", 6, 6)])
def test_a_rear_party_stays_for_wanted_equipment_or_until_the_commander_leaves(
    leave_when: str | None, washers: float, loaders: float
) -> None:
    """The washers stay until the trucks are washed, and leave at 8 h. The loaders stay until the trucks have gone, and
    leave at 32 h. But if the trucks are left behind when the commander leaves, at 4 h, washers and loaders leave at 6
    h.
    """
    trucks = {"stations": ["wash"], "lifts": ["barge"], "leave_when": leave_when}
    trucks |= {} if leave_when else {"leave_after": hours(200)}
    of_all = {"lot": ["trucks"], "wanted": True}
    people = {
        "washers": staged(2, board_after="washed", lifts=["bus"]),
        "loaders": staged(2, board_after="trucks gone", lifts=["bus"]),
        "commander": staged(1, lifts=["bus"]),
    }
    hold = {
        "washed": {"until": [of_all | {"left": "stations"}]},
        "trucks gone": {"until": [of_all]},
        "commander gone": {"until": [{"group": ["commander"]}]},
    }
    lot = {"trucks": items(3, 10.0, "general", required=False, **trucks)}
    history = run(group=people, lot=lot, hold=hold)
    assert crew_ups(history, 5) == [washers, washers, loaders, loaders, 4]
