"""Words for what fills a sortie first: payload, positions, volume, seats, or whole items."""

from __future__ import annotations

import math

from sim.arithmetic import Arithmetic
from sim.arithmetic.limits import Limit
from sim.arithmetic.supply import Bringing
from sim.report.words import number, plural, tonnes

__all__ = ["fills", "loads", "one_load"]


def loads(arithmetic: Arithmetic) -> list[str]:
    """Return a text for each lift on which any mover may ride: what fills its sorties first, and how much that is."""
    return [f"{lift.name}: {_first(lift)}{_both(lift)}" for lift in arithmetic.lifts if lift.filling.by]


def _both(lift: Bringing) -> str:
    """Return a note if people and equipment ride on a lift with seats but no stated positions; otherwise empty."""
    mixed = lift.heavy and lift.filling.people > 0 and lift.filling.tonnes > 0.0
    if lift.driven or not (mixed and math.isinf(lift.positions) and math.isfinite(lift.seats)):
        return ""
    return "; no positions are stated, so equipment rides too (pallets = 0 keeps out each lot that states `pallets`)"


def _first(lift: Bringing) -> str:
    """Return the words for what fills a sortie of a lift first."""
    by, each = lift.filling.by, lift.filling.each
    if lift.driven:
        return f"vehicles that drive themselves, at most {tonnes(lift.payload_t)} with {number(lift.seats, 2)} people"
    if by == "payload" and not lift.heavy and lift.people < 1.0:
        often = f"{number(each, 2)} people a sortie on average" if each > 0.0 else "no one"
        return f"payload fills first: its mean, {tonnes(lift.payload_t)}, is less than one person weighs, so {often}"
    if by == "payload":
        return f"payload fills first, {tonnes(lift.payload_t)}"
    beside = f" (payload {tonnes(lift.payload_t)})" if lift.heavy else ""
    if by == "seats":
        return f"seats fill first, {plural(round(each), 'person', 'people')}{beside}"
    if by == "positions":
        return f"positions fill first, {number(each, 2)} of them with {tonnes(lift.load_t)}{beside}"
    if by == "volume":
        return f"volume fills first, {number(each, 2)} m3 with {tonnes(lift.load_t)}{beside}"
    return f"{_items(each)} are the limit, {number(each, 2)} a sortie with {tonnes(lift.load_t)}{beside}"


def _items(each: float) -> str:
    return "single items" if each <= 1.0 else "whole items"


def fills(limit: Limit) -> str:
    """Return the words for what fills the sorties under a limit first; "lift" for the payload."""
    if limit.fills == "items":
        return _items(max(limit.each, default=1.0))
    return "lift" if limit.fills == "payload" else limit.fills


def one_load(limit: Limit, lift: Bringing) -> str:
    """Return the words for what one sortie of a lift carries, in the unit in which the limit counts loads."""
    if limit.fills == "payload":
        return tonnes(lift.payload_t)
    each = limit.each[limit.lifts.index(lift.row)]
    if limit.fills == "seats":
        return f"{number(each, 2)} {'seats' if each >= 1.0 else 'people'}"
    if limit.fills == "volume":
        return f"{number(each, 2)} m3, {tonnes(min(each * limit.unit_t, lift.payload_t))}"
    units = f"{number(each, 2)} {limit.fills.removesuffix('s')}{'s' if each != 1.0 else ''}"
    weight = each * limit.unit_t
    return f"{units}, {tonnes(weight if limit.fills == 'items' else min(weight, lift.payload_t))}"
