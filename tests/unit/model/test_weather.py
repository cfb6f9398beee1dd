"""Outages that alternate with open time, by hand for a constant hazard."""

import math

from sim.domain.outage import PARTS
from sim.model.draws import Stream, uniform
from sim.model.durations import Kind
from sim.model.terms import Stops
from sim.model.world import weather

HOUR, DAY = 3_600, 86_400
HAZARD = [hour / 24.0 for hour in range(24 * 30 + 1)]
"""The cumulative hazard by hour over thirty days, for one outage per open day on average."""


def drawn(many: int, room: int = 99) -> tuple[int, list[int], list[int]]:
    """Return how many outages begin in `many` days, and when they begin and end [s]; each lasts two hours.

    If there are more than `room` outages, the number is -1 and the lists are empty.
    """
    begins, until = [0] * room, [0] * room
    lasts = (int(Kind.FIXED), 2.0 * HOUR, 0.0, 0.0)
    found = weather.alternate(7, 3, 11, 5, begins, until, HAZARD, (), 1.0, many * DAY, *lasts)
    return found, begins[: max(0, found)], until[: max(0, found)]


def test_the_first_outage_begins_where_the_hazard_reaches_its_draw() -> None:
    """With a constant hazard an outage begins -log(u) days after the end of the one before, rounded up to seconds."""
    many, begins, until = drawn(20)
    assert many > 5
    end = 0
    for k in range(many):
        gap = -math.log(uniform(7, 3, int(Stream.OUTAGE_GAP), 11, 0, 5, k)) * DAY
        assert begins[k] - end in (math.ceil(gap), math.ceil(gap) + 1)  # sums of hours may round
        end = until[k]
        assert end == begins[k] + 2 * HOUR


def test_each_part_of_a_site_that_may_stop_has_its_bit() -> None:
    """The parts that a file may name in `stops` are the bits of `Stops`, in the same order."""
    assert tuple(part.name.lower() for part in Stops) == PARTS
    assert [int(part) for part in Stops] == [*range(len(PARTS))]


def test_too_many_outages_for_the_lists_are_reported() -> None:
    many, begins, _ = drawn(20)
    assert drawn(20, room=many)[1] == begins
    assert drawn(20, room=many - 1)[0] == -1
