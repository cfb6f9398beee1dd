"""What flows where in the first histories of a study: results keep no stations by date, so these are run again."""

from itertools import chain, islice
from typing import TYPE_CHECKING, Final

from sim.analysis.summary.flows import Flows, flows
from sim.experiment.workers.engine import COMPILED

if TYPE_CHECKING:
    from sim.experiment.study import Study

__all__ = ["flowing"]

HISTORIES: Final = 60
MOVERS: Final = {True: 120_000, False: 10_000}
"""Most histories, and most movers in them, that are run again, on the compiled engine and on another one."""
FEWEST: Final = 5
"""Of histories that are too large for that, so many are looked at, where there are as many."""


def flowing(study: "Study") -> Flows:
    """Return what flows in the first histories of a study, each exactly as it was."""
    numbers = iter(range(study.first, study.last))
    first = study.trajectory(next(numbers))
    room = MOVERS[study.store.engine == COMPILED] // max(len(first.mover), 1)
    more = min(HISTORIES, max(room, FEWEST)) - 1
    return flows(study.plan, chain([first], (study.trajectory(number) for number in islice(numbers, more))))
