"""People and equipment over time: by day over all histories, or by the hour over some if histories are short."""

from itertools import islice
from typing import TYPE_CHECKING, Final

from sim.analysis.summary.bands import Bands
from sim.analysis.summary.hourly import hourly

if TYPE_CHECKING:
    from sim.experiment.study import Study

__all__ = ["course"]

SHORT_S: Final = 14 * 86_400
"""Histories of at most this length are counted by the hour [s]."""
MOVERS: Final = 20_000
HISTORIES: Final = 200
"""Most movers, and most histories, run again for hourly counts: results store daily counts only."""


def course(study: "Study") -> tuple[Bands, int]:
    """Return bands by day over all histories, or by the hour over the first ones; and the number of histories used."""
    if study.plan.horizon > SHORT_S:
        return study.bands(), len(study)
    numbers = iter(range(study.first, study.last))
    histories = [study.trajectory(next(numbers))]
    more = min(HISTORIES, MOVERS // max(len(histories[0].mover), 1)) - 1
    histories += [study.trajectory(number) for number in islice(numbers, max(more, 0))]
    return hourly(study.plan, histories), len(histories)
