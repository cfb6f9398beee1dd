"""What a chalk took, and what stood there and was left out, with the reason as far as the tables tell it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sim.model.calendars import NEVER
from sim.model.durations import whole_seconds
from sim.model.terms import Fate
from sim.report.history import History

__all__ = ["left_out"]

MOST = 3
"""Groups and lots that are named for each reason."""


def left_out(story: History, row: int, cleared: Mapping[int, int]) -> str:
    """Words for what was staged when a sortie was loaded, and did not ride; empty if nothing was.

    Parameters
    ----------
    story
        The history.
    row
        Of the sortie.
    cleared
        Instant at which each hold cleared [s]; holds of which it is not known are missing.
    """
    sortie = story.sorties[row]
    reasons: dict[tuple[int, str], int] = {}
    bound = _bound(story, sortie, cleared)
    rows = _rows(story, sortie.site)
    for number in reversed(range(len(story.movers))):
        mover = story.movers[number]
        if _stood_there(story, row, sortie, number, rows):
            bound[mover.lot] = bound.get(mover.lot, 0) - 1
            reason = "must stay" if bound[mover.lot] >= 0 else _reason(story, sortie, row, mover, cleared)
            reasons[mover.lot, reason] = reasons.get((mover.lot, reason), 0) + 1
    by_reason: dict[str, list[tuple[int, int]]] = {}
    for (lot, reason), many in reasons.items():
        by_reason.setdefault(reason, []).append((many, lot))
    told = []
    for reason, lots in sorted(by_reason.items(), key=lambda entry: -sum(many for many, _ in entry[1])):
        lots.sort(key=lambda entry: (-entry[0], entry[1]))
        rest = sum(many for many, _ in lots[MOST:])
        named = [f"{many:,} {story.lot(lot)}" for many, lot in lots[:MOST]] + [f"{rest:,} more"] * (rest > 0)
        told.append(f"{', '.join(named)} ({reason})")
    return "; ".join(told)


def _rows(story: History, site: int) -> dict[int, int]:
    """Return the row in which each lot counts at a site: its own there, or that of its stop."""
    rows = {row: row for row, lot in enumerate(story.lots) if lot.site == site}
    for at, stop in enumerate(story.world.rows("stop"), len(story.lots)):
        if stop.site == site and not stop.road:
            rows[stop.lot] = at
    return rows


def _stood_there(story: History, row: int, sortie: Any, number: int, rows: Mapping[int, int]) -> bool:
    """Whether a mover was staged at the site of a sortie, free of other aircraft, when that was loaded."""
    mover = story.movers[number]
    lot = story.lots[mover.lot]
    if mover.lot not in rows or not story.plan.carries[rows[mover.lot], sortie.lift]:
        return False
    stay = next((s for s in reversed(story.stays[number]) if s.site == sortie.site and s.staged <= sortie.worked), None)
    if stay is None:
        return False
    if mover.fate == Fate.LEFT:  # the tables do not tell since when, unless it had a date
        return bool(sortie.worked < lot.leave_after < NEVER and stay.sortie < 0)
    if stay.sortie < 0:
        return True
    other = story.sorties[stay.sortie]
    return stay.sortie != row and stay.up > 0 and (other.worked, stay.sortie) > (sortie.worked, row)


def _bound(story: History, sortie: Any, cleared: Mapping[int, int]) -> dict[int, int]:
    """Return how many of each group that stood there a floor kept, those who were not ready yet left out."""
    bound: dict[int, int] = {}
    for floor in story.world.rows("floor"):
        if story.lots[floor.lot].site == sortie.site and cleared.get(floor.hold, NEVER) > sortie.worked:
            least = story.world.whole(floor.at_least_s)
            busy = sum(m.lot == floor.lot and m.arrived <= sortie.worked < m.staged for m in story.movers)
            bound[floor.lot] = max(bound.get(floor.lot, 0), least - busy)
    return bound


def _reason(story: History, sortie: Any, row: int, mover: Any, cleared: Mapping[int, int]) -> str:
    """Say why a mover did not ride: no room, not together, or kept."""
    lot, lift = story.lots[mover.lot], story.lifts[sortie.lift]
    aboard = {story.movers[number].lot for number in story.chalk.get(row, ())}
    own = lot.site == sortie.site  # holds act there only
    if own and mover.lot not in aboard and lot.board_hold >= 0 and cleared.get(lot.board_hold, NEVER) > sortie.worked:
        return f"held: {story.plan.name_of('hold', lot.board_hold)}"
    if any(story.plan.segregate[lot.category, story.lots[other].category] for other in aboard):
        return "not with what is aboard"
    if mover.kg > sortie.payload - sortie.kg:
        return "over the payload"
    if lift.pallets_s >= 0 and mover.mpos > whole_seconds(1000 * story.world.value(lift.pallets_s)) - sortie.mpos:
        return "no pallet position left"
    if lot.person and 0 <= sortie.seats <= sortie.people:
        return "no seat left"
    return "must stay" if lot.person else "no load team"
