"""Shifts that change nothing because others cover them, and shifts that touch or overlap and so are one shift."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import inf

from sim.domain.check.finding import Finding
from sim.domain.check.hours import Hours, hours
from sim.domain.check.targets import touched
from sim.domain.scenario import Scenario
from sim.domain.site import DAYS, Shift, StationShift

__all__ = ["shifts"]

Spans = list[tuple[float, float]]
"""(begins, ends) of each span [h]."""
WEEK_H = 168.0
TOUCH_H = 1e-9
"""Two shifts that are at most this far apart have no break between them [h]."""


def shifts(scenario: Scenario) -> Iterator[Finding]:
    """Yield a finding for each shift that others cover, and for each that continues another without a break.

    Notes
    -----
    Lists with an hour or a number of servers that an unknown changes are left out. If a review may lengthen shifts, a
    shift that others cover may have an effect later. Of the covered shifts, only those with the same hours as another
    are then reported.
    """
    changed = touched(scenario)
    for listed in hours(scenario):
        at = ".".join(listed.path)
        if len(listed.shifts) > 1 and not any(number.startswith(f"{at}.") for number in changed):
            idle = dict(_covered(listed))
            for position, text in idle.items():
                yield Finding((*listed.path, str(position)), None, f"changes nothing: {text}")
            yield from _joined(listed, set(idle))


def _covered(listed: Hours) -> Iterator[tuple[int, str]]:
    """Yield (position, reason) of each shift that can be left out: as many servers work at all its hours without it."""
    kept = dict(enumerate(listed.shifts))
    for position in reversed(range(len(listed.shifts))):
        shift = kept.pop(position)
        able = {other: each for other, each in kept.items() if _servers(each) >= _servers(shift)}  # enough servers
        same = next((other for other, each in able.items() if _hours(each) == _hours(shift)), None)
        around = next((other for other, each in able.items() if _within(shift, [each])), None)
        list_of = listed.path[-1]
        if same is not None:
            yield position, f"{list_of}.{same} has the same hours"
        elif not listed.grows and around is not None:
            yield position, f"it lies within {list_of}.{around}"
        elif not listed.grows and _within(shift, list(able.values())):
            yield position, f"the other shifts of {list_of} cover all of it"
        else:
            kept[position] = shift


def _joined(listed: Hours, idle: set[int]) -> Iterator[Finding]:
    """Yield a finding for each shift that touches or overlaps an earlier one with the same days and servers."""
    for position, shift in enumerate(listed.shifts):
        for first, other in enumerate(listed.shifts[:position]):
            alike = (set(other.days), _servers(other)) == (set(shift.days), _servers(shift))
            apart = max(shift.open_h, other.open_h) - min(shift.close_h, other.close_h)
            inside = _within(shift, [other]) or _within(other, [shift])
            if alike and apart <= TOUCH_H and not inside and not idle & {first, position}:
                begins, ends = min(shift.open_h, other.open_h), max(shift.close_h, other.close_h)
                how = "touches" if apart >= -TOUCH_H else "overlaps"
                text = (
                    f"{how} {listed.path[-1]}.{first}: both are one shift from {begins:g} to {ends:g}, without a break"
                )
                yield Finding((*listed.path, str(position)), None, text)
                break


def _servers(shift: Shift) -> float:
    """Return the number of servers that work in a shift; infinity for all of them."""
    return inf if not isinstance(shift, StationShift) or shift.servers is None else shift.servers


def _hours(shift: Shift) -> tuple[float, float, frozenset[str]]:
    """Return the opening hour, the closing hour and the days of a shift."""
    return shift.open_h, shift.close_h, frozenset(shift.days)


def _within(shift: Shift, others: Sequence[Shift]) -> bool:
    """Whether, at every time at which a shift is open, at least one of `others` is open too."""
    merged: Spans = []
    for begins, ends in sorted(span for each in others for span in _spans(each, (-WEEK_H, 0.0, WEEK_H))):
        if merged and begins <= merged[-1][1] + TOUCH_H:
            merged[-1] = merged[-1][0], max(merged[-1][1], ends)
        else:
            merged.append((begins, ends))
    return all(
        any(begins - TOUCH_H <= opens and closes <= ends + TOUCH_H for begins, ends in merged)
        for opens, closes in _spans(shift, (0.0,))
    )


def _spans(shift: Shift, weeks: Sequence[float]) -> Spans:
    """Return the spans of a shift in weeks that begin at the times `weeks` [h], each a Monday at 00:00."""
    days = [24.0 * DAYS.index(day) for day in shift.days]
    return [(week + day + shift.open_h, week + day + shift.close_h) for week in weeks for day in days]
