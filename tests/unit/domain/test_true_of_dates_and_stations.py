"""In unusual cases, messages about dates, stations, dispositions and substitutes still state the true reason."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sim.domain.check import check
from tests.unit.domain.conftest import built, errors, noted

ALONE: dict[str, Any] = {
    **{"sites": ["north"], "to": "home", "supply": {"per_week": 1}, "payload_t": 10, "leg": {"north": {"block_h": 1}}},
}
LATE = date(2025, 6, 1)
"""A date after the end of the clock. The clock ends at 2024-12-15 00:00, 90 days after the end of
the deadline's day.
"""


# Dates


def test_the_interval_that_lasts_to_the_end_is_the_one_reported() -> None:
    """If an outage closes a site until the end of the clock, the error names the interval that lasts until then
    (here the first of two), not the last one listed.
    """
    spans = [{"begins": date(2024, 4, 1), "until": LATE}, {"begins": date(2024, 6, 1), "until": date(2024, 6, 2)}]
    found = errors(outage={"dust": {"sites": ["north"], "dates": spans}})
    assert found["outage.dust.dates.0.until"][0] == "2025-06-01"


def test_a_release_after_the_end_that_a_crisis_brings_forward() -> None:
    """If a group is to be released after the end of the clock, but a crisis may release it earlier, the notice
    says that only the crisis releases it.
    """
    crisis = {"fall": {"on": date(2024, 6, 1), "sites": ["south"], "release": True}}
    found = noted(group={"staff": {"release": LATE}}, crisis=crisis)
    assert found["group.staff.release"].startswith('only crisis "fall" releases it, as this date lies after the end')


def test_a_release_after_the_end_of_movers_that_have_begun() -> None:
    """If 20 wanted members are staged at the start and the release lies after the end of the clock, the notice
    says only of the other members that they never leave.
    """
    group = {"staff": {"release": LATE, "required": False, "start": {"staged": 20}}}
    assert noted(group=group)["group.staff.release"].startswith(
        "members that have not begun before the start never leave"
    )


def test_a_hold_with_a_date_before_the_start_waits_for_its_then_d() -> None:
    """If the `at_latest` of a hold lies before the start, the notice says that the hold still waits for its
    `then_d`.
    """
    hold = {"gate": {"at_latest": date(2024, 4, 1), "then_d": 3}}
    words = noted(hold=hold, group={"staff": {"begin_after": "gate"}})["hold.gate.at_latest"]
    assert words.startswith("this hold waits only for its then_d, as this date lies before the start")


def test_a_plan_that_lasts_longer_than_the_clock_releases_something() -> None:
    """If a plan releases movers until after the end of the clock, the notice is only about those released after
    that end.
    """
    plan = {"out": {"begins": date(2024, 5, 1), "until": LATE}}
    assert noted(plan=plan)["plan.out.until"].startswith(
        "movers that this plan releases after the end of the clock, 2024-12-15 00:00"
    )


def test_missions_on_some_mondays_are_counted_per_week() -> None:
    """For missions on four Mondays, two weeks apart, the remark proposes per_week = 0.571: 4 missions in 7
    weeks, of which the first and the last have a mission.
    """
    days = [date(2024, 6, 3 + 0), date(2024, 6, 17), date(2024, 7, 1), date(2024, 7, 15)]
    words = noted(lift={"c17": {"supply": {"missions": [{"at": day} for day in days]}}})[
        "lift.c17.supply.missions.0.at"
    ]
    assert "come on 4 Mondays" in words
    assert words.endswith("per_week = 0.571 }")


def test_the_last_year_is_checked_like_others() -> None:
    """A scenario of the year 2200, the last that is accepted, is checked like others: opening hours on no day of
    the week are an error.
    """
    clock, deadline = {"start": date(2200, 1, 1)}, {"deadline": {"by": date(2200, 3, 1)}}
    far = {"north": {"kind": "base", "runway_hours": [{"open_h": 1, "close_h": 2, "days": []}]}}
    scenario = built(site=far, milestone=deadline).model_copy(update={"clock": built().clock.model_copy(update=clock)})
    assert [".".join(each.path) for each in check(scenario)] == ["site.north.runway_hours.0.days"]


def test_a_supply_that_ends_before_the_start() -> None:
    """If a supply states no first date, its end is compared with the start of the clock, and the error names
    that start.
    """
    found = errors(lift={"c17": {"supply": {"per_week": 3, "until": date(2024, 4, 2)}}})
    assert found["lift.c17.supply.until"][1] == "expected a date not before the start of the clock, 2024-05-01"


def test_a_plan_that_ends_at_the_instant_at_which_it_begins() -> None:
    """If a plan ends at the instant at which it begins, the error asks for a later end; it does not say that the
    plan ends before it begins.
    """
    plan = {"out": {"begins": date(2024, 6, 1), "until": datetime(2024, 6, 1, 0, 0)}}
    assert errors(plan=plan)["plan.out.until"][1] == "expected an end after the plan begins, 2024-06-01"


# Stations, dispositions and substitutes


def test_a_lane_that_works_in_no_shift_is_not_said_to_take_no_one() -> None:
    """If a lane takes a lot, but no shift has enough servers for this lane, the error says so. If no lane
    takes the lot, the error says that instead.
    """
    lanes = ({"servers": 1, "takes": ["people"]}, {"servers": 1, "takes": ["general"]})
    hours = ({"open_h": 6, "close_h": 18, "servers": 1},)
    wash = {"servers": 2, "service_h": 1, "lanes": lanes, "hours": hours}
    sections = {"site": {"north": {"station": {"wash": wash}}}, "lot": {"trucks": {"stations": ["wash"]}}}
    _, words = errors(**sections)["site.north.station.wash.lanes"]
    assert words.endswith("no shift has enough servers for the lane that takes it")
    wash["hours"] = ()
    wash["lanes"] = ({"servers": 2, "takes": ["people"]},)
    assert errors(**sections)["site.north.station.wash.lanes"][1].endswith("no lane takes it")


def test_a_lot_that_permits_nothing_is_not_sent_to_its_site() -> None:
    """For a controlled lot with `permitted = []`, the error names that key, since no disposal of the site would
    help. Without that key, the error names the site's disposal.
    """
    lot = {"trucks": {"controlled": True, "permitted": []}}
    found = errors(lot=lot, site={"north": {"disposal": {"destroy": ["wash"]}}})
    assert found["lot.trucks"][1].endswith("it is controlled, and permitted = [] permits no disposition")
    found = errors(lot={"trucks": {"controlled": True}})
    assert found["lot.trucks"][1].endswith("and permits destroy, which site.north.disposal does not name")


def test_each_substitute_that_a_mover_may_pass_is_named() -> None:
    """If each of a group's two ways out passes a substitute of its own, the notice names both substitutes, and
    the two sites of which one must be lost first.
    """
    spare = {"kind": "hub", "in_place_of": {"site": "north"}}
    other = {"kind": "hub", "in_place_of": {"site": "south"}}
    fall = {"on": date(2024, 6, 1), "sites": ["north", "south"], "stops": ["runway"]}
    found = noted(
        site={"a": spare, "b": other},
        route={"over a": {"via": ["a"]}, "over b": {"via": ["b"]}},
        group={"staff": {"routes": ["over a", "over b"]}},
        lift={
            "bus a": ALONE | {"sites": ["south"], "to": "a", "leg": {"south": {"block_h": 1}}},
            "bus b": ALONE | {"sites": ["south"], "to": "b", "leg": {"south": {"block_h": 1}}},
            "jet": ALONE | {"sites": ["a", "b"], "leg": {"a": {"block_h": 1}, "b": {"block_h": 1}}},
        },
        crisis={"fall": fall},
    )
    assert found["group.staff"] == "leaves only if north or south is lost: each of its ways out passes a or b"


def test_more_members_that_have_begun_than_there_are_is_one_error() -> None:
    """If more members are staged at the start than the group has, this is the only error. The timetable, in which
    five members arrive, gives no second error.
    """
    arrives = {"timetable": [{"at": date(2024, 6, 1), "number": 5}]}
    found = errors(group={"staff": {"arrives": arrives, "start": {"staged": 60}}})
    assert list(found) == ["group.staff.start"]
