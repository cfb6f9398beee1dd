"""Notices about closures without a duration: a crisis that closes for 0 days, an outage that ends when it begins."""

from __future__ import annotations

from typing import Any

from sim.domain.check import remarks
from tests.scenarios import dated, hours, lift, scenario, staged


def named(**sections: Any) -> dict[str, str]:
    """Return the notices of a plain scenario with these closures, without those of milestones: dotted path -> text."""
    built = scenario(group={"some": staged(3)}, lift={"jet": lift(dated(9, 30))}, **sections)
    return {".".join(each.path): each.expectation for each in remarks(built) if each.path[0] != "milestone"}


def test_a_crisis_that_closes_for_no_time_is_named() -> None:
    """A crisis that closes for 0 days gets a notice at `stops`, and none at `people_first`. There is no notice if it
    closes for a day, or if an unknown draws the duration.
    """
    fall: dict[str, Any] = {"after_d": 1.0, "sites": ["A"], "stops": ["runway"], "people_first": True, "lasts_d": 0.0}
    found = named(crisis={"fall": fall})
    assert found["crisis.fall.stops"] == "has no effect: crisis.fall.lasts_d = 0"
    assert "crisis.fall.people_first" not in found
    assert "crisis.fall.stops" not in named(crisis={"fall": {**fall, "lasts_d": 1.0}})
    drawn = {"u": {"to": ["crisis.fall.lasts_d"], "draw": {"low": 0.0, "high": 2.0}}}
    assert "crisis.fall.stops" not in named(crisis={"fall": fall}, uncertainty=drawn)


def test_an_outage_that_ends_when_it_begins_is_named() -> None:
    """An outage from noon to the same noon gets a notice; one on a bare date, which lasts a day, does not."""
    noon = {"sites": ["A"], "dates": [{"begins": hours(12), "until": hours(12)}]}
    assert named(outage={"war": noon}) == {"outage.war.dates.0.until": "stops nothing, as it ends when it begins"}
    assert named(outage={"war": {**noon, "dates": [{"begins": hours(0).date(), "until": hours(0).date()}]}}) == {}
