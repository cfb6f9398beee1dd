"""The closures of places and ways that a page plays: each has words for its cause, a site, and a start."""

from __future__ import annotations

from typing import Any

import pytest

from sim.model.compile import plan
from sim.page.playback import history
from tests.engine import simulate
from tests.scenarios import dated, lift, scenario, staged

DAY_S = 86400
ROUTES = {"over H": {"via": ["H"]}, "over S": {"via": ["S"]}}


def closures(**sections: Any) -> set[tuple[str, str, float]]:
    """Return for each closure in a history its words, its site ("" for none), and the day on which it begins.

    Day 0 begins at the start. People have two ways out, over the hub H and over the hub S.
    """
    made = plan(
        scenario(
            site={"H": {"kind": "hub"}, "S": {"kind": "hub"}, **sections.pop("site", {})},
            route=ROUTES,
            group={"people": staged(9, routes=list(ROUTES))},
            lift={
                "to H": lift(dated(20, 200), to="H"),
                "to S": lift(dated(30, 210), to="S"),
                "jet": lift(dated(40, 50, 220, 230), sites=["H", "S"]),
            },
            **sections,
        )
    )
    names = made.names["site"]
    story = history(made, simulate(made, 1, 0))
    return {(words, names[site] if site >= 0 else "", begins / DAY_S) for begins, _, words, site in story["shut"]}


@pytest.mark.parametrize("outages", [0, 2])
def test_a_crisis_is_named_by_what_it_closes(outages: int) -> None:
    """If a crisis closes a runway, a lift, a route or a permission, the words of the closure name the crisis, whether
    or not the file has outages. A closed permission is shown as a closure of each lift that needs it.
    """
    war = {"after_d": 3, "sites": ["H"], "routes": ["over H"], "lifts": ["jet"]}
    quiet = {f"weather {at}": {"sites": ["S"], "per_day": 1e-9, "lasts_h": 1} for at in range(outages)}
    found = closures(crisis={"war": {**war, "stops": ["runway"]}}, outage=quiet)
    assert found == {("crisis war", "H", 3), ("crisis war: jet", "H", 3), ("crisis war: route over H", "", 3)}
    found = closures(crisis={"war": {"after_d": 3, "sites": ["H"], "stops": ["permission"]}}, outage=quiet)
    assert found == {("crisis war: jet", "H", 3), ("crisis war: to H", "H", 3)}


def test_outages_permissions_and_substitutes_have_words_of_their_own() -> None:
    """An outage is shown by its name, a route without permission as "no permission", and each lift at a substitute that
    is not open yet as "not open yet".
    """
    place = {"S": {"kind": "hub", "in_place_of": {"site": "H", "after_d": 1}}}
    found = closures(
        site=place,
        outage={"dust": {"sites": ["H"], "dates": [{"begins": "2024-01-05T00:00Z", "until": "2024-01-06T00:00Z"}]}},
        permission={"roads": {"routes": ["over H"], "opens_after_d": 1}},
    )
    assert ("dust", "H", 4) in found
    assert ("no permission: route over H", "", 0) in found
    assert {("not open yet: to S", "S", 0), ("not open yet: jet", "S", 0)} <= found
