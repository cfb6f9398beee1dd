"""Levers that move nothing: the same few histories at several values, compared bit by bit."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from sim.config.axes import Axis
from sim.config.change import changed
from sim.domain.scenario import Scenario
from sim.experiment.engine import engine as engine_of
from sim.experiment.engine import fitting
from sim.experiment.identity import plan_digest
from sim.model.compile import plan
from sim.model.trajectory import fingerprint

__all__ = ["HISTORIES", "unmoved"]

HISTORIES: Final = 10
"""Histories that are run at each value that is tried."""
TRIED: Final = 5
"""Values of a lever that are tried: its ends, and some between."""


def unmoved(question: Scenario, axes: Sequence[Axis], seed: int, engine: str) -> list[str]:
    """Return the names of levers that changed nothing in the first histories at any of the values tried.

    Parameters
    ----------
    question
        As it is written; the other levers stay as they stand there.
    axes
        The levers.
    seed, engine
        Of the histories, which draw the same luck at every value.
    """
    return [axis.name for axis in axes if len(axis.values) > 1 and not _moves(question, axis, seed, engine)]


def _moves(question: Scenario, axis: Axis, seed: int, engine: str) -> bool:
    """Whether any history differs between values of one lever."""
    many = len(axis.values)
    places = sorted({round(number * (many - 1) / (TRIED - 1)) for number in range(TRIED)})
    plans = [plan(changed(question, axis.changes(question, axis.values[place]), "--vary")) for place in places]
    if len({plan_digest(each) for each in plans}) == 1:
        return False
    for replication in range(HISTORIES):
        found = {fingerprint(engine_of(fitting(asked, engine)[0])(asked, seed, replication)) for asked in plans}
        if len(found) > 1:
            return True
    return False
