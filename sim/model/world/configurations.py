"""The configuration of a sortie: stated, or chosen to suit what waits; and how much the sortie then takes."""

from typing import Any

from sim.model.terms import Supply
from sim.model.world.numbers import Numbers

__all__ = ["as_configured", "cargo_beside", "lifts_as_configured", "stated", "weight_of"]


def as_configured(lift: Any, configuration: Any) -> Any:
    """Return a lift with the limits of one of its configurations."""
    limits = {name: getattr(configuration, name) for name in ("payload", "pallets_s", "volume_s", "seats", "load")}
    return lift._replace(**limits)


def lifts_as_configured(numbers: Numbers) -> list[Any]:
    """Return, for each configuration, its lift with the limits of the configuration."""
    lifts = numbers.rows("lift")
    return [as_configured(lifts[each.lift], each) for each in numbers.rows("configuration")]


def cargo_beside(people_kg: int, cargo_kg: int, full_kg: int) -> int:
    """Return how much equipment a sortie takes beside its people [kg], if it takes at most `full_kg` in all."""
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
    """Return the score by which a configuration is chosen: the load that a sortie would take times the load that waits.

    Both are counted in full loads, and the products for people and for equipment are added. If a sortie would take
    half a load of people while three loads wait, and half a load of equipment while one load waits, the score is
    0.5 x 3 + 0.5 x 1 = 2. The compiled engine compiles this function unchanged.

    Parameters
    ----------
    people_kg, cargo_kg
        Weight of the people, and of the equipment, that will wait at the site when the sortie arrives and that no
        sortie already inbound is expected to take.
    full_kg, full_people_kg, full_cargo_kg
        Weight that a sortie in this configuration is expected to take: in all, of people, and of equipment.
    most_people_kg, most_cargo_kg
        A full load of people, and of equipment: the largest that any configuration of the lift is expected to take.

    Notes
    -----
    The rule to serve the largest product of service and queue is "max weight" of L. Tassiulas and A. Ephremides,
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
    """Return the stated configuration of each mission of a dated lift, for missions between the start and the horizon.

    Configurations are numbered from 1; 0 means that none is stated. The list is empty for any other lift, and for a
    lift without configurations.
    """
    lift = numbers.rows("lift")[row]
    if lift.supply != Supply.DATED or lift.configurations == lift.configurations_last:
        return []
    mine = [mission for mission in numbers.rows("mission") if mission.lift == row]
    return [mission.configuration for mission in mine if 0 <= mission.at < numbers.plan.horizon]
