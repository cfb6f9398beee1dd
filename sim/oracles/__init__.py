"""Oracles: results known for certain, which the simulator must reproduce.

Each oracle is a function that returns a `Row`: the known result, the estimate of the simulator and its interval. The
oracles for ramps and stations run a small case on the compiled engine. Other oracles test the random numbers, and
whether the two engines give the same histories.
"""

from collections.abc import Iterable, Iterator
from typing import Final

from sim.model.plan import Plan
from sim.oracles import ramp, random_numbers, stations
from sim.oracles.agreement import all_agree, starter
from sim.oracles.row import Oracle, Row, timed

__all__ = ["MORE", "QUICK", "Row", "verify"]

QUICK: Final[dict[str, Oracle]] = {
    "W1'": ramp.saturated,
    "W3'": ramp.fleet_closes,
    "W6": ramp.queue("W6", 1, exponential=False),
    "W7 c=2": ramp.queue("W7 c=2", 2, exponential=True),
    "W9": stations.jobs,
    "W10": stations.on_time,
    "W11": stations.tandem,
    "RNG 1": random_numbers.known_answers,
    "RNG 2": random_numbers.three_ways,
    "RNG 3": random_numbers.uniformity,
    "RNG 4": random_numbers.neighbours,
}
"""Oracles that are always run, by the names that `docs/verification.md` uses."""
MORE: Final[dict[str, Oracle]] = {
    "W7 c=1": ramp.queue("W7 c=1", 1, exponential=True),
    "W7 c=3": ramp.queue("W7 c=3", 3, exponential=True),
    "W7 c=6": ramp.queue("W7 c=6", 6, exponential=True),
}
"""Further oracles for the full verification."""
TIMES: Final = 10
"""Factor on the sample sizes in the full verification."""


def verify(cases: Iterable[Plan] = (), *, full: bool = False) -> Iterator[Row]:
    """Run every oracle, and yield each row as it is ready.

    Parameters
    ----------
    cases
        Plans on which the engines are compared, in addition to the one that `sim init` writes.
    full
        Whether to run further oracles, and to call each oracle with a factor of ten on its sample size.
    """
    times = TIMES if full else 1
    known = (*QUICK.values(), *(MORE.values() if full else ()))
    for oracle in (*known, *all_agree([starter(), *cases])):
        yield timed(oracle, times)
