"""The payload of a sortie, the times of flying, loading and tasks, and the next date of a mission, by hand."""

import numpy as np

from sim.model.limits import WIDEST
from sim.model.world import flying

HOUR = 3_600
DAY = 24 * HOUR


def test_a_payload_is_at_most_the_structural_limit() -> None:
    assert flying.payload_of(50_000, 45_000) == 45_000
    assert flying.payload_of(40_000, 45_000) == 40_000
    assert flying.payload_of(50_000, 0) == 50_000
    assert flying.payload_of(WIDEST + 1, 0) == WIDEST


def test_heat_reduces_the_payload_to_whole_kilograms() -> None:
    assert flying.derated(45_001, 0.5) == 22_501  # rounded half up
    assert flying.derated(WIDEST, 1.1) == WIDEST


def test_a_time_is_a_distance_over_a_speed() -> None:
    assert flying.flown_seconds(450.0, 300.0) == 5400


def test_loading_takes_time_by_tonne_and_person() -> None:
    """With 10 minutes a tonne and 30 s a person, 4.5 t and 20 people take 45 and 10 minutes."""
    assert flying.loading_seconds(600.0, 4500, 30.0, 20) == 2700 + 600


def test_a_task_takes_time_by_each_stated_measure() -> None:
    """The time is the sum over 4.5 t at 600 s, 2.5 positions at 120 s, 3 vehicles at 300 s, 20 people at 30 s and 3
    busloads at 400 s: 20 people need 3 buses of 8. For 16 people 2 buses are enough.
    """
    assert flying.task_seconds(600.0, 4500, 120.0, 2500, 300.0, 3, 30.0, 20, 400.0, 8) == 2700 + 300 + 900 + 600 + 1200
    assert flying.task_seconds(0.0, 0, 0.0, 0, 0.0, 0, 0.0, 16, 400.0, 8) == 800


def test_a_mission_that_slips_comes_on_the_next_day_at_its_hour() -> None:
    """A mission planned for 10:00 comes at 10:00 of a later day: the first one on which it is not yet 10:00."""
    assert flying.another_day(10 * HOUR, 9 * HOUR) == 34 * HOUR
    assert flying.another_day(10 * HOUR, 12 * HOUR) == 34 * HOUR
    assert flying.another_day(10 * HOUR, 33 * HOUR) == 34 * HOUR
    assert flying.another_day(10 * HOUR, 34 * HOUR) == 58 * HOUR


def test_how_sorties_set_down_is_simulated_if_one_condition_holds() -> None:
    """The engines simulate how sorties set down at a destination if one of five conditions holds: the destination is in
    the country, is a hub abroad, has a runway calendar or has parking spots, or movers count as out on arrival. The
    function also takes arrays.
    """
    assert not flying.sets_down(0, 0, 0, -1, -1)
    each = np.array([[1, 0, 0, -1, -1], [0, 1, 0, -1, -1], [0, 0, 1, -1, -1], [0, 0, 0, 0, -1], [0, 0, 0, -1, 7]])
    assert flying.sets_down(*each.T).all()
    assert all(flying.sets_down(*(int(x) for x in row)) for row in each)
