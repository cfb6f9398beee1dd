"""A lane that reserves no server gets a notice; an ambiguous name in `lanes` or `times` is refused."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.domain.conftest import built, noted

HERE = "site.north.station.desk"


def desk(*lanes: tuple[int, list[str]], **more: Any) -> dict[str, Any]:
    """Return sections with a station of five servers and these lanes, which weapons, trucks and guards pass."""
    station = {"servers": 5, "service_h": 1, "lanes": [{"servers": n, "takes": takes} for n, takes in lanes], **more}
    passes = {"stations": ["desk"]}
    return {
        "site": {"north": {"station": {"desk": station}}},
        "lot": {"weapons": passes, "trucks": passes},
        "group": {"guards": passes},
    }


@pytest.mark.parametrize(
    ("lanes", "path", "text"),
    [
        ([(1, ["people", "lethal", "trucks"])], "0.takes", "reserves nothing: it takes every group and lot"),
        ([(1, ["sensitive"])], "0.servers", "never work: no group or lot that they take passes station desk at north"),
        ([(1, ["lethal"]), (2, ["weapons"])], "1.takes", "takes the same groups and lots as lanes.0: add its"),
        ([(1, ["lethal", "weapons"])], "0.takes.1", 'this lane takes all of "lethal", which weapons belongs to'),
        ([(1, ["guards", "people"])], "0.takes.0", 'this lane takes all of "people", which guards belongs to'),
    ],
)
def test_a_lane_that_reserves_nothing_is_named(lanes: list[Any], path: str, text: str) -> None:
    found = noted(**desk(*lanes))
    assert text in found[f"{HERE}.lanes.{path}"]
    assert len([each for each in found if each.startswith(f"{HERE}.lanes")]) == 1


def test_lanes_for_different_movers_are_not_named() -> None:
    """Lanes that share some movers, and a lane for one of two lots, get no notice."""
    found = noted(**desk((1, ["lethal"]), (1, ["lethal", "people"]), (1, ["trucks"])))
    assert not [each for each in found if each.startswith(HERE)]


def test_a_lane_for_an_empty_lot_takes_no_one() -> None:
    """A lane for a lot without items gets a notice, unless an unknown may give the lot items."""
    sections = desk((1, ["lethal"]))
    sections["lot"]["weapons"] = {"stations": ["desk"], "count": 0}
    assert "never work" in noted(**sections)[f"{HERE}.lanes.0.servers"]
    drawn = {"lot.weapons.count": {"draw": {"low": 0, "high": 9}}}
    assert f"{HERE}.lanes.0.servers" not in noted(**sections, uncertainty=drawn)


@pytest.mark.parametrize("key", ["times", "lanes"])
def test_a_lot_named_like_a_category_is_ambiguous(findings, key: str) -> None:
    """In `lanes` and `times`, a category that is also the name of a lot is refused. It is refused too if the lot
    belongs to this category and another lot does too.
    """
    more = {"times": {"general": {"service_h": 2}}} if key == "times" else {}
    sections = desk(*([(1, ["general"])] if key == "lanes" else []), **more)
    arms = {"site": "north", "category": "lethal", "count": 2, "weight_t": 1, "stations": ["desk"]}
    (found,) = findings(**sections | {"lot": {**sections["lot"], "general": arms}})
    assert ".".join(found.path) == f"{HERE}.{'times.general' if key == 'times' else 'lanes.0.takes.0'}"
    assert found.value == '"general"'
    assert found.expectation == (
        "expected a name with one meaning; this is a category, and a lot has the same name: rename the lot"
    )
    same = {**arms, "category": "general"}  # the trucks are of this category too
    assert len(findings(**sections | {"lot": {**sections["lot"], "general": same}})) == 1


def test_a_lot_that_is_all_of_its_category_has_one_meaning(findings) -> None:
    sections = desk((1, ["hazardous"]))
    fuel = {"site": "north", "category": "hazardous", "count": 2, "weight_t": 1, "stations": ["desk"]}
    assert findings(**sections | {"lot": {**sections["lot"], "hazardous": fuel}}) == ()


def test_an_unknown_name_is_refused_with_the_possible_ones(findings) -> None:
    """The message lists the groups and lots that pass the station, and the categories."""
    sections = desk(times={"weapon": {"service_h": 2}})
    (found,) = findings(**sections)
    assert (found.path[-2:], found.value, found.suggestion) == (("times", "weapon"), '"weapon"', "weapons")
    assert "guards, weapons, trucks may pass desk, and the categories are lethal, hazardous" in found.expectation
    assert built(**sections)
