"""The earliest instants at which holds can clear, and groups and lots begin and board, by dates and hand-over times."""

from __future__ import annotations

from collections.abc import Iterable

from sim.model.world.means import Means

__all__ = ["boards", "clears", "kept_by_a_floor", "ready", "starts"]


def clears(means: Means, hold: int) -> float:
    """Return the earliest instant at which a hold can clear [s], assuming that its conditions are met at once.

    Notes
    -----
    A hold clears once its mean hand-over time has passed after the later of two instants: its date, and the clearing of
    the last hold for which it waits. If any one hold or condition is enough, it waits for the first hold, or for none
    if it has conditions too. It waits for other holds at most until its `at_latest`.
    """
    rows, after = means.rows("hold"), means.rows("after")
    found: dict[int, float] = {}
    for row in (*(before.hold for before in means.rows("before")[rows[hold].before : rows[hold].before_last]), hold):
        spec = rows[row]
        others = [found[after[at].hold] for at in range(spec.after, spec.after_last)]
        if spec.any_one and others:
            others = [min(others)] if spec.first == spec.last else []
        waits = min(max(others, default=0.0), float(spec.at_latest))
        found[row] = max(waits, float(spec.not_before), 0.0) + means.whole(spec.then_s)
    return found[hold]


def ready(means: Means, row: int) -> float:
    """Return when the last member of a group or lot may board, by its dates and those of its holds and floors [s]."""
    lot = means.rows("lot")[row]
    holds = [hold for hold in (lot.begin_hold, lot.board_hold) if hold >= 0]
    return max(float(means.ready(row)), _latest(means, holds), kept_by_a_floor(means, row))


def starts(means: Means, row: int) -> float:
    """Return when the first member of a group or lot may begin, by its dates and those of its release hold [s]."""
    begin = means.rows("lot")[row].begin_hold
    return max(float(means.starts(row)), _latest(means, [begin] if begin >= 0 else []))


def boards(means: Means, row: int) -> float:
    """Return the earliest instant at which members of a group or lot may board, by the hold on their boarding [s].

    It is 0 if no hold keeps them from boarding.
    """
    hold = means.rows("lot")[row].board_hold
    return max(float(means.boards(row)), _latest(means, [hold] if hold >= 0 else []))


def kept_by_a_floor(means: Means, row: int) -> float:
    """Return until when a floor keeps some of a group, by the dates of the hold of the floor [s]; 0 without a floor."""
    floors = [floor for floor in means.rows("floor") if floor.lot == row and means.whole(floor.at_least_s) > 0]
    return _latest(means, [floor.hold for floor in floors])


def _latest(means: Means, holds: Iterable[int]) -> float:
    """Return when the last of some holds clears [s]; 0 if there are none."""
    return max((clears(means, hold) for hold in holds), default=0.0)
