"""Further trials at points of a sweep that may lie on either side of the target."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from sim.analysis.decisions.contour import Span, near, sharpened
from sim.experiment.decide.sweep.slice import Slice
from sim.experiment.decide.trials.runner import Runner
from sim.experiment.decide.trials.trial import stride

__all__ = ["refined"]


def refined(
    runner: Runner,
    first: Mapping[int, int],
    many: int,
    target: float,
    drawn: Callable[[Mapping[int, int]], Sequence[Slice]],
    plan: Callable[[Slice, int], int],
    inner: int,
) -> dict[int, int]:
    """Add trials in batches where the band contains the target; return the number of trials of each plan, old and new.

    Parameters
    ----------
    runner
        Runs missing trials.
    first
        Number of existing trials of each plan, by the number of the plan.
    many
        Trials to add in all.
    target
        The target probability.
    drawn
        Given the number of trials of each plan, fits the curves through their results.
    plan
        Given a slice and the index of one of its points, returns the number of the plan of that point.
    inner
        Trials per world.
    """
    begun = asked = sum(first.values())

    def open_at(counts: Mapping[int, int]) -> dict[int, float]:
        """Return the plans whose band contains the target, each with its smallest distance from the target."""
        away: dict[int, float] = {}
        for piece in drawn(counts):
            for at, far in near(piece.curve, target).items():
                number = plan(piece, at)
                away[number] = min(far, away.get(number, far))
        return away

    def add(spans: list[Span]) -> None:
        nonlocal asked
        runner.fetch(spans, begun + many, asked)
        asked += sum(last - start for _, start, last in spans)

    return sharpened(first, many, open_at, add, least=inner, most=stride(inner))
