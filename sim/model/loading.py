"""What one sortie takes, and whether its loading begins: movers free to go, a sufficient load, room at the destination.

Each rule is a function of numbers only; the compiled engine compiles it unchanged. Weights are kilograms; `mpos` is
thousandths of a pallet position.
"""

from typing import Final

from sim.model.terms import Cause

__all__ = [
    "NOT_YET",
    "asks_for_more",
    "finds_room",
    "free_to_go",
    "has_team",
    "is_enough",
    "may_join",
    "people_only",
    "surely_board",
    "why_now",
]

NOT_YET: Final = -1
ARRIVAL, CARGO, PATIENCE = int(Cause.ARRIVAL), int(Cause.CARGO), int(Cause.PATIENCE)


def free_to_go(here: int, stay: int, staged: int) -> int:
    """Return how many staged members no floor keeps: no more than there are here beyond those who must stay."""
    return min(max(0, here - stay), staged)


def surely_board(people: int, seats: int, room: int, payload: int, heaviest: int) -> int:
    """Return how many of the people who wait are sure to board, computed without planning a load.

    Parameters
    ----------
    people
        People free to go; no cargo waits.
    seats, room
        Seats, and room for people at the destination.
    payload, heaviest
        Payload, and weight of the heaviest person [kg].
    """
    return min(min(people, seats), min(room, payload // max(1, heaviest)))


def finds_room(people: int, inside: int, room: int) -> bool:
    """Return whether the destination has room for the people of a load, besides those there or on their way."""
    return people == 0 or inside + people <= room


def people_only(uses_ramp: bool, limited: bool, teams: int) -> bool:
    """Return whether only people can be loaded: cargo on a ramp needs a load team, and no team can work any more."""
    return uses_ramp and limited and teams == 0


def has_team(limited: bool, free: bool, busy: int, teams: int) -> bool:
    """Return whether one of the load teams that can work is free."""
    return free and (not limited or busy < teams)


def is_enough(
    part: float,
    kg: int,
    payload: int,
    mpos: int,
    mpos_limit: int,
    people: int,
    seats: int,
    litres: int = 0,
    litre_limit: int = 0,
) -> bool:
    """Return whether a load fills the required part of a sortie: of its payload, positions, volume [l] or seats.

    Parameters
    ----------
    part
        Part of the sortie to be filled, 0 to 1.
    payload, mpos_limit, seats, litre_limit
        Limits of the sortie; 0 or less where there is none.
    """
    if payload > 0 and kg >= part * payload:
        return True
    if mpos_limit > 0 and mpos >= part * mpos_limit:
        return True
    if litre_limit > 0 and litres >= part * litre_limit:
        return True
    return seats > 0 and people >= part * seats


def asks_for_more(part: float, wait: int, since: int, changed_at: int) -> bool:
    """Return whether `is_enough` has to be computed: the sortie waits for a minimum load, and can still wait for it.

    Parameters
    ----------
    part, wait
        Part of the sortie to be filled, and how long it waits for that [s].
    since, changed_at
        When its wait began, and when the movers that wait for lift or may still come last changed [s].
    """
    return part > 0.0 and wait > 0 and since + wait >= changed_at


def why_now(
    part: float, wait: int, landed: int, since: int, changed_at: int, now: int, enough: bool
) -> tuple[int, int]:
    """Return why loading need not wait for more, and since when [s]; `NOT_YET` and 0 while it should wait.

    If the longest wait ended before anything changed, later changes do not make the sortie wait again.

    Parameters
    ----------
    landed
        When the sortie landed [s].
    enough
        Whether the load is enough, or nothing can join it any more; only used where `asks_for_more`.
    """
    if part <= 0.0 or wait <= 0:
        return ARRIVAL, landed
    patience = since + wait
    if patience < changed_at:
        return PATIENCE, patience
    if enough:
        return CARGO, changed_at
    return (PATIENCE, patience) if now >= patience else (NOT_YET, 0)


def may_join(there: int, staged: int, going: int, stay: int, freed: bool) -> bool:
    """Return whether more members of a lot may join a load that waits than it would take now.

    Parameters
    ----------
    there
        How many members are here, or can be in time.
    staged, going, stay
        How many are staged, are in the load, and must stay.
    freed
        Whether a hold or floor that now keeps some of them ends in time.
    """
    return (freed or there > staged) and there - going > stay
