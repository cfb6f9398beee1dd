"""Which lots a lift can carry, and the load that a sortie is expected to carry, as loops over lots and limits.

The compiled engine compiles these functions unchanged.
"""

import math
from typing import Any, Final

from sim.model.driving import PLACE as _PLACE
from sim.model.driving import vehicles_in
from sim.model.durations import largest_of, whole_seconds
from sim.model.limits import NO_LIMIT
from sim.model.schema.row import Int, Row, Slot, column
from sim.model.terms import Way

__all__ = ["MOST", "Limits", "put_expected", "put_fits"]

MOST: Final = NO_LIMIT
"""Stands for no limit, in kg, thousandths of a pallet position, l or people."""
PLACE: Final = _PLACE
SHIP: Final = int(Way.SHIP)


class Limits(Row):
    """What limits the load of a lift, or of one of its configurations."""

    payload: Int = column("payload of a sortie, people included", unit="kg", of="dist")
    seats: Int = column("seats; -1: no limit", of="dist")
    driven: Int = column("whether it is a convoy of the force's own vehicles; then its positions are vehicles")
    max_payload_s: Slot = column("structural limit of the payload", unit="kg")
    pallets_s: Slot = column("pallet positions")
    volume_s: Slot = column("volume that a sortie takes", unit="l")
    room_s: Slot = column("largest number of people at the destination who came by lift")


def put_fits(
    limits: Any,
    number: Any,
    shapes: Any,
    quantiles: Any,
    factor: Any,
    lots: Any,
    homes: Any,
    sites: Any,
    many: Any,
    lightest: Any,
    smallest: Any,
    litres: Any,
    fits: Any,
) -> None:
    """Write which lots and stops fit within some limits of weight, positions, volume and seats.

    A lot fits if its lightest member is not too heavy, its smallest member does not take too many positions, and the
    volume of a member is not too large. People who travel together fit if there are weight and seats for a whole party,
    of which each member weighs as much as the lightest. Positions do not count on a driven lift.

    Parameters
    ----------
    limits
        Table of `Limits`.
    number, shapes, quantiles
        Numbers of the world, its distributions (`schema.state.hours.Dist`), and the values of the tables of these
        distributions.
    factor
        The largest factor on the payload out of each site, shape (n_sites, n_limits).
    lots
        The plan's table of groups and lots.
    homes, sites
        The lot and the site of each place; the places are all lots, then all stops; shape (n_places,).
    many, lightest, smallest, litres
        Members of each lot; least weight and fewest positions of a member; volume of a member (`items.Items`).
    fits
        Output: whether each lot or stop fits each row of `limits`, shape (n_places, n_limits).
    """
    most_seats = 0
    for lot in range(len(lots)):
        most_seats = max(most_seats, lots[lot].seats)
    for column_of in range(len(limits)):
        limit = limits[column_of]
        payload, structural = shapes[limit.payload], _whole(number, limit.max_payload_s)
        most_kg = float(structural) if structural > 0 else min(_largest(payload, quantiles), float(MOST))
        most_mpos = _positions(limit, number) if limit.pallets_s >= 0 else MOST
        most_litres = max(1, _whole(number, limit.volume_s)) if limit.volume_s >= 0 else MOST
        seats = MOST
        if limit.driven:  # as if each vehicle had the largest number of seats of any lot
            seats = vehicles_in(most_mpos) * most_seats
        elif limit.seats >= 0:
            seats = whole_seconds(min(_largest(shapes[limit.seats], quantiles), float(MOST)))
        if limit.room_s >= 0:
            seats = min(seats, max(1, _whole(number, limit.room_s)))
        for place in range(len(homes)):
            row = homes[place]
            lot = lots[row]
            party = max(1, min(lot.party, many[row] - lot.left))
            fits[place, column_of] = (
                lightest[row] * party <= math.floor(most_kg * factor[sites[place], column_of] + 0.5)
                and (smallest[row] <= most_mpos or limit.driven != 0)
                and litres[row] <= most_litres
                and (not lot.person or party <= seats)
            )


def put_expected(
    limits: Any,
    number: Any,
    shapes: Any,
    lots: Any,
    first: Any,
    many: Any,
    kg: Any,
    mpos: Any,
    litres: Any,
    ways: Any,
    rides: Any,
    sums: Any,
    expected: Any,
) -> None:
    """Write the weight that one sortie is expected to carry within each row of limits.

    This is the mean payload, but at most the weight of the people who fill the seats plus the weight of the equipment
    that fills the pallet positions or the volume, whichever is full first. People and equipment count with their mean
    weight and size, over the movers that may ride and are to be shipped.

    Parameters
    ----------
    limits, number, shapes, lots, many, litres
        As for `put_fits`.
    first, kg, mpos
        First member of each lot; weight and positions of each person or item (`items.Items`).
    ways
        Planned way of each person or item (`terms.Way`), shape (n_items,).
    rides
        Whether each lot may ride from at least one of its places, shape (n_lots, n_limits).
    sums
        Work space, shape (n_lots, 3).
    expected
        Output, shape (n_limits, 3): the weight expected in all, the weight of people where no equipment waits, and the
        weight of equipment where no people wait [kg].
    """
    for at in range(len(lots)):
        some, some_kg, some_mpos = 0, 0, 0
        for item in range(first[at] + min(lots[at].left, many[at]), first[at] + many[at]):
            if ways[item] == SHIP:
                some, some_kg, some_mpos = some + 1, some_kg + kg[item], some_mpos + mpos[item]
        sums[at, 0], sums[at, 1], sums[at, 2] = some, some_kg, some_mpos
    for row in range(len(limits)):
        limit = limits[row]
        people, people_kg, cargo, cargo_kg, cargo_mpos, cargo_litres, cargo_seats = 0, 0, 0, 0, 0, 0, 0
        for at in range(len(lots)):
            if rides[at, row]:
                lot = lots[at]
                some, some_kg, some_mpos = sums[at, 0], sums[at, 1], sums[at, 2]
                if lot.person:
                    people, people_kg = people + some, people_kg + some_kg
                else:
                    cargo, cargo_kg, cargo_mpos = cargo + some, cargo_kg + some_kg, cargo_mpos + some_mpos
                    cargo_litres, cargo_seats = cargo_litres + some * litres[at], cargo_seats + some * lot.seats
        structural, payload = _whole(number, limit.max_payload_s), shapes[limit.payload].average
        if structural > 0:
            payload = min(payload, float(structural))
        seats = shapes[limit.seats].average if limit.seats >= 0 else math.inf
        takes, places = cargo_mpos, math.inf
        if limit.driven:
            places = float(_positions(limit, number))
            takes, seats = PLACE * cargo, _each(cargo_seats, cargo, float(vehicles_in(_positions(limit, number))))
        elif limit.pallets_s >= 0:
            places = 1000.0 * number[limit.pallets_s]
        if limit.room_s >= 0:
            seats = min(seats, float(max(1, _whole(number, limit.room_s))))
        on_seats, on_deck = _each(people_kg, people, seats), _each(cargo_kg, takes, places)
        if limit.volume_s >= 0:
            volume = float(max(1, _whole(number, limit.volume_s)))
            on_deck = min(on_deck, _each(cargo_kg, cargo_litres, volume))
        expected[row, 0] = whole_seconds(min(payload, on_seats + on_deck))
        expected[row, 1] = whole_seconds(min(payload, on_seats))
        expected[row, 2] = whole_seconds(min(payload, on_deck))


def _whole(number: Any, slot: int) -> int:
    """Return a number of the scenario rounded to a whole one; 0 if the scenario does not state it."""
    return whole_seconds(number[slot]) if slot >= 0 else 0


def _positions(limit: Any, number: Any) -> int:
    """Return the pallet positions of a sortie in thousandths; on a driven lift, each vehicle is one position."""
    if limit.driven:
        return PLACE * max(1, _whole(number, limit.pallets_s))
    return whole_seconds(1000 * number[limit.pallets_s])


def _largest(shape: Any, quantiles: Any) -> float:
    """Return the largest value that can be drawn from a distribution."""
    last = quantiles[shape.table + shape.table_n - 1] if shape.table_n > 0 else 0.0
    return largest_of(shape.kind, shape.a, shape.b, shape.c, last)


def _each(kg: int, of: int, most: float) -> float:
    """Return the weight that fits into `most` seats, litres or positions if `kg` takes `of` of them; 0 if `kg` is 0.

    The weight is infinite if `kg` takes none of them.
    """
    if kg == 0:
        return 0.0
    return most * kg / of if of > 0 else math.inf
