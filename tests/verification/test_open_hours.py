"""Whoever dispatches knows the hours in which a place is kept open: nothing is sent to arrive when it is closed."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from sim.analysis.causes import Log, chain, reasons
from sim.analysis.causes.target import marks
from sim.analysis.sums import Sums
from sim.engines.compiled import simulate as compiled_engine
from sim.engines.simpy import simulate
from sim.engines.simpy.settle import Check
from sim.model.calendars import NEVER
from sim.model.plan import Plan
from sim.model.terms import Fate
from sim.model.trajectory import Trajectory
from tests.scenarios import HOUR, START, base, compiled, dated, fleet, hours, items, lift, rate, shift, staged
from tests.verification.trajectories import assert_same_trajectory

DAYLIGHT = base(runway_hours=[shift(6, 18)])
DARK = range(18, 30)


def simulated(plan: Plan, replication: int = 0) -> Trajectory:
    """Return the history that both engines give; SimPy checks that every start is at the instant that enabled it."""
    history = simulate(plan, 1, replication, check=Check(enablers=True, audit=True))
    assert_same_trajectory(history, compiled_engine(plan, 1, replication))
    return history


def at(history: Trajectory, column: str) -> list[float]:
    """Return a column of instants of the sorties, in hours, without those that never came."""
    return [instant / HOUR for instant in history.sortie[column].tolist() if instant < NEVER]


def in_the_dark(history: Trajectory) -> list[float]:
    """Return the arrivals between 18:00 and 06:00 [h]."""
    return [hour for hour in at(history, "overhead") if not 6 <= hour % 24 < 18]


def owned(plan: Plan, history: Trajectory) -> dict[str, float]:
    """Return the hours of the closure by what owns them; they must sum to it."""
    instant, movers = marks(plan, Sums(plan, history))[0]
    links, known = chain(Log(plan, history), instant, movers), reasons(plan)
    found: dict[str, float] = {}
    for link in links:
        key = known[link.reason].key
        found[key] = found.get(key, 0.0) + (link.until - link.since) / HOUR
    assert sum(found.values()) == pytest.approx(instant / HOUR)
    return found


# ------------------------------------------------------------------------------------------------------- fleets


def test_a_tail_waits_at_home_for_the_morning() -> None:
    """By hand: A is open from 6 to 18, an hour's flight away, and loading takes an hour. A tail needs three hours for a
    trip.

    It leaves home at 5 and is at A at 6, 9, 12 and 15. It is home at 17, rests for the night, and comes at 6 of the
    second day for the last ten people.
    """
    plan = compiled(site={"A": DAYLIGHT}, group={"crew": staged(50)}, lift={"plane": lift(fleet(), seats=10)})
    history = simulated(plan)
    assert at(history, "overhead") == [6, 9, 12, 15, 30]
    assert at(history, "up") == [7, 10, 13, 16, 31]
    assert at(history, "tasked") == [0, 8, 11, 14, 17]
    assert set(history.sortie["fate"].tolist()) == {Fate.OUT}


def test_the_night_is_named_by_the_causes() -> None:
    """By hand, the same with twenty people, who are out at 10: 5 h are the night, and the rest is the flight to A, the
    first trip and the last loading.
    """
    plan = compiled(site={"A": DAYLIGHT}, group={"crew": staged(20)}, lift={"plane": lift(fleet(), seats=10)})
    assert owned(plan, simulated(plan)) == {
        "runway_hours:A": 5.0,
        "flying:plane": 1.0,
        "tails:plane": 3.0,
        "loading:A": 1.0,
    }


def test_the_second_night_is_named_too() -> None:
    """By hand, with fifty people, who are out at 31: closed hours own 17 h. These are 5 h of the first night, and 12 h
    of the second, in which no tail may arrive.
    """
    plan = compiled(site={"A": DAYLIGHT}, group={"crew": staged(50)}, lift={"plane": lift(fleet(), seats=10)})
    found = owned(plan, simulated(plan))
    assert found["runway_hours:A"] == 5.0 + 12.0
    assert not any(key.startswith("cancelled") for key in found)


@pytest.mark.parametrize("delay_h", [4.0, 9.0, 30.0])
def test_a_delay_into_the_night_is_over_in_the_morning(delay_h: float) -> None:
    """Claim: a tail that is delayed at home does not leave if it would arrive in the dark."""
    plan = compiled(
        site={"A": DAYLIGHT},
        group={"crew": staged(60)},
        lift={"plane": lift(fleet(), seats=10, delay=0.6, delay_h=delay_h)},
    )
    for replication in range(5):
        history = simulated(plan, replication)
        assert in_the_dark(history) == []
        assert Fate.DIVERTED not in history.sortie["fate"]
        assert sum(owned(plan, history).values()) > 0


def test_a_crew_reports_for_the_morning() -> None:
    """Claim: the duty day of a crew begins an hour before the departure that arrives as A opens, not when the tail was
    tasked.
    """
    crew = {"crews": 1, "duty_h": 14, "rest_h": 10, "report_h": 1}
    plan = compiled(
        site={"A": DAYLIGHT},
        group={"crew": staged(50)},
        lift={"plane": lift(fleet(), seats=10, crew=crew)},
        horizon_d=5,
    )
    history = simulated(plan)
    assert in_the_dark(history) == []
    assert history.duty["duty"][0] == 4 * HOUR
    assert history.duty["departs"][0] == 5 * HOUR
    owned(plan, history)


@pytest.mark.parametrize("kind", ["fleet", "rate", "dated"])
def test_a_crew_that_comes_late_leaves_for_the_morning(kind: str) -> None:
    """Claim: with two sorties and one crew, the second waits for the crew, and then for the morning."""
    crew = {"crews": 1, "duty_h": 6, "rest_h": 11, "report_h": 1}
    supply = {"fleet": fleet(2), "rate": rate(21), "dated": dated(30, 31, 40, 41, 54, 55, 78, 79)}[kind]
    plan = compiled(
        site={"A": DAYLIGHT}, group={"crew": staged(40)}, lift={"plane": lift(supply, seats=10, crew=crew)}, horizon_d=9
    )
    history = simulated(plan)
    assert in_the_dark(history) == []
    owned(plan, history)


def test_a_tail_that_fails_waits_for_both() -> None:
    """Claim: a tail that fails waits for its repair and then for the morning: none arrives in the dark."""
    plan = compiled(
        site={"A": DAYLIGHT},
        group={"crew": staged(120)},
        lift={
            "plane": lift(
                fleet(
                    2,
                )
                | {"mission_capable": 0.6, "down_h": 7.0},
                seats=10,
            )
        },
    )
    for replication in range(5):
        history = simulated(plan, replication)
        assert in_the_dark(history) == []
        owned(plan, history)


def test_a_convoy_that_rests_arrives_in_the_hours_of_the_camp() -> None:
    """By hand: a convoy drives 10 h to a camp that is open from 8 to 12, and moves only from 6 to 16. If it left at 6,
    it would come at 16, too late.

    So it leaves at 8 of the first day, rests from 16 after eight hours, drives the last two from 6, and is there at 8
    of the second day.
    """
    convoy = lift(
        fleet(), uses_ramp=False, moves=[shift(6, 16)], leg={"A": {"block_h": 10.0}}, load_h=0.0, speed_kt=None
    )
    plan = compiled(site={"A": base(runway_hours=[shift(8, 12)])}, lot={"crates": items(10)}, lift={"convoy": convoy})
    history = simulated(plan)
    assert at(history, "overhead")[0] == 32
    assert owned(plan, history)["runway_hours:A"] > 0


def test_one_that_begins_at_a_closed_site_loads_at_once() -> None:
    """Claim: a tail that stands at the site at the start is loaded at once; it takes off when the runway opens."""
    plan = compiled(site={"A": DAYLIGHT}, group={"crew": staged(5)}, lift={"plane": lift(fleet(begin_at="site"))})
    history = simulated(plan)
    assert (at(history, "landed"), at(history, "worked"), at(history, "up")) == ([0], [0], [6])


def test_permission_lost_on_the_ground_turns_no_sortie_back() -> None:
    """Claim: permission that is lost while a tail waits at home for the morning keeps it there until it is regained."""
    lost = {"lifts": ["plane"], "lost": 1.0, "lost_after_d": 0.05, "lost_for_d": 0.5}
    plan = compiled(
        site={"A": DAYLIGHT}, group={"crew": staged(5)}, lift={"plane": lift(fleet())}, permission={"landing": lost}
    )
    history = simulated(plan)
    assert history.sortie["fate"].tolist() == [Fate.OUT]
    assert at(history, "overhead")[0] == pytest.approx(0.55 * 24 + 1)


def test_what_is_not_in_the_hours_still_surprises() -> None:
    """Claim: an outage on given dates is not known at home: the tail diverts, and the outage owns that time by its
    name.
    """
    storm = {"sites": ["A"], "dates": [{"begins": hours(7.5), "until": hours(11.5)}]}
    plan = compiled(
        site={"A": DAYLIGHT},
        group={"crew": staged(20)},
        lift={"plane": lift(fleet(), seats=10)},
        outage={"dust": storm},
    )
    history = simulated(plan)
    assert Fate.DIVERTED in history.sortie["fate"]
    found = owned(plan, history)
    assert found["outage:dust"] > 0
    assert not any(key.startswith("cancelled") for key in found)


def test_no_spot_all_the_time_is_named() -> None:
    """Claim: if a sortie diverts because another stands on the only spot, the time that
    this costs is due to the spots.
    """
    busy = lift(dated(0.5), load_h=8.0, offload_h=0.0)
    plan = compiled(
        site={"A": base(parking=1)},
        group={"others": staged(1, lifts=["busy"]), "crew": staged(5, lifts=["plane"])},
        lift={"busy": busy, "plane": lift(fleet(), turn_h=1.0, holding_h=1.0)},
    )
    history = simulated(plan)
    assert Fate.DIVERTED in history.sortie["fate"]
    assert owned(plan, history)["spots:A"] > 0


# ----------------------------------------------------------------------------------------------------- missions


def bare(*days: int) -> dict[str, Any]:
    """Return missions on dates without a time of day."""
    return {"missions": [{"at": (START + timedelta(days=day)).date()} for day in days]}


def test_a_bare_date_is_the_first_open_hour_of_that_day() -> None:
    """By hand: missions planned for 2 and 3 January without a time of day land at 06:00; one planned for an open hour
    lands then.
    """
    supply = bare(1, 2)
    supply["missions"].append({"at": hours(82.5)})
    plan = compiled(site={"A": DAYLIGHT}, lot={"crates": items(100)}, lift={"plane": lift(supply)})
    history = simulated(plan)
    assert at(history, "planned") == at(history, "landed") == [30, 54, 82.5]


def test_a_bare_date_of_the_day_of_the_start() -> None:
    """Claim: on a clock that starts at 08:00, a mission planned for that day comes at once."""
    clock = {"start": hours(8), "zone": "UTC", "horizon_d": 30}
    plan = compiled(site={"A": DAYLIGHT}, lot={"crates": items(90)}, lift={"plane": lift(bare(0, 1))}, clock=clock)
    assert at(simulated(plan), "landed") == [0, 22]


def test_a_time_in_the_dark_is_the_next_open_hour() -> None:
    """Claim: a mission planned for 22:00 comes when A opens again; no sortie is sent to land in the dark."""
    plan = compiled(site={"A": DAYLIGHT}, lot={"crates": items(30)}, lift={"plane": lift(dated(22))})
    assert at(simulated(plan), "landed") == [30]


def test_a_mission_counts_who_will_have_come_when_it_does() -> None:
    """Claim: a mission on a bare date comes for people who arrive between 00:00 and the first open hour of that day."""
    late = {"begins": hours(26), "until": hours(28)}
    plan = compiled(
        site={"A": DAYLIGHT}, group={"crew": staged(2, arrives=late)}, lift={"plane": lift(bare(1), lead_d=0.5)}
    )
    assert at(simulated(plan), "landed") == [30]


@pytest.mark.parametrize("supply", [rate(14), dated(8, 9, 32, 33, 60)], ids=["rate", "dated"])
def test_a_mission_delayed_into_the_night_comes_in_the_morning(supply: dict[str, Any]) -> None:
    """Claim: late clearance and delay are known before a mission leaves, so it leaves
    when it can arrive in open hours.
    """
    plane = lift(supply, delay=0.5, delay_h=9.0, late=0.4, late_h=6.0, payload_t=4.0)
    plan = compiled(site={"A": DAYLIGHT}, lot={"crates": items(20)}, lift={"plane": plane})
    for replication in range(5):
        history = simulated(plan, replication)
        assert in_the_dark(history) == []
        assert Fate.DIVERTED not in history.sortie["fate"]
        owned(plan, history)


def test_hours_of_a_hub_on_the_way_are_known_at_the_site() -> None:
    """By hand: a hub that is open from 8 to 10 is an hour's flight from A. What is loaded at 12 takes off at 7 the next
    morning.
    """
    hub = {"kind": "hub", "runway_hours": [shift(8, 10)]}
    plan = compiled(
        site={"A": DAYLIGHT, "H": hub},
        lot={"crates": items(10, routes=["over"])},
        route={"over": {"via": ["H"]}},
        lift={
            "plane": lift(dated(11), to="H"),
            "on": lift(dated(40), sites=["H"], leg={"H": {"block_h": 1.0}}),
        },
    )
    assert at(simulated(plan), "up")[0] == 31
