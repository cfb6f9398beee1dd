"""Notices about shifts that another shift covers, and about shifts that touch or overlap and so act as one."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.domain.conftest import noted

HERE = "site.north.ramp_hours"
WEEKDAYS, WEEKEND = ["mon", "tue", "wed", "thu", "fri"], ["sat", "sun"]


def shift(open_h: float, close_h: float, **more: Any) -> dict[str, Any]:
    return {"open_h": open_h, "close_h": close_h, **more}


def found(*shifts: dict[str, Any], **sections: Any) -> dict[str, str]:
    """Return the notices about these ramp hours: position in the list -> text."""
    got = noted(site={"north": {"ramp_hours": list(shifts)}}, **sections)
    return {path.removeprefix(f"{HERE}."): text for path, text in got.items() if path.startswith(HERE)}


@pytest.mark.parametrize(
    ("shifts", "position", "text"),
    [
        ([shift(6, 18), shift(6, 18)], "1", "changes nothing: ramp_hours.0 has the same hours"),
        ([shift(6, 18), shift(8, 10)], "1", "changes nothing: it lies within ramp_hours.0"),
        ([shift(8, 10, days=["mon"]), shift(6, 18)], "0", "changes nothing: it lies within ramp_hours.1"),
        ([shift(18, 30), shift(0, 6)], "1", "changes nothing: it lies within ramp_hours.0"),
        (
            [shift(0, 12, days=WEEKEND), shift(0, 12, days=WEEKDAYS), shift(6, 12)],
            "2",
            "changes nothing: the other shifts of ramp_hours cover all of it",
        ),
        ([shift(6, 12), shift(12, 18)], "1", "touches ramp_hours.0: both are one shift from 6 to 18, without a break"),
        ([shift(6, 14), shift(12, 18)], "1", "overlaps ramp_hours.0: both are one shift from 6 to 18, without a break"),
        ([shift(18, 30), shift(6, 18)], "1", "touches ramp_hours.0: both are one shift from 6 to 30, without a break"),
    ],
)
def test_a_shift_without_an_effect_of_its_own_is_named(shifts: list[Any], position: str, text: str) -> None:
    assert found(*shifts) == {position: text}


@pytest.mark.parametrize(
    "shifts",
    [
        [shift(6, 12), shift(13, 18)],
        [shift(6, 18, days=WEEKDAYS), shift(8, 12, days=WEEKEND)],
        [shift(6, 12, days=WEEKDAYS), shift(12, 18, days=WEEKEND)],
        [shift(0, 12, days=["mon"]), shift(0, 30, days=["sun"])],
    ],
)
def test_shifts_with_an_effect_of_their_own_are_not_named(shifts: list[Any]) -> None:
    assert found(*shifts) == {}


def test_a_shift_with_more_servers_within_another_has_an_effect() -> None:
    """A shift within another gets a notice if it has fewer servers than the other (4 if none are stated), but
    not if it has more. A shift that begins when another ends gets a notice only if both have equally many servers.
    """
    desk = {"servers": 4, "service_h": 1}
    passes = {"trucks": {"stations": ["desk"]}}

    def named(*hours: dict[str, Any]) -> dict[str, str]:
        got = noted(site={"north": {"station": {"desk": {**desk, "hours": list(hours)}}}}, lot=passes)
        return {path.rpartition(".")[2]: text for path, text in got.items() if ".hours." in path}

    assert named(shift(6, 18), shift(8, 10, servers=2)) == {"1": "changes nothing: it lies within hours.0"}
    assert named(shift(6, 18, servers=2), shift(8, 10)) == {}
    assert named(shift(6, 18), shift(18, 30, servers=1)) == {}
    assert list(named(shift(6, 18, servers=2), shift(18, 30, servers=2))) == ["1"]


def test_hours_that_an_unknown_or_a_review_changes_get_no_notice() -> None:
    """A shift within another gets no notice if an unknown moves its end, or if a review may lengthen it. The
    second of two equal shifts gets one even if a review may lengthen it.
    """
    shifts = (shift(6, 18), shift(8, 10))
    later = {f"{HERE}.1.close_h": {"draw": {"low": 10, "high": 20}}}
    assert found(*shifts, uncertainty=later) == {}
    review = {"dates": ["2024-06-01"], "respond": ["hours"], "hours": {"extra_h": 2}}
    assert found(*shifts, review=review) == {}
    assert list(found(shift(6, 18), shift(6, 18), review=review)) == ["1"]
