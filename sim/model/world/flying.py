"""How long a leg of a sortie takes: whoever knows the sortie can ask."""

from typing import Any, Final

from sim.model.draws import Stream
from sim.model.durations import whole_seconds
from sim.model.limits import TRIP_BITS
from sim.model.world.numbers import Numbers

__all__ = ["TRIPS", "leg_seconds", "recovery_seconds"]

TRIPS: Final = 1 << TRIP_BITS
"""A tail's trips are numbered within its own block, so that another tail shifts nobody's luck."""


def leg_seconds(numbers: Numbers, leg: Any, key: int, number: int, attempt: int, which: int) -> int:
    """Time of one leg of a sortie [s].

    Parameters
    ----------
    numbers
        The numbers of the replication.
    leg
        Its row of the plan's table.
    key
        Of the lift.
    number, attempt
        Of the sortie.
    which
        0 inbound, 1 outbound.

    Notes
    -----
    A block time that is a distribution has an address of its own for each leg, so the time of a leg can be asked for
    by whoever knows the sortie: the same number as when it was flown.
    """
    if leg.block >= 0:
        return numbers.sample(leg.block, Stream.LEG, key, number, which, attempt)
    nm = numbers.value(leg.distance_s, leg.great_circle_nm)
    return whole_seconds(3600.0 * nm / numbers.value(leg.speed_s, 1.0))


def recovery_seconds(numbers: Numbers, lift: Any, number: int, attempt: int, which: int) -> int:
    """Time that breakdowns cost a sortie on a leg [s]: its vehicles are recovered one after another."""
    if numbers.value(lift.breakdown_s) <= 0.0:
        return 0
    lost = 0
    for vehicle in range(max(1, numbers.whole(lift.vehicles_s, 1))):
        at = (lift.key, number, 2 * vehicle + which, attempt)
        if numbers.happens(lift.breakdown_s, Stream.BREAKDOWN, *at):
            lost += numbers.sample(lift.recover, Stream.RECOVERY, *at)
    return lost
