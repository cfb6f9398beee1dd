"""Attacks on the road: how many a sortie meets on a leg, given its distance, and the time that they cost."""

import math
from typing import Any

from sim.model.draws import Stream
from sim.model.world.numbers import Numbers

__all__ = ["attacks", "attacks_expected", "attacks_met"]


def attacks_expected(rate: float, nm: float) -> float:
    """Return the mean number of attacks on a leg, from their rate [per 1,000 nm] and its length [nm]."""
    return rate * nm / 1000.0


def attacks_met(mean: float, u: float) -> int:
    """Return the quantile of a Poisson distribution: the least number whose cumulative probability is at least `u`.

    Notes
    -----
    The mean is at most 100. Probabilities are added up from that of no attack. If the next one is too small to change
    the sum, `u` differs from 1 only in the last bits.
    """
    part = math.exp(-mean)
    below, many = part, 0
    while u > below:
        many += 1
        part *= mean / many
        if below + part == below:
            return many
        below += part
    return many


def attacks(numbers: Numbers, lift: Any, leg: Any, number: int, attempt: int, which: int) -> list[int]:
    """Return the time that each attack on a sortie on one of its legs costs [s]; empty if there are none.

    Parameters
    ----------
    numbers
        The numbers of the replication.
    lift, leg
        Rows of the plan's tables.
    number, attempt
        Number of the sortie, and number of its attempt.
    which
        0 inbound, 1 outbound.
    """
    if lift.attack < 0:
        return []
    mean = attacks_expected(numbers.value(lift.attacks_s), numbers.value(leg.distance_s, leg.great_circle_nm))
    u = numbers.chance(Stream.ATTACKS, lift.key, number, which, attempt)
    return [
        numbers.sample(lift.attack, Stream.ATTACK, lift.key, number, 2 * one + which, attempt)
        for one in range(attacks_met(mean, u))
    ]
