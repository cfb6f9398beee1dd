"""The busiest day of a history: departures and people out in one local day; and the longest pause for want of room."""

import numpy as np

from sim.analysis.among import among
from sim.analysis.column import Column, count, number
from sim.analysis.daily import midnights
from sim.analysis.roll import Ints, Roll
from sim.model.calendars import NEVER
from sim.model.plan import Plan
from sim.model.schema.row import Table
from sim.model.terms import Cause, Fate
from sim.model.trajectory import Trajectory

__all__ = ["columns", "values"]

TOOK_OFF = (Fate.OUT, Fate.EMPTY)


def columns(plan: Plan) -> list[Column]:
    """Return the columns of this room, in order."""
    return [
        count("departures", "sorties that took off from a base"),
        count("most_departures_a_day", "most of these in one local day"),
        count("most_people_a_day", "most people who left the country in one local day"),
        number("longest_pause_h", "longest time in which loading for a place waited for room there [h]"),
    ]


def values(plan: Plan, roll: Roll, trajectory: Trajectory) -> list[float]:
    """Return the figures of this room, in the order of `columns`.

    Notes
    -----
    Those who had left before the start count on no day. A pause ends when a sortie that waited for room begins to load.
    It began when that one landed, or when another began to load for the same place, whichever is later. One that has
    not ended when the history does is not counted.
    """
    sortie = trajectory.sortie
    base = plan.site["base"][sortie["site"]] != 0
    flown = sortie[base & among(sortie["fate"], TOOK_OFF)]
    people = roll.up[roll.person & (roll.up > 0) & (roll.up <= plan.horizon)]
    loaded = sortie[base & (sortie["worked"] < NEVER)]
    return [len(flown), _most(plan, flown["up"]), _most(plan, people), _longest_pause(plan, loaded) / 3600]


def _longest_pause(plan: Plan, loaded: Table) -> int:
    """Longest pause of loading for want of room at any place [s], from the sorties that were loaded."""
    if not (loaded["load_cause"] == Cause.ROOM).any():
        return 0
    longest = 0
    to = plan.lift["to"][loaded["lift"]]
    for place in np.unique(to):
        there = np.sort(loaded[to == place], order="worked")
        before = np.concatenate(([0], there["worked"][:-1]))
        pause = there["worked"] - np.maximum(there["landed"], before)
        longest = max(longest, int(pause[there["load_cause"] == Cause.ROOM].max(initial=0)))
    return longest


def _most(plan: Plan, instants: Ints) -> int:
    """Most of these instants in one local day."""
    return int(np.bincount(np.searchsorted(midnights(plan), instants, side="right")).max(initial=0))
