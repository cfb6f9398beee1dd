"""The queueing efficiency of a ramp for several ways in which aircraft arrive; planners assume 0.85.

In one case, some aircraft always wait for a spot. In the others, aircraft arrive around the clock at the rate that the
ramp can just work off: MOG aircraft per mean ground time. An aircraft that gets no spot within an hour (by default) is
lost. Cargo, crews and machines are never short, so an efficiency below 1 is due to the times of
arrival and to the spread of the loading time.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

import numpy as np

from sim.analysis.outcomes.efficiency import values
from sim.analysis.sums import Sums
from sim.domain.scenario import Scenario
from sim.experiment.workers.engine import engine
from sim.model.compile import plan

__all__ = ["ARRIVALS", "Cell", "Ground", "measure", "question"]

ARRIVALS: Final = ("waiting", "even", "jittered", "poisson")
"""Ways in which aircraft arrive.

`waiting`: some always wait for a spot. `even`: at equal intervals. `jittered`: one at a random time of each of these
intervals. `poisson`: at independent random times.
"""
HOURS_A_WEEK: Final = 168.0


@dataclass(frozen=True, slots=True)
class Ground:
    """The work on an aircraft on the ground, its holding time, and the length of the operation.

    Attributes
    ----------
    mean_h
        Mean ground time [h]: 0.25 h of marshalling, then loading for the rest of the time, then 0.5 h of checks.
        Fuelling takes 1 h beside the loading. The C-17 in the example of AFPAM 10-1403 takes 3.25 h.
    cv
        Coefficient of variation of the loading time (lognormal); an assumption.
    holding_h
        How long an aircraft waits in the air for a spot before it is lost [h]; an assumption. Not used with `waiting`.
    days
        Length of the operation [days].
    """

    mean_h: float = 3.25
    cv: float = 0.3
    holding_h: float = 1.0
    days: int = 28


@dataclass(frozen=True, slots=True)
class Cell:
    """Queueing efficiency at one MOG with one of the `ARRIVALS`: mean over histories, and Student's 95 % interval."""

    mog: int
    arrive: str
    mean: float
    low: float
    high: float
    histories: int


def question(mog: int, arrive: str, ground: Ground) -> Scenario:
    """Return a scenario with one ramp, which has `mog` spots; `arrive` is one of the `ARRIVALS`."""
    per_week = mog * HOURS_A_WEEK / ground.mean_h
    load_h = ground.mean_h - 0.75
    waiting = arrive == "waiting"
    # A tail is away for 3 h, less than the default ground time. So with four tails per spot, some always wait.
    supply = {"tails": 4 * mog, "begin_at": "site"} if waiting else {"per_week": per_week, "pattern": arrive}
    tables: dict[str, Any] = {
        "name": f"MOG {mog}, {arrive}",
        "seed": 1,
        "clock": {"start": datetime(2024, 1, 1, tzinfo=UTC), "zone": "UTC", "horizon_d": 0.001},
        "site": {"A": {"kind": "base", "parking": mog, "working": mog}, "Z": {"kind": "apod"}},
        "lot": {
            "pallets": {
                "site": "A",
                "category": "general",
                "required": True,
                "count": math.ceil(1.5 * per_week * ground.days / 7),
                "weight_t": 40.0,
            }
        },
        "lift": {
            "c17": {
                "sites": ["A"],
                "to": "Z",
                "supply": supply,
                "payload_t": 40.0,
                "holding_h": 24.0 * ground.days if waiting else ground.holding_h,
                "on_cancel": "lost",
                "load_h": 0.0,
                "offload_h": 1.0,
                "leg": {"A": {"block_h": 1.0}},
                "task": [
                    {"name": "marshal", "takes_h": 0.25},
                    {
                        "name": "load",
                        "takes_h": {"mean": load_h, "cv": ground.cv} if ground.cv else load_h,
                        "loads": True,
                    },
                    {"name": "fuel", "takes_h": 1.0, "beside": True},
                    {"name": "check", "takes_h": 0.5},
                ],
            }
        },
        "milestone": {"deadline": {"by": datetime.fromtimestamp(1704067200 + 86400 * ground.days, UTC)}},
    }
    return Scenario.model_validate(tables)


def measure(
    mogs: Iterable[int], ground: Ground, histories: int, seed: int, arrivals: Iterable[str] = ARRIVALS
) -> list[Cell]:
    """Simulate histories at each MOG with each way of arrival, and return the queueing efficiencies.

    Parameters
    ----------
    mogs
        Values of the MOG.
    ground
        The work on an aircraft, its holding time, and the length of the operation.
    histories
        Number of histories for each cell; at least 2.
    seed
        Seed of all random numbers: the same seed gives the same cells.
    arrivals
        Those of the `ARRIVALS` that are simulated.
    """
    from scipy.special import stdtrit

    simulate = engine("simpy")
    half_width_per_sd = float(stdtrit(histories - 1, 0.975)) / math.sqrt(histories)
    cells, asked = [], tuple(arrivals)
    for mog in mogs:
        for arrive in asked:
            compiled = plan(question(mog, arrive, ground))
            runs = [simulate(compiled, seed, number) for number in range(histories)]
            shares = np.array([values(compiled, Sums(compiled, each))[0] for each in runs])
            mean, error = float(shares.mean()), half_width_per_sd * float(shares.std(ddof=1))
            cells.append(Cell(mog, arrive, mean, mean - error, mean + error, histories))
    return cells
