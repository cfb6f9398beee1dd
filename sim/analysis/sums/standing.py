"""Counts of the people and equipment that are at each place at given instants, and of those that have left it."""

from typing import Any, Final

import numpy as np
import numpy.typing as npt

from sim.analysis.sums.milestones import disposed_at
from sim.analysis.sums.places import base_of, places, road
from sim.analysis.sums.select import even_before
from sim.analysis.sums.tables import LotFacts
from sim.compiler.kernel import entry, kernel
from sim.domain.memo import memoised
from sim.model.calendars import NEVER as _NEVER
from sim.model.plan import Plan
from sim.model.schema.history import Mover, Stay
from sim.model.schema.row import Rows, Table
from sim.model.terms import Fate
from sim.model.trajectory import Trajectory

__all__ = ["standing"]

NEVER: Final = _NEVER
RETAINED: Final = int(Fate.RETAINED)


def standing(plan: Plan, trajectory: Trajectory, lots: Table, instants: npt.NDArray[np.int64]) -> Any:
    """Count people and equipment at each place, and those that have left it, at each of the ascending `instants` [s].

    Parameters
    ----------
    lots
        The facts of each group or lot.

    Returns
    -------
    ndarray
        Shape (n_instants, n_places, 4): places as in `sums.places`, the last axis as in `daily.MEASURES`. The counts
        include arrivals and departures at the instant itself.
    """
    n_places = len(places(plan))
    found = np.zeros((len(instants) + 1, n_places + 1, 4), np.int64)
    count_standing(trajectory.mover, trajectory.stay, lots, _place_of(plan), road(plan), n_places - 1, instants, found)
    return found[:-1, :-1]


@memoised
def _place_of(plan: Plan) -> npt.NDArray[np.int64]:
    """Return the index of the place of each site, shape (n_sites + 1,); the last entry stands for no site (-1).

    The entry of no site is the number of places. The entry of a site outside the country is the same if the road is a
    place; if it is not, no mover goes to another site, so this entry does not matter.
    """
    n_places = len(places(plan))
    place_of_site = np.append(base_of(plan), n_places)
    place_of_site[place_of_site == road(plan)] = n_places
    return place_of_site


@entry
def count_standing(
    movers: Rows[Mover],
    stays: Rows[Stay],
    lots: Rows[LotFacts],
    place_of: Any,
    road_: int,
    whole: int,
    instants: Any,
    found: Any,
) -> None:
    """Count people and equipment at each place, and those that have left it, at each instant.

    Parameters
    ----------
    movers, stays, lots
        The tables of movers and stays, and the facts of each group or lot. The stays are sorted by mover, and those of
        one mover by time.
    place_of
        The result of `_place_of`.
    road_, whole
        Index of the road (`places.road`), and index of the whole country among the places.
    instants
        The instants, ascending [s].
    found
        Output, all zero beforehand, shape (n_instants + 1, n_places + 1, 4): the counts at each instant. The last row
        collects the changes after the last instant, and the last place the changes that belong to no place.
    """
    at = 0
    for row in range(len(movers)):
        mover = movers[row]
        lot = lots[mover.lot]
        weight = 1 if lot.person else mover.kg
        measure = 0 if lot.person else 1
        disposed = disposed_at(mover)
        off = disposed if mover.fate == RETAINED else NEVER  # a retained mover has left its place
        came, out = even_before(instants, mover.arrived), even_before(instants, mover.up)
        went = even_before(instants, disposed) if disposed < mover.up else out
        found[came, whole, measure] += weight
        found[went, whole, measure] -= weight
        found[out, whole, measure + 2] += weight
        if at == len(stays) or stays[at].mover != row:
            here = place_of[lot.site]
            found[came, here, measure] += weight
            found[went, here, measure] -= weight
            found[went if off < mover.up else out, here, measure + 2] += weight
            continue
        while at < len(stays) and stays[at].mover == row:
            stay = stays[at]
            at += 1
            here = place_of[stay.site]
            _note(found, instants, stay.arrived, here, measure, weight)
            if stay.up == NEVER:
                _note(found, instants, disposed, here, measure, -weight)
                _note(found, instants, off, here, measure + 2, weight)
                continue
            _note(found, instants, stay.up, here, measure, -weight)
            _note(found, instants, stay.up, here, measure + 2, weight)
            next_arrival = mover.up
            if at < len(stays) and stays[at].mover == row:
                next_arrival = min(next_arrival, stays[at].arrived)
                if stays[at].site == stay.site:  # the sortie turned back, so the mover has not left
                    _note(found, instants, stays[at].arrived, here, measure + 2, -weight)
            if next_arrival > stay.up:
                _note(found, instants, stay.up, road_, measure, weight)
                _note(found, instants, next_arrival, road_, measure, -weight)
    for now in range(1, len(instants)):
        for place in range(whole + 1):
            for measure in range(found.shape[2]):
                found[now, place, measure] += found[now - 1, place, measure]


@kernel
def _note(found: Any, instants: Any, t: int, place: int, measure: int, weight: int) -> None:
    """Add a weight to a measure of a place at the first of the `instants` that is at or after `t`."""
    found[even_before(instants, t), place, measure] += weight
