"""Onward routes, worked by hand: movers choose a way at their site, and again at each hub from which several routes go
on.

Times are in hours since the start of the clock, Monday 1 January 2024, 00:00 UTC. A lift is loaded for an hour, and
each leg takes an hour.
"""

from __future__ import annotations

from typing import Any

import pytest

from sim.domain.check import check
from sim.domain.unread import switched_off
from sim.engines.compiled import simulate as compiled
from sim.engines.simpy import Check
from sim.model.calendars import NEVER
from sim.model.compile import plan
from sim.model.trajectory import Trajectory, fingerprint
from tests.engine import simulate
from tests.scenarios import HOUR, dated, lift, scenario, staged

ALL = Check(shuffle=5, scan=True, enablers=True, audit=True)
HUB = {"kind": "hub"}


def lost(from_d: float, **what: Any) -> dict[str, Any]:
    """Return a permission that is withdrawn for good after `from_d` days."""
    return {**what, "lost": 1.0, "lost_after_d": from_d, "lost_for_d": 1000.0}


def by(to: str, *at_h: float, site: str = "A", **more: Any) -> dict[str, Any]:
    """Return a lift with dated missions from `site` to `to`."""
    return lift(dated(*at_h), sites=[site], to=to, **more)


NESTED: dict[str, Any] = {
    "site": {"P": HUB, "Z": {"kind": "apod"}},
    "route": {
        "road": {"via": ["P"], "onward": ["ship", "ferry"]},
        "ship": {"lifts": ["ship"]},
        "ferry": {"lifts": ["ferry"]},
        "air": {"lifts": ["jet"]},
    },
    "group": {"people": staged(3, routes=["air", "road"])},
    "lift": {
        "jet": by("Z", 100.0),
        "convoy": by("P", 1.0),
        "ship": by("Z", 30.0, site="P"),
        "ferry": by("Z", 20.0, 40.0, site="P"),
    },
}
"""The people prefer to fly. Otherwise they go by road to the port P, and from there by ship or, if that is closed, by
ferry.
"""


def went(**sections: Any) -> list[tuple[str, float]]:
    """Return (lift, hour of departure) for each sortie with people aboard, in order of departure."""
    made = plan(scenario(**{**NESTED, **sections}))
    history = simulate(made, 1, 0, check=ALL)
    flew = history.sortie[history.sortie["people"] > 0]
    return sorted(
        ((made.name_of("lift", int(row["lift"])), row["up"] / HOUR) for row in flew), key=lambda one: (one[1], one[0])
    )


def test_the_first_way_is_taken_while_it_is_open() -> None:
    """All ways are open, so all people wait for the jet of 100, although the convoy comes at 1."""
    assert went() == [("jet", 101)]


def test_a_way_behind_a_hub_is_chosen_there() -> None:
    """The jet has no permission, so the people leave by road at 2 and reach the port at 3. They wait there for the
    ship, which leaves at 31, although a ferry comes at 20.
    """
    never = {"air": {"routes": ["air"], "opens_after_d": 1000}}
    assert went(permission=never) == [("convoy", 2), ("ship", 31)]


def test_a_way_that_closes_after_the_hub_was_reached() -> None:
    """The people reach the port at 3 and wait for the ship. Its route closes at 12, so they take the ferry that comes
    at 20.
    """
    shut = {"air": {"routes": ["air"], "opens_after_d": 1000}, "harbour": lost(0.5, routes=["ship"])}
    assert went(permission=shut) == [("convoy", 2), ("ferry", 21)]


def test_a_road_that_closes_behind_them_does_not_matter_any_more() -> None:
    """The road closes at 12, when the people are at the port: they go on by ship."""
    shut = {"air": {"routes": ["air"], "opens_after_d": 1000}, "road": lost(0.5, routes=["road"])}
    assert went(permission=shut) == [("convoy", 2), ("ship", 31)]


def test_a_rule_of_the_hub() -> None:
    """With the rule `any` at the port, the people take the ferry, which comes before the ship, although the ship is
    preferred.
    """
    never = {"air": {"routes": ["air"], "opens_after_d": 1000}}
    route = {**NESTED["route"], "road": {**NESTED["route"]["road"], "onward_rule": "any"}}
    assert went(permission=never, route=route) == [("convoy", 2), ("ferry", 21)]


def test_where_least_waits_behind_the_hub() -> None:
    """At the port, the rule `least_waiting` sends people over the hub where the least weight waits. The first three go
    over Q and wait there for the ship, so the other three go over R.
    """
    sections = {
        "site": {"P": HUB, "Q": HUB, "R": HUB},
        "route": {
            "road": {"via": ["P"], "onward": ["q", "r"], "onward_rule": "least_waiting"},
            "q": {"via": ["Q"]},
            "r": {"via": ["R"]},
        },
        "group": {"people": staged(6, routes=["road"])},
        "lift": {
            "convoy": by("P", 1.0, 9.0, seats=3),
            "to_q": by("Q", 5.0, 15.0, site="P"),
            "to_r": by("R", 15.0, site="P"),
            "ship": by("Z", 40.0, site="Q"),
            "ferry": by("Z", 30.0, site="R"),
        },
    }
    assert went(**sections) == [("convoy", 2), ("to_q", 6), ("convoy", 10), ("to_r", 16), ("ferry", 31), ("ship", 41)]


def levels(closed: dict[str, Any]) -> list[str]:
    """Return the lifts that carry people who choose a way on three levels: at the site, at the port P and at the island
    I.
    """
    sections = {
        "site": {"P": HUB, "I": HUB},
        "route": {
            "air": {"lifts": ["jet"]},
            "road": {"via": ["P"], "onward": ["ship", "boat"]},
            "ship": {"lifts": ["ship"]},
            "boat": {"via": ["I"], "onward": ["plane", "tug"]},
            "plane": {"lifts": ["plane"]},
            "tug": {"lifts": ["tug"]},
        },
        "lift": {
            "jet": by("Z", 5.0),
            "convoy": by("P", 5.0),
            "ship": by("Z", 15.0, site="P"),
            "boat": by("I", 15.0, 20.0, site="P"),
            "plane": by("Z", 30.0, site="I"),
            "tug": by("Z", 30.0, 35.0, site="I"),
        },
        "permission": closed,
    }
    return [name for name, _ in went(**sections)]


def test_three_levels() -> None:
    """If a way is closed, people take the next open one. They do so whether the way closes before they reach the place
    of the choice or while they wait there.
    """
    air = {"air": {"routes": ["air"], "opens_after_d": 1000}}
    assert levels({}) == ["jet"]
    assert levels(air) == ["convoy", "ship"]
    assert levels(air | {"ship": lost(0.5, routes=["ship"])}) == ["convoy", "boat", "plane"]
    assert levels(air | {"ship": lost(0.5, routes=["ship"]), "plane": lost(1.0, routes=["plane"])}) == [
        "convoy", "boat", "tug"
    ]  # fmt: skip
    assert levels({"road": lost(0.1, routes=["boat", "ship"])}) == ["jet"]


def test_an_outer_way_is_closed_when_all_behind_it_are() -> None:
    """Ship and ferry are closed from the beginning. So the road leads nowhere, and the group takes its next way, by
    air.
    """
    none = {"harbour": {"routes": ["ship", "ferry"], "opens_after_d": 1000}}
    group = {"people": staged(3, routes=["road", "air"])}
    assert went(group=group, permission=none) == [("jet", 101)]


def case(**sections: Any) -> dict[str, Any]:
    """Return the sections of `NESTED` with some of them replaced."""
    return {**NESTED, **sections}


WRONG: dict[str, tuple[dict[str, Any], str]] = {
    "a circle": ({"route": {**NESTED["route"], "ship": {"via": ["Z"], "onward": ["road"]}}}, "route.road.onward"),
    "an unknown route": (
        {"route": {**NESTED["route"], "road": {"via": ["P"], "onward": ["ship", "ferry", "raft"]}}},
        "route.road.onward.2",
    ),
    "earliest arrival": (
        {
            "route": {**NESTED["route"], "road": {**NESTED["route"]["road"], "onward_rule": "any"}},
            "group": {"people": staged(3, routes=["air", "road"], route_rule="earliest_arrival")},
        },
        "group.people.route_rule",
    ),
}


@pytest.mark.parametrize("wrong", WRONG)
def test_what_cannot_be_followed_is_refused(wrong: str) -> None:
    """Refused are a circle of onward routes, an unknown onward route, and the rule `earliest_arrival` of a group with a
    route that has an `onward_rule`.
    """
    more, path = WRONG[wrong]
    found = check(scenario(**case(**more), checked=False))
    assert path in [".".join(each.path) for each in found]


def test_onward_routes_need_a_place_to_begin() -> None:
    """A route with onward routes is refused if it has no place in `via`, or if it states `to`."""
    for route in ({"onward": ["ship"]}, {"via": ["P"], "to": "Z", "onward": ["ship"]}):
        with pytest.raises(ValueError, match="with onward routes, expected"):
            scenario(**case(route={**NESTED["route"], "road": route}))


def test_a_rule_among_one_is_named() -> None:
    """The `onward_rule` of a route with only one onward route decides nothing, and is reported as such."""
    route = {"road": {"via": ["P"], "onward": ["ship"], "onward_rule": "any"}, "ship": {"lifts": ["ship"]}}
    route["air"] = {"lifts": ["jet"]}
    lifts = {name: each for name, each in NESTED["lift"].items() if name != "ferry"}
    made = scenario(**case(route=route, lift=lifts))
    assert ("route", "road", "onward_rule") in dict(switched_off(made, frozenset()))


def test_both_engines_agree() -> None:
    """Both engines give the same bits under each of three rules of the hub, where the route of the ship closes after
    the people have reached the hub.
    """
    shut = {"air": {"routes": ["air"], "opens_after_d": 1000}, "harbour": lost(0.5, routes=["ship"])}
    for rule in ("first_open", "any", "least_waiting"):
        route = {**NESTED["route"], "road": {**NESTED["route"]["road"], "onward_rule": rule}}
        made = plan(scenario(**case(permission=shut, route=route)))
        got: Trajectory = simulate(made, 1, 0, check=ALL)
        assert fingerprint(got) == fingerprint(compiled(made, 1, 0))
        assert (got.mover["up"] < NEVER).all()
