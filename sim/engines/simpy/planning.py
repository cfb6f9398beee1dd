"""When to depart so as to arrive in open hours: the functions of `sim.model.planning` for a sortie and its lift."""

from typing import TYPE_CHECKING

from sim.model import planning

if TYPE_CHECKING:
    from sim.engines.simpy.lift import Lift
    from sim.engines.simpy.sortie import Sortie
    from sim.model.world import Windows

__all__ = ["leaves_for", "start_for"]


def leaves_for(lift: "Lift", sortie: "Sortie", which: int, first: int, hours: "Windows") -> int:
    """Return the earliest departure [s], not before `first`, that arrives in open hours; NEVER if there is none.

    Parameters
    ----------
    which
        0 for the leg in to the site, 1 for the leg out.
    hours
        Open hours of the destination (`World.airfield`).
    """
    return planning.leaves_for(lift.rests, *lift.moves, lift.leg_time(sortie, which), first, *hours)


def start_for(lift: "Lift", sortie: "Sortie", which: int, arrives: int, first: int) -> int:
    """Return the earliest departure [s], not before `first`, that arrives at `arrives` or later."""
    return planning.start_for(lift.rests, *lift.moves, lift.leg_time(sortie, which), arrives, first)
