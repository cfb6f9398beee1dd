"""Duty days, by hand: a day of 16 h that began at 06:00 ends at 22:00."""

from sim.model import duty
from sim.model.calendars import NEVER

HOUR = 3_600


def test_a_leg_of_six_hours_may_begin_until_four_in_the_afternoon() -> None:
    assert duty.last_start(6 * HOUR, 16 * HOUR, 6 * HOUR) == 16 * HOUR


def test_a_crew_may_fly_again_while_its_duty_day_lasts() -> None:
    """A crew off its sortie is on duty until it is rested, here at 08:00 of the next day, and may begin a leg that ends
    within its duty day. A crew that is rested, or still aboard, is not on duty in this sense.
    """
    day, rested = (6 * HOUR, 16 * HOUR), 32 * HOUR
    assert duty.is_on_duty_for(16 * HOUR, 6 * HOUR, *day, rested)
    assert not duty.is_on_duty_for(16 * HOUR + 1, 6 * HOUR, *day, rested)
    assert not duty.is_on_duty_for(16 * HOUR, 6 * HOUR, *day, 16 * HOUR)
    assert not duty.is_on_duty_for(16 * HOUR, 6 * HOUR, *day, NEVER)


def test_a_sortie_tasked_late_leaves_as_planned_if_its_crew_could_fly_then() -> None:
    """A sortie tasked at 10:00 counts as having left at 08:00 on a leg of six hours if its crew was rested since 07:00,
    or had been free since 07:00 within a duty day until 22:00. It leaves at 10:00 if its crew rested until 09:00, or
    was away until 09:00.
    """
    asked, leaves, leg, day = 10 * HOUR, 8 * HOUR, 6 * HOUR, (6 * HOUR, 16 * HOUR)
    old = (-6 * HOUR, 16 * HOUR)  # ends at 10:00
    assert duty.departs(asked, asked, leaves, leg, *old, rested=7 * HOUR, off=-NEVER) == leaves
    assert duty.departs(asked, asked, leaves, leg, *day, rested=20 * HOUR, off=7 * HOUR) == leaves
    assert duty.departs(asked, asked, leaves, leg, *old, rested=9 * HOUR, off=-NEVER) == asked  # rested until 09:00
    assert duty.departs(asked, asked, leaves, leg, *day, rested=20 * HOUR, off=9 * HOUR) == asked
    assert duty.departs(asked + 1, asked, leaves, leg, *old, rested=7 * HOUR, off=-NEVER) == asked + 1
