"""Movers stay off a sortie if another way is expected to be earlier.

This is decided every 24 h, at departures, and when a permission, a destination or a route opens or closes.
"""

from typing import Any, Final

from sim.compiler.kernel import kernel
from sim.engines.compiled import rules
from sim.engines.compiled.calendars import is_open
from sim.engines.compiled.events import Event, mark, push
from sim.engines.compiled.holds import begin_hold, board_hold
from sim.engines.compiled.marks import cargo_changed_everywhere, look_leaving, need_changed
from sim.engines.compiled.memory import NEVER
from sim.engines.compiled.routes import may
from sim.model.schema.state import State
from sim.model.terms import Supply

__all__ = ["decide", "departed", "look", "new_day"]

CHOOSES = Event.CHOOSES
DATED, SCHEDULED = int(Supply.DATED), int(Supply.SCHEDULED)
DAY: Final = 86_400


@kernel
def new_day(h: State) -> None:
    """Mark, every 24 h, that the earlier ways have to be found again; schedule the next time."""
    look(h)
    push(h, h.now + DAY, CHOOSES, 0)


@kernel
def look(h: State) -> None:
    """Mark that the earlier ways have to be found again."""
    if h.with_choices:
        h.choice_due = 1
        mark(h, h.choosing)


@kernel
def departed(h: State, site: int, lift: int) -> None:
    """Record that a sortie of a lift has left a site."""
    if h.with_choices:
        h.seen[site * len(h.lifts) + lift] = h.now
        look(h)


@kernel
def decide(h: State) -> bool:
    """Find how many members of each lot stay off each lift; return whether any of these numbers has changed."""
    if not h.choice_due:
        return False
    h.choice_due = 0
    changes = False
    for row in range(len(h.lots)):
        lot = h.lots[row]
        if not lot.chooses:
            continue
        if not lot.staged or board_hold(h, row):
            lot.waits_since = h.now
        for lift in range(len(h.lifts)):
            many = _earlier(h, row, lift)
            if many != h.kept_off[row * len(h.lifts) + lift]:
                h.kept_off[row * len(h.lifts) + lift], changes = many, True
    if changes:
        cargo_changed_everywhere(h)
        need_changed(h)
        look_leaving(h)
    return changes


@kernel
def _earlier(h: State, row: int, lift: int) -> int:
    """Return how many members of a lot other lifts are expected to bring out earlier than a departure of `lift` now."""
    first = row * len(h.lifts)
    if h.onward[first + lift] >= NEVER:
        return 0
    kg = 0
    for other in range(len(h.lifts)):
        h.lifts[other].in_time = 0
        if h.onward[first + other] < h.onward[first + lift]:
            carried = _carried(h, row, other, h.onward[first + lift] - h.onward[first + other])
            h.lifts[other].in_time = int(carried > 0)
            kg += carried
    if not kg:
        return 0
    lot = h.lots[row]
    return rules.members_kept(kg, _ahead(h, row), lot.each_kg, lot.to_leave, lot.party)


@kernel
def _carried(h: State, row: int, lift: int, within: int) -> int:
    """Return the weight that a lift is expected to take from a lot's place in the next `within` seconds [kg]."""
    site, spec = h.lots[row].site, h.lifts[lift]
    if not is_open(h, spec.permit + site) or not may(h, row, lift):
        return 0
    at = site * len(h.lifts) + lift
    since = max(h.seen[at], h.lots[row].waits_since)  # `seen`: when the lift last left the site
    if spec.supply in (DATED, SCHEDULED):
        dates: Any = h.timetable[spec.timetable : spec.timetable_last]
        many = rules.coming_on_dates(dates.at, dates.site, site, h.now, h.now + within - 1, since)
    else:
        many = rules.coming_at_rate(h.now, h.now + within - 1, _gap(h, lift, site), since, spec.begins, spec.until)
    return max(many * spec.expected_kg, h.expected[at] - h.at_home[at])


@kernel
def _gap(h: State, lift: int, site: int) -> int:
    """Return the mean time between two sorties of a lift at a site [s]; NEVER if the lift does not come there."""
    for leg in range(h.lifts[lift].legs, h.lifts[lift].legs_last):
        if h.legs[leg].site == site:
            return h.legs[leg].gap
    return NEVER


@kernel
def _ahead(h: State, row: int) -> int:
    """Return the weight of movers at a lot's place that may go and board lifts marked `in_time` before the lot [kg]."""
    ramp, total = h.ramps[h.lots[row].site], 0
    for at in range(ramp.lots, ramp.lots_last):
        other = h.relations[at]
        if other == row:
            return total
        if not begin_hold(h, other) and not board_hold(h, other) and _rides(h, other):
            total += h.lots[other].here_kg
    return total


@kernel
def _rides(h: State, row: int) -> bool:
    """Return whether any lift marked `in_time`, which is expected to be the earlier way, may carry a lot."""
    for lift in range(len(h.lifts)):
        if h.lifts[lift].in_time and h.carries[row * len(h.lifts) + lift]:
            return True
    return False
