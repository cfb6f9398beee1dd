"""First to arrive, not first to come, worked by hand: who stays off a sortie, for how long, and how many.

Hours since the start of a Monday, 00:00 UTC. A lift is loaded for an hour; a convoy is out where its leg ends.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sim.analysis.causes.owned import owned
from sim.analysis.sums import Sums
from sim.domain.scenario import Scenario
from sim.engines.compiled import simulate as compiled
from sim.engines.simpy import Check
from sim.engines.simpy import simulate as by_simpy
from sim.model.compile import plan
from sim.report.replay import replay_lines
from tests.scenarios import HOUR, dated, fleet, lift, rate, scenario, staged
from tests.verification.strategies import routed_scenarios, scenarios
from tests.verification.trajectories import assert_same_trajectory

FIRST = "earliest_arrival"
DAY_H = 24


def convoy(supply: Any, days: float, **more: Any) -> dict[str, Any]:
    """A lift that takes so many days to the border."""
    return lift(supply, crosses="arrival", leg={"A": {"block_h": DAY_H * days}}, **more)


def out_h(**sections: Any) -> list[float]:
    """When each is out [h], under all checks, on both engines, in two orders; every second of it is owned."""
    made = plan(scenario(horizon_d=60, **sections))
    history = compiled(made, 1, 0)
    for shuffle in (2, 11):
        check = Check(shuffle=shuffle, scan=True, enablers=True, audit=True)
        assert_same_trajectory(history, by_simpy(made, 1, 0, check=check))
    sums = Sums(made, history)
    chain = owned(sums)
    assert chain["seconds"][chain["target"] == 0].sum() == min(sums.movers.total["closure"], made.horizon)
    return sorted(up / HOUR for up in history.mover["up"].tolist())


def people(many: int = 3, rule: str = FIRST, **more: Any) -> dict[str, Any]:
    """People who wait for lift."""
    return {"people": staged(many, **({"route_rule": rule} if rule else {}), **more)}


def test_two_wait_for_the_aircraft_of_next_week_and_the_third_drives() -> None:
    """A convoy at 10 is at the border after 13 days, at 11 + 312; an aircraft with two seats takes off at 193."""
    lifts = {"convoy": convoy(dated(10.0), 13), "jet": lift(dated(192.0), seats=2)}
    assert out_h(group=people(), lift=lifts) == [193, 193, 323]
    assert out_h(group=people(rule="first_open"), lift=lifts) == [323, 323, 323]


def test_whom_the_aircraft_has_no_room_for_any_more_takes_what_comes() -> None:
    """One flies at 6; no other flight is planned, so the convoy at 10 takes the rest."""
    assert out_h(group=people(), lift={"convoy": convoy(dated(10.0), 13), "jet": lift(dated(5.0), seats=1)}) == [
        6, 323, 323
    ]  # fmt: skip


def test_who_goes_before_them_takes_the_seats() -> None:
    """Of four seats two are taken by those who fly only: two of three wait for the others, one drives."""
    group = {"flies": staged(2, lifts=["jet"]), **people()}
    lifts = {"convoy": convoy(dated(10.0), 13), "jet": lift(dated(192.0), seats=4)}
    assert out_h(group=group, lift=lifts) == [193, 193, 193, 193, 323]


def test_dates_that_pass_without_a_flight_are_believed_less_and_less() -> None:
    """A flight a day at noon, all refused, beside a convoy of three days each evening at 20.

    On the first three midnights as many days without a flight go by as leave one before the convoy would be there:
    at 72 the next one counts from 132 on, and the convoy would be there at 144. At 96 it is 180, and 168: no one waits
    any more, and the convoy at 116 is at the border at 117 + 72.
    """
    jet = lift(dated(*(12.0 + DAY_H * day for day in range(20))), refuse=1.0, on_cancel="lost")
    lifts = {"convoy": convoy(dated(*(20.0 + DAY_H * day for day in range(10))), 3), "jet": jet}
    assert out_h(group=people(1), lift=lifts) == [189]


@pytest.mark.parametrize("until", [date(2024, 1, 3), None], ids=["until", "longer than it takes"])
def test_a_rate_that_brings_nothing_is_believed_no_longer_than_it_lasts(until: date | None) -> None:
    """One flight a day is expected, and all are refused; no one waits longer than the rate goes on, to hour 72.

    At 48 the next is expected after as long again, at 96: the convoy at 50 is at the border at 51 + 312. Where the rate
    goes on, it is expected in time until it has not come for 13 days: at 312 it takes what leaves at 321.
    """
    flights = rate(7, **({"until": until} if until else {}))
    jet = lift(flights, refuse=1.0, on_cancel="lost")
    lifts = {"convoy": convoy(dated(10.0, 34.0, 50.0, 290.0, 320.0), 13), "jet": jet}
    assert out_h(group=people(1), lift=lifts) == [363 if until else 633]


def test_without_permission_no_mover_waits_for_it() -> None:
    """The aircraft of the 9th may not come from the third day on: the convoy at 60 takes them."""
    lifts = {"convoy": convoy(dated(10.0, 60.0), 13), "jet": lift(dated(192.0))}
    air = {"lifts": ["jet"], "lost": 1.0, "lost_after_d": 2.0, "lost_for_d": 1000.0}
    assert out_h(group=people(1), lift=lifts, permission={"air": air}) == [373]


def test_a_tail_that_cycles_takes_whom_it_can_before_the_convoy_is_there() -> None:
    """A tail with two seats comes each three hours: seven times before 24. So 14 of 20 fly, and six drive."""
    lifts = {"convoy": convoy(dated(0.5), 1), "jet": lift(fleet(), seats=2)}
    flown = [hour for hour in (2, 5, 8, 11, 14, 17, 20) for _ in range(2)]
    assert out_h(group=people(20), lift=lifts) == [*flown, *[25.5] * 6]


def test_a_way_over_a_hub_is_reckoned_to_its_end() -> None:
    """Helicopters with one seat at 30 and 54 meet the flight of the next morning: up at 54 and 78; the third drives."""
    lifts = {
        "convoy": convoy(dated(10.0), 5),
        "heli": lift(dated(30.0, 54.0), to="H", seats=1),
        "jet": lift(dated(*(5.0 + DAY_H * day for day in range(10))), sites=["H"]),
    }
    ways = {"route": {"air": {"via": ["H"]}, "road": {"lifts": ["convoy"]}}, "site": {"H": {"kind": "hub"}}}
    assert out_h(group=people(routes=["air", "road"]), lift=lifts, **ways) == [54, 78, 131]
    assert out_h(group=people(routes=["road", "air"]), lift=lifts, **ways) == [54, 78, 131]


def test_whom_a_floor_keeps_waits_for_the_better_way_too() -> None:
    """Two guards stay until the rest of the force has left; they, too, fly at 193, and the one without a seat drives.

    The convoy at 10 takes one of the three, whom neither the floor nor the two seats keep.
    """
    floor = {"guard": {"group": "people", "at_least": 2, "until": "gone"}}
    hold = {"gone": {"until": [{"group": ["staff"]}]}}
    group = {**people(lifts=["convoy", "jet"]), "staff": staged(1, lifts=["early"])}
    lifts = {
        "convoy": convoy(dated(10.0, 20.0), 13),
        "jet": lift(dated(192.0), seats=2),
        "early": lift(dated(15.0)),
    }
    assert out_h(group=group, lift=lifts, hold=hold, floor=floor) == [16, 193, 193, 323]


def test_a_replay_says_who_waits_for_an_earlier_way() -> None:
    """Of three, two were left out by the convoy since they wait for the aircraft."""
    lifts = {"convoy": convoy(dated(10.0), 13), "jet": lift(dated(192.0), seats=2)}
    made = plan(scenario(group=people(), lift=lifts))
    text = " ".join(line.strip() for line in replay_lines(made, by_simpy(made, 1, 0)))
    assert "left out: 2 people (waits for an earlier way)" in text


def with_a_slow_lift(case: Scenario) -> Scenario:
    """The same case, in which all choose, and a lift that takes 30 hours to the border serves the sites of another."""
    name = next(name for name, lift in case.lift.items() if lift.to == "Z")
    fast = case.lift[name]
    legs = {site: leg.model_copy(update={"block_h": 30.0}) for site, leg in fast.leg.items()}
    slow = fast.model_copy(update={"crosses": "arrival", "leg": legs})
    movers = {
        section: {
            title: mover.model_copy(update={"route_rule": FIRST}) for title, mover in getattr(case, section).items()
        }
        for section in ("group", "lot")
    }
    return case.model_copy(update={**movers, "lift": {**case.lift, "slow": slow}})


@given(
    case=st.one_of(scenarios(), scenarios(scarce="need"), routed_scenarios()).map(with_a_slow_lift),
    replication=st.integers(0, 2),
    shuffle=st.integers(0, 9),
)
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
def test_drawn_cases_in_which_all_choose(case: Scenario, replication: int, shuffle: int) -> None:
    """Claim: both engines agree bit for bit, in any order of an instant, and every date is explained to the second."""
    made = plan(case)
    check = Check(shuffle=shuffle, scan=True, enablers=True, audit=True)
    history = by_simpy(made, 1, replication, check=check)
    assert_same_trajectory(history, compiled(made, 1, replication))
    sums = Sums(made, history)
    chain = owned(sums)
    reached = min(sums.movers.total["closure"], made.horizon)
    assert chain["seconds"][chain["target"] == 0].sum() == reached
