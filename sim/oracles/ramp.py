"""Oracles for a ramp: exact results of the planner's arithmetic, and mean waits in queues for a working spot."""

import math
from typing import Any, Final

import numpy as np
from scipy import special

from sim.engines.compiled import simulate
from sim.model.calendars import NEVER
from sim.model.terms import Fate
from sim.oracles.case import DAY, HOUR, ST, case, fleet, lift
from sim.oracles.row import Oracle, Row

__all__ = ["fleet_closes", "queue", "saturated"]

C17: Final[dict[str, Any]] = {
    "payload_t": 45 * ST,
    "load_h": 3.25,
    "offload_h": 3.25,
    "leg": {"A": {"block_h": 4.875}},
}
"""45 short tons (st) over 1,950 nm at 400 kt, so 4.875 h each way; 3.25 h on the ground at each end (AFPAM 10-1403)."""
UTILISATION: Final = 0.85
"""In the oracles of queues, share of the time in which the working spots are busy."""
GROUND_H: Final = 3.25
"""Mean ground time of an aircraft [h]."""
WARM_UP: Final = 1000
"""Number of missions at the start of a queue that are left out of its mean."""
BATCHES: Final = 20
"""Number of batches of missions whose means give the interval."""
ALARM: Final = 1e-3
"""Probability that a sound engine fails an oracle of a queue."""


def _cargo(count: int) -> dict[str, Any]:
    """Return the lots of a case: one lot, of which each item fills a C-17 (45 st)."""
    return {"cargo": {"site": "A", "count": count, "weight_t": 45 * ST, "category": "lethal"}}


def saturated(times: int, /) -> Row:
    """Measure the throughput of one parking spot while aircraft wait for it; theory: 45 st in 3.25 h (332.3 a day)."""
    plan = case(
        base={"parking": 1},
        lot=_cargo(400),
        lift={"c17": lift(fleet(4), **C17 | {"leg": {"A": {"block_h": 1.0}}, "offload_h": 1.0}, holding_h=1000)},
        by_h=2400,
    )
    up = np.sort(simulate(plan, 1, 0).sortie["up"])
    rate = 45 * len(up) / (int(up[-1]) / DAY)
    exact = 45 * 24 / GROUND_H
    return Row("W1'", "st a day over one saturated spot", exact, rate, rate, rate, 1, "400 sorties")


def fleet_closes(times: int, /) -> Row:
    """Measure the last departure of 40 sorties by six tails; theory: six cycles of 16.25 h, then a loading of 3.25 h.

    Some tail flies ceil(40 / 6) = 7 sorties. A cycle has two legs of 4.875 h and two ground times of 3.25 h.
    """
    plan = case(base={"parking": 6}, lot=_cargo(40), lift={"c17": lift(fleet(6), **C17, holding_h=200)})
    flown = simulate(plan, 1, 0).sortie
    last = int(flown["up"][flown["fate"] == Fate.OUT].max()) / HOUR
    rounds = math.ceil(40 / 6) - 1
    exact = rounds * (2 * 4.875 + 2 * GROUND_H) + GROUND_H
    return Row("W3'", "h to close 1,800 st with six tails", exact, last, last, last, 1, "40 sorties")


def queue(name: str, spots: int, *, exponential: bool) -> Oracle:
    """Return the oracle of the mean wait for a working spot when the spots are busy 85 % of the time.

    The theory is the formula of Pollaczek and Khinchine for fixed ground times (M/D/1), and Erlang's formula C for
    exponential ones (M/M/c).
    """

    def ask(times: int, /) -> Row:
        # There is nothing to load, so loading takes no time: the spot is occupied by a check of the aircraft.
        missions = 30_000 * times
        takes = {"dist": "exponential", "mean": GROUND_H} if exponential else GROUND_H
        per_week = UTILISATION * spots / GROUND_H * 168
        plan = case(
            base={"working": spots, "station": {"for ever": {"servers": 1, "service_h": 1e6}}},
            lot={
                "never ready": {
                    "site": "A", "count": 1, "weight_t": 30.0, "category": "lethal", "stations": ["for ever"]
                }
            },
            lift={
                "c17": lift(
                    {"per_week": per_week, "pattern": "poisson"},
                    load_h=0.0,
                    task=[{"name": "load", "loads": True}, {"name": "check", "takes_h": takes}],
                    payload_t=0.001,
                    max_payload_t=40,
                    seats=0,
                )
            },
            by_h=168 * missions / per_week,
            days=0.001,
        )  # fmt: skip
        sortie = simulate(plan, 7, 0).sortie
        worked = sortie[sortie["worked"] < NEVER]
        worked = worked[np.argsort(worked["landed"], kind="stable")]
        waits = (worked["worked"] - worked["landed"])[WARM_UP:] / HOUR
        means = np.array([batch.mean() for batch in np.array_split(waits, BATCHES)])
        quantile = float(special.stdtrit(BATCHES - 1, 1 - ALARM / 2))
        half_width = quantile * float(means.std(ddof=1)) / math.sqrt(BATCHES)
        mean = float(means.mean())
        kind = f"M/M/{spots}" if exponential else f"M/D/{spots}"
        what = f"h of waiting for a spot, {kind} at {UTILISATION}"
        low, high, sample = mean - half_width, mean + half_width, f"{len(worked):,} missions"
        return Row(name, what, _wait(spots, exponential), mean, low, high, 7, sample, ALARM)

    return ask


def _wait(spots: int, exponential: bool) -> float:
    """Return the mean wait for a spot in theory [h] (S. M. Ross, *Introduction to Probability Models*, chapter 8)."""
    if not exponential:
        if spots != 1:
            raise ValueError(f"M/D/{spots}: there is a closed form here only for one spot")
        return UTILISATION * GROUND_H / (2 * (1 - UTILISATION))
    offered = UTILISATION * spots
    all_busy = offered**spots / math.factorial(spots) / (1 - UTILISATION)
    any_number = sum(offered**k / math.factorial(k) for k in range(spots)) + all_busy
    return all_busy / any_number * GROUND_H / (spots * (1 - UTILISATION))
