"""Marks, after a change, the decisions that depend on what has changed, so that the loop tries them again."""

from sim.compiler.kernel import kernel
from sim.engines.compiled.events import mark
from sim.model.schema.state import State
from sim.model.terms import Supply

__all__ = [
    "cargo_changed",
    "cargo_changed_at",
    "cargo_changed_everywhere",
    "cargo_changed_of",
    "look_leaving",
    "need_changed",
]

READY = int(Supply.READY)


@kernel
def need_changed(h: State) -> None:
    """Record that there may be more to carry; mark lifts on request and lifts with sorties that wait for tasking."""
    h.need_rose = h.now
    for row in range(len(h.lifts)):
        if h.lifts[row].pending or h.lifts[row].supply == READY:
            mark(h, h.lifts[row].point)


@kernel
def cargo_changed(h: State, site: int) -> None:
    """Record that the movers that wait for lift at a site, or may still come, have changed."""
    h.ramps[site].changed_at = h.now
    mark(h, h.ramps[site].loading)
    if h.with_requests:
        for row in range(len(h.lifts)):
            if h.lifts[row].supply == READY:
                mark(h, h.lifts[row].point)


@kernel
def cargo_changed_everywhere(h: State) -> None:
    """Record, for every site, that the movers that wait for lift there, or may still come, have changed."""
    for site in range(h.sites):
        cargo_changed(h, site)


@kernel
def cargo_changed_of(h: State, row: int) -> None:
    """Record, for every site that a lot passes, that the movers that wait for lift there have changed."""
    lot = h.lots[row]
    if lot.sites == lot.sites_last:
        cargo_changed(h, lot.site)
    for at in range(lot.sites, lot.sites_last):
        cargo_changed(h, h.relations[at])


@kernel
def cargo_changed_at(h: State, site: int) -> None:
    """Record that the movers that wait at a site have changed.

    If any lot chooses among its ways by least waiting, record this for all sites.
    """
    if h.balances:
        cargo_changed_everywhere(h)
    else:
        cargo_changed(h, site)


@kernel
def look_leaving(h: State) -> None:
    """Mark the decision whether wanted movers are left behind, if there are any."""
    if h.wanted:
        mark(h, h.leaving)
