"""Cases small enough to work by hand, one for each thing that the model says.

Hours since the start of a Monday, 00:00 UTC. Unless it says otherwise a lift flies an hour each way, is loaded for an
hour, and takes off at once: a mission that lands at 1 is up at 2.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from sim.model.compile import plan
from sim.model.terms import Cause
from sim.model.world import realise
from tests.engine import simulate
from tests.scenarios import HOUR, START, base, dated, hours, items, lift, scenario, shift, staged
from tests.verification.hand_worked import ALL, at, run, sorties, ups

# ---------------------------------------------------------------------------------------------- stations


def test_queue_by_priority_then_arrival_then_number() -> None:
    """The better rank goes first from the queue, but no mover in service is thrown out.

    One server, 2 h each. "early" (2 people) come at 0, "urgent" (due earlier, released at 1). Served: early 0 at 0-2,
    then urgent 2-4, then early 1 at 4-6. Each start has its cause.
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

    Four guests, 2 h each. Clerks come at 1 and 3 (two, evenly over 0-4): no one serves before 1.
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
