"""What flew: missions that came, their flying hours, whom and what they took."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sim.model.calendars import NEVER
from sim.model.schema.row import Table
from sim.model.terms import Fate, Supply
from sim.model.world import World
from sim.model.world.flying import TRIPS, leg_seconds

__all__ = ["Flown", "flown"]

Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Flown:
    """What one lift flew in one history.

    Attributes
    ----------
    came
        Sorties that came to a site.
    legs
        Flying time of all legs [s].
    positions
        How often the way there and home again was flown: once a sortie that came; of a fleet, once a tail.
    people, kg
        Carried.
    """

    came: int
    legs: int
    positions: int
    people: int
    kg: int


def flown(world: World, sorties: Table, shut: Table, lift: int) -> Flown:
    """Add up what a lift flew.

    Parameters
    ----------
    world
        The numbers of the history.
    sorties, shut
        Its tables.
    lift
        Row of the lift.

    Notes
    -----
    A sortie came if it was overhead; a tail also if it was on its way when the history ended. Every one that came
    counts two whole legs, whatever became of it: empty, diverted, turned back, or still on the ground when the
    history ended, for it has to go home. A tail that begins at the site has no first leg. A leg home that is in the
    table is taken from there, any other from the address of its draw. A mission that lost permission before it took
    off is written down as turned back, but did not fly. A mission still on its way at the end is not counted: it may
    yet be cancelled or called back.
    """
    spec = world.rows("lift")[lift]
    fleet = spec.supply == Supply.FLEET
    mine = sorties["lift"] == lift
    came = mine & (sorties["overhead"] < NEVER)
    if fleet:
        came |= mine & (sorties["fate"] == Fate.OPEN) & (sorties["tasked"] < NEVER)
    some = sorties[came]
    there = _legs(world, lift, some, 0)
    if not fleet:
        away = np.flatnonzero(some["fate"] == Fate.TURNED_BACK)
        closed = shut[shut["lift"] == lift]
        left = (some["overhead"] - there)[away, np.newaxis]
        called_off = away[((closed["begins"] <= left) & (left < closed["until"])).any(axis=1)]
        some, there = np.delete(some, called_off), np.delete(there, called_off)
    elif spec.begin_at_site:
        there[some["number"] % TRIPS == 0] = 0
    home = some["arrived"] - some["up"]
    untold = some["arrived"] == NEVER
    home[untold] = _legs(world, lift, some[untold], 1)
    trips = len(np.unique(some["number"] // TRIPS)) if fleet else len(some)
    carried = mine & (sorties["fate"] == Fate.OUT)
    people, kg = (int(sorties[column][carried].sum(dtype=np.int64)) for column in ("people", "kg"))
    return Flown(len(some), int((there + home).sum()), trips, people, kg)


def _legs(world: World, lift: int, sorties: Table, which: int) -> Ints:
    """Time of a leg of each of some sorties of a lift [s], see `leg_seconds`; where it is not drawn, all are alike."""
    key, times = world.rows("lift")[lift].key, np.zeros(len(sorties), np.int64)
    for leg in world.rows("leg"):
        if leg.lift == lift:
            here = np.flatnonzero(sorties["site"] == leg.site)
            if leg.block < 0:
                times[here] = leg_seconds(world, leg, key, 0, 0, which)
            else:
                asked = sorties[["number", "attempt"]][here].tolist()
                times[here] = [leg_seconds(world, leg, key, number, attempt, which) for number, attempt in asked]
    return times
