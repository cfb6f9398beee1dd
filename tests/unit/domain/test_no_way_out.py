"""Movers that can never get out because of routes, permissions, duty days or roads are each reported once."""

from __future__ import annotations

from datetime import date

import pytest

HUB = {"kind": "hub"}
TRUCK = {
    **{"sites": ["north"], "to": "hub", "supply": {"tails": 1}, "payload_t": 10, "pallets": 20, "seats": 20},
    **{"leg": {"north": {"block_h": 6}}, "uses_ramp": False},
}
JET = {
    **{"sites": ["hub"], "to": "home", "supply": {"per_week": 7}, "payload_t": 40, "pallets": 18, "seats": 50},
    **{"leg": {"hub": {"block_h": 2}}},
}
ROUTED = {
    "site": {"hub": HUB},
    "route": {"over": {"via": ["hub"]}},
    "lot": {"trucks": {"routes": ["over"]}},
    "lift": {"truck": TRUCK, "jet": JET},
}
CREW = {"crews": 2, "duty_h": 8, "rest_h": 10, "report_h": 3}
FAR = {"distance_nm": 160}
CASES = {
    "no lift on the second leg": (
        {"jet": {**JET, "sites": ["south"], "leg": {"south": {"block_h": 2}}}},
        {},
        "lot.trucks.routes.0",
        "a lift that takes it from hub to an APOD; none does (lifts at hub: none)",
    ),
    "too heavy for the second leg": ({"jet": {**JET, "payload_t": 8}}, {}, "lot.trucks.weight_t", "carry from hub"),
    "too many positions for the second leg": (
        {"jet": {**JET, "pallets": 2}},
        {"lot": {"trucks": {"routes": ["over"], "pallets": 3}}},
        "lot.trucks.pallets",
        "carry from hub",
    ),
    "permission never given": (
        {},
        {"permission": {"p": {"sites": ["hub"], "opens_after_d": 500}}},
        "permission.p.opens_after_d",
        "the end of the clock: trucks cannot leave without this",
    ),
    "permission of the route never given": (
        {},
        {"permission": {"p": {"routes": ["over"], "opens_after_d": 500}}},
        "permission.p.opens_after_d",
        "trucks cannot leave without this",
    ),
    "duty too short": ({"truck": {**TRUCK, "crew": CREW}}, {}, "lift.truck.crew.duty_h", "between north and hub, 9 h"),
    "duty too short for a distance": (
        {"truck": {**TRUCK, "speed_kt": 16, "leg": {"north": FAR}, "crew": CREW}},
        {},
        "lift.truck.crew.duty_h",
        "leg between north and hub, 13 h in all",
    ),
    "breakdown that takes no time": (
        {"truck": {**TRUCK, "breakdown": 0.1}},
        {},
        "lift.truck.breakdown",
        "recover_h above 0",
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_movers_that_can_never_get_out_are_reported_once(name, findings) -> None:
    """There is one finding, at the key that must be changed, with the remedy."""
    lifts, more, path, cure = CASES[name]
    (found,) = findings(**{**ROUTED, "lift": {**ROUTED["lift"], **lifts}, **more})
    assert ".".join(found.path) == path
    assert cure in found.expectation


def test_the_valid_case_has_no_finding(findings) -> None:
    assert findings(**ROUTED) == ()


@pytest.mark.parametrize("days", [40, {"low": 40, "high": 900}])
def test_a_permission_that_may_open_is_accepted(days, findings) -> None:
    """A permission that opens before the end of the clock, at least in some histories, is accepted."""
    assert findings(**ROUTED, permission={"p": {"sites": ["hub"], "opens_after_d": days}}) == ()


def test_another_way_out_is_enough(findings) -> None:
    """A permission that never opens is accepted if a second route does not need it."""
    lift = {**ROUTED["lift"], "road": {**TRUCK, "to": "home"}}
    route = {**ROUTED["route"], "road": {"lifts": ["road"]}}
    lot = {"trucks": {"routes": ["over", "road"]}}
    never = {"p": {"sites": ["hub"], "opens_after_d": 500}}
    assert findings(**{**ROUTED, "lift": lift, "route": route, "lot": lot}, permission=never) == ()


@pytest.mark.parametrize("more", [{}, {"permission": {"p": {"sites": ["hub"], "opens_after_d": 500}}}])
def test_a_year_beyond_the_calendar_is_reported_beside_reviews_and_permissions(more, findings) -> None:
    """A deadline in the year 9999 gives one finding, and no exception in checks that compute with the deadline."""
    reviewed = {"review": {"dates": [date(2024, 6, 1)], "respond": []}, **more}
    found = findings(**ROUTED, milestone={"deadline": {"by": date(9999, 12, 31)}}, **reviewed)
    assert [".".join(each.path) for each in found] == ["milestone.deadline.by"]
