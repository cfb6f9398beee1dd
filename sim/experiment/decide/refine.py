"""Further trials where a sweep leaves open on which side of the target a point lies."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from sim.analysis.decisions.contour import near, portions
from sim.experiment.decide.runner import Runner
from sim.experiment.decide.slice import Slice
from sim.experiment.decide.trials import stride

__all__ = ["refined"]

ROUNDS: Final = 8
"""Batches in which trials are added: after each the curves are drawn anew."""

Counts = Mapping[int, int]
"""Trials of each plan, by its number."""
Drawn = Callable[[Counts], tuple[Slice, ...]]
"""Draw the curves through what so many trials of each plan came to."""


def refined(
    runner: Runner,
    first: Counts,
    many: int,
    target: float,
    plans: Callable[[Slice, int], int],
    drawn: Drawn,
    inner: int,
) -> dict[int, int]:
    """Add trials in batches where the band straddles the target; return how many trials each plan then has.

    Parameters
    ----------
    runner
        Runs what is missing of them.
    first
        Trials of each plan that are there.
    many
        Trials to add in all. Fewer are added where no band straddles the target any more, and to keep worlds whole.
    target
        The probability.
    plans
        Number of the plan behind a point of a slice.
    drawn
        Draws the curves.
    inner
        Trials of each world.

    Notes
    -----
    Which points get trials follows from the trials there are, so a sweep that was broken off comes to the same ones.
    """
    counts = dict(first)
    asked, begun = sum(counts.values()), sum(counts.values())
    for batch in range(ROUNDS):
        left = many - (asked - begun)
        away: dict[int, float] = {}
        for piece in drawn(counts):
            for at, distance in near(piece.curve, target).items():
                plan = plans(piece, at)
                away[plan] = min(distance, away.get(plan, distance))
        away = {plan: away[plan] for plan in sorted(away) if counts[plan] < stride(inner)}
        if not away:
            break
        shares = portions(-(-left // (ROUNDS - batch)), list(away.values()), inner)
        spans = []
        for plan, share in zip(away, shares, strict=True):
            more = min(share, stride(inner) - counts[plan])
            if more > 0:
                spans.append((plan, counts[plan], counts[plan] + more))
                counts[plan] += more
        if spans:
            runner.fetch(spans, begun + many, asked)
            asked += sum(last - start for _, start, last in spans)
    return counts
