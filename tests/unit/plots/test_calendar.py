"""Dates on axes, in the time zone of the scenario."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from matplotlib.figure import Figure

from sim.domain.dates import seconds
from sim.domain.scenario import Clock
from sim.plots.calendar import date_axis, dated, due

DAY = 86_400
NIAMEY = Clock(start=date(2024, 5, 19), zone="Africa/Niamey")


def ticks(clock: Clock, low: float, high: float, most: int) -> list[str]:
    ax = Figure().subplots()
    date_axis(ax, clock, low, high, most=most)
    ax.figure.canvas.draw()
    return [label.get_text() for label in ax.get_xticklabels()]


def test_dates_are_short_with_the_year_once() -> None:
    """Ticks read `1 Jun`; the year stands below the first tick, and below the first tick of a new year."""
    assert ticks(NIAMEY, 0, 120 * DAY, 10)[:3] == ["1 Jun\n2024", "15 Jun", "1 Jul"]
    assert "1 Jan\n2025" in ticks(NIAMEY, 0, 300 * DAY, 12)


def test_half_months_are_labelled_if_they_fit() -> None:
    """Within 70 days, half months are labelled if five ticks are allowed, and only months if four are."""
    assert ticks(NIAMEY, 0, 70 * DAY, 4) == ["1 Jun\n2024", "1 Jul"]
    assert ticks(NIAMEY, 0, 70 * DAY, 5) == ["1 Jun\n2024", "15 Jun", "1 Jul", "15 Jul"]


def test_hours_are_shown_within_a_day() -> None:
    """An axis of hours is labelled with clock times; the first label, and that of a new day, has the date."""
    clock = Clock(start=datetime(2024, 1, 1, 8), zone="UTC")
    assert ticks(clock, 0, DAY, 8) == [
        "09:00\n1 Jan 2024",
        "12:00",
        "15:00",
        "18:00",
        "21:00",
        "00:00\n2 Jan",
        "03:00",
        "06:00",
    ]


@pytest.mark.parametrize("span", [1, 3, 10, 40, 130, 500, 2000, 9000])
@pytest.mark.parametrize("most", [5, 9, 11])
def test_ticks_fit_whatever_the_span(span: int, most: int) -> None:
    """An axis of one day to 9,000 days has at least two ticks, and no more than the stated number."""
    assert 2 <= len(ticks(NIAMEY, 0, span * DAY, most)) <= most


def test_a_day_is_local_also_when_the_clock_changes() -> None:
    """Ticks are at local midnight before and after a change to winter time."""
    clock = Clock(start=date(2024, 10, 20), zone="Europe/Berlin")
    ax = Figure().subplots()
    date_axis(ax, clock, 0, 14 * DAY, most=20)
    assert ax.get_xticks().tolist()[6:9] == [6 * DAY, 7 * DAY, 8 * DAY + 3600]


def test_a_milestone_at_midnight_is_the_day_before() -> None:
    """A milestone at the end of 15 September is labelled "15 Sep", or on an axis of hours "end of 15 Sep". A milestone
    at another hour is labelled with its time.
    """
    end = seconds(date(2024, 9, 15), NIAMEY, ends=True)
    assert due(end, NIAMEY) == "15 Sep"
    assert due(end, NIAMEY, hours=True) == "end of 15 Sep"
    assert due(end - 6 * 3600, NIAMEY) == "15 Sep 18:00"


def test_a_distant_date_has_its_year() -> None:
    """A date more than 300 days after the start has its year."""
    assert dated(65 * DAY, NIAMEY) == "23 Jul"
    assert dated(430 * DAY, NIAMEY) == "23 Jul 2025"
