"""Further trials where a sweep leaves open on which side of the target a point lies."""

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
        Runs what is missing of them.
    first
        Trials of each plan that are there, by its number.
    many
        Trials to add in all.
    target
        The probability.
    drawn
        Draws the curves through what so many trials of each plan came to.
    plan
        Number of the plan behind a point of a slice.
    inner
        Trials of each world.
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
