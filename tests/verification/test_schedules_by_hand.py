"""Days of the week, hours and months of a supply, worked by hand.

Times are in hours since the start of the clock, Monday 1 January 2024, 00:00 UTC, unless a test sets another clock. A
leg takes an hour and so does loading, unless a test says otherwise.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from pydantic import ValidationError

from sim.arithmetic.supply import bringing
from sim.domain.scenario import Scenario
from sim.engines.simpy import Check
from sim.model.compile import plan
from sim.model.terms import Fate
from sim.model.trajectory import Trajectory
from sim.model.world import make_world
from sim.model.world.means import Means
from tests.engine import simulate
from tests.scenarios import HOUR, compiled, dated, fleet, hours, items, lift, rate, staged

ALL = Check(shuffle=5, scan=True, enablers=True, audit=True)
DAY = 24
STAYS: dict[str, Any] = {"lot": {"crates": items(400, 20.0)}, "deadline_h": 20 * DAY, "horizon_d": 1}
"""There are more crates than the missions can carry, so every mission is tasked."""


def run(**sections: Any) -> Trajectory:
    """Run a scenario under all checks."""
    return simulate(plan_of(**sections), 1, 0, check=ALL)


def plan_of(**sections: Any) -> Any:
    return compiled(**{**STAYS, **sections})


def arrivals(history: Trajectory) -> list[float]:
    """Return the hours for which missions were planned."""
    return [row["planned"] / HOUR for row in history.sortie]


def test_a_schedule_flies_at_its_hours_on_its_days() -> None:
    """The schedule has missions on Mondays and Thursdays at 06:00 and 14:30. It begins on Tuesday and ends at noon of
    the second Monday.
    """
    supply = {"kind": "scheduled", "at_h": [6, 14.5], "days": ["mon", "thu"], "begins": hours(DAY), "until": hours(180)}
    history = run(lift={"bridge": lift(supply)})
    assert arrivals(history) == [78, 86.5, 174]


def test_an_hour_that_is_named_twice_has_two() -> None:
    history = run(lift={"bridge": lift({"kind": "scheduled", "at_h": [9, 9], "until": hours(30)})})
    assert arrivals(history) == [9, 9]


def test_a_schedule_keeps_the_local_clock() -> None:
    """In Berlin the clock changes on 31 March, so the missions at 06:00 of 30 and 31 March are 23 h apart."""
    sections = {
        "name": "case", "seed": 1, "site": {"A": {"kind": "base"}, "Z": {"kind": "apod"}},
        "clock": {"start": date(2024, 3, 30), "zone": "Europe/Berlin"},
        "lift": {"bridge": lift({"kind": "scheduled", "at_h": [6]})},
        "milestone": {"deadline": {"by": date(2024, 4, 2)}},
        "lot": {"crates": items(400, 20.0)},
    }  # fmt: skip
    made = plan(Scenario.model_validate(sections))
    assert [at / HOUR for at, _ in make_world(made, 1, 0).planned[0]][:3] == [6, 29, 53]


def test_a_scheduled_mission_goes_as_it_is_filled_and_is_struck_where_nothing_is_there() -> None:
    """A mission with a hundred seats comes at 06:00 of each day. The first leaves with four people, the second is
    struck, because no one is there, and the third takes the two people who are released at 40.
    """
    supply = {"kind": "scheduled", "at_h": [6], "until": hours(3 * DAY)}
    late = staged(2, release=hours(40))
    history = run(group={"early": staged(4), "late": late}, lift={"bridge": lift(supply)}, lot={})
    assert arrivals(history)[:2] == [6, 30]
    assert history.sortie["people"].tolist()[:3] == [4, 0, 2]
    assert history.sortie["fate"].tolist()[:3] == [Fate.OUT, Fate.STRUCK, Fate.OUT]


def test_a_rate_keeps_to_its_days() -> None:
    """Four missions a week on Mondays and Thursdays are two on each day, after a quarter and three quarters of the
    day.
    """
    history = run(lift={"c17": lift(rate(4, days=["mon", "thu"]))})
    assert arrivals(history)[:6] == [6, 18, 78, 90, 174, 186]


def test_a_rate_that_began_before_the_clock_keeps_its_days() -> None:
    """A rate of one mission a week on Mondays and Thursdays began on the Wednesday before the start. Half of a mission
    falls on each of these days, and a mission comes when half of it has fallen due. That is so from the end of each
    Thursday on; the mission then comes as Monday begins, here at 0 and at 168.
    """
    history = run(lift={"c17": lift(rate(1, days=["mon", "thu"], begins=hours(-5 * DAY)))})
    assert arrivals(history)[:2] == [0, 7 * DAY]


def test_a_month_changes_a_rate() -> None:
    """Seven missions a week come at noon of each day. In February half as many come: the first at the end of 1
    February, and then one every other day.
    """
    made = plan_of(lift={"c17": lift(rate(7, by_month={"feb": 0.5}))}, deadline_h=50 * DAY)
    planned = [at / HOUR for at, _ in make_world(made, 1, 0).planned[0]]
    january = (date(2024, 2, 1) - made.clock.start.date()).days
    assert planned[:january] == [12 + DAY * day for day in range(january)]
    assert planned[january:][:2] == [DAY * (january + 1), DAY * (january + 3)]


def test_what_is_asked_for_comes_on_its_days() -> None:
    """The bus comes on Tuesdays and Fridays only, two days after its request at the earliest. Requested on Monday, it
    comes on Friday, at 96. It is under way until 98, when the next is requested, which comes on Tuesday.
    """
    supply = {"kind": "ready", "share": 0.01, "days": ["tue", "fri"]}
    history = run(lift={"bus": lift(supply, lead_d=2)}, lot={"crates": items(3, 20.0)})
    assert (history.sortie["tasked"] / HOUR).tolist() == [0, 98]
    assert arrivals(history) == [4 * DAY, 8 * DAY]


def test_check_reckons_with_days_and_months() -> None:
    """Stating days of the week does not change a rate. A schedule with two missions on each of two days brings four
    missions a week. A factor of 0.5 in each month halves a rate.
    """
    means = Means(plan_of(lift={"c17": lift(rate(7, days=["mon"]))}))
    assert bringing(means, means.loads)[0].asked_per_day == 1.0
    means = Means(plan_of(lift={"c17": lift({"kind": "scheduled", "at_h": [6, 18], "days": ["mon", "thu"]})}))
    assert bringing(means, means.loads)[0].missions_by(7 * DAY * HOUR) == 4
    start = means.plan.clock.start.date()
    months = {f"{date(start.year, month, 1):%b}".lower(): 0.5 for month in range(1, 13)}
    means = Means(plan_of(lift={"c17": lift(rate(7, by_month=months))}))
    assert bringing(means, means.loads)[0].asked_per_day == 0.5


def test_a_supply_without_days_or_hours_is_refused() -> None:
    with pytest.raises(ValidationError, match="days"):
        plan_of(lift={"c17": lift(rate(4, days=[]))})
    with pytest.raises(ValidationError, match="at_h"):
        plan_of(lift={"c17": lift({"kind": "scheduled", "at_h": []})})


def test_a_road_in_kilometres() -> None:
    """At 50 km/h, 300 km take six hours: a truck sent at 0 is there at 6, loaded at 7, and home at 13."""
    road = lift(fleet(1), speed_kmh=50.0, leg={"A": {"distance_km": 300.0}})
    history = run(lift={"truck": road}, lot={"crates": items(1, 20.0)})
    assert (history.sortie["up"][0] / HOUR, history.sortie["arrived"][0] / HOUR) == (7, 13)


def test_a_distance_or_a_speed_in_two_units_is_refused() -> None:
    with pytest.raises(ValidationError, match="distance_nm or distance_km, not both"):
        plan_of(lift={"truck": lift(fleet(1), leg={"A": {"distance_km": 300.0, "distance_nm": 1.0}}, speed_kmh=50.0)})
    with pytest.raises(ValidationError, match="speed_kt or speed_kmh, not both"):
        plan_of(lift={"truck": lift(fleet(1), speed_kmh=50.0, speed_kt=20.0)})


def test_a_month_slows_a_road() -> None:
    """A truck drives an hour each way in January and two hours in February. It is loaded for an hour and unloaded in no
    time. From 18:00 of 31 January on, it has a load for each trip.

    Its first two trips end at 21:00 and at midnight. The next two take five hours each and end at 05:00 and 10:00.
    """
    road = lift(fleet(1), load_h=1.0, leg={"A": {"block_h": 1.0, "speed_by_month": {"feb": 0.5}}})
    begun = 30 * DAY + 18
    crates = items(4, 40.0, release=hours(begun))
    history = run(lift={"truck": road}, lot={"crates": crates}, deadline_h=40 * DAY)
    assert [row["tasked"] / HOUR - begun for row in history.sortie] == [0, 3, 6, 11]
    assert [row["up"] / HOUR - begun for row in history.sortie] == [2, 5, 9, 14]
    assert [row["arrived"] / HOUR - begun for row in history.sortie] == [3, 6, 11, 16]


def test_a_mission_drives_at_the_speed_of_the_month_for_which_it_is_planned() -> None:
    """The drive out takes two hours for a mission planned for 00:30 of 1 February, and one hour for a mission planned
    an hour earlier.
    """
    leg = {"A": {"block_h": 1.0, "speed_by_month": {"feb": 0.5}}}
    at = [31 * DAY - 0.5, 31 * DAY + 0.5]
    history = run(lift={"bus": lift(dated(*at), leg=leg)}, deadline_h=40 * DAY)
    assert [(row["arrived"] - row["up"]) / HOUR for row in history.sortie] == [1, 2]


def test_check_reckons_with_the_speed_of_months() -> None:
    """At half the speed all the year, the two hours of driving in a cycle become four. With an hour of loading, the
    cycle takes 5 h.
    """
    months = {f"{date(2024, month, 1):%b}".lower(): 0.5 for month in range(1, 13)}
    means = Means(plan_of(lift={"truck": lift(fleet(1), leg={"A": {"block_h": 1.0, "speed_by_month": months}})}))
    assert bringing(means, means.loads)[0].cycle_h == 5.0
