"""How a sortie is fitted: which configuration is chosen by what waits, or stated, and what it takes then.

What is a function of numbers alone is compiled as it stands by the compiled engine.
"""

from typing import Any

from sim.model.terms import Supply
from sim.model.world.numbers import Numbers

__all__ = ["as_configured", "cargo_beside", "lifts_as_configured", "stated", "weight_of"]


def as_configured(lift: Any, configuration: Any) -> Any:
    """Return a lift with the limits of one of its configurations."""
    limits = {name: getattr(configuration, name) for name in ("payload", "pallets_s", "volume_s", "seats", "load")}
    return lift._replace(**limits)


def lifts_as_configured(numbers: Numbers) -> list[Any]:
    """Return the lift of each configuration, with its limits."""
    lifts = numbers.rows("lift")
    return [as_configured(lifts[each.lift], each) for each in numbers.rows("configuration")]


def cargo_beside(people_kg: int, cargo_kg: int, full_kg: int) -> int:
    """Return how much equipment a sortie takes beside its people [kg], within what it takes in all."""
    return min(cargo_kg, max(0, full_kg - people_kg))


def weight_of(
    people_kg: int,
    cargo_kg: int,
    full_kg: int,
    full_people_kg: int,
    full_cargo_kg: int,
    most_people_kg: int,
    most_cargo_kg: int,
) -> float:
    """Return how much there is to be said for a configuration: what it would take, times how much of that waits.

    Both are counted in full loads, of people and of equipment apart: 0.5 of a load of people, of which three loads
    wait, and half a load of equipment, of which one waits, are 0.5 x 3 + 0.5 x 1 = 2.

    Parameters
    ----------
    people_kg, cargo_kg
        What waits, or will be there, and no sortie inbound is expected to take: people, and equipment.
    full_kg, full_people_kg, full_cargo_kg
        What a sortie so fitted is expected to take: in all, of people, and of equipment.
    most_people_kg, most_cargo_kg
        The most that any configuration of the lift is expected to take of each: a full load.

    Notes
    -----
    To serve the largest product of service and queue is the rule "max weight" of L. Tassiulas and A. Ephremides,
    "Stability properties of constrained queueing systems", IEEE Transactions on Automatic Control 37 (1992).
    """
    people = min(people_kg, full_people_kg)
    cargo = min(cargo_kg, full_cargo_kg, max(0, full_kg - people))
    weight = 0.0
    if most_people_kg > 0:
        weight += (people / most_people_kg) * (people_kg / most_people_kg)
    if most_cargo_kg > 0:
        weight += (cargo / most_cargo_kg) * (cargo_kg / most_cargo_kg)
    return weight


def stated(numbers: Numbers, row: int) -> list[int]:
    """Return of each mission of a dated lift, by its number, the configuration that is stated for it: from 1; 0: none.

    Of any other lift, an empty list.
    """
    lift = numbers.rows("lift")[row]
    if lift.supply != Supply.DATED or lift.configurations == lift.configurations_last:
        return []
    mine = [mission for mission in numbers.rows("mission") if mission.lift == row]
    return [mission.configuration for mission in mine if 0 <= mission.at < numbers.plan.horizon]
