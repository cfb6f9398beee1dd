"""Check the levers, target, milestone and points of a sweep or search before anything runs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

from sim.config.axes import Axis, Vary, axes_of
from sim.config.change import changed
from sim.config.literal import literal
from sim.domain.check.finding import nearest
from sim.domain.scenario import Scenario
from sim.errors import ConfigError, Problem
from sim.experiment.decide.trials.trial import Change

__all__ = ["axes_asked", "changes_at"]

MOST_TRIED: Final = 60
"""Largest number of points that are all checked.

Of more points, only some are checked, at most four times this number: one point for each value of each lever, and the
points at which every lever with numbers or dates has its first or last value.
"""


def axes_asked(question: Scenario, vary: Vary, option: str, target: float, milestone: str) -> tuple[Axis, ...]:
    """Return the levers to vary as axes; check the target and the milestone too.

    Parameters
    ----------
    question, vary, option
        As for `sim.config.axes.axes_of`.
    target, milestone
        The target probability, and its milestone.

    Raises
    ------
    ConfigError
        A lever, the target or the milestone is invalid; the error lists all problems.
    """
    problems: list[Problem] = []
    axes: tuple[Axis, ...] = ()
    try:
        axes = axes_of(question, vary, option)
    except ConfigError as error:
        problems += error.problems
    if not 0.0 < target < 1.0:
        expected = "expected a probability between 0 and 1, such as 0.95"
        problems.append(Problem("command line", None, "--target", f"{target:g}", expected))
    if milestone != "all" and milestone not in question.milestone:
        milestones = [*question.milestone, "all"]
        expected = f"expected one of {', '.join(milestones)}"
        near = nearest(milestone, milestones)
        problems.append(Problem("command line", None, "--milestone", milestone, expected, near))
    if problems:
        raise ConfigError(problems)
    return axes


def changes_at(
    question: Scenario, axes: Sequence[Axis], points: Sequence[tuple[Any, ...]], option: str = "--vary"
) -> list[Change]:
    """Return, for each point, the changes that it makes to the question: new values by path.

    Before that, check all points or some of them (`MOST_TRIED`).

    Parameters
    ----------
    question, axes
        The question, and the levers that are varied.
    points
        The points: one value of each axis.
    option
        The command-line option that states the levers, for messages.

    Raises
    ------
    ConfigError
        Two levers change the same number, a value of a lever cannot be applied, or the question is invalid at a point
        that is checked.
    """
    changes = [_merged(question, axes, values, option) for values in points]
    for at in _chosen(axes, points):
        try:
            changed(question, changes[at], option)
        except ConfigError as error:
            place = ", ".join(f"{axis.name} = {literal(value)}" for axis, value in zip(axes, points[at], strict=True))
            raise ConfigError(
                [replace(each, expectation=f"{each.expectation} (at {place})") for each in error.problems]
            ) from None
    return changes


def _chosen(axes: Sequence[Axis], points: Sequence[tuple[Any, ...]]) -> Sequence[int]:
    """Return the indices of the points to check."""
    if len(points) <= MOST_TRIED:
        return range(len(points))
    ends = [{axis.values[0], axis.values[-1]} if axis.positions is not None else set() for axis in axes]
    chosen: dict[int, None] = {}
    for place in range(len(axes)):
        first: dict[str, int] = {}
        for at, values in enumerate(points):
            first.setdefault(literal(values[place]), at)
        chosen |= dict.fromkeys(first.values())
    corners = (
        at
        for at, values in enumerate(points)
        if all(value in both for value, both in zip(values, ends, strict=True) if both)
    )
    return [*chosen, *corners][: 4 * MOST_TRIED]


def _merged(question: Scenario, axes: Sequence[Axis], values: tuple[Any, ...], option: str) -> Change:
    """Return the changes of all levers together; refuse two levers that change the same number."""
    changes: dict[tuple[str, ...], Any] = {}
    lever_of: dict[tuple[str, ...], str] = {}
    for axis, value in zip(axes, values, strict=True):
        for path, new in axis.changes(question, value).items():
            if path in changes:
                other = lever_of[path]
                expected = f"expected levers that change different numbers; {other} changes {'.'.join(path)} too"
                raise ConfigError([Problem("command line", None, f"{option} {axis.name}", None, expected)])
            changes[path], lever_of[path] = new, axis.name
    return changes
