"""Whether what is asked of many plans makes sense, before anything runs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

from sim.config.axes import Axis
from sim.config.change import changed
from sim.config.literal import literal
from sim.domain.scenario import Scenario
from sim.errors import ConfigError, Problem, SimError
from sim.experiment.decide.trials.trial import Change

__all__ = ["judged", "tried"]

MOST_TRIED: Final = 60
"""Points that are each checked before anything runs; of more, their corners, and each value of each lever once."""


def judged(question: Scenario, target: float, milestone: str) -> None:
    """Refuse a target or a promise that cannot be.

    Raises
    ------
    SimError
        With what was expected.
    """
    if not 0.0 < target < 1.0:
        raise SimError(f"target = {target:g}: expected a probability between 0 and 1, such as 0.95")
    if milestone != "all" and milestone not in question.milestone:
        raise SimError(f"milestone = {milestone}: expected one of {', '.join([*question.milestone, 'all'])}")


def tried(question: Scenario, axes: Sequence[Axis], points: Sequence[tuple[Any, ...]]) -> list[Change]:
    """Return what each point changes, by path.

    Parameters
    ----------
    question, axes
        What is asked, and what is varied.
    points
        One value of each axis.

    Raises
    ------
    ConfigError
        Two levers change one number, or the question makes no sense at a point.
    """
    found = [_merged(question, axes, values) for values in points]
    for at in _chosen(axes, points):
        try:
            changed(question, found[at], "--vary")
        except ConfigError as error:
            said = ", ".join(f"{axis.name} = {literal(value)}" for axis, value in zip(axes, points[at], strict=True))
            raise ConfigError(
                [replace(each, expectation=f"{each.expectation} (at {said})") for each in error.problems]
            ) from None
    return found


def _chosen(axes: Sequence[Axis], points: Sequence[tuple[Any, ...]]) -> Sequence[int]:
    """Return which points are checked."""
    if len(points) <= MOST_TRIED:
        return range(len(points))
    ends = [{axis.values[0], axis.values[-1]} if axis.positions is not None else set() for axis in axes]
    chosen: dict[int, None] = {}
    for place in range(len(axes)):
        first: dict[str, int] = {}
        for at, values in enumerate(points):
            first.setdefault(literal(values[place]), at)
        chosen |= dict.fromkeys(first.values())
    corners = (at for at, values in enumerate(points) if all(v in e for v, e in zip(values, ends, strict=True) if e))
    return [*chosen, *corners][: 4 * MOST_TRIED]


def _merged(question: Scenario, axes: Sequence[Axis], values: tuple[Any, ...]) -> Change:
    """Put together what each lever changes; refuse two that change the same."""
    found: dict[tuple[str, ...], Any] = {}
    whose: dict[tuple[str, ...], str] = {}
    for axis, value in zip(axes, values, strict=True):
        for path, new in axis.changes(question, value).items():
            if path in found:
                expected = f"expected levers that change different numbers; {whose[path]} changes {'.'.join(path)} too"
                raise ConfigError([Problem("command line", None, f"--vary {axis.name}", None, expected)])
            found[path], whose[path] = new, axis.name
    return found
