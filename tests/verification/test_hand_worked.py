"""Cases small enough to work by hand, each for one rule of the model.

Times are in hours since the start, a Monday at 00:00 UTC. Unless a test says otherwise, a lift flies an hour each way,
is loaded for an hour, and takes off at once: a mission that lands at 1 is up at 2.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from sim.model.compile import plan
from sim.model.terms import Cause
from sim.model.world import make_world
from tests.engine import simulate
from tests.scenarios import HOUR, START, base, dated, hours, items, lift, scenario, shift, staged
from tests.verification.hand_worked import ALL, at, run, sorties, ups

# ---------------------------------------------------------------------------------------------- stations


def test_queues_go_by_rank_then_arrival_then_number() -> None:
    """A mover of a better rank leaves the queue first, but does not interrupt a service.

    A desk with one server takes 2 h for each. Two people "early" come at 0. One person "urgent", who has a due date and
    so a better rank, comes at 1. They are served in the order early 0 (0-2), urgent (2-4), early 1 (4-6). Each of the
    later starts refers to the turn that freed the server.
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
    """A person who fails a check goes back to the station that the check names and queues there again.

    Three people pass a wash of 1 h and a gate of 1 h, with one server each. A check at the gate fails with probability
    0.5 and sends them back to the wash. Each person passes both stations once more for each failure that is drawn (seed
    1).
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
    world = make_world(compiled, 1, 0)
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
    """A job that is not finished at the end of a shift is continued in the next.

    With a shift 08-16 and one server, three jobs of 5 h are done in 8-13, in 13-16 and 32-34, and in 34-39.
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
    """The number of servers is the number of clerks present: one server from 1 h on, two from 3 h on.

    Two clerks arrive at 1 and 3 (evenly over 0-4). Four guests take 2 h each: they begin at 1, 3, 3 and 5.
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


def test_progress_at_the_start() -> None:
    """At the start, members who have left are gone, staged members wait for lift, and all others begin at the first
    station that they have not passed.

    Of five people with stations wash (2 h) and gate (3 h), one has left, one is staged, one has passed the wash, and
    two have passed no station.
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


def test_arrivals_over_a_span_come_evenly() -> None:
    """Members who arrive over a span come evenly, each in the middle of an equal part of it.

    Four over 8 hours come at 1, 3, 5 and 7. The mission at 4 takes two (up at 5), the one at 8 the other two (up at 9).
    """
    compiled, history = run(
        group={"helpers": staged(4, arrives={"begins": START, "until": hours(8)})},
        lift={"jet": lift(dated(4.0, 8.0))},
    )
    assert at(history.mover["arrived"]) == [1, 3, 5, 7]
    assert ups(compiled, history) == {"helpers": [5, 5, 9, 9]}


def test_members_who_have_begun_are_present_at_the_start() -> None:
    """Of four members who arrive over a span, two have begun before the start. These two are present at the start; the
    others arrive at the same instants as if none had begun.
    """
    _, history = run(
        group={"helpers": staged(4, arrives={"begins": START, "until": hours(8)}, start={"staged": 2})},
        lift={"jet": lift(dated(8.0))},
    )
    assert at(history.mover["arrived"]) == [0, 0, 5, 7]


# ------------------------------------------------------------------------------------------------- chalks


def test_first_fit_with_skipping() -> None:
    """A mover that does not fit is skipped, and movers after it may still ride.

    A mission with a payload of 10 t takes one of two weapons of 6 t, skips the second, and takes one of two items of
    papers of 3 t.
    """
    compiled, history = run(
        lot={"weapons": items(2, 6.0), "papers": items(2, 3.0, "classified")},
        lift={"jet": lift(dated(1.0, 3.0), payload_t=10.0)},
    )
    assert ups(compiled, history) == {"weapons": [2, 4], "papers": [2, 4]}


def test_positions_and_seats_bind_too() -> None:
    """Positions and seats limit a chalk as weight does: two of three pallets and two of three people ride."""
    compiled, history = run(
        group={"people": staged(3)},
        lot={"pallets": items(3, 1.0, "sensitive", required=True, pallets=1)},
        lift={"jet": lift(dated(1.0, 3.0), pallets=2, seats=2)},
    )
    assert ups(compiled, history) == {"people": [2, 2, 4], "pallets": [2, 2, 4]}


def test_a_heavy_item_flies_alone() -> None:
    """An item above the drawn payload, but within the structural limit, flies alone.

    With a payload of 20 t and a limit of 40 t, the crane of 30 t leaves first and alone at 2, other items at 4.
    """
    compiled, history = run(
        lot={"crane": items(1, 30.0), "crates": items(3, 1.0, "classified")},
        lift={"jet": lift(dated(1.0, 3.0), payload_t=20.0, max_payload_t=40.0)},
    )
    assert ups(compiled, history) == {"crane": [2], "crates": [4, 4, 4]}


def test_loading_time_follows_the_load() -> None:
    """Loading takes its base time, plus time for each tonne of cargo and for each person.

    0.5 h + 10 t x 0.1 h + 4 people x 0.25 h = 2.5 h, from 1 to 3.5.
    """
    _, history = run(
        group={"people": staged(4)},
        lot={"papers": items(2, 5.0, "classified")},
        lift={"jet": lift(dated(1.0), load_h=0.5, load_per_t_h=0.1, load_per_person_h=0.25)},
    )
    assert sorties(history, "worked", "loaded") == [(1, 3.5)]


def test_a_repair_holds_the_parking_spot() -> None:
    """An aircraft that breaks is repaired on its parking spot, and the next one waits overhead.

    After loading, each aircraft needs a repair of 3 h. On the only spot the first lands at 1, is loaded from 1 to 2 and
    is up at 5. The second, overhead at 2, lands at 5, is loaded from 5 to 6 and is up at 9.
    """
    _, history = run(
        site={"A": base(parking=1)},
        group={"people": staged(2)},
        lift={"jet": lift(dated(1.0, 2.0), seats=1, breaks=1.0, repair_h=3.0, holding_h=9, payload_t=0.2)},
    )
    assert sorties(history, "overhead", "landed", "loaded", "ready", "up") == [(1, 1, 2, 5, 5), (2, 5, 6, 9, 9)]
    assert (history.sortie["land_cause"][1], history.sortie["land_ref"][1]) == (Cause.SPOT, 0)


def test_a_load_team_is_seized_with_the_working_spot() -> None:
    """Only an aircraft that takes cargo needs a load team. With one team, two jets with cargo that land at 1 are loaded
    from 1 and from 2; a bus for people that comes at 1.5 is loaded at once.
    """
    _, history = run(
        site={"A": base(teams=1)},
        group={"people": staged(2, lifts=["bus"])},
        lot={"cargo": items(2, 30.0, lifts=["jet"])},
        lift={"jet": lift(dated(1.0, 1.0)), "bus": lift(dated(1.5))},
    )
    assert sorties(history, "lift", "landed", "worked") == [(0, 1, 1), (0, 1, 2), (1, 1.5, 1.5)]
    assert (history.sortie["load_cause"][1], history.sortie["load_ref"][1]) == (Cause.TEAM, 0)


def test_commercial_flights_need_no_ramp() -> None:
    """A lift that does not use the ramp needs no spot, no team and no ramp hours."""
    _, history = run(
        site={"A": base(parking=1, working=1, ramp_hours=[shift(20, 21)])},
        group={"people": staged(2)},
        lift={"seat": lift(dated(1.0, 1.0), seats=1, uses_ramp=False, payload_t=0.2)},
    )
    assert sorties(history, "landed", "worked", "up") == [(1, 1, 2), (1, 1, 2)]


def test_a_hold_is_followed_by_its_hand_over_time() -> None:
    """The papers leave at 2 and the hand-over takes a day, so the guard may board from 26 on. It takes the mission of
    27 and leaves at 28.
    """
    compiled, history = run(
        group={"guard": staged(1, board_after="handed over")},
        lot={"papers": items(1, 1.0, "classified")},
        hold={"handed over": {"until": [{"lot": ["papers"]}], "then_d": 1.0}},
        lift={"jet": lift(dated(1.0, 10.0, 25.0, 27.0))},
    )
    assert ups(compiled, history) == {"papers": [2], "guard": [28]}


# ---------------------------------------------------------------------------------------------- unknowns


def test_unknowns_are_drawn_per_world_and_chance_per_replication() -> None:
    """Replications of one world share its unknowns; chance differs between them.

    With `inner` = 3, replications 0-2 belong to world 0, and 3-5 to world 1. Without `inner`, replication 1 belongs to
    world 1.
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
    """An unknown with `same_as` is offset + slope x the value drawn for another unknown, kept between `least` and
    `most`.

    The service time of desk "one" is uniform in 1-3 h, and that of desk "two" is 4 h minus this, so the two sum to 4 h.
    With `least` = 5, desk "two" takes 5 h.
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
    """A lot of 7.5 t in all is cut into items of 2 and 3 t in turn; the last item takes the 0.5 t that are left."""
    _, history = run(
        lot={"scrap": {"site": "A", "category": "lethal", "total_t": 7.5, "item_t": {"values": [2.0, 3.0]}}},
        lift={"jet": lift(dated(1.0))},
    )
    assert history.mover["kg"].tolist() == [2000, 3000, 2000, 500]
