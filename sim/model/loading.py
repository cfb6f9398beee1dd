"""Whether a sortie begins to load: which movers may go, whether the load is enough, whether a team and room are free.

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
"""What `why_now` returns instead of a cause while a sortie should wait for more load."""
ARRIVAL, CARGO, PATIENCE = int(Cause.ARRIVAL), int(Cause.CARGO), int(Cause.PATIENCE)


def free_to_go(here: int, stay: int, staged: int) -> int:
    """Return how many of the `staged` members of a lot may go, if `stay` of its `here` members must stay."""
    return min(max(0, here - stay), staged)


def surely_board(people: int, seats: int, room: int, payload: int, heaviest: int) -> int:
    """Return how many of the people who wait are sure to board, without planning the load mover by mover.

    Parameters
    ----------
    people
        People who are free to go; 0 if only a plan of the whole load can tell who boards, for example with cargo.
    seats, room
        Seats of the sortie, and the largest number of people who may be at the destination after coming by lift, or be
        on their way there by lift.
    payload, heaviest
        Payload of the sortie, and weight of the heaviest person [kg].
    """
    return min(min(people, seats), min(room, payload // max(1, heaviest)))


def finds_room(people: int, inside: int, room: int) -> bool:
    """Return whether the destination has room for the people of a load.

    Parameters
    ----------
    people
        People in the load.
    inside, room
        How many people are there after coming by lift, or are on their way there by lift; the largest number allowed.
    """
    return people == 0 or inside + people <= room


def people_only(uses_ramp: bool, limited: bool, teams: int) -> bool:
    """Return whether only people can be loaded: cargo on a ramp needs a load team, and no team can work any more.

    Parameters
    ----------
    uses_ramp, limited
        Whether the lift uses the ramp, and whether the number of load teams there is limited.
    teams
        Load teams that can still work.
    """
    return uses_ramp and limited and teams == 0


def has_team(limited: bool, free: bool, busy: int, teams: int) -> bool:
    """Return whether a load team is free and one more may work.

    Parameters
    ----------
    limited, free
        Whether the number of load teams is limited, and whether any of them is free.
    busy, teams
        Load teams at work, and load teams for which there is enough staff.
    """
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
    """Return whether a load fills the required part of at least one limit of a sortie.

    The limits are its payload, positions, volume and seats.

    Parameters
    ----------
    part
        Part to be filled, 0 to 1.
    kg, mpos, people, litres
        The load.
    payload, mpos_limit, seats, litre_limit
        Limits of the sortie; a limit of 0 or less is ignored.
    """
    if payload > 0 and kg >= part * payload:
        return True
    if mpos_limit > 0 and mpos >= part * mpos_limit:
        return True
    if litre_limit > 0 and litres >= part * litre_limit:
        return True
    return seats > 0 and people >= part * seats


def asks_for_more(part: float, wait: int, since: int, changed_at: int) -> bool:
    """Return whether `is_enough` has to be computed.

    It has to if the sortie waits for a minimum load and its longest wait had not ended when the movers last changed.

    Parameters
    ----------
    part, wait
        Part of the sortie to be filled, and how long the sortie waits at most until it is filled [s].
    since, changed_at
        When the sortie began to wait, and when the set of movers that wait for lift or may still come last changed [s].
    """
    return part > 0.0 and wait > 0 and since + wait >= changed_at


def why_now(
    part: float, wait: int, landed: int, since: int, changed_at: int, now: int, enough: bool
) -> tuple[int, int]:
    """Return why loading need not wait for more load (`terms.Cause`), and since when [s].

    The result is `NOT_YET` and 0 while the sortie should wait. If its longest wait ended before the waiting movers last
    changed, it does not wait again.

    Parameters
    ----------
    part, wait, since, changed_at
        As for `asks_for_more`.
    landed
        When the sortie landed [s].
    enough
        Whether the load is enough, or no mover can join it any more; used only if `asks_for_more` returns True.
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
    """Return whether further members of a lot may still join a waiting load before its wait ends.

    Parameters
    ----------
    there
        How many members are here, or can be here before the wait ends.
    staged, going, stay
        How many members are staged, are in the load, and must stay.
    freed
        Whether a hold or floor that keeps some members now will have let them go when the wait ends.
    """
    return (freed or there > staged) and there - going > stay
