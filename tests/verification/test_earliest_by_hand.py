"""The rule `earliest_arrival`, worked by hand: who stays off a sortie to wait for a faster way, how many do so, and how
long they wait.

Times are in hours since the start, a Monday at 00:00 UTC. A lift is loaded for an hour. Movers on a convoy are out when
it arrives at the border, movers on other lifts when they take off.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sim.analysis.causes.by_reason import by_reason
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
    """Return a lift that takes `days` days to the border, where its movers are out on arrival."""
    return lift(supply, crosses="arrival", leg={"A": {"block_h": DAY_H * days}}, **more)


def out_h(**sections: Any) -> list[float]:
    """Run a scenario on both engines, under all checks and with two orders of simultaneous events.

    Check that causes sum to the closure, and return the sorted hours at which movers are out.
    """
    made = plan(scenario(horizon_d=60, **sections))
    history = compiled(made, 1, 0)
    for shuffle in (2, 11):
        check = Check(shuffle=shuffle, scan=True, enablers=True, audit=True)
        assert_same_trajectory(history, by_simpy(made, 1, 0, check=check))
    sums = Sums(made, history)
    chain = by_reason(sums)
    assert chain["seconds"][chain["target"] == 0].sum() == min(sums.movers.total["closure"], made.horizon)
    return sorted(up / HOUR for up in history.mover["up"].tolist())


def people(many: int = 3, rule: str = FIRST, **more: Any) -> dict[str, Any]:
    """Return a section with a group of people who wait for lift; `rule` is their rule for the choice of a way."""
    return {"people": staged(many, **({"route_rule": rule} if rule else {}), **more)}


def test_two_wait_for_the_aircraft_of_next_week_and_the_third_drives() -> None:
    """A convoy that comes at 10 leaves at 11, takes 13 days (312 h) and arrives at 323. An aircraft with two seats
    leaves at 193, so two of three people wait for it. With the rule `first_open`, all three drive.
    """
    lifts = {"convoy": convoy(dated(10.0), 13), "jet": lift(dated(192.0), seats=2)}
    assert out_h(group=people(), lift=lifts) == [193, 193, 323]
    assert out_h(group=people(rule="first_open"), lift=lifts) == [323, 323, 323]


def test_people_without_a_seat_on_a_later_flight_take_the_convoy() -> None:
    """One person flies at 6. No other flight is planned, so the other two take the convoy of 10, which
    arrives at 323.
    """
    assert out_h(group=people(), lift={"convoy": convoy(dated(10.0), 13), "jet": lift(dated(5.0), seats=1)}) == [
        6, 323, 323
    ]  # fmt: skip


def test_seats_for_people_who_may_only_fly_do_not_count() -> None:
    """Two people who may only fly take two of the four seats of a flight. So two of three others wait for the flight,
    and one drives.
    """
    group = {"flies": staged(2, lifts=["jet"]), **people()}
    lifts = {"convoy": convoy(dated(10.0), 13), "jet": lift(dated(192.0), seats=4)}
    assert out_h(group=group, lift=lifts) == [193, 193, 193, 193, 323]


def test_dates_that_pass_without_a_flight_delay_the_expected_one() -> None:
    """A flight is planned for each noon, and all are refused. A convoy comes at 20:00 of each day and takes 72 h to the
    border.

    At each midnight it is decided whether the person stays off the convoy. If the first flight, of hour 12, is overdue
    by n hours, the next expected flight is the first that is planned for n hours from now or later. At 72, n is 60, so
    the flight of 132 is expected; a convoy that left at 72 would arrive later, at 72 + 72 = 144. At 96, n is 84, so the
    flight of 180 is expected; a convoy that left at 96 would arrive earlier, at 168. So the person takes the convoy of
    116, which leaves at 117 and arrives at 189.
    """
    jet = lift(dated(*(12.0 + DAY_H * day for day in range(20))), refuse=1.0, on_cancel="lost")
    lifts = {"convoy": convoy(dated(*(20.0 + DAY_H * day for day in range(10))), 3), "jet": jet}
    assert out_h(group=people(1), lift=lifts) == [189]


@pytest.mark.parametrize("until", [date(2024, 1, 3), None], ids=["rate ends at 72 h", "rate does not end"])
def test_no_one_waits_for_a_rate_beyond_its_end(until: date | None) -> None:
    """One flight a day is expected, and all are refused; the convoy takes 13 days (312 h). If no flight has come for
    some hours, the next is expected after as many hours again.

    If the rate ends at 72: at 48 the next flight would be expected at 96, after this end, so the person takes the
    convoy of 50, which arrives at 51 + 312 = 363. If the rate does not end, the person waits until no flight has come
    for 312 h, and then takes the convoy of 320, which arrives at 321 + 312 = 633.
    """
    flights = rate(7, **({"until": until} if until else {}))
    jet = lift(flights, refuse=1.0, on_cancel="lost")
    lifts = {"convoy": convoy(dated(10.0, 34.0, 50.0, 290.0, 320.0), 13), "jet": jet}
    assert out_h(group=people(1), lift=lifts) == [363 if until else 633]


def test_no_mover_waits_for_a_lift_without_permission() -> None:
    """A person who waits for the aircraft of 192 does not take the convoy of 10. At 48 the aircraft loses its
    permission, so the person takes the convoy of 60, which arrives at 61 + 312 = 373.
    """
    lifts = {"convoy": convoy(dated(10.0, 60.0), 13), "jet": lift(dated(192.0))}
    air = {"lifts": ["jet"], "lost": 1.0, "lost_after_d": 2.0, "lost_for_d": 1000.0}
    assert out_h(group=people(1), lift=lifts, permission={"air": air}) == [373]


def test_people_wait_for_trips_of_a_tail_before_the_convoy_arrives() -> None:
    """A tail with two seats is expected every three hours. A convoy that left at 0 would arrive at 24; seven sorties of
    the tail (3, 6, ... 21) are expected earlier. So 14 of 20 people wait and fly, and six take the convoy.
    """
    lifts = {"convoy": convoy(dated(0.5), 1), "jet": lift(fleet(), seats=2)}
    flown = [hour for hour in (2, 5, 8, 11, 14, 17, 20) for _ in range(2)]
    assert out_h(group=people(20), lift=lifts) == [*flown, *[25.5] * 6]


def test_a_way_over_a_hub_counts_to_its_end() -> None:
    """Helicopters with one seat leave for the hub at 31 and 55; their passengers take the flights of the next mornings,
    which leave at 54 and 78. The third person takes the convoy, which arrives at 131. The order of the two routes does
    not matter.
    """
    lifts = {
        "convoy": convoy(dated(10.0), 5),
        "heli": lift(dated(30.0, 54.0), to="H", seats=1),
        "jet": lift(dated(*(5.0 + DAY_H * day for day in range(10))), sites=["H"]),
    }
    ways = {"route": {"air": {"via": ["H"]}, "road": {"lifts": ["convoy"]}}, "site": {"H": {"kind": "hub"}}}
    assert out_h(group=people(routes=["air", "road"]), lift=lifts, **ways) == [54, 78, 131]
    assert out_h(group=people(routes=["road", "air"]), lift=lifts, **ways) == [54, 78, 131]


def test_people_kept_by_a_floor_wait_for_the_faster_way_too() -> None:
    """A floor keeps two of three people until the staff have left, at 16. Then these two do not take the convoy of 20:
    they wait for the flight of 192, which has two seats.

    The convoy of 10 takes the third, whom the floor does not keep and for whom the flight has no seat.
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
    """Replay says that the convoy left out two of three people, who wait for an earlier way."""
    lifts = {"convoy": convoy(dated(10.0), 13), "jet": lift(dated(192.0), seats=2)}
    made = plan(scenario(group=people(), lift=lifts))
    text = " ".join(line.strip() for line in replay_lines(made, by_simpy(made, 1, 0)))
    assert "left out: 2 people (waits for an earlier way)" in text


def with_a_slow_lift(case: Scenario) -> Scenario:
    """Return the case with the rule `earliest_arrival` for all movers, and with a slow copy of one of its lifts to Z:
    the copy takes 30 hours to the border.
    """
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
def test_random_cases_with_the_rule_agree(case: Scenario, replication: int, shuffle: int) -> None:
    """In random cases both engines agree bit for bit, with simultaneous events in a random order, and causes sum to the
    closure.
    """
    made = plan(case)
    check = Check(shuffle=shuffle, scan=True, enablers=True, audit=True)
    history = by_simpy(made, 1, replication, check=check)
    assert_same_trajectory(history, compiled(made, 1, replication))
    sums = Sums(made, history)
    chain = by_reason(sums)
    reached = min(sums.movers.total["closure"], made.horizon)
    assert chain["seconds"][chain["target"] == 0].sum() == reached
