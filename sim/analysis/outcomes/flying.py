"""What each lift flew: sorties that came to a site, their flying hours, and the people and weight that they carried."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sim.analysis.sums import Sums, lift_facts
from sim.analysis.sums.tables import FlightSums
from sim.model.calendars import NEVER
from sim.model.schema.row import Table
from sim.model.terms import Supply
from sim.model.world import World
from sim.model.world.flying import TRIPS, leg_seconds, legs_seconds, season_of, slowed, speeds

__all__ = ["Flown", "came_to_sites", "flown"]

Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Flown:
    """What one lift flew in one history.

    Attributes
    ----------
    came
        Number of sorties that came to a site.
    legs
        Flying time of all legs of these sorties [s].
    positions
        How often the lift flew into the theatre and home again: once for each sortie that came; for a fleet, once for
        each tail that came.
    people, kg
        Number of people carried, and weight carried [kg], people included.
    """

    came: int
    legs: int
    positions: int
    people: int
    kg: int


def flown(sums: Sums) -> list[Flown]:
    """Return what each lift flew, in the order of the plan."""
    plan, sorties = sums.plan, sums.trajectory.sortie
    lifts = lift_facts(plan)
    came, of_lift = came_to_sites(sums)
    result = []
    for lift, ((n, legs), carried) in enumerate(zip(of_lift.tolist(), sums.sorties.of_lift, strict=True)):
        positions = _tails(sorties, came, lift) if lifts["is_fleet"][lift] else n
        result.append(Flown(n, legs, positions, carried["people"], carried["kg"]))
    return result


def came_to_sites(sums: Sums) -> "tuple[npt.NDArray[np.bool_], Table]":
    """Return whether each sortie came to a site, shape (n_sorties,), and the sums of each lift (`FlightSums`).

    `sim.analysis.sums.flights` says which sorties came.
    """
    from sim.analysis.sums.flights import add_up_flights

    plan, world, sorties = sums.plan, sums.world, sums.trajectory.sortie
    lifts, came = lift_facts(plan), np.zeros(len(sorties), np.bool_)
    of_lift = np.zeros(len(plan.lift), FlightSums.dtype)
    flies = sorties["overhead"] < NEVER
    flies |= (lifts["is_fleet"] != 0)[sorties["lift"]]
    there, home = _legs(world, sorties, flies, 0), _legs(world, sorties, flies & (sorties["arrived"] == NEVER), 1)
    add_up_flights(sorties, sums.trajectory.shut, lifts, there, home, came, of_lift)
    return came, of_lift


def _tails(sorties: Table, came: "npt.NDArray[np.bool_]", lift: int) -> int:
    """Return how many tails of a fleet came to a site at least once."""
    return len(np.unique(sorties["number"][came & (sorties["lift"] == lift)] // TRIPS))


def _legs(world: World, sorties: Table, asked: "npt.NDArray[np.bool_]", which: int) -> Ints:
    """Return the time of one leg of each sortie for which `asked` is true [s], shape (n_sorties,).

    `which` is 0 for the leg to the site and 1 for the leg home. Entries of other sorties have no meaning.
    """
    plan = world.plan
    # leg times that are not drawn; the last column is for sorties without a site (-1)
    fixed = np.zeros((len(plan.lift), len(plan.site) + 1), np.int64)
    drawn = []
    for leg in world.rows("leg"):
        if leg.block < 0:
            fixed[leg.lift, leg.site] = leg_seconds(world, leg._replace(seasons_last=leg.seasons), 0, 0, 0, which, 0)
        else:
            drawn.append(leg)
    times: Ints = fixed[sorties["lift"], sorties["site"]]
    is_asked = asked.any()
    for leg in drawn if is_asked else ():
        here = np.flatnonzero(asked & (sorties["lift"] == leg.lift) & (sorties["site"] == leg.site))
        key = world.rows("lift")[leg.lift].key
        times[here] = legs_seconds(world, leg, key, sorties["number"][here], sorties["attempt"][here], which)
    for leg in world.rows("leg") if is_asked else ():
        if leg.seasons < leg.seasons_last:
            here = np.flatnonzero(asked & (sorties["lift"] == leg.lift) & (sorties["site"] == leg.site))
            is_fleet = world.rows("lift")[leg.lift].supply == Supply.FLEET
            season = speeds(world, leg)
            for row in here.tolist():
                when = season_of(is_fleet, int(sorties["tasked"][row]), int(sorties["planned"][row]))
                times[row] = slowed(int(times[row]), *season, when)
    return times
