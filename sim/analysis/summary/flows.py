"""Flows over several histories: loads of each lift from each site, turns at stations, and queues over time.

A turn is one visit of a mover to a station.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from sim.analysis.sums.daily import midnights
from sim.analysis.sums.movers import bases
from sim.model.calendars import NEVER
from sim.model.plan import Plan
from sim.model.schema.row import Table
from sim.model.terms import Fate
from sim.model.trajectory import Trajectory

__all__ = ["LEVELS", "Flown", "Flows", "flows"]

LEVELS: Final = (0.05, 0.50, 0.95)
"""Probabilities of the quantiles of queues."""
SHORT_S: Final = 14 * 86_400
"""If the horizon is at most this [s], queues are counted at every full hour since the start, otherwise at midnights."""
HOUR: Final = 3600

Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Flown:
    """What one lift carried from one site, over several histories. Sorties without a load do not count.

    Attributes
    ----------
    site, lift, to
        Rows of the site, the lift and its destination (a site) in the tables of the plan.
    sorties, people, tonnes
        Number of sorties, people aboard, and weight aboard, these people included [t]; means over all histories.
    first, last
        Medians of the instants at which the first and the last sortie took off, over the histories with such a sortie
        [s since the start].
    share
        Share of the histories in which the lift has such a sortie from the site.
    """

    site: int
    lift: int
    to: int
    sorties: float
    people: float
    tonnes: float
    first: int
    last: int
    share: float


@dataclass(frozen=True)
class Flows:
    """The flows in n histories.

    Attributes
    ----------
    n
        Number of histories.
    ways
        An entry for each site and lift, if the lift carried a load from the site in any history; sorted by their rows.
    instants
        Instants at which queues are counted [s since the start], shape (n_instants,).
    waiting
        Quantiles `LEVELS`, over the histories, of the number of people and items in the queue of each station; shape
        (n_instants, n_stations, 3).
    staged
        Quantiles `LEVELS`, over the histories, of the number of people and items at each site in country
        (`sums.movers.bases`) that are staged and have not left the site; shape (n_instants, n_bases, 3).
    turns
        Number of turns at each station, including those of movers that were never served; shape (n, n_stations).
    readied
        How often a person or item became staged at each site in country, shape (n, n_bases).
    landed
        Number of sorties that landed at each site to be loaded, shape (n, n_sites).
    offloaded
        Number of sorties that set down their load at each site, shape (n, n_sites).
    """

    n: int
    ways: tuple[Flown, ...]
    instants: Ints
    waiting: npt.NDArray[np.float64]
    staged: npt.NDArray[np.float64]
    turns: Ints
    readied: Ints
    landed: Ints
    offloaded: Ints


def flows(plan: Plan, histories: Iterable[Trajectory]) -> Flows:
    """Return the flows over several histories.

    Parameters
    ----------
    plan
        The plan of the histories.
    histories
        The histories, at least one; only one at a time needs to be in memory.
    """
    instants = np.arange(0, plan.horizon + 1, HOUR) if plan.horizon <= SHORT_S else midnights(plan)
    queues, turns, readied, landed, offloaded = [], [], [], [], []
    ways: dict[tuple[int, int], list[tuple[int, int, int, int, int]]] = {}
    stations, sites = len(plan.station), len(plan.site)
    for history in histories:
        visit, sortie = history.visit, history.sortie
        at_station = visit[visit["place"] >= 0]
        site, since, until = _staged(plan, history)
        queues.append(
            np.concatenate(
                [
                    _queues(*_waits(at_station, history.given, history.end), stations, instants),
                    _queues(site, since, until, sites, instants),
                ],
                axis=1,
            )
        )
        turns.append(np.bincount(at_station["place"], minlength=stations))
        readied.append(np.bincount(site, minlength=sites))
        landed.append(np.bincount(sortie["site"][sortie["landed"] < NEVER], minlength=sites))
        offloaded.append(np.bincount(history.offloaded["site"], minlength=sites))
        flown = sortie[(sortie["up"] < NEVER) & (sortie["fate"] == Fate.OUT)]
        for row, lift in sorted(set(zip(flown["site"].tolist(), flown["lift"].tolist(), strict=True))):
            sorties = flown[(flown["site"] == row) & (flown["lift"] == lift)]
            carried = (len(sorties), int(sorties["people"].sum()), int(sorties["kg"].sum()))
            ways.setdefault((row, lift), []).append((*carried, int(sorties["up"].min()), int(sorties["up"].max())))
    waiting = np.moveaxis(np.quantile(np.stack(queues), LEVELS, axis=0, method="inverted_cdf"), 0, -1)
    rows, n = [row for row, _ in bases(plan)], len(turns)
    return Flows(
        n,
        tuple(_way(plan, *key, np.array(each, np.int64), n) for key, each in sorted(ways.items())),
        instants,
        waiting[:, :stations].astype(np.float64),
        waiting[:, stations:][:, rows].astype(np.float64),
        np.array(turns, np.int64),
        np.array(readied, np.int64)[:, rows],
        np.array(landed, np.int64),
        np.array(offloaded, np.int64),
    )


def _waits(visit: Table, given: Table, end: int) -> tuple[Ints, Ints, Ints]:
    """Return the station of each visit, and when the wait of the mover began and ended [s]; shape (n_visits,) each.

    If the mover was never served, its wait ends when its way changed (`given`), otherwise with the history.
    """
    until = visit["started"].copy()
    for row in np.flatnonzero((until == NEVER) & np.isin(visit["mover"], given["mover"])):
        changed = given["at"][(given["mover"] == visit["mover"][row]) & (given["at"] >= visit["arrived"][row])]
        until[row] = changed.min(initial=NEVER)
    return visit["place"], visit["arrived"], np.minimum(until, end)


def _way(plan: Plan, site: int, lift: int, flown: Ints, n: int) -> Flown:
    """Return what one lift carried from one site over `n` histories.

    `flown` has a row for each history with such a sortie: number of sorties, people, kg, first and last take-off [s].
    """
    sorties, people, kg, _, _ = (flown.sum(axis=0) / n).tolist()
    first, last = (int(np.quantile(flown[:, side], 0.5, method="inverted_cdf")) for side in (3, 4))
    to = int(plan.lift["to"][lift])
    return Flown(site, lift, to, sorties, people, kg / 1000, first, last, len(flown) / n)


def _staged(plan: Plan, history: Trajectory) -> tuple[Ints, Ints, Ints]:
    """Return where each staged mover waited, as a row of the sites, and when its wait began and ended [s].

    Each array has shape (n_entries,): one entry for each stay of a mover at a site in country where it was staged.
    """
    mover, stay = history.mover, history.stay
    direct = np.ones(len(mover), np.bool_)
    direct[stay["mover"]] = False
    at_own_site = mover[direct & (mover["staged"] < NEVER)]
    on_way = stay[stay["staged"] < NEVER]
    site = np.concatenate([plan.lot["site"][at_own_site["lot"]], on_way["site"]]).astype(np.int64)
    since = np.concatenate([at_own_site["staged"], on_way["staged"]])
    until = np.concatenate(
        [np.minimum(at_own_site["up"], at_own_site["left"]), np.minimum(on_way["up"], mover["left"][on_way["mover"]])]
    )
    inside = (plan.site["base"][site] != 0) & (until > 0)
    return site[inside], since[inside], np.minimum(until[inside], history.end)


def _queues(place: Ints, since: Ints, until: Ints, places: int, instants: Ints) -> npt.NDArray[np.int32]:
    """Return how many movers wait at each place at each instant, shape (n_instants, n_places).

    A mover waits from `since` on, and no longer at `until`.
    """
    waited = until > since
    steps = np.zeros((len(instants) + 1, places), np.int32)
    np.add.at(steps, (np.searchsorted(instants, since[waited], "left"), place[waited]), 1)
    np.add.at(steps, (np.searchsorted(instants, until[waited], "left"), place[waited]), -1)
    return np.cumsum(steps[:-1], axis=0, dtype=np.int32)
