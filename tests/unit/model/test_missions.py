"""The missions of a supply at a rate, by hand.

In these tests `rate` begins with a seed, a replication, the key of a lift, a pattern, and the missions a week.
"""

import math

import pytest

from sim.model.calendars import NEVER
from sim.model.terms import Pattern
from sim.model.world import missions

DAY = 86_400
ALL_ALIKE: tuple[list[int], list[float]] = ([], [])


def test_missions_come_by_their_pattern() -> None:
    """The result is the rate of missions, summed over time up to the arrival of the third mission. It is 2.5 for even
    missions and 2 + u for jittered ones. For `poisson` missions it is 1.7, the value of the second mission, plus a gap
    of -log(u).
    """
    assert missions.due_at(Pattern.EVEN, 2, 1.7, 0.9) == 2.5
    assert missions.due_at(Pattern.JITTERED, 2, 1.7, 0.9) == 2.9
    assert missions.due_at(Pattern.POISSON, 2, 1.7, math.exp(-2.0)) == pytest.approx(3.7)


def test_a_rate_grows_evenly() -> None:
    """A rate grows over ten days from the beginning of the second day. The middle of the fifth day is 3.5 days later,
    so on this day the rate is 35 % of the full rate.
    """
    assert missions.grown(1 * DAY, 10 * DAY, 4 * DAY, 5 * DAY) == 0.35
    assert missions.grown(1 * DAY, 10 * DAY, 40 * DAY, 41 * DAY) == 1.0
    assert missions.grown(1 * DAY, 0, 1 * DAY, 2 * DAY) == 1.0


def test_a_week_has_a_lognormal_factor_of_mean_one() -> None:
    """The median (u = 0.5) of the factor is 1 / sqrt(1 + cv^2); without variation, every factor is 1."""
    assert missions.week_factor(0.5, 0.5) == pytest.approx(1.0 / math.sqrt(1.25))
    assert missions.week_factor(0.0, 0.9) == 1.0


def test_the_instant_of_a_mission_within_a_span_of_constant_rate() -> None:
    """At two missions a day from the second day on, a quarter of a mission takes three hours. A mission that is due
    after the span gets the end of the span.
    """
    assert missions.arrives_at(DAY, 2 * DAY, 3.25, 3.5, 2.0 / DAY) == DAY + 10_800
    assert missions.arrives_at(DAY, 2 * DAY, 3.25, 9.5, 2.0 / DAY) == 2 * DAY


def test_missions_at_an_even_rate_by_hand() -> None:
    """Seven missions a week from the start of the clock come at noon of each day. At half the rate they come every two
    days, first at the end of the first day.

    The function returns the number of missions that it has put into the list, or -1 if the list is too short.
    """
    at = [0] * 9
    rate = (7, 1, 99, int(Pattern.EVEN), 7.0)
    noon = DAY // 2
    assert missions.at_rate(at, *rate, 1.0, 0, 5 * DAY, 0, 0.0, -DAY, 0, *ALL_ALIKE) == 5
    assert at[:5] == [noon, noon + DAY, noon + 2 * DAY, noon + 3 * DAY, noon + 4 * DAY]
    assert missions.at_rate(at, *rate, 0.5, 0, 5 * DAY, 0, 0.0, -DAY, 0, *ALL_ALIKE) == 2
    assert at[:2] == [DAY, 3 * DAY]
    assert missions.at_rate(at[:4], *rate, 1.0, 0, 5 * DAY, 0, 0.0, -DAY, 0, *ALL_ALIKE) == -1
    assert missions.at_rate(at, *rate, 0.0, 0, 5 * DAY, 0, 0.0, -DAY, 0, *ALL_ALIKE) == 0


def test_missions_from_an_instant_on() -> None:
    """If one mission a day is granted from 06:00 of the second day to the end of the fourth, missions come at 18:00 of
    these three days. Of a rate that began three days before the clock, only missions after the start of the clock
    count.
    """
    at = [0] * 9
    rate = (7, 1, 99, int(Pattern.EVEN), 7.0, 1.0)
    assert missions.at_rate(at, *rate, 0, 4 * DAY, 0, 0.0, DAY + DAY // 4, 0, *ALL_ALIKE) == 3
    assert at[:3] == [DAY + 3 * DAY // 4, 2 * DAY + 3 * DAY // 4, 3 * DAY + 3 * DAY // 4]
    assert missions.at_rate(at, *rate, -3 * DAY, 2 * DAY, 0, 0.0, -9 * DAY, 0, *ALL_ALIKE) == 2
    assert at[:2] == [DAY // 2, 3 * DAY // 2]


def test_missions_come_on_the_days_that_are_named() -> None:
    """Seven missions a week that come only on its second and fifth day are 3.5 on each: one every 2/7 of such a day.

    Missions come at 1/7, 3/7 and 5/7 of the second day. The next mission would come at the end of this day, so it comes
    when the fifth day begins, and three others follow at 2/7, 4/7 and 6/7. On the ninth day, the second one of the next
    week, missions come as on the second.
    """
    at = [0] * 20
    days = ([0, DAY, 2 * DAY, 4 * DAY, 5 * DAY, 8 * DAY, 9 * DAY], [0.0, 3.5, 0.0, 3.5, 0.0, 3.5, 0.0])
    rate = (7, 1, 99, int(Pattern.EVEN), 7.0, 1.0, 0, 9 * DAY, 0, 0.0, -DAY, 0)
    assert missions.at_rate(at, *rate, *days) == 10
    sevenths = [DAY + DAY * k / 7 for k in (1, 3, 5)] + [4 * DAY + DAY * k / 7 for k in (0, 2, 4, 6)]
    sevenths += [8 * DAY + DAY * k / 7 for k in (1, 3, 5)]
    assert at[:10] == [round(x) for x in sevenths]


def test_a_month_slows_a_rate() -> None:
    """One mission a day comes at noon. From the third day on the rate is halved: the next mission comes at the end of
    the third day, and another one two days later. The next would come at the end of the seventh day, when missions end.
    """
    at = [0] * 20
    rate = (7, 1, 99, int(Pattern.EVEN), 7.0, 1.0, 0, 7 * DAY, 0, 0.0, -DAY, 0)
    assert missions.at_rate(at, *rate, [0, 2 * DAY], [1.0, 0.5]) == 4
    assert at[:4] == [DAY // 2, 3 * DAY // 2, 3 * DAY, 5 * DAY]


def test_the_next_day_on_which_missions_are_planned() -> None:
    """Missions are planned on days 1 and 4. The answer on day 0 is the beginning of day 1, during day 1 it is now, on
    day 2 it is the beginning of day 4, and after day 4 it is NEVER. If all days are alike, it is always now.
    """
    days = ([0, DAY, 2 * DAY, 4 * DAY, 5 * DAY], [0.0, 3.5, 0.0, 3.5, 0.0])
    assert missions.next_season(*ALL_ALIKE, 77) == 77
    assert missions.next_season(*days, 5) == DAY
    assert missions.next_season(*days, DAY + 9) == DAY + 9
    assert missions.next_season(*days, 2 * DAY) == 4 * DAY
    assert missions.next_season(*days, 5 * DAY) == NEVER
