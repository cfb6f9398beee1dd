"""Output of `sim require`: the smallest value of a lever that is enough."""

from __future__ import annotations

from collections.abc import Iterator

from sim.experiment.decide.require.require import Requirement
from sim.experiment.decide.require.words import caveats, cheapest, counts, sentence
from sim.report.words import WIDTH, block

__all__ = ["lines"]


def lines(found: Requirement, width: int = WIDTH) -> Iterator[str]:
    """Yield the answer (one for each value of a second lever) and its basis, in lines of at most `width` columns."""
    for answer in found.answers:
        yield from block(sentence(found, answer), 2, 4, width)
        if text := counts(found, answer):
            yield from block(text, 2, 4, width)
    for text in cheapest(found):
        yield from block(text, 2, 4, width)
    yield ""
    for text in caveats(found):
        yield from block(text, 2, 4, width)
