"""Loads of lifts and queues of stations by date: results do not store them, so the first histories are run again."""

from itertools import chain, islice
from typing import TYPE_CHECKING, Final

from sim.analysis.summary.flows import Flows, flows
from sim.experiment.workers.engine import COMPILED

if TYPE_CHECKING:
    from sim.experiment.study import Study

__all__ = ["flowing"]

HISTORIES: Final = 60
"""Largest number of histories to run again."""
MOVERS: Final = {True: 120_000, False: 10_000}
"""Largest number of movers in these histories together, for the compiled engine (True) and for any other (False)."""
FEWEST: Final = 5
"""Number of histories that are run again even if they exceed `MOVERS`; all histories of a study that has fewer."""


def flowing(study: "Study") -> Flows:
    """Return what each lift carried and the queues by date, in the first histories of a study, which are run again."""
    numbers = iter(range(study.first, study.last))
    first = study.trajectory(next(numbers))
    affordable = MOVERS[study.store.engine == COMPILED] // max(len(first.mover), 1)
    more = min(HISTORIES, max(affordable, FEWEST)) - 1
    return flows(study.plan, chain([first], (study.trajectory(number) for number in islice(numbers, more))))
