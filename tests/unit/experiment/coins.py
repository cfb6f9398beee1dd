"""A scenario whose probability is known: each of twelve missions comes or not, independently of the others, and all
people are out in time if enough missions come.
"""

from __future__ import annotations

from math import comb
from typing import Any

from sim.domain.scenario import Scenario
from tests.scenarios import dated, lift, scenario

MISSIONS = 12
SEATS = 10
COMES = 0.7


def question(people: int = 60, **more: Any) -> Scenario:
    """Return a scenario of people at A and of twelve missions with ten seats. Each mission is lost with probability
    0.3.
    """
    flights = lift(
        dated(*(10.0 * (number + 1) for number in range(MISSIONS))),
        seats=SEATS,
        cancel=1.0 - COMES,
        on_cancel="lost",
    )
    return scenario(group={"staff": {"site": "A", "count": people}}, lift={"jet": flights}, **more)


def on_time(people: int, comes: float = COMES, seats: int = SEATS) -> float:
    """Return the exact probability that all people are out by the deadline: a binomial sum over the number of missions
    that come.
    """
    need = -(-people // seats)
    return sum(comb(MISSIONS, k) * comes**k * (1 - comes) ** (MISSIONS - k) for k in range(need, MISSIONS + 1))
