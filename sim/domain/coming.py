"""The arrivals of a group or lot: the earliest time, the permissions needed, and whether times are known in advance."""

from __future__ import annotations

from sim.domain.dates import seconds
from sim.domain.force import Group, Lot
from sim.domain.scenario import Scenario
from sim.domain.span import days, reach

__all__ = ["DAY_S", "first", "named_by", "surprises"]

DAY_S = 86_400


def named_by(scenario: Scenario, name: str) -> list[str]:
    """Return the permissions without which no member of a group or lot arrives."""
    return [title for title, permission in scenario.permission.items() if name in permission.arrivals]


def surprises(scenario: Scenario, name: str, mover: Group | Lot) -> bool:
    """Whether the arrival times of a group or lot are unknown in advance: random, or subject to a permission."""
    return mover.arrives is not None and (mover.arrives.is_random or bool(named_by(scenario, name)))


def first(scenario: Scenario, at: str, mover: Group | Lot) -> float:
    """Return an instant before which no member of a group or lot arrives in any world [s]; 0 without arrivals.

    Parameters
    ----------
    at
        Dotted path of the group or lot.
    """
    inflow = mover.arrives
    if inflow is None:
        return 0.0
    if inflow.begins is not None:
        return days(scenario, f"{at}.arrives.begins", inflow.begins, ends=False)[0]
    if not inflow.timetable:
        return 0.0  # the CSV file of the timetable could not be read
    shift_d = reach(scenario, f"{at}.arrives.shift_d", inflow.shift_d)[0]
    return seconds(inflow.timetable[0].at, scenario.clock, ends=False) + DAY_S * shift_d
