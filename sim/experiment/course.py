"""Who and what is there over time: by day of all histories, or by the hour of some where histories are short."""

from itertools import islice
from typing import TYPE_CHECKING, Final

from sim.analysis.summary.bands import Bands
from sim.analysis.summary.hourly import hourly

if TYPE_CHECKING:
    from sim.experiment.study import Study

__all__ = ["course"]

SHORT_S: Final = 14 * 86_400
"""Histories of at most this length are looked at by the hour [s]."""
MOVERS: Final = 20_000
HISTORIES: Final = 200
"""Most movers, and most histories, that are run again for that: results keep head-counts by day alone."""


def course(study: "Study") -> tuple[Bands, int]:
    """Return bands by day of all histories, or by the hour of the first of them; and how many histories these are."""
    if study.plan.horizon > SHORT_S:
        return study.bands(), len(study)
    numbers = iter(range(study.first, study.last))
    histories = [study.trajectory(next(numbers))]
    more = min(HISTORIES, MOVERS // max(len(histories[0].mover), 1)) - 1
    histories += [study.trajectory(number) for number in islice(numbers, max(more, 0))]
    return hourly(study.plan, histories), len(histories)
