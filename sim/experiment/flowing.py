"""Flows in the first histories of a study: results do not store stations by date, so these are run again."""

from itertools import chain, islice
from typing import TYPE_CHECKING, Final

from sim.analysis.summary.flows import Flows, flows
from sim.experiment.workers.engine import COMPILED

if TYPE_CHECKING:
    from sim.experiment.study import Study

__all__ = ["flowing"]

HISTORIES: Final = 60
MOVERS: Final = {True: 120_000, False: 10_000}
"""Most histories, and most movers in them, to run again: on the compiled engine, and on another one."""
FEWEST: Final = 5
"""Number of histories used if they are too large for that, or fewer if there are not as many."""


def flowing(study: "Study") -> Flows:
    """Return the flows in the first histories of a study, each run again exactly as it was."""
    numbers = iter(range(study.first, study.last))
    first = study.trajectory(next(numbers))
    room = MOVERS[study.store.engine == COMPILED] // max(len(first.mover), 1)
    more = min(HISTORIES, max(room, FEWEST)) - 1
    return flows(study.plan, chain([first], (study.trajectory(number) for number in islice(numbers, more))))
