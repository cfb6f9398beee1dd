"""Where the calendars of the loop lie in the table `hours`: first those of sites, then of stations, lifts, routes."""

from typing import Final, NamedTuple

from sim.model.plan import Plan

__all__ = ["OF_SITES", "REOPENS", "First", "first_of"]

OF_SITES: Final = ("runway", "hours", "airfield")
"""Columns of `ramps` that name calendars; `hours` has those of the first column for all sites, then of the next."""
REOPENS: Final = ("runway", "hours")
"""The columns of OF_SITES for which each opening marks all decisions about sorties at the site."""


class First(NamedTuple):
    """The first row of the calendars of each kind; those of machines, servers and longer hours follow.

    Attributes
    ----------
    stations
        When each station works.
    permit
        When each lift may come, lift by lift and site by site.
    moves, set_down
        When each lift moves, and when it may set down at its destination.
    passable
        When each route may be used.
    """

    stations: int
    permit: int
    moves: int
    set_down: int
    passable: int


def first_of(plan: Plan) -> First:
    """Return where the calendars of each kind begin."""
    sites, lifts = len(plan.site), len(plan.lift)
    stations = len(OF_SITES) * sites
    permit = stations + len(plan.station)
    moves = permit + lifts * sites
    return First(stations, permit, moves, moves + lifts, moves + 2 * lifts)
