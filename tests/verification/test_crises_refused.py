"""Crises in a scenario file: how `sim check` describes them, which are refused, and which get a notice because a key
has no effect.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from pydantic import ValidationError

from sim.arithmetic import arithmetic
from sim.domain.check import check, remarks
from sim.model.compile import plan
from sim.report.check import check_lines
from tests.scenarios import base, items, lift, staged
from tests.verification.crises import FIFTH, OFTEN, asked, day


def test_check_prints_the_effects_of_a_crisis() -> None:
    """`sim check` prints when a crisis begins (a date, or a span and the probability), at which site, and
    its effects.
    """
    case = asked(
        {"after_d": {"low": 2, "high": 8}, "chance": 0.3, "release": True, "holds": ("late",), "dispose": "abandon"},
        lot={"tents": items(3, 3.0, "general", leave_after=day(60))},
        hold={"late": {"not_before": day(25)}},
        group={"main": staged(20, board_after="late")},
    )
    text = " ".join(" ".join(check_lines(arithmetic(plan(case)))).split())
    assert "fall at A between 3 Jan and 8 Jan in 9 of 10 cases, with probability 0.3" in text
    assert all(words in text for words in ("released at once", 'hold "late" is lifted', "is left behind"))
    assert "on 5 Jan: movers there are released at once from dates and plans" in " ".join(
        " ".join(check_lines(arithmetic(plan(asked({"on": FIFTH, "release": True}))))).split()
    )


@pytest.mark.parametrize(("sites", "where"), [((), "all sites"), (("A", "B"), "all sites"), (("B",), "B")])
def test_check_prints_the_sites_of_a_crisis(sites: tuple[str, ...], where: str) -> None:
    """`sim check` names the site of a crisis; if the crisis states no site or all bases, `sim check` says "all sites"
    instead.
    """
    both = {"main": staged(10, release=day(30)), "camp": {**staged(10, release=day(30)), "site": "B"}}
    jet = lift(OFTEN, sites=["A", "B"])
    case = asked({"on": FIFTH, "release": True, "sites": sites}, site={"A": base(), "B": base()}, group=both,
                 lift={"jet": jet}, plan={})  # fmt: skip
    assert f"fall at {where} on 5 Jan:" in " ".join(" ".join(check_lines(arithmetic(plan(case)))).split())


@pytest.mark.parametrize(
    ("crisis", "expected"),
    [
        ({"release": True}, r"either on \(a date\) or after_d"),
        ({"on": FIFTH, "after_d": 3, "release": True}, r"either on \(a date\) or after_d"),
        ({"on": FIFTH}, "with none of them the crisis changes nothing"),
        ({"on": FIFTH, "dispose": "ship"}, "Input should be"),
        ({"on": FIFTH, "release": True, "grounds": ["jet"]}, "Extra inputs"),
        ({"on": FIFTH, "stops": ["jet"]}, "Input should be"),
        ({"on": FIFTH, "release": True, "lasts_d": 3}, "with lasts_d, expected stops, lifts or routes"),
        ({"on": FIFTH, "holds": "some"}, "holds"),
    ],
)
def test_an_impossible_crisis_is_refused(crisis: dict[str, Any], expected: str) -> None:
    """A crisis is refused if it states neither or both of `on` and `after_d`, has no effect, states `lasts_d` but
    closes nothing, or has a wrong key or value.
    """
    with pytest.raises(ValidationError, match=expected):
        asked(crisis)


@pytest.mark.parametrize(
    ("crisis", "path", "expected"),
    [
        ({"sites": ("C",)}, "crisis.fall.sites.0", "a site of this scenario"),
        ({"sites": ("Z",)}, "crisis.fall.sites.0", 'a site of kind "base" or "hub"'),
        ({"holds": ("none",)}, "crisis.fall.holds.0", "a hold of this scenario"),
    ],
)
def test_unknown_names_are_refused(crisis: dict[str, Any], path: str, expected: str) -> None:
    """An unknown site or hold, or a site of a wrong kind, is an error at its key."""
    (found,) = check(asked({"on": FIFTH, "release": True, **crisis}, checked=False))
    assert ".".join(found.path) == path
    assert expected in found.expectation


@pytest.mark.parametrize(
    ("crisis", "path", "said"),
    [
        ({"release": True, "on": date(2030, 1, 1)}, "crisis.fall.on", "this crisis never comes"),
        ({"release": True, "chance": 0.0, "sites": ("A",)}, "crisis.fall.sites", "crisis.fall.chance = 0"),
        ({"dispose": "destroy"}, "crisis.fall.dispose", "no wanted equipment at any site may be disposed of this way"),
    ],
)
def test_keys_without_effect_are_named(crisis: dict[str, Any], path: str, said: str) -> None:
    """A key that can have no effect gets a notice that says why."""
    found = {".".join(each.path): each.expectation for each in remarks(asked({"on": FIFTH, **crisis}))}
    assert said in found[path], found


def test_a_release_of_no_mover_is_named() -> None:
    """`release` gets a notice if no mover waits for a release date or a plan."""
    found = {".".join(each.path): each.expectation for each in remarks(asked({"on": FIFTH, "release": True}, plan={}))}
    assert "has a release date or a phased plan" in found["crisis.fall.release"]
