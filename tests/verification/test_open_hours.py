"""Lift is dispatched with knowledge of the hours in which a place is open: no sortie is sent to arrive while it is
closed.

Times are in hours since the start of the clock, Monday 1 January 2024, 00:00 UTC. Unless a test says otherwise, site A
is open from 6 to 18, a leg takes an hour, and so does loading.
"""

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
    """Return the history that both engines give; SimPy runs it under the checks `enablers` and `audit`."""
    history = simulate(plan, 1, replication, check=Check(enablers=True, audit=True))
    assert_same_trajectory(history, compiled_engine(plan, 1, replication))
    return history


def at(history: Trajectory, column: str) -> list[float]:
    """Return a column of instants of the sorties [h], without the instants that never came."""
    return [instant / HOUR for instant in history.sortie[column].tolist() if instant < NEVER]


def in_the_dark(history: Trajectory) -> list[float]:
    """Return the arrivals overhead while A is closed, from 18:00 until just before 06:00 [h]."""
    return [hour for hour in at(history, "overhead") if not 6 <= hour % 24 < 18]


def owned(plan: Plan, history: Trajectory) -> dict[str, float]:
    """Return the hours until the closure that are due to each reason; check that they sum to the closure."""
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
    """The only tail takes ten of fifty people and needs three hours for a trip. It leaves home at 5 and is at A at 6,
    9, 12 and 15.

    It is home at 17 and waits there, so that it is at A for the last ten people when A opens on the second day, at 30.
    """
    plan = compiled(site={"A": DAYLIGHT}, group={"crew": staged(50)}, lift={"plane": lift(fleet(), seats=10)})
    history = simulated(plan)
    assert at(history, "overhead") == [6, 9, 12, 15, 30]
    assert at(history, "up") == [7, 10, 13, 16, 31]
    assert at(history, "tasked") == [0, 8, 11, 14, 17]
    assert set(history.sortie["fate"].tolist()) == {Fate.OUT}


def test_the_night_is_named_by_the_causes() -> None:
    """Twenty people need two trips and are out at 10. Of these ten hours, 5 h are the wait for A to open, 1 h is the
    flight to A, 3 h (one loading and two flights) pass until the tail is at A again, and 1 h is the last loading.
    """
    plan = compiled(site={"A": DAYLIGHT}, group={"crew": staged(20)}, lift={"plane": lift(fleet(), seats=10)})
    assert owned(plan, simulated(plan)) == {
        "runway_hours:A": 5.0,
        "flying:plane": 1.0,
        "tails:plane": 3.0,
        "loading:A": 1.0,
    }


def test_the_second_night_is_named_too() -> None:
    """Fifty people are out at 31. Of these 31 hours, 17 are due to the hours of A: 5 h of the first night and 12 h of
    the second.
    """
    plan = compiled(site={"A": DAYLIGHT}, group={"crew": staged(50)}, lift={"plane": lift(fleet(), seats=10)})
    found = owned(plan, simulated(plan))
    assert found["runway_hours:A"] == 5.0 + 12.0
    assert not any(key.startswith("cancelled") for key in found)


@pytest.mark.parametrize("delay_h", [4.0, 9.0, 30.0])
def test_a_delay_into_the_night_is_over_in_the_morning(delay_h: float) -> None:
    """A tail that is delayed at home leaves so that it arrives when A is open. No sortie diverts."""
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
    """The tail is tasked at 0 and departs at 5, to arrive as A opens. The duty day of its crew begins an hour before
    the departure, at 4, and not at 0.
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
    """All sorties need the only crew. A sortie that had to wait for the crew leaves so that it arrives when A is
    open.
    """
    crew = {"crews": 1, "duty_h": 6, "rest_h": 11, "report_h": 1}
    supply = {"fleet": fleet(2), "rate": rate(21), "dated": dated(30, 31, 40, 41, 54, 55, 78, 79)}[kind]
    plan = compiled(
        site={"A": DAYLIGHT}, group={"crew": staged(40)}, lift={"plane": lift(supply, seats=10, crew=crew)}, horizon_d=9
    )
    history = simulated(plan)
    assert in_the_dark(history) == []
    owned(plan, history)


def test_a_tail_that_fails_waits_for_both() -> None:
    """A tail that fails waits for its repair, and then leaves so that it arrives when A is open."""
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
    """The drive to a camp takes a convoy 10 h. The camp is open from 8 to 12, and the convoy moves only from 6 to 16.
    If it left at 6, it would arrive at 16, too late.

    So it leaves at 8 of the first day, drives eight hours and rests from 16 on. It drives the last two hours from 6 of
    the second day, and arrives at 8, hour 32.
    """
    convoy = lift(
        fleet(), uses_ramp=False, moves=[shift(6, 16)], leg={"A": {"block_h": 10.0}}, load_h=0.0, speed_kt=None
    )
    plan = compiled(site={"A": base(runway_hours=[shift(8, 12)])}, lot={"crates": items(10)}, lift={"convoy": convoy})
    history = simulated(plan)
    assert at(history, "overhead")[0] == 32
    assert owned(plan, history)["runway_hours:A"] > 0


def test_one_that_begins_at_a_closed_site_loads_at_once() -> None:
    """A tail that stands at the closed site at the start is loaded at once. It takes off when the runway opens, at
    6.
    """
    plan = compiled(site={"A": DAYLIGHT}, group={"crew": staged(5)}, lift={"plane": lift(fleet(begin_at="site"))})
    history = simulated(plan)
    assert (at(history, "landed"), at(history, "worked"), at(history, "up")) == ([0], [0], [6])


def test_permission_lost_on_the_ground_turns_no_sortie_back() -> None:
    """Permission is lost at 1.2 h, while the tail waits at home for the morning, and is back at 13.2 h. The tail leaves
    then and no sortie turns back.
    """
    lost = {"lifts": ["plane"], "lost": 1.0, "lost_after_d": 0.05, "lost_for_d": 0.5}
    plan = compiled(
        site={"A": DAYLIGHT}, group={"crew": staged(5)}, lift={"plane": lift(fleet())}, permission={"landing": lost}
    )
    history = simulated(plan)
    assert history.sortie["fate"].tolist() == [Fate.OUT]
    assert at(history, "overhead")[0] == pytest.approx(0.55 * 24 + 1)


def test_what_is_not_in_the_hours_still_surprises() -> None:
    """An outage on given dates, here from 7.5 to 11.5 h, is not known at home. So a tail diverts, and the time that
    this costs is due to the outage.
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
    """Another aircraft is loaded on the only parking spot for 8 h, so a sortie diverts. The time that this costs is due
    to the spots.
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
    """Return missions on dates without a time of day; `days` are the days since the start."""
    return {"missions": [{"at": (START + timedelta(days=day)).date()} for day in days]}


def test_a_bare_date_is_the_first_open_hour_of_that_day() -> None:
    """Missions planned for 2 and 3 January without a time of day land when A opens, at 06:00. A mission planned for
    82.5 h, when A is open, lands then.
    """
    supply = bare(1, 2)
    supply["missions"].append({"at": hours(82.5)})
    plan = compiled(site={"A": DAYLIGHT}, lot={"crates": items(100)}, lift={"plane": lift(supply)})
    history = simulated(plan)
    assert at(history, "planned") == at(history, "landed") == [30, 54, 82.5]


def test_a_bare_date_of_the_day_of_the_start() -> None:
    """The clock starts at 08:00. A mission planned for that day lands at once, one planned for the next day at 06:00,
    22 h later.
    """
    clock = {"start": hours(8), "zone": "UTC", "horizon_d": 30}
    plan = compiled(site={"A": DAYLIGHT}, lot={"crates": items(90)}, lift={"plane": lift(bare(0, 1))}, clock=clock)
    assert at(simulated(plan), "landed") == [0, 22]


def test_a_time_in_the_dark_is_the_next_open_hour() -> None:
    """A mission planned for 22:00, when A is closed, lands when A opens, at 30."""
    plan = compiled(site={"A": DAYLIGHT}, lot={"crates": items(30)}, lift={"plane": lift(dated(22))})
    assert at(simulated(plan), "landed") == [30]


def test_a_mission_counts_who_will_have_come_when_it_does() -> None:
    """A mission planned for 2 January without a time of day comes at 06:00, for two people who arrive between 02:00 and
    04:00 of that day.
    """
    late = {"begins": hours(26), "until": hours(28)}
    plan = compiled(
        site={"A": DAYLIGHT}, group={"crew": staged(2, arrives=late)}, lift={"plane": lift(bare(1), lead_d=0.5)}
    )
    assert at(simulated(plan), "landed") == [30]


@pytest.mark.parametrize("supply", [rate(14), dated(8, 9, 32, 33, 60)], ids=["rate", "dated"])
def test_a_mission_delayed_into_the_night_comes_in_the_morning(supply: dict[str, Any]) -> None:
    """Late clearance and delays are known before a mission leaves, so each leaves when it can arrive in open hours.
    None diverts.
    """
    plane = lift(supply, delay=0.5, delay_h=9.0, late=0.4, late_h=6.0, payload_t=4.0)
    plan = compiled(site={"A": DAYLIGHT}, lot={"crates": items(20)}, lift={"plane": plane})
    for replication in range(5):
        history = simulated(plan, replication)
        assert in_the_dark(history) == []
        assert Fate.DIVERTED not in history.sortie["fate"]
        owned(plan, history)


def test_hours_of_a_hub_on_the_way_are_known_at_the_site() -> None:
    """A hub an hour's flight from A is open from 8 to 10. A plane that is loaded from 11 to 12 takes off at 7 of the
    next morning, hour 31, and lands at the hub at 8.
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
