"""Flows over several histories: what each lift carried from each site, turns at stations, and queues by date."""

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
"""If the plan is at most this long [s], queues are counted by the hour, otherwise at each midnight."""
HOUR: Final = 3600

Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Flown:
    """What one lift carried from one site.

    Attributes
    ----------
    site, lift, to
        Rows of the plan: origin, lift, destination.
    sorties, people, tonnes
        Sorties with a load, people aboard, and weight aboard, people included [t]; means over the histories.
    first, last
        Instants by which the first and the last of these sorties took off in half of the histories that have any [s].
    share
        Share of the histories that have any such sortie.
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
        What was flown or driven, by site and lift; only sorties with a load.
    instants
        Instants at which queues are counted, shape (n_instants,) [s].
    waiting
        Number of people and items in the queue of each station, as quantiles `LEVELS`; shape
        (n_instants, n_stations, 3).
    staged
        Number of staged people and items, which wait for lift or for a hold, at each site in country
        (`sums.movers.bases`), as quantiles `LEVELS`; shape (n_instants, n_bases, 3).
    turns
        Number of turns that began at each station, turns that were never served included; shape (n, n_stations).
    readied
        Number of people and items that became staged at each site in country, shape (n, n_bases).
    landed
        Number of sorties that landed at each site to be loaded, shape (n, n_sites).
    offloaded
        Number of sorties offloaded at each site, shape (n, n_sites).
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
    """Return the flows over several histories; only one history at a time needs to be in memory.

    Parameters
    ----------
    plan
        The plan of the histories.
    histories
        The histories, at least one.
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
                    _queues(*_waits(at_station, history.end), stations, instants),
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


def _waits(visit: Table, end: int) -> tuple[Ints, Ints, Ints]:
    """Return the station of each visit, and from when until when the mover waited there [s]; shape (n_visits,) each."""
    return visit["place"], visit["arrived"], np.minimum(visit["started"], end)


def _way(plan: Plan, site: int, lift: int, flown: Ints, n: int) -> Flown:
    """Return what one lift carried from one site, on average over `n` histories.

    `flown` has a row for each history with any such sortie: sorties, people, kg, first and last wheels-up [s].
    """
    sorties, people, kg, _, _ = (flown.sum(axis=0) / n).tolist()
    first, last = (int(np.quantile(flown[:, side], 0.5, method="inverted_cdf")) for side in (3, 4))
    to = int(plan.lift["to"][lift])
    return Flown(site, lift, to, sorties, people, kg / 1000, first, last, len(flown) / n)


def _staged(plan: Plan, history: Trajectory) -> tuple[Ints, Ints, Ints]:
    """Return where, from when and until when each staged person or item waited: site, then two instants [s].

    A mover has an entry for each site in country at which it was staged; shape (n_entries,) each.
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
    """Return how many wait at each place at each instant, shape (n_instants, n_places)."""
    waited = until > since
    steps = np.zeros((len(instants) + 1, places), np.int32)
    np.add.at(steps, (np.searchsorted(instants, since[waited], "left"), place[waited]), 1)
    np.add.at(steps, (np.searchsorted(instants, until[waited], "left"), place[waited]), -1)
    return np.cumsum(steps[:-1], axis=0, dtype=np.int32)
