"""Ends at midnight and missions or releases on Mondays get a remark, since their author may mean something else."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from tests.unit.domain.conftest import TABLES
from tests.unit.domain.warned import JUNE, missions, warned, weekly


def test_an_end_at_midnight_is_named_with_the_day_that_does_not_count() -> None:
    """A milestone by 00:00 of 15 September, the end of 14 September, gets a remark; a milestone by 06:00 gets
    none.
    """
    found = warned(milestone={"deadline": {"by": datetime(2024, 9, 15)}})
    assert list(found) == ["milestone.deadline.by"]
    assert "the end of 2024-09-14" in found["milestone.deadline.by"]
    assert "write 2024-09-15 without a time" in found["milestone.deadline.by"]
    assert warned(milestone={"deadline": {"by": datetime(2024, 9, 15, 6)}}) == {}


def test_a_span_of_two_instants_may_end_at_midnight() -> None:
    """An end at 00:00 gets a remark if the supply begins on a date, but none if it begins at a stated time."""
    for begins, named in ((date(2024, 6, 1), True), (datetime(2024, 6, 1, 6), False)):
        supply = {"per_week": 3, "begins": begins, "until": datetime(2024, 9, 1)}
        assert ("lift.c17.supply.until" in warned(lift={"c17": {"supply": supply}})) == named


@pytest.mark.parametrize(
    "supply", [{"kind": "ready", "people": 5}, {"kind": "scheduled", "at_h": [8]}, {"per_week": 3}]
)
def test_every_supply_that_ends_at_midnight_is_named(supply) -> None:
    """Each kind of supply gets the remark if its `until` is at 00:00."""
    found = warned(lift={"c17": {"supply": supply | {"until": datetime(2024, 9, 1)}}})
    assert "the end of 2024-08-31" in found["lift.c17.supply.until"]


def test_a_station_that_ends_at_midnight_is_named() -> None:
    """A station gets the remark if its `until` is at 00:00."""
    station = {**TABLES["site"]["north"]["station"]["wash"], "until": datetime(2024, 9, 1)}
    found = warned(site={"north": {"station": {"wash": station}}})
    assert "the end of 2024-08-31" in found["site.north.station.wash.until"]


@pytest.mark.parametrize("bare", [True, False])
def test_missions_on_bare_mondays_are_named(bare: bool) -> None:
    """Eight missions on four Mondays, without a time or at 00:00, get a remark: a Monday may stand for a week."""
    days = [day for day in weekly(JUNE, 4) for _ in range(2)]
    when = days if bare else [datetime(day.year, day.month, day.day) for day in days]
    found = warned(lift=missions(*when))
    assert "on 4 Mondays" in found["lift.c17.supply.missions.0.at"]
    assert "supply = { per_week = 2 }" in found["lift.c17.supply.missions.0.at"]


@pytest.mark.parametrize(
    "when",
    [
        weekly(JUNE, 3),
        weekly(JUNE + timedelta(days=1), 6),
        [*weekly(JUNE, 6), JUNE + timedelta(days=2)],
        [datetime(day.year, day.month, day.day, 6) for day in weekly(JUNE, 6)],
    ],
    ids=["three weeks", "Tuesdays", "another day too", "a time of day"],
)
def test_other_missions_are_not_named(when: list[date]) -> None:
    """Missions on only three Mondays, on Tuesdays, on Mondays and a Wednesday, or at 06:00 get no such remark."""
    assert "lift.c17.supply.missions.0.at" not in warned(lift=missions(*when))


def test_releases_on_bare_mondays_are_named() -> None:
    """Releases of three groups and a lot on four Mondays get one remark, at the first; without the lot, none."""
    days = weekly(JUNE, 4)
    names = ["guards", "loaders", "staff"]
    groups = {name: {"release": day} for name, day in zip(names, days, strict=False)}
    assert warned(group=groups) == {}
    found = warned(group=groups, lot={"trucks": {"release": days[3]}})
    assert list(found) == ["group.guards.release"]
