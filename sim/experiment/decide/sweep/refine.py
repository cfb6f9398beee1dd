"""Further trials at the points of a sweep whose probability may be above or below the target."""

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
    """Add trials in batches near the target, and return the number of trials that each plan then has.

    A batch goes to the points where the band of the curve contains the target, and to the points beside a place where
    the curve crosses the target.

    Parameters
    ----------
    runner
        Runs missing trials.
    first
        Number of existing trials of each plan, by the number of the plan.
    many
        Largest number of trials to add in all.
    target
        The target probability.
    drawn
        Called with the number of trials of each plan; returns the curves through the results of these trials.
    plan
        Called with a slice and the index of one of its points; returns the number of the plan of this point.
    inner
        Trials per world.
    """
    begun = asked = sum(first.values())

    def open_at(counts: Mapping[int, int]) -> dict[int, float]:
        """Return the plans that need more trials, each with its smallest distance from the target, in logits."""
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
