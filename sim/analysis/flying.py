"""What flew: missions that came, their flying hours, whom and what they took."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from sim.model.calendars import NEVER
from sim.model.flying import TRIPS, Told, leg_seconds
from sim.model.tables import Table
from sim.model.terms import Fate, Supply

__all__ = ["Flown", "flown"]


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


def flown(told: Told, sorties: Table, shut: Table, lift: int) -> Flown:
    """Add up what a lift flew.

    Parameters
    ----------
    told
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
    spec = told.rows("lift")[lift]
    legs = {leg.site: leg for leg in told.rows("leg") if leg.lift == lift}
    alike = {site: leg_seconds(told, leg, spec.key, 0, 0, 0) for site, leg in legs.items() if leg.block < 0}

    def takes(site: int, number: int, attempt: int, which: int) -> int:
        """Time of a leg [s]; where it is not drawn, all are alike."""
        return alike[site] if site in alike else leg_seconds(told, legs[site], spec.key, number, attempt, which)

    mine = sorties[sorties["lift"] == lift]
    fleet = spec.supply == Supply.FLEET
    came = mine["overhead"] < NEVER
    if fleet:
        came |= (mine["fate"] == Fate.OPEN) & (mine["tasked"] < NEVER)
    closed = [(begins, until) for hit, begins, until in shut[["lift", "begins", "until"]].tolist() if hit == lift]
    total, missions, tails = 0, 0, set()
    names = ("number", "attempt", "site", "fate", "overhead", "up", "arrived")
    for number, attempt, site, fate, overhead, up, arrived in mine[came][list(names)].tolist():
        there = takes(site, number, attempt, 0)
        if not fleet and fate == Fate.TURNED_BACK and _within(closed, overhead - there):
            continue
        if fleet and spec.begin_at_site and number % TRIPS == 0:
            there = 0
        home = arrived - up if arrived < NEVER else takes(site, number, attempt, 1)
        total += there + home
        missions += 1
        tails.add(number // TRIPS)
    carried = mine[mine["fate"] == Fate.OUT]
    return Flown(missions, total, len(tails) if fleet else missions, _sum(carried, "people"), _sum(carried, "kg"))


def _within(spans: list[Any], instant: int) -> bool:
    return any(begins <= instant < until for begins, until in spans)


def _sum(table: Table, column: str) -> int:
    return int(table[column].sum(dtype=np.int64))
