"""Departures in all, the most departures and people out in one local day, and the longest pause of loading.

Loading pauses while the destination of the lift has no room for more people.
"""

import numpy as np

from sim.analysis.outcomes.column import Column, count, number
from sim.analysis.sums import Sums
from sim.model.calendars import NEVER
from sim.model.plan import Plan
from sim.model.schema.row import Table
from sim.model.terms import Cause

__all__ = ["columns", "values"]


def columns(plan: Plan) -> list[Column]:
    """Return the columns of this module, in order."""
    return [
        count("departures", "sorties that took off from a site in country"),
        count("most_departures_a_day", "most sorties that took off from a site in country in one local day"),
        count("most_people_a_day", "most people who left the country in one local day"),
        number("longest_pause_h", "longest pause of loading because the destination had no room for more people [h]"),
    ]


def values(plan: Plan, sums: Sums) -> list[float]:
    """Return the figures of this module, in the order of `columns`.

    Notes
    -----
    People who left before the start count on no day. A pause ends when a sortie that waited for room begins to load. It
    begins when this sortie lands, or when the previous sortie begins to load for the same destination, whichever is
    later. A pause that has not ended when the history ends does not count.
    """
    sorties = sums.sorties
    pause = _longest_pause(plan, sums.trajectory.sortie) if sorties.total["waited_for_room"] else 0
    most_people = int(sums.movers.on_day.max(initial=0))
    return [sorties.total["departures"], int(sorties.on_day.max(initial=0)), most_people, pause / 3600]


def _longest_pause(plan: Plan, sortie: Table) -> int:
    """Return the longest pause of loading for lack of room at a destination [s]; only loading in country counts."""
    loaded, longest = sortie[(plan.site["base"][sortie["site"]] != 0) & (sortie["worked"] < NEVER)], 0
    to = plan.lift["to"][loaded["lift"]]
    for place in np.unique(to):
        bound = np.sort(loaded[to == place], order="worked")  # sorties that fly to this place, by start of loading
        before = np.concatenate(([0], bound["worked"][:-1]))
        pause = bound["worked"] - np.maximum(bound["landed"], before)
        longest = max(longest, int(pause[bound["load_cause"] == Cause.ROOM].max(initial=0)))
    return longest
