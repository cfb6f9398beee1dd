"""Attacks on the road: how many attacks a sortie meets on a leg, and how much time each attack costs."""

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
    The mean is at most 100 (`sim.domain.check.attacks`). The loop adds up the probabilities of 0, 1, 2, ... attacks. It
    also ends when a probability is too small to change the sum; `u` then differs from 1 only in the last bits.
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
    """Return the time that each attack on one leg of a sortie costs [s]; empty if there is no attack.

    Parameters
    ----------
    numbers
        The numbers of the replication.
    lift, leg
        The lift and the leg: rows of the tables of the plan.
    number, attempt
        Number of the mission or trip, and how often it has been put off to another day.
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
