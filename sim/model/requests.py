"""Whether enough movers are ready for a load, so that a mission is requested; the totals of the ready movers decide.

Each rule is a function of numbers only; the compiled engine compiles it unchanged. Weights are kilograms; `mpos` is
thousandths of a pallet position.
"""

from sim.model.loading import is_enough

__all__ = ["is_ready", "is_some_unclaimed", "missions_coming"]


def missions_coming(claimed_kg: int, expected: int) -> int:
    """Return how many tasked missions of a lift to a site have not begun to load.

    Parameters
    ----------
    claimed_kg
        Weight that these missions are expected to carry together [kg].
    expected
        Weight that one mission is expected to carry [kg].
    """
    return claimed_kg // expected if expected > 0 else 0


def is_some_unclaimed(
    kg: int,
    mpos: int,
    people: int,
    payload: int,
    positions: int,
    seats: int,
    claimed: int,
    litres: int = 0,
    volume: int = 0,
) -> bool:
    """Return whether more weight, positions, volume or people are ready than `claimed` full loads take.

    Parameters
    ----------
    kg, mpos, people, litres
        Totals of the ready movers: weight, positions, people, volume [l].
    payload, positions, seats, volume
        A full load: payload [kg], thousandths of a pallet position, seats and volume [l]. Positions, seats and volume
        are 0 or less if the lift has no such limit; seats are also 0 for a lift that carries no people.
    claimed
        Number of missions that have not begun to load (`missions_coming`); each takes one full load.
    """
    if kg > claimed * payload:
        return True
    if positions > 0 and mpos > claimed * positions:
        return True
    if volume > 0 and litres > claimed * volume:
        return True
    return seats > 0 and people > claimed * seats


def is_ready(
    part: float,
    enough_people: int,
    enough_kg: int,
    kg: int,
    mpos: int,
    people: int,
    payload: int,
    positions: int,
    seats: int,
    claimed: int,
    litres: int = 0,
    volume: int = 0,
) -> bool:
    """Return whether the ready movers, less `claimed` full loads, are enough for a load.

    Parameters
    ----------
    part, enough_people, enough_kg
        Part of a full load, number of people and weight [kg], each of which alone is enough; 0 if not stated.
    kg, mpos, people, payload, positions, seats, claimed, litres, volume
        As for `is_some_unclaimed`.
    """
    kg -= claimed * payload
    if positions > 0:
        mpos -= claimed * positions
    if volume > 0:
        litres -= claimed * volume
    if seats > 0:
        people -= claimed * seats
    elif claimed > 0 and kg <= 0:
        people = 0
    if part > 0.0 and is_enough(part, kg, payload, mpos, positions, people, seats, litres, volume):
        return True
    return 0 < enough_people <= people or 0 < enough_kg <= kg
