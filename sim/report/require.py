"""Output of `sim require`: the value of a lever that is just enough."""

from __future__ import annotations

from collections.abc import Iterator

from sim.experiment.decide.require.require import Requirement
from sim.experiment.decide.require.words import caveats, cheapest, counts, sentence
from sim.report.words import WIDTH, block

__all__ = ["lines"]


def lines(requirement: Requirement, width: int = WIDTH) -> Iterator[str]:
    """Yield an answer for each value of the second lever (or a single answer), then notes on how to read them."""
    for answer in requirement.answers:
        yield from block(sentence(requirement, answer), 2, 4, width)
        if text := counts(requirement, answer):
            yield from block(text, 2, 4, width)
    for text in cheapest(requirement):
        yield from block(text, 2, 4, width)
    yield ""
    for text in caveats(requirement):
        yield from block(text, 2, 4, width)
