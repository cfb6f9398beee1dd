"""Flows in the first histories of a study: results do not store stations by date, so these histories are run again."""

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
"""Largest number of movers in these histories: True is for the compiled engine, False for any other."""
FEWEST: Final = 5
"""Number of histories that are run again however large they are (fewer only if the study has fewer)."""


def flowing(study: "Study") -> Flows:
    """Return what each lift carried and the queues by date, in the first histories of a study, which are run again."""
    numbers = iter(range(study.first, study.last))
    first = study.trajectory(next(numbers))
    affordable = MOVERS[study.store.engine == COMPILED] // max(len(first.mover), 1)
    more = min(HISTORIES, max(affordable, FEWEST)) - 1
    return flows(study.plan, chain([first], (study.trajectory(number) for number in islice(numbers, more))))
