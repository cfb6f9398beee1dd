"""Departure times for arrival in open hours: the functions of `sim.model.planning` for a sortie and its lift."""

from typing import TYPE_CHECKING

from sim.model import planning

if TYPE_CHECKING:
    from sim.engines.simpy.lift import Lift
    from sim.engines.simpy.sortie import Sortie
    from sim.model.world import Windows

__all__ = ["leaves_for", "start_for"]


def leaves_for(lift: "Lift", sortie: "Sortie", which: int, first: int, kept: "Windows") -> int:
    """Return the earliest departure, not before `first`, that arrives while the destination is open [s]; else NEVER.

    Parameters
    ----------
    which
        0 for the leg in to the site, 1 for the leg out.
    kept
        Hours of the destination (`World.airfield`).
    """
    return planning.leaves_for(lift.rests, *lift.moves, lift.leg_time(sortie, which), first, *kept)


def start_for(lift: "Lift", sortie: "Sortie", which: int, arrives: int, first: int) -> int:
    """Return the earliest departure [s], not before `first`, that arrives at `arrives` or later."""
    return planning.start_for(lift.rests, *lift.moves, lift.leg_time(sortie, which), arrives, first)
