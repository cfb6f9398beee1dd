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
    """Add trials in batches where the band contains the target; return how many trials each plan then has.

    Parameters
    ----------
    runner
        Runs missing trials.
    first
        Existing trials of each plan, by its number.
    many
        Trials to add in all.
    target
        The probability.
    drawn
        Fits the curves through the results of so many trials of each plan.
    plan
        Returns the number of the plan of a point of a slice.
    inner
        Trials per world.
    """
    begun = asked = sum(first.values())

    def open_at(counts: Mapping[int, int]) -> dict[int, float]:
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
