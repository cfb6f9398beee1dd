"""Duty days of crews, by hand: a duty day of 16 h that began at 06:00 ends at 22:00."""

from sim.model import duty
from sim.model.calendars import NEVER

HOUR = 3_600


def test_a_leg_of_six_hours_may_begin_until_four_in_the_afternoon() -> None:
    assert duty.last_start(6 * HOUR, 16 * HOUR, 6 * HOUR) == 16 * HOUR


def test_a_crew_may_fly_again_while_its_duty_day_lasts() -> None:
    """A crew has come off its sortie and will be rested at 08:00 of the next day. It may begin a leg of 6 h until
    16:00, so that the leg ends within its duty day. The function returns False for a crew that is rested or on a
    sortie.
    """
    day, rested = (6 * HOUR, 16 * HOUR), 32 * HOUR
    assert duty.is_on_duty_for(16 * HOUR, 6 * HOUR, *day, rested)
    assert not duty.is_on_duty_for(16 * HOUR + 1, 6 * HOUR, *day, rested)
    assert not duty.is_on_duty_for(16 * HOUR, 6 * HOUR, *day, 16 * HOUR)
    assert not duty.is_on_duty_for(16 * HOUR, 6 * HOUR, *day, NEVER)


def test_a_sortie_tasked_late_leaves_as_planned_if_its_crew_could_fly_then() -> None:
    """A sortie is tasked at 10:00 and was due to leave at 08:00 on a leg of six hours. It counts as having left at
    08:00 if its crew was rested at 07:00, or came off a sortie at 07:00 within a duty day until 22:00. It leaves at
    10:00 if its crew was rested, or came off its sortie, only at 09:00. If it gets a crew only a second after 10:00, it
    leaves then.
    """
    asked, leaves, leg, day = 10 * HOUR, 8 * HOUR, 6 * HOUR, (6 * HOUR, 16 * HOUR)
    old = (-6 * HOUR, 16 * HOUR)  # a duty day that ends at 10:00, too early for the leg
    assert duty.departs(asked, asked, leaves, leg, *old, rested=7 * HOUR, off=-NEVER) == leaves
    assert duty.departs(asked, asked, leaves, leg, *day, rested=20 * HOUR, off=7 * HOUR) == leaves
    assert duty.departs(asked, asked, leaves, leg, *old, rested=9 * HOUR, off=-NEVER) == asked
    assert duty.departs(asked, asked, leaves, leg, *day, rested=20 * HOUR, off=9 * HOUR) == asked
    assert duty.departs(asked + 1, asked, leaves, leg, *old, rested=7 * HOUR, off=-NEVER) == asked + 1
