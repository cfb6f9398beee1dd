"""The chain behind the closure of a history: chains worked by hand, and chains that sum to the date to the second.

`spans_of` gives each link of a chain as (begin in hours, end in hours, reason).
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sim.analysis.causes import reasons
from sim.analysis.causes.by_reason import by_reason
from sim.analysis.sums import Sums
from sim.config import load
from sim.domain.scenario import Scenario
from sim.model.compile import plan
from tests.engine import simulate
from tests.scenarios import HOUR, base, compiled, dated, hours, items, lift, shift, staged
from tests.verification.chains import assert_exact_sums, closing, spans_of
from tests.verification.strategies import SCARCE, scenarios

TINY = Path(__file__).parents[2] / "configs" / "tiny.toml"
SLOW = [HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large]


# -------------------------------------------------------------------------------------------------- by hand


def test_a_spot_that_an_aircraft_without_tasks_had() -> None:
    """There is one working spot. The lift without tasks is loaded there from 1 to 3 h. The lift with tasks comes at 2
    h, is marshalled in no time, waits for the spot until 3 h, and is loaded until 4 h.
    """
    marshal = {"name": "marshal", "takes_h": 0.0}
    made = compiled(
        site={"A": base(working=1)},
        group={"people": staged(2, lifts=["tasked"]), "others": staged(1, lifts=["plain"])},
        lift={
            "plain": lift(dated(1.0), load_h=2.0),
            "tasked": lift(
                dated(2.0), load_h=0.0, task=[marshal, {"name": "load", "takes_h": 1.0, "loads": True}], uses_ramp=True
            ),
        },
    )
    history = simulate(made, 1, 0)
    assert spans_of(made, closing(made, history)) == [
        (0, 1, "missions:plain"), (1, 3, "working:A"), (3, 4, "loading:A")
    ]  # fmt: skip


def test_the_tiny_case() -> None:
    """The chain of the case of docs/model.md.

    At 23:00 the guards leave on trip 3. Their floor ended at 17:00, when crate 3, the last ammunition, left on trip 2.
    Crate 3 was staged at 13:30 and waited for the aircraft; during its inspection the inspector rested from 10:30 to
    13:00.
    """
    compiled = plan(load(TINY))
    history = simulate(compiled, compiled.seed, 0)
    assert spans_of(compiled, closing(compiled, history)) == [
        (0.0, 1.0, "station:camp/inspection"),  # crate 1, from 8:00
        (1.0, 2.0, "station:camp/inspection"),  # crate 2, from 9:00
        (2.0, 2.5, "station:camp/inspection"),  # crate 3, from 10:00 until the inspector rests at 10:30
        (2.5, 5.0, "station_hours:camp/inspection"),  # the inspector rests until 13:00
        (5.0, 5.5, "station:camp/inspection"),  # crate 3 is staged at 13:30
        (5.5, 6.0, "tails:aircraft"),  # the aircraft offloads trip 1 until 14:00
        (6.0, 8.0, "flying:aircraft"),  # it arrives for trip 2 at 16:00
        (8.0, 9.0, "loading:camp"),  # wheels-up at 17:00 ends the floor
        (9.0, 12.0, "tails:aircraft"),  # it flies home until 19:00 and offloads until 20:00
        (12.0, 14.0, "flying:aircraft"),  # it arrives for trip 3 at 22:00
        (14.0, 15.0, "loading:camp"),  # wheels-up at 23:00
    ]


def test_a_backlog_is_followed_to_its_first() -> None:
    """Six items are ready at 0, 1, ... 5 h. The missions of 10, 20 and 30 h take two items each, in the order in which
    the items became ready. All time except the loading is due to the lift.

    The last two leave at 31 h, after an hour of loading. The missions of 10 and 20 h took items that were ready before
    these two; the first item was ready at 0 h. So no time is due to the station, although the last item became ready at
    5 h: with a faster station no flight would change.
    """
    lot = items(6, 5.0, stations=["desk"])
    one = compiled(
        site={"A": base(station={"desk": {"servers": 1, "service_h": 1.0}})},
        lot={"crates": {**lot, "start": {"staged": 1}}},
        lift={"c17": lift(dated(10, 20, 30), payload_t=10.0)},
    )
    assert spans_of(one, closing(one, simulate(one, 1, 0))) == [
        (0.0, 10.0, "missions:c17"),
        (10.0, 20.0, "missions:c17"),
        (20.0, 30.0, "missions:c17"),
        (30.0, 31.0, "loading:A"),
    ]


def test_who_was_not_ready_missed_the_mission_before() -> None:
    """One item is ready at 12 h: the mission of 10 h could not take it, and the mission of 20 h does."""
    one = compiled(
        site={"A": base(station={"desk": {"servers": 1, "service_h": 12.0}})},
        lot={"crate": items(1, 5.0, stations=["desk"])},
        lift={"c17": lift(dated(10, 20))},
    )
    assert spans_of(one, closing(one, simulate(one, 1, 0))) == [
        (0.0, 12.0, "station:A/desk"),
        (12.0, 20.0, "missions:c17"),
        (20.0, 21.0, "loading:A"),
    ]


def test_a_closed_runway_and_closed_ramp_own_their_hours() -> None:
    """A mission planned for 4 h lands at 6 h, when the runway opens. It is loaded from 8 h, when the ramp opens, and
    takes off at 9 h.
    """
    one = compiled(
        site={"A": base(runway_hours=[shift(6, 20)], ramp_hours=[shift(8, 18)])},
        group={"people": staged(3)},
        lift={"c17": lift(dated(4), holding_h=5)},
    )
    assert spans_of(one, closing(one, simulate(one, 1, 0))) == [
        (0.0, 4.0, "missions:c17"),
        (4.0, 6.0, "runway_hours:A"),
        (6.0, 8.0, "ramp_hours:A"),
        (8.0, 9.0, "loading:A"),
    ]


def room_overnight(teams: int, *, freight_h: float | None = None) -> list[tuple[float, float, str]]:
    """Return the chain of four people at A who go over a hub with room for two people.

    Two people leave A at 9 h and fill the hub until they leave it at 21 h. A flight comes to A for the other two at 10
    h, but the ramp of A is closed from 18 to 30 h. The other two leave the hub at 41 h. If `freight_h` is stated, a
    freighter is loaded at A from 9.5 h on for `freight_h` hours.
    """
    lifts = {"hop": lift(dated(8, 10), to="H", seats=2), "jet": lift(dated(20, 40), sites=["H"])}
    sections: dict[str, Any] = {}
    if freight_h is not None:
        lifts["freighter"] = lift(dated(9.5), seats=0, load_h=freight_h)
        sections["lot"] = {"crate": items(1, 5.0, lifts=["freighter"])}
    one = compiled(
        site={"A": base(ramp_hours=[shift(6, 18)], teams=teams), "H": {"kind": "hub", "room": 2}},
        route={"over": {"via": ["H"]}},
        group={"people": staged(4, routes=["over"])},
        lift=lifts,
        checked=False,
        **sections,
    )
    return spans_of(one, closing(one, simulate(one, 1, 0)))


def test_a_wait_for_room_is_not_named_a_wait_for_load_teams() -> None:
    """The load teams are free, and people need none. So the second flight waits for room from 10 h until the ramp
    closes at 18 h.
    """
    assert (10.0, 18.0, "room:H") in room_overnight(2)
    assert not any(key.startswith("teams") for _, _, key in room_overnight(2))


def test_a_wait_for_room_beside_a_team_that_works_is_one_for_room() -> None:
    """The only load team loads a freighter at the same time, but a flight that carries only people does not wait for a
    team.
    """
    assert (10.0, 18.0, "room:H") in room_overnight(1, freight_h=8.0)


def test_a_mission_that_slips_owns_the_day() -> None:
    """Six missions a day are planned for one item. The first is cancelled at 12 h and comes at 36 h. The missions
    between these hours are not tasked, because the first is expected to come. So the 24 h are due to the cancellation,
    not to missions that were not tasked.
    """
    lots = {"crate": items(1, 5.0)}
    six = lift(dated(*range(12, 60, 4)), cancel=0.5, payload_t=5.0)
    one = compiled(lot=lots, lift={"c17": six})
    for seed in range(50):  # until the first mission is cancelled once, and then comes
        history = simulate(one, seed, 0)
        tries = [(int(s["attempt"]), int(s["planned"]) // HOUR) for s in history.sortie if s["number"] == 0]
        if tries == [(0, 12), (1, 36)]:
            break
    assert tries == [(0, 12), (1, 36)]
    assert spans_of(one, closing(one, history)) == [
        (0.0, 12.0, "missions:c17"),
        *((hour, hour + 4.0, "cancelled:c17") for hour in (12.0, 16.0, 20.0, 24.0, 28.0, 32.0)),
        (36.0, 37.0, "loading:A"),
    ]


def test_a_hold_that_waits_for_a_date_alone() -> None:
    """Guards are ready from the start and are kept until 24 h by a hold that waits for no mover. So all the time until
    then is due to the date of the hold.
    """
    case = compiled(
        group={"guard": staged(2, board_after="day 2")},
        hold={"day 2": {"not_before": hours(24)}},
        lift={"c17": lift(dated(24))},
    )
    assert spans_of(case, closing(case, simulate(case, 1, 0))) == [
        (0.0, 24.0, "date:day 2"),
        (24.0, 25.0, "loading:A"),
    ]


def test_two_floors_that_end_with_each_other() -> None:
    """A guard and a clerk, each kept by a floor until the other has gone, leave together at 12 h; the time is due to
    the bus.

    Loading takes no time, so both holds end in the instant of loading; the chain must not go in a circle.
    """
    one = compiled(
        group={"guard": staged(1), "clerk": staged(1)},
        hold={name: {"until": [{"group": [name.split()[0]]}]} for name in ("guard gone", "clerk gone")},
        floor={
            "guard stays": {"group": "guard", "at_least": 1, "until": "clerk gone"},
            "clerk stays": {"group": "clerk", "at_least": 1, "until": "guard gone"},
        },
        lift={"bus": lift(dated(12), uses_ramp=False, load_h=0.0)},
    )
    assert spans_of(one, closing(one, simulate(one, 1, 0))) == [(0.0, 12.0, "missions:bus")]


# ----------------------------------------------------------------------------------------------- exact sums


@given(case=scenarios(), replication=st.integers(0, 3))
@settings(max_examples=100, deadline=None, suppress_health_check=SLOW)
def test_chains_sum_to_the_second(case: Scenario, replication: int) -> None:
    """For the closure, each milestone and each site, the links sum exactly to the date, and none has the reason
    `UNTOLD`.
    """
    compiled = plan(case)
    assert_exact_sums(compiled, simulate(compiled, 1, replication))


@pytest.mark.parametrize("scarce", SCARCE)
def test_chains_sum_where_one_thing_is_scarce(scarce: str) -> None:
    """The sums are exact also if one thing is scarce, so that several movers or sorties often wait for it at the same
    instant.
    """

    @given(case=scenarios(ties=True, scarce=scarce))
    @settings(max_examples=10, deadline=None, suppress_health_check=SLOW)
    def looked_at(case: Scenario) -> None:
        compiled = plan(case)
        assert_exact_sums(compiled, simulate(compiled, 2, 0))

    looked_at()


@pytest.mark.parametrize("replication", [2, 10, 13, 24])
def test_who_took_the_room_of_an_earlier_flight_was_waited_for(replication: int) -> None:
    """Two holds of the base case are changed: their latest date is now the last day of the clock. In these histories,
    one chalk takes people of an aerial port together with wanted cargo.

    These people may board when all equipment has gone. The rest of it had left on earlier C-17s, which had no room
    for the movers of this chalk. So more than 60 days are due to the missions of C-17, and none to a date.
    """
    late = [f"hold.{base} wanted gone.at_latest=2024-12-14" for base in (101, 201)]
    compiled = plan(load("configs/base.toml", late))
    history = simulate(compiled, compiled.seed, replication)
    assert_exact_sums(compiled, history)
    kept, known = by_reason(Sums(compiled, history)), reasons(compiled)
    days = {known[row["reason"]].key: row["seconds"] / (24 * HOUR) for row in kept[kept["target"] == 0]}
    assert days["missions:C-17"] > 60
    assert not [key for key in days if key.startswith("date:")]
