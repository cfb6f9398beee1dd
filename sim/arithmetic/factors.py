"""The planner's formulas of AFPAM 10-1403, each a pure function of numbers.

Air Force Pamphlet 10-1403, "Air Mobility Planning Factors", works them on one example: C-17s with 45 short tons each,
1,950 nm at 400 kt, 3.25 h on the ground. Amounts may be in any unit of weight, as long as it is the same throughout.
`QUEUEING` and the UTE rate belong to this arithmetic alone: the simulation has neither, it makes its own queues.
"""

from __future__ import annotations

import math
from typing import Final

__all__ = [
    "QUEUEING",
    "SHORT_TON_T",
    "closure_days",
    "cycle_time",
    "cycling_throughput",
    "fleet_throughput",
    "missions_required",
    "round_trip_flying",
    "station_throughput",
    "ute_ceiling",
]

QUEUEING: Final = 0.85
"""Queueing efficiency: part of a station's time that arrivals at random let it use (AFPAM 10-1403)."""
SHORT_TON_T: Final = 0.90718474
"""One short ton in tonnes, exactly."""
DAY_H: Final = 24.0


def station_throughput(
    mog: float, payload: float, hours: float, ground_h: float, efficiency: float = QUEUEING
) -> float:
    """Weight a day that an airfield can load or unload: MOG x payload x hours / ground time x efficiency.

    Parameters
    ----------
    mog
        Aircraft worked at once (working MOG).
    payload
        Average weight on one of them.
    hours
        Operating hours a day [h].
    ground_h
        Time that one of them takes a spot [h]; with 0 there is no limit.
    efficiency
        Queueing efficiency.
    """
    return mog * payload * hours / ground_h * efficiency if ground_h > 0.0 else math.inf


def missions_required(amount: float, payload: float) -> int:
    """Missions that carry an amount: requirement / average payload, rounded up (AFPAM 10-1403).

    A millionth is forgiven, so that 90 t at 45 t is two missions whatever the last bit says.
    """
    return math.ceil(amount / payload - 1e-6) if amount > 0.0 else 0


def round_trip_flying(distance_nm: float, speed_kt: float) -> float:
    """Flying time of a round trip [h]: twice distance [nm] over block speed [kt] (AFPAM 10-1403)."""
    return 2.0 * distance_nm / speed_kt


def cycle_time(flying_h: float, ground_h: float) -> float:
    """Time from one departure of an aircraft to its next [h]: flying and all ground times of a round trip."""
    return flying_h + ground_h


def fleet_throughput(tails: float, ute_h: float, flying_h: float, payload: float) -> float:
    """Weight a day that a fleet moves: aircraft x UTE rate / round-trip flying time x payload (AFPAM 10-1403).

    Parameters
    ----------
    tails
        Aircraft.
    ute_h
        Utilisation: flying hours that each of them can keep up a day.
    flying_h
        Flying time of a round trip [h]; with 0 there is no limit.
    payload
        Average weight on one of them.
    """
    return tails * ute_h / flying_h * payload if flying_h > 0.0 else math.inf


def cycling_throughput(tails: float, cycle_h: float, payload: float) -> float:
    """Weight a day that a fleet moves if every aircraft goes round without rest: no UTE rate can give more."""
    return tails * DAY_H / cycle_h * payload if cycle_h > 0.0 else math.inf


def ute_ceiling(flying_h: float, cycle_h: float) -> float:
    """Flying hours a day of an aircraft that cycles without rest [h]: the highest UTE rate that can mean anything."""
    return flying_h / cycle_h * DAY_H if cycle_h > 0.0 else 0.0


def closure_days(amount: float, per_day: float) -> float:
    """Days to move an amount at so much a day (AFPAM 10-1403); infinite if nothing moves."""
    if amount <= 0.0:
        return 0.0
    return amount / per_day if per_day > 0.0 else math.inf
