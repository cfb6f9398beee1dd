"""When to leave so as to arrive during opening hours, by hand and by trying every second."""

from hypothesis import given
from hypothesis import strategies as st

from sim.model import planning
from sim.model.calendars import ALWAYS, NEVER, is_open

HOUR = 3_600
DAYLIGHT = ([6 * HOUR, 30 * HOUR], [18 * HOUR, 42 * HOUR])
"""The windows in which a lift moves: 06:00 to 18:00, on two days."""
MORNING = ([8 * HOUR, 32 * HOUR], [12 * HOUR, 36 * HOUR])
"""The windows in which a place is kept open: 08:00 to 12:00, on two days."""
ALWAYS_MOVES = False, *ALWAYS


def test_a_drive_with_rest_at_night_takes_the_night_too() -> None:
    """A drive of eight hours from 14:00 takes four hours until 18:00 and four hours from 06:00 of the next day, so it
    ends after 20 hours.
    """
    assert planning.on_the_way(True, *DAYLIGHT, 8 * HOUR, 14 * HOUR) == 20 * HOUR
    assert planning.on_the_way(*ALWAYS_MOVES, 8 * HOUR, 14 * HOUR) == 8 * HOUR


def test_the_start_follows_from_the_arrival() -> None:
    """To arrive at 09:00 of the second day after eight hours on the way, a sortie starts at 01:00; if it rests at
    night, it starts at 13:00 of the first day.
    """
    assert planning.start_for(*ALWAYS_MOVES, 8 * HOUR, 33 * HOUR, 0) == 25 * HOUR
    assert planning.start_for(True, *DAYLIGHT, 8 * HOUR, 33 * HOUR, 0) == 13 * HOUR


def test_a_departure_waits_to_arrive_during_opening_hours() -> None:
    """On a way of three hours, a sortie that leaves at 10:00 would arrive at 13:00, when the place is closed. It leaves
    at 05:00 of the next day, to arrive at 08:00. On the last day, a departure at 09:00 or later arrives too late.
    """
    assert planning.leaves_for(*ALWAYS_MOVES, 3 * HOUR, 6 * HOUR, *MORNING) == 6 * HOUR
    assert planning.leaves_for(*ALWAYS_MOVES, 3 * HOUR, 10 * HOUR, *MORNING) == 29 * HOUR
    assert planning.leaves_for(*ALWAYS_MOVES, 3 * HOUR, 34 * HOUR, *MORNING) == NEVER


def test_a_sortie_delayed_into_closed_hours_arrives_when_they_end() -> None:
    """A sortie that would arrive at 11:00 does so. If it would arrive at 13:00, when the place is closed, it arrives at
    08:00 of the next day. After the last opening hours it never arrives.
    """
    assert planning.delayed(*ALWAYS_MOVES, 3 * HOUR, 11 * HOUR, 6 * HOUR, *MORNING) == 11 * HOUR
    assert planning.delayed(*ALWAYS_MOVES, 3 * HOUR, 13 * HOUR, 6 * HOUR, *MORNING) == 32 * HOUR
    assert planning.delayed(*ALWAYS_MOVES, 3 * HOUR, 37 * HOUR, 6 * HOUR, *MORNING) == NEVER


EDGES = st.lists(st.integers(0, 60), max_size=8, unique=True).map(sorted).filter(lambda edges: len(edges) % 2 == 0)


@given(EDGES, EDGES, st.integers(0, 8), st.integers(0, 90))
def test_no_earlier_departure_arrives_while_it_is_open(
    moves: list[int], kept: list[int], moving: int, first: int
) -> None:
    """Of all departures from `first` on, the function returns the earliest that arrives during opening hours.

    Both calendars are open from 100 to 200, so that every sortie can arrive.
    """
    hours = ([*moves[::2], 100], [*moves[1::2], 200])
    place = ([*kept[::2], 100], [*kept[1::2], 200])
    tried = range(first, 150)
    able = [t for t in tried if is_open(*place, t + planning.on_the_way(True, *hours, moving, t))]
    assert planning.leaves_for(True, *hours, moving, first, *place) == able[0]
