"""People and equipment over time: by day over all histories, or, if histories are short, by hour over some of them."""

from itertools import islice
from typing import TYPE_CHECKING, Final

from sim.analysis.summary.bands import Bands
from sim.analysis.summary.hourly import hourly

if TYPE_CHECKING:
    from sim.experiment.study import Study

__all__ = ["course"]

SHORT_S: Final = 14 * 86_400
"""Longest horizon of a plan whose movers are counted by the hour [s]."""
MOVERS: Final = 20_000
"""Largest number of movers in the histories that are run again for hourly counts, all histories together.

One history is run again however many movers it has.
"""
HISTORIES: Final = 200
"""Largest number of histories that are run again for hourly counts; results store daily counts only."""


def course(study: "Study") -> tuple[Bands, int]:
    """Return bands, and the number of histories that they are computed from.

    The bands are by day over all histories or, if the horizon is at most `SHORT_S`, by hour over the first histories.
    """
    if study.plan.horizon > SHORT_S:
        return study.bands(), len(study)
    numbers = iter(range(study.first, study.last))
    histories = [study.trajectory(next(numbers))]
    more = min(HISTORIES, MOVERS // max(len(histories[0].mover), 1)) - 1
    histories += [study.trajectory(number) for number in islice(numbers, max(more, 0))]
    return hourly(study.plan, histories), len(histories)
