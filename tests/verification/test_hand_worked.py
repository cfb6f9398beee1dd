"""Cases small enough to work by hand, one for each thing that the model says.

Hours since the start of a Monday, 00:00 UTC. Unless it says otherwise a lift flies an hour each way, is loaded for an
hour, and takes off at once: a mission that lands at 1 is up at 2.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import numpy as np
import pytest

from sim.engines.simpy import Check
from sim.model.calendars import NEVER
from sim.model.compile import plan
from sim.model.plan import Plan
from sim.model.terms import Cause, Fate
from sim.model.trajectory import Trajectory
from sim.model.world import realise
from tests.engine import simulate
from tests.scenarios import HOUR, START, base, dated, fleet, hours, items, lift, rate, scenario, shift, staged

ALL = Check(shuffle=5, scan=True, enablers=True, audit=True)


def run(replication: int = 0, **sections: Any) -> tuple[Plan, Trajectory]:
    """Run a scenario under all checks."""
    compiled = plan(scenario(**sections))
    return compiled, simulate(compiled, 1, replication, check=ALL)


def at(instants: Any) -> list[float | None]:
    """Instants as hours; None for never."""
    return [None if instant >= NEVER else instant / HOUR for instant in np.asarray(instants).tolist()]


def ups(compiled: Plan, history: Trajectory) -> dict[str, list[float | None]]:
    """Hours of wheels-up by lot."""
    return {
        name: at(history.mover["up"][history.mover["lot"] == row]) for row, name in enumerate(compiled.names["lot"])
    }


def sorties(history: Trajectory, *columns: str) -> list[tuple[Any, ...]]:
    """Rows of the sortie table: fates by name, instants in hours."""
    rows = []
    for sortie in history.sortie:
        row: list[Any] = []
        for column in columns:
            value = int(sortie[column])
            small = column in ("site", "number", "attempt", "people", "kg", "lift")
            row.append(Fate(value).name if column == "fate" else value if small else at([value])[0])
        rows.append(tuple(row))
    return rows


# ---------------------------------------------------------------------------------------------- stations


def test_queue_by_priority_then_arrival_then_number() -> None:
    """The better rank goes first from the queue, but nobody in service is thrown out.

    One server, 2 h each. "early" (2 people) come at 0, "urgent" (due earlier, released at 1). Served: early 0 at 0-2,
    then urgent 2-4, then early 1 at 4-6. The cause of each start is told.
    """
    _, history = run(
        site={"A": base(station={"desk": {"servers": 1, "service_h": 2}})},
        group={
            "early": {"site": "A", "count": 2, "stations": ["desk"]},
            "urgent": {"site": "A", "count": 1, "stations": ["desk"], "due": hours(24), "release": hours(1)},
        },
        lift={"jet": lift(dated(10.0))},
    )
    desk = history.visit[history.visit["place"] == 0]
    assert at(desk["started"]) == [0, 4, 2]
    assert desk["cause"].tolist() == [Cause.ARRIVAL, Cause.SERVER, Cause.SERVER]
    rows = [int(turn) for turn in np.flatnonzero(history.visit["place"] == 0)]
    assert desk["ref"].tolist() == [-1, rows[2], rows[0]]


def test_rework_goes_back_and_queues_again() -> None:
    """Who fails is sent back to the station named, queues there anew, and counts his attempts there.

    Seed 1 decides who fails; the route of each is checked step by step against the draws at their addresses.
    Wash 1 h, gate 1 h (fails at 0.5, back to the wash), one server each, three people.
    """
    compiled, history = run(
        site={
            "A": base(
                station={
                    "wash": {"servers": 1, "service_h": 1},
                    "gate": {"servers": 1, "service_h": 1, "fail": 0.5, "back_to": "wash"},
                }
            )
        },
        group={"people": {"site": "A", "count": 3, "stations": ["wash", "gate"]}},
        lift={"jet": lift(dated(100.0))},
    )
    world = realise(compiled, 1, 0)
    gate = history.visit[history.visit["place"] == 1]
    wash = history.visit[history.visit["place"] == 0]
    for person in range(3):
        fails = 0
        while world.fails(0, person, 1, fails):
            fails += 1
        assert gate["attempt"][gate["mover"] == person].tolist() == list(range(fails + 1))
        assert wash["attempt"][wash["mover"] == person].tolist() == list(range(fails + 1))
    assert len(gate) > 3, "nobody failed: choose another seed"
    ended = {(int(t["mover"]), int(t["attempt"])): int(t["ended"]) for t in gate}
    for turn in wash[wash["attempt"] > 0]:
        assert turn["arrived"] == ended[int(turn["mover"]), int(turn["attempt"]) - 1]


def test_work_rests_overnight_and_is_resumed() -> None:
    """A job not finished at the end of the shift goes on at the next; nothing in progress is thrown away.

    Shift 08-16, jobs of 5 h, one server: 8-13; 13-16 and 8-10 on the next day (32-34); 34-39. The first start waits
    for the shift.
    """
    _, history = run(
        site={"A": base(station={"desk": {"servers": 1, "service_h": 5, "hours": [shift(8, 16)]}})},
        group={"people": {"site": "A", "count": 3, "stations": ["desk"]}},
        lift={"jet": lift(dated(50.0))},
    )
    desk = history.visit[history.visit["place"] == 0]
    assert list(zip(at(desk["started"]), at(desk["ended"]), strict=True)) == [(8, 13), (13, 34), (34, 39)]
    assert desk["cause"].tolist() == [Cause.SHIFT, Cause.SERVER, Cause.SERVER]


def test_staff_who_are_flown_in_raise_the_servers() -> None:
    """Servers in use follow the staff present: one with one clerk, two from 2 h on, when a second has come.

    Four guests, 2 h each. Clerks come at 1 and 3 (two, evenly over 0-4): nobody serves before 1.
    """
    _, history = run(
        site={"A": base(station={"desk": {"servers": 5, "service_h": 2, "staffed_by": "clerks"}})},
        group={
            "clerks": {"site": "A", "count": 2, "arrives": {"begins": START, "until": hours(4)}, "board_after": "done"},
            "guests": {"site": "A", "count": 4, "stations": ["desk"]},
        },
        hold={"done": {"until": [{"group": ["guests"]}]}},
        lift={"jet": lift(dated(20.0))},
    )
    desk = history.visit[history.visit["place"] == 0]
    assert at(desk["started"]) == [1, 3, 3, 5]
    assert desk["cause"].tolist() == [Cause.STAFF, Cause.SERVER, Cause.STAFF, Cause.SERVER]


def test_part_way_start() -> None:
    """Who has left is gone, who is staged waits for lift, who has passed a station goes on after it.

    Five people, stations wash (2 h) and gate (3 h), a server for each: one left, one staged, one past the wash, two at
    the beginning (work in progress begins its step again).
    """
    compiled, history = run(
        site={"A": base(station={"wash": {"servers": 9, "service_h": 2}, "gate": {"servers": 9, "service_h": 3}})},
        group={
            "people": {
                "site": "A",
                "count": 5,
                "stations": ["wash", "gate"],
                "start": {"left": 1, "staged": 1, "passed": {"wash": 1}},
            }
        },
        lift={"jet": lift(dated(1.0, 10.0))},
    )
    assert at(history.mover["staged"]) == [0, 0, 3, 5, 5]
    assert ups(compiled, history) == {"people": [0, 2, 11, 11, 11]}


def test_inflow() -> None:
    """Members flown in over a span come evenly, each in the middle of his share of it.

    Four over 8 hours: at 1, 3, 5 and 7. Missions land at 4 and 8; the one at 4 takes two (up 5), the other the rest.
    """
    compiled, history = run(
        group={"helpers": staged(4, arrives={"begins": START, "until": hours(8)})},
        lift={"jet": lift(dated(4.0, 8.0))},
    )
    assert at(history.mover["arrived"]) == [1, 3, 5, 7]
    assert ups(compiled, history) == {"helpers": [5, 5, 9, 9]}


def test_inflow_that_had_begun_before_the_start() -> None:
    """Those who had begun to process are there at the start, whatever the span of the inflow says."""
    _, history = run(
        group={"helpers": staged(4, arrives={"begins": START, "until": hours(8)}, start={"staged": 2})},
        lift={"jet": lift(dated(8.0))},
    )
    assert at(history.mover["arrived"]) == [0, 0, 5, 7]


# ---------------------------------------------------------------------------------------------- missions


def test_dated_missions() -> None:
    """Dated missions arrive when the list says, at the site that it names; the rest goes where the rule says.

    B first by its own date; one with no site goes to the greatest need, which is A (3 x 0.181 t against 1).
    """
    compiled, history = run(
        site={"B": base()},
        group={"at A": staged(3), "at B": {"site": "B", "count": 2}},
        lift={"jet": lift(dated((1.0, "B"), 5.0, (9.0, "B")), sites=["A", "B"], seats=1)},
    )
    assert sorties(history, "site", "landed", "people") == [(2, 1, 1), (0, 5, 1), (2, 9, 1)]
    assert ups(compiled, history) == {"at A": [6, None, None], "at B": [2, 10]}


def test_missions_before_the_start_are_not_told() -> None:
    """A list of dates that begins in the past, and a rate that does, go on from the start of the clock."""
    _, history = run(
        group={"people": staged(9)},
        lift={"jet": lift(dated(-30.0, -1.0, 2.0), seats=9)},
    )
    assert sorties(history, "landed") == [(2,)]
    compiled = plan(
        scenario(group={"people": staged(9)}, lift={"jet": lift(rate(7.0, begins=START - timedelta(days=2)))})
    )
    assert realise(compiled, 1, 0).planned[0][:3] == [(HOUR * (12 + 24 * n), -1) for n in range(3)]


@pytest.mark.parametrize("per_week", [1.0, 3.5, 7.0, 10.0, 14.0, 42.0])
def test_an_even_rate_is_even(per_week: float) -> None:
    """Missions at an even rate stand in the middle of equal spans, to the second."""
    compiled = plan(scenario(group={"people": staged(1)}, lift={"jet": lift(rate(per_week))}))
    planned = [when for when, _ in realise(compiled, 1, 0).planned[0]]
    every = 7 * 24 * HOUR / per_week
    assert planned == [int((n + 0.5) * every + 0.5) for n in range(len(planned))]
    assert len(planned) == pytest.approx(90 * 24 * HOUR / every, abs=1)


def test_missions_are_struck_when_there_is_nothing_to_come_for() -> None:
    """Struck if, at tasking, what could be carried is less than what inbound sorties are expected to carry.

    Two people (0.362 t) and a jet of 40 t: the mission tasked first (0 h, a day ahead of 24 h) is expected to take
    both, so the next ones are struck.
    """
    _, history = run(
        group={"people": staged(2)},
        lift={"jet": lift(dated(24.0, 25.0, 26.0), lead_d=1)},
    )
    assert sorties(history, "fate", "tasked", "landed") == [
        ("OUT", 0, 24),
        ("STRUCK", 1, None),
        ("STRUCK", 2, None),
    ]


def test_a_mission_is_not_struck_for_what_another_lift_takes() -> None:
    """What is inbound is expected to take first what only it can carry.

    A freighter of 40 t is on its way for 50 t of cargo; a bus tasked meanwhile comes for the people, who may not ride
    with cargo. A second bus would find nobody: struck.
    """
    _, history = run(
        group={"people": staged(2, lifts=["bus"])},
        lot={"cargo": items(50, 1.0, lifts=["jet"])},
        lift={"jet": lift(dated(24.0), lead_d=1), "bus": lift(dated(2.0, 2.5), lead_d=0.05)},
    )
    assert sorties(history, "lift", "fate", "landed") == [(0, "OUT", 24), (1, "OUT", 2), (1, "STRUCK", None)]


def test_a_cancelled_mission_slips_or_is_lost() -> None:
    """Slip: it comes a day later, again and again until it is not cancelled. Lost: it does not come."""
    sections: dict[str, Any] = {"group": {"people": staged(2)}}
    _, history = run(**sections, lift={"jet": lift(dated(5.0), cancel=0.6)})
    told = sorties(history, "fate", "attempt", "landed")
    assert [fate for fate, *_ in told] == ["CANCELLED"] * (len(told) - 1) + ["OUT"]
    assert told[-1] == ("OUT", len(told) - 1, 5 + 24 * (len(told) - 1))
    _, history = run(**sections, lift={"jet": lift(dated(5.0), cancel=1.0, on_cancel="lost")})
    assert sorties(history, "fate", "landed") == [("CANCELLED", None)]
    assert history.stuck


def test_holding_then_diverting() -> None:
    """A mission overhead a runway that a storm closes holds, lands when it opens in time, else diverts and slips a day.

    Storm 00-06. Missions at 3 (holds 2 h, diverts at 5, slips to the next day: 27) and at 4.5 (holds until 6 and
    lands, up at 7). Each has one seat, so both are tasked for the two people.
    """
    _, history = run(
        outage={"storm": {"sites": ["A"], "dates": [{"begins": hours(0), "until": hours(6)}]}},
        group={"people": staged(2)},
        lift={"jet": lift(dated(3.0, 4.5), holding_h=2.0, seats=1, payload_t=0.2)},
        deadline_h=30,
        horizon_d=0.5,
    )
    assert sorties(history, "fate", "overhead", "landed", "up") == [
        ("DIVERTED", 3, None, None),
        ("OUT", 4.5, 6, 7),
        ("OUT", 27, 27, 28),
    ]
    assert history.sortie["land_cause"][1] == Cause.RUNWAY


def test_wheels_up_waits_for_the_runway() -> None:
    """Loaded at 18:30 with the runway closed at 18:00, a jet takes off at 06:00 on the next day."""
    _, history = run(
        site={"A": base(runway_hours=[shift(6, 18)])},
        group={"people": staged(2)},
        lift={"jet": lift(dated(17.5))},
    )
    assert sorties(history, "landed", "loaded", "up") == [(17.5, 18.5, 30)]
    assert history.sortie["up_cause"][0] == Cause.RUNWAY


def test_permission_that_opens_late() -> None:
    """Before permission opens (at 2 d) nothing is tasked; then missions come."""
    compiled, history = run(
        group={"people": staged(2)},
        lift={"jet": lift(dated(10.0, 40.0, 60.0))},
        permission={"ministry": {"lifts": ["jet"], "opens_after_d": 2.0}},
    )
    assert sorties(history, "fate", "landed") == [("SHUT", None), ("SHUT", None), ("OUT", 60)]
    assert ups(compiled, history) == {"people": [61, 61]}


def test_permission_withdrawn() -> None:
    """What is inbound turns back and follows `on_cancel`; what is on the ground may leave; then it comes again.

    Withdrawn from 24 to 48 h. Mission 1 lands at 23.5 and leaves at 24.5. Mission 2 is planned for 24.5: an hour's
    flight away it is on its way at 24 and turns back; it slips to the next open day: 48.5.
    """
    compiled, history = run(
        group={"people": staged(2)},
        lift={"jet": lift(dated(23.5, 24.5), lead_d=1, seats=1, payload_t=0.2)},
        permission={
            "ministry": {"lifts": ["jet"], "lost": 1.0, "lost_after_d": 1.0, "lost_for_d": 1.0},
        },
    )
    assert sorties(history, "fate", "attempt", "landed", "up") == [
        ("OUT", 0, 23.5, 24.5),
        ("TURNED_BACK", 0, None, None),
        ("OUT", 1, 48.5, 49.5),
    ]
    assert ups(compiled, history) == {"people": [24.5, 49.5]}


def test_a_tail_waits_for_permission() -> None:
    """A fleet stays at home while permission is withdrawn, and sets out when it is given again (at 48 h)."""
    _, history = run(
        group={"people": staged(2)},
        lift={"jet": lift(fleet(1), seats=1)},
        permission={"m": {"lifts": ["jet"], "opens_after_d": 2.0}},
    )
    assert sorties(history, "tasked", "landed", "up") == [(48, 49, 50), (51, 52, 53)]
    assert history.sortie["task_cause"].tolist() == [Cause.PERMISSION, Cause.ARRIVAL]


def test_a_week_factor_is_shared_by_sites() -> None:
    """A bad week is bad for everyone: missions a week vary with the factor of that week, whatever the site.

    Two lots at two sites under one lift: the planned instants are those of the lift, before any site is chosen; with
    cv 0 every week has exactly ten.
    """
    sections: dict[str, Any] = {
        "site": {"B": base()},
        "group": {"at A": staged(1), "at B": {"site": "B", "count": 1}},
    }

    def weekly(cv: float, replication: int) -> list[int]:
        jet = lift(rate(10, week_cv=cv), sites=["A", "B"])
        planned = realise(plan(scenario(**sections, lift={"jet": jet})), 1, replication).planned[0]
        assert {site for _, site in planned} == {-1}
        return np.bincount([when // (7 * 24 * HOUR) for when, _ in planned])[:12].tolist()

    assert weekly(0.0, 0) == [10] * 12
    assert max(weekly(0.8, 0)) > 14
    assert min(weekly(0.8, 0)) < 7
    assert weekly(0.8, 0) != weekly(0.8, 1)


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("need", [2, 2, 0, 2, 0, 2]),
        ("sequence", [0, 0, 2, 2, 2, 2]),
        ("shares", [2, 0, 2, 2, 0, 2]),
        ("fixed", [0, 0]),
    ],
)
def test_which_site_a_mission_goes_to(rule: str, expected: list[int]) -> None:
    """`need`: the greatest weight; `sequence`: the first with anything; `shares`: 1 to 2; `fixed`: the first only.

    A has 2 items of 10 t and B 4 of 10 t; one item a mission. Need: B (40 against 20), B (30), A (20 = 20, ties to the
    first), B (20), A (10 = 10), B. Shares: least (sent + 1) / share, for A and B: 1 and 1/2 (B), 1 and 1 (A, the
    first), 2 and 1 (B), 2 and 3/2 (B), 2 and 2 (A), 3 and 2 (B).
    """
    jet = lift(dated(*range(1, 7)), sites=["A", "B"], rule=rule, payload_t=10.0, load_h=0.5)
    if rule == "shares":
        jet["shares"] = {"A": 1, "B": 2}
    _, history = run(
        site={"B": base()},
        lot={"at A": items(2, 10.0), "at B": items(4, 10.0) | {"site": "B"}},
        lift={"jet": jet},
    )
    assert history.sortie["site"][history.sortie["fate"] == Fate.OUT].tolist() == expected


def test_required_movers_draw_the_lift_before_wanted_ones() -> None:
    """With need as the rule, a site with a little that is required comes before one with much that is wanted."""
    _, history = run(
        site={"B": base()},
        group={"stay": staged(1, board_after="never yet")},
        lot={"nice": items(9, 10.0, "general"), "needed": items(1, 1.0) | {"site": "B"}},
        hold={"never yet": {"until": [{"lot": ["needed"]}], "not_before": hours(10)}},
        lift={"jet": lift(dated(1.0, 3.0), sites=["A", "B"], rule="need")},
        deadline_h=5,
        horizon_d=0.1,
    )
    assert sorties(history, "site", "landed") == [(2, 1), (0, 3)]


# ------------------------------------------------------------------------------------------------- chalks


def test_first_fit_with_skipping() -> None:
    """A mover that does not fit is skipped, and what comes after it may still ride.

    Payload 10 t, lethal first: 6 t, then 6 t does not fit, then papers of 3 t fit, then another 3 t does not.
    """
    compiled, history = run(
        lot={"weapons": items(2, 6.0), "papers": items(2, 3.0, "classified")},
        lift={"jet": lift(dated(1.0, 3.0), payload_t=10.0)},
    )
    assert ups(compiled, history) == {"weapons": [2, 4], "papers": [2, 4]}


def test_positions_and_seats_bind_too() -> None:
    """Pallet positions and seats limit a chalk as weight does: two of three pallets, two of three people."""
    compiled, history = run(
        group={"people": staged(3)},
        lot={"pallets": items(3, 1.0, "sensitive", required=True, pallets=1)},
        lift={"jet": lift(dated(1.0, 3.0), pallets=2, seats=2)},
    )
    assert ups(compiled, history) == {"people": [2, 2, 4], "pallets": [2, 2, 4]}


def test_a_heavy_item_flies_alone() -> None:
    """An item above the draw of the sortie, but within the structural limit, flies alone.

    Payload 20 t, structure 40 t: the crane of 30 t goes first and alone at 2; the rest follows at 4.
    """
    compiled, history = run(
        lot={"crane": items(1, 30.0), "crates": items(3, 1.0, "classified")},
        lift={"jet": lift(dated(1.0, 3.0), payload_t=20.0, max_payload_t=40.0)},
    )
    assert ups(compiled, history) == {"crane": [2], "crates": [4, 4, 4]}


def test_loading_time_follows_the_load() -> None:
    """Loading takes its base time, and time for each tonne of cargo and for each person.

    0.5 h + 10 t x 0.1 h + 4 people x 0.25 h = 2.5 h.
    """
    _, history = run(
        group={"people": staged(4)},
        lot={"papers": items(2, 5.0, "classified")},
        lift={"jet": lift(dated(1.0), load_h=0.5, load_per_t_h=0.1, load_per_person_h=0.25)},
    )
    assert sorties(history, "worked", "loaded") == [(1, 3.5)]


def test_a_repair_holds_the_parking_spot() -> None:
    """An aircraft found unserviceable is repaired on its spot; the next one waits overhead.

    Every departure breaks, 3 h each. One spot: landed 1, loaded 2, up 5; the second, overhead at 2, lands at 5.
    """
    _, history = run(
        site={"A": base(parking=1)},
        group={"people": staged(2)},
        lift={"jet": lift(dated(1.0, 2.0), seats=1, breaks=1.0, repair_h=3.0, holding_h=9, payload_t=0.2)},
    )
    assert sorties(history, "overhead", "landed", "loaded", "ready", "up") == [(1, 1, 2, 5, 5), (2, 5, 6, 9, 9)]
    assert (history.sortie["land_cause"][1], history.sortie["land_ref"][1]) == (Cause.SPOT, 0)


def test_a_load_team_is_seized_with_the_working_spot() -> None:
    """Spots enough and one team: cargo aircraft are loaded one after the other, one with people only at once."""
    _, history = run(
        site={"A": base(teams=1)},
        group={"people": staged(2, lifts=["bus"])},
        lot={"cargo": items(2, 30.0, lifts=["jet"])},
        lift={"jet": lift(dated(1.0, 1.0)), "bus": lift(dated(1.5))},
    )
    assert sorties(history, "lift", "landed", "worked") == [(0, 1, 1), (0, 1, 2), (1, 1.5, 1.5)]
    assert (history.sortie["load_cause"][1], history.sortie["load_ref"][1]) == (Cause.TEAM, 0)


def test_commercial_flights_need_no_ramp() -> None:
    """A lift that does not use the ramp takes no spot, no team, and no ramp hours."""
    _, history = run(
        site={"A": base(parking=1, working=1, ramp_hours=[shift(20, 21)])},
        group={"people": staged(2)},
        lift={"seat": lift(dated(1.0, 1.0), seats=1, uses_ramp=False, payload_t=0.2)},
    )
    assert sorties(history, "landed", "worked", "up") == [(1, 1, 2), (1, 1, 2)]


def test_hand_over_after_a_hold() -> None:
    """A hold clears at its date and conditions, then its hand-over time passes: 2 h + 1 day."""
    compiled, history = run(
        group={"guard": staged(1, board_after="handed over")},
        lot={"papers": items(1, 1.0, "classified")},
        hold={"handed over": {"until": [{"lot": ["papers"]}], "then_d": 1.0}},
        lift={"jet": lift(dated(1.0, 10.0, 25.0, 27.0))},
    )
    assert ups(compiled, history) == {"papers": [2], "guard": [28]}


# ---------------------------------------------------------------------------------------------- ignorance


def test_ignorance_is_drawn_per_world_and_chance_per_replication() -> None:
    """Replications of one world share what we do not know; their chance differs.

    inner = 3: replications 0-2 are world 0, 3-5 world 1.
    """
    compiled = plan(
        scenario(
            site={"A": base(station={"desk": {"servers": 1, "service_h": {"mean": 1.0, "cv": 0.5}}})},
            group={"people": {"site": "A", "count": 5, "stations": ["desk"]}},
            lift={"jet": lift(dated(50.0))},
            uncertainty={"pace": {"to": ["site.A.station.desk.service_h.mean"], "draw": {"low": 0.5, "high": 2.0}}},
        )
    )
    histories = [simulate(compiled, 1, r, inner=3, check=ALL) for r in range(6)]
    drawn = [float(history.drawn[0]) for history in histories]
    assert [history.world for history in histories] == [0, 0, 0, 1, 1, 1]
    assert drawn[0] == drawn[1] == drawn[2] != drawn[3] == drawn[4] == drawn[5]
    staged_at = {int(history.mover["staged"].max()) for history in histories}
    assert len(staged_at) == 6
    alone = simulate(compiled, 1, 1)
    assert alone.world == 1
    assert float(alone.drawn[0]) == drawn[3]


def test_same_as_with_slope() -> None:
    """Another entry's draw, mapped: offset + slope x draw, cut off at `least` and `most`; put in the unit of the key.

    Two desks: service uniform in 1-3 h, and its mirror image 4 - x: together 4 h, less nothing.
    """
    sections: dict[str, Any] = {
        "site": {"A": base(station={"one": {"servers": 1, "service_h": 1.0}, "two": {"servers": 1, "service_h": 1.0}})},
        "group": {"person": {"site": "A", "count": 1, "stations": ["one", "two"]}},
        "lift": {"jet": lift(dated(50.0))},
    }
    unknown: dict[str, Any] = {
        "site.A.station.one.service_h": {"draw": {"low": 1.0, "high": 3.0}},
        "mirror": {
            "to": ["site.A.station.two.service_h"],
            "same_as": "site.A.station.one.service_h",
            "slope": -1.0,
            "offset": 4.0,
        },
    }
    for replication in range(5):
        _, history = run(replication, **sections, uncertainty=unknown)
        assert history.drawn.sum() == pytest.approx(4.0)
        assert int(history.mover["staged"][0]) == pytest.approx(4 * HOUR, abs=1)
        desk = history.visit[history.visit["place"] == 0]
        assert int(desk["ended"][0]) == int(float(history.drawn[0]) * HOUR + 0.5)
    unknown["mirror"] |= {"least": 5.0, "most": 6.0}
    _, history = run(**sections, uncertainty=unknown)
    assert float(history.drawn[1]) == 5.0


def test_total_weight_is_cut_into_items() -> None:
    """A lot given by its total: the number of items follows, and the last takes the rest."""
    _, history = run(
        lot={"scrap": {"site": "A", "category": "lethal", "total_t": 7.5, "item_t": {"values": [2.0, 3.0]}}},
        lift={"jet": lift(dated(1.0))},
    )
    assert history.mover["kg"].tolist() == [2000, 3000, 2000, 500]
