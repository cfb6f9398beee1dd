"""What a sortie carries, and how long its legs, loading and tasks take.

The compiled engine compiles some of these functions unchanged (`sim/engines/compiled/rules.py`).
"""

from collections.abc import Sequence
from typing import Any, Final

import numpy as np

from sim.model.calendars import Sorted, window_at
from sim.model.draws import Stream
from sim.model.driving import PLACE, vehicles_in
from sim.model.durations import Kind, whole_seconds
from sim.model.limits import TRIP_BITS, WIDEST
from sim.model.world.numbers import Ints, Numbers

__all__ = [
    "TRIPS",
    "another_day",
    "derated",
    "flown_seconds",
    "leg_seconds",
    "legs_seconds",
    "limits",
    "loading_seconds",
    "payload_of",
    "positions",
    "recovery_seconds",
    "season_of",
    "sets_down",
    "slowed",
    "speeds",
    "task_seconds",
    "vehicles_on",
    "volume",
]

TRIPS: Final = 1 << TRIP_BITS
"""Each tail has this many trip numbers for itself, so that one more tail does not change those of other tails."""
DAY: Final = 86400


def limits(numbers: Numbers, lift: Any) -> tuple[int, int]:
    """Return the structural payload limit of a lift [kg], 0 for none, and its positions [1/1000], -1 for no limit."""
    structural = numbers.whole(lift.max_payload_s) if lift.max_payload_s >= 0 else 0
    return structural, positions(numbers, lift)


def positions(numbers: Numbers, lift: Any) -> int:
    """Return the positions of a lift in thousandths, -1 for no limit; on a driven lift, a vehicle is one position."""
    if lift.driven:
        return PLACE * max(1, numbers.whole(lift.pallets_s))
    return whole_seconds(1000 * numbers.value(lift.pallets_s)) if lift.pallets_s >= 0 else -1


def volume(numbers: Numbers, lift: Any) -> int:
    """Return the volume that a sortie of a lift takes [l]; 0 for no limit."""
    return max(1, numbers.whole(lift.volume_s)) if lift.volume_s >= 0 else 0


def sets_down(base: Any, abroad: Any, crosses: Any, runway: Any, parking: Any) -> Any:
    """Return whether engines simulate how sorties of a lift set down at its destination.

    The arguments are numbers for one lift, or arrays for several lifts.

    Parameters
    ----------
    base, abroad
        Whether the destination is in the country, and whether it is a hub abroad.
    crosses
        Whether movers count as out when they arrive, not at wheels-up.
    runway, parking
        Row of the runway calendar and slot of the parking spots of the destination; below 0 if not stated.
    """
    return ((base | abroad | crosses) != 0) | (runway >= 0) | (parking >= 0)


def payload_of(drawn: int, structural: int) -> int:
    """Return the payload of a sortie [kg]: as drawn, but at most `WIDEST` and the structural limit (0: no limit)."""
    payload = min(drawn, WIDEST)
    return min(payload, structural) if structural else payload


def derated(limit: int, factor: float) -> int:
    """Return a weight limit times the factor for heat and runway at an hour [kg]; at most `WIDEST`."""
    return min(whole_seconds(limit * factor), WIDEST)


def flown_seconds(nm: float, knots: float) -> int:
    """Return the time that a distance takes at a speed [s]."""
    return whole_seconds(3600.0 * nm / knots)


def loading_seconds(per_t: float, cargo_kg: int, per_person: float, people: int) -> int:
    """Return the loading time beyond the fixed part [s]: cargo by weight, people by head."""
    return whole_seconds(per_t * cargo_kg / 1000.0 + per_person * people)


def task_seconds(
    per_t: float,
    cargo_kg: int,
    per_pallet: float,
    mpos: int,
    per_vehicle: float,
    vehicles: int,
    per_person: float,
    people: int,
    per_busload: float,
    busload: int,
) -> int:
    """Return the time of a task beyond its fixed part [s]: by tonnes, pallets, vehicles, people and busloads.

    `mpos` is thousandths of a pallet position; a partly filled busload takes as long as a full one.
    """
    added = per_t * cargo_kg / 1000.0
    added += per_pallet * mpos / 1000.0 + per_vehicle * vehicles
    added += per_person * people
    added += per_busload * -(-people // busload)
    return whole_seconds(added)


def another_day(planned: int, now: int) -> int:
    """Return when a mission that did not come is planned again [s]: a whole number of days after `planned`.

    The number of days is the smallest, from 1 on, that gives an instant later than `now`.
    """
    return planned + DAY * (1 + max(0, now - planned) // DAY)


def slowed(seconds: int, begins: Sorted, factor: Sequence[float], t: int) -> int:
    """Return the time of a leg at the speed of its season [s].

    Parameters
    ----------
    seconds
        Time at its unfactored speed [s].
    begins, factor
        The instants from which factors on the speed apply [s], and the factors; both empty if the speed is constant.
    t
        Instant that determines the season [s].
    """
    if not len(begins):
        return seconds
    return whole_seconds(seconds / factor[max(0, window_at(begins, t))])


def season_of(fleet: bool, tasked: int, planned: int) -> int:
    """Return the instant that determines the season of a sortie [s]: of a fleet, `tasked`; else, `planned`."""
    return tasked if fleet else planned


def leg_seconds(numbers: Numbers, leg: Any, key: int, number: int, attempt: int, which: int, t: int) -> int:
    """Return the time of one leg of a sortie [s].

    Parameters
    ----------
    numbers
        The numbers of the replication.
    leg
        The leg: a row of the table of the plan.
    key
        Key of the lift.
    number, attempt
        Number of the mission or trip, and how often it has been put off to another day.
    which
        0 inbound, 1 outbound.
    t
        Instant that determines the season [s] (`season_of`).

    Notes
    -----
    The random number of a block time has its own address for each leg of each sortie, so that every call for the same
    leg returns the same time.
    """
    if leg.block >= 0:
        plain = numbers.sample(leg.block, Stream.LEG, key, number, which, attempt)
    else:
        plain = flown_seconds(numbers.value(leg.distance_s, leg.great_circle_nm), numbers.value(leg.speed_s, 1.0))
    return slowed(plain, *speeds(numbers, leg), t)


def speeds(numbers: Numbers, leg: Any) -> tuple[list[int], list[float]]:
    """Return the factors on the speed over a leg: the instants from which they apply [s], and the factors."""
    mine = numbers.rows("leg_season")[leg.seasons : leg.seasons_last]
    return [season.begins for season in mine], [season.factor for season in mine]


def legs_seconds(numbers: Numbers, leg: Any, key: int, number: Ints, attempt: Ints, which: int) -> Ints:
    """Return the block times of one leg, drawn for many sorties, without the factors on the speed [s].

    `number`, `attempt` and the result have the shape (n_sorties,).
    """
    shape, seconds = numbers.dist[leg.block], np.empty(len(number), np.int64)
    if shape.kind == Kind.FIXED:
        seconds[:] = shape.whole(0.5)
        return seconds
    for k in set(attempt.tolist()):
        these = np.flatnonzero(attempt == k)
        addresses = number[these].astype(np.int64)
        us = numbers.routines.many(numbers.seed, numbers.replication, Stream.LEG, key, addresses, which, k)
        seconds[these] = [shape.whole(u) for u in us.tolist()]
    return seconds


def vehicles_on(numbers: Numbers, lift: Any, mpos: int, which: int) -> int:
    """Return how many vehicles of a sortie may break down on a leg: as many as the lift states, at least one.

    On a driven lift, the vehicles aboard count on the way out (`which` 1), and no vehicles on the way in (0).

    Parameters
    ----------
    mpos
        Space aboard, in thousandths of a position; it only counts for a driven lift.
    """
    if lift.driven:
        return vehicles_in(mpos) if which else 0
    return max(1, numbers.whole(lift.vehicles_s, 1))


def recovery_seconds(numbers: Numbers, lift: Any, number: int, attempt: int, which: int, mpos: int = 0) -> int:
    """Return the time that breakdowns cost a sortie on a leg [s]; vehicles are recovered one after another.

    Parameters
    ----------
    number, attempt, which
        As for `leg_seconds`.
    mpos
        As for `vehicles_on`.
    """
    if numbers.value(lift.breakdown_s) <= 0.0:
        return 0
    lost = 0
    for vehicle in range(vehicles_on(numbers, lift, mpos, which)):
        at = (lift.key, number, 2 * vehicle + which, attempt)
        if numbers.happens(lift.breakdown_s, Stream.BREAKDOWN, *at):
            lost += numbers.sample(lift.recover, Stream.RECOVERY, *at)
    return lost
