"""Notices about substitutes that never open: the site is lost for no time or too late, or opening takes too long."""

from __future__ import annotations

from typing import Any

import pytest

from sim.domain.check import remarks
from tests.scenarios import hours
from tests.verification.test_substitutes_by_hand import FALL, case


def notices(crisis: dict[str, Any], after_d: Any = 5.0, **more: Any) -> list[str]:
    """Return the notices about the substitute, each with its path."""
    found = remarks(case(crisis, after_d, **more))
    return [f"{'.'.join(each.path[2:])}: {each.expectation}" for each in found if each.path[:2] == ("site", "spare")]


@pytest.mark.parametrize(
    ("crisis", "more"),
    [
        ({"fall": {**FALL["fall"], "lasts_d": 0.0}}, {}),
        ({}, {"permission": {"p": {"sites": ["hub"], "lost": 0.5, "lost_after_d": 3.0, "lost_for_d": 0.0}}}),
        ({}, {"outage": {"war": {"sites": ["hub"], "dates": [{"begins": hours(72), "until": hours(72)}]}}}),
    ],
    ids=["crisis", "permission", "outage"],
)
def test_a_closure_that_takes_no_time_is_no_loss(crisis: dict[str, Any], more: dict[str, Any]) -> None:
    assert any("spare never opens: no crisis, withdrawn permission or dated outage" in each
               for each in notices(crisis, **more))  # fmt: skip


@pytest.mark.parametrize("after_d", [88.0, {"low": 87.0, "high": 99.0}, 40000.0])
def test_a_substitute_that_takes_longer_than_the_clock_is_named(after_d: Any) -> None:
    """A substitute gets a notice if it would open after the end of the clock, day 90. The hub is lost on day 4
    (5 January), and the substitute opens at least 87 days later, on day 91.
    """
    (words,) = notices(FALL, after_d)
    assert words.startswith(
        "in_place_of.after_d: spare never opens: hub is lost on 2024-01-05 at the earliest, spare opens"
    )


def test_a_substitute_that_may_open_is_not_named() -> None:
    """A substitute gets no notice if it opens before day 90 in some histories: on day 4 + 80 if a crisis on day 4
    closes the hub, or on day 60 + 5 if permission is lost on day 60. It gets one if permission is lost on day 200.
    """
    assert notices(FALL, 80.0) == []
    assert notices(FALL, {"low": 80.0, "high": 99.0}) == []
    drawn = {"u": {"to": ["site.spare.in_place_of.after_d"], "draw": {"low": 1.0, "high": 99.0}}}
    assert notices(FALL, 99.0, uncertainty=drawn) == []
    late = {"p": {"sites": ["hub"], "lost": 0.5, "lost_after_d": 60.0, "lost_for_d": 2.0}}
    assert notices({}, permission=late) == []
    late["p"]["lost_after_d"] = 200.0
    assert len(notices({}, permission=late)) == 1
