"""Planning formulas, each a pure function of numbers; most are from AFPAM 10-1403.

AFPAM 10-1403 is Air Force Pamphlet 10-1403, "Air Mobility Planning Factors". All amounts must be in the same unit of
weight, whichever it is. Only the planner's arithmetic uses `QUEUEING` and the UTE rate; the simulation has queues
instead.
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
"""Queueing efficiency: fraction of a station's time that can be used with random arrivals (AFPAM 10-1403)."""
SHORT_TON_T: Final = 0.90718474
"""One short ton in tonnes, exactly."""
DAY_H: Final = 24.0


def station_throughput(
    mog: float, payload: float, hours: float, ground_h: float, efficiency: float = QUEUEING
) -> float:
    """Return the weight a day that an airfield can load or unload: MOG x payload x hours / ground time x efficiency.

    Parameters
    ----------
    mog
        Aircraft worked at once (working MOG).
    payload
        Average weight on an aircraft.
    hours
        Operating hours a day [h].
    ground_h
        Time for which an aircraft takes a spot [h]; 0 means no limit.
    efficiency
        Queueing efficiency.
    """
    return mog * payload * hours / ground_h * efficiency if ground_h > 0.0 else math.inf


def missions_required(amount: float, payload: float) -> int:
    """Return the number of missions that carry an amount: amount / average payload, rounded up (AFPAM 10-1403).

    An excess of less than a millionth of a mission counts as a rounding error: 90 t at 45 t each are two missions.
    """
    return math.ceil(amount / payload - 1e-6) if amount > 0.0 else 0


def round_trip_flying(distance_nm: float, speed_kt: float) -> float:
    """Return the flying time of a round trip [h]: twice distance [nm] over block speed [kt] (AFPAM 10-1403)."""
    return 2.0 * distance_nm / speed_kt


def cycle_time(flying_h: float, ground_h: float) -> float:
    """Return the time from one departure of an aircraft to its next [h]: flying plus ground time of a round trip."""
    return flying_h + ground_h


def fleet_throughput(tails: float, ute_h: float, flying_h: float, payload: float) -> float:
    """Return the weight a day that a fleet moves (AFPAM 10-1403).

    It is the number of aircraft x UTE rate / flying time of a round trip x payload.

    Parameters
    ----------
    tails
        Number of aircraft.
    ute_h
        UTE rate (utilisation): flying hours that an aircraft can sustain per day.
    flying_h
        Flying time of a round trip [h]; 0 means no limit.
    payload
        Average weight on an aircraft.
    """
    return tails * ute_h / flying_h * payload if flying_h > 0.0 else math.inf


def cycling_throughput(tails: float, cycle_h: float, payload: float) -> float:
    """Return the weight a day that a fleet moves if every aircraft cycles without rest; no UTE rate can give more."""
    return tails * DAY_H / cycle_h * payload if cycle_h > 0.0 else math.inf


def ute_ceiling(flying_h: float, cycle_h: float) -> float:
    """Return the highest possible UTE rate: flying hours a day of an aircraft that cycles without rest [h]."""
    return flying_h / cycle_h * DAY_H if cycle_h > 0.0 else 0.0


def closure_days(amount: float, per_day: float) -> float:
    """Return the days to move an amount at a rate per day (AFPAM 10-1403); infinite if the rate is 0."""
    if amount <= 0.0:
        return 0.0
    return amount / per_day if per_day > 0.0 else math.inf
