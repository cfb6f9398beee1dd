"""Sorties by week, and people in country by hour, in histories of a few rows."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pytest

from sim.analysis.outcomes.weekly import columns, periods, values
from sim.analysis.summary.hourly import hourly
from sim.analysis.sums import Sums, lot_facts
from sim.analysis.sums.standing import standing
from sim.domain.scenario import Scenario
from sim.model.compile import plan as compiled
from sim.model.plan import Plan
from sim.model.terms import Fate
from tests.unit.analysis.histories import gone, history, sortie, still

HOUR, DAY = 3600, 86_400


def question(horizon_d: float) -> Plan:
    tables: dict[str, Any] = {
        "name": "camp",
        "seed": 1,
        "clock": {"start": date(2024, 5, 1), "horizon_d": horizon_d},
        "site": {"camp": {"kind": "base"}, "home": {"kind": "apod"}},
        "group": {"staff": {"site": "camp", "count": 2}},
        "lot": {"crates": {"site": "camp", "category": "general", "count": 1, "weight_t": 2}},
        "lift": {
            name: {
                "sites": ["camp"],
                "to": "home",
                "supply": {"per_week": 1},
                "payload_t": 9,
                "leg": {"camp": {"block_h": 1}},
            }
            for name in ("plane", "truck")
        },
        "milestone": {"deadline": {"by": date(2024, 5, 2)}},
    }
    return compiled(Scenario.model_validate(tables))


def test_sorties_are_counted_in_the_week_of_their_wheels_up() -> None:
    """A week includes its first instant. Sorties that did not fly are not counted, and each lift has its own count."""
    plan = question(40)
    flown = [(0, 0), (0, 7 * DAY - 1), (0, 7 * DAY), (1, 14 * DAY)]
    rows = [sortie(lift, number, Fate.OUT, up=up) for number, (lift, up) in enumerate(flown)]
    rows += [sortie(0, 8, Fate.CANCELLED), sortie(0, 9, Fate.EMPTY, up=8 * DAY)]
    got = history([gone(0, up=5)], rows)
    found = dict(zip([column.name for column in columns(plan)], values(plan, Sums(plan, got)), strict=True))
    assert {name: value for name, value in found.items() if value} == {
        "flown_plane_2024-05-01": 2,
        "flown_plane_2024-05-08": 2,
        "flown_truck_2024-05-15": 1,
    }


def test_short_histories_are_counted_by_day() -> None:
    """Periods are days if the history is short, and weeks otherwise. The first period begins at the
    start of the clock.
    """
    assert [second for _, second in periods(question(3))][:3] == [0, DAY, 2 * DAY]
    assert [second for _, second in periods(question(40))][:3] == [0, 7 * DAY, 14 * DAY]


def test_people_and_weight_in_country_at_an_instant() -> None:
    """The counts at an instant include the arrivals and departures of this instant. The columns are people and
    kilograms of equipment in country, and people and kilograms that are out.
    """
    plan = question(1)
    got = history([gone(0, up=2 * HOUR), still(0, arrived=HOUR), gone(1, up=3 * HOUR, kg=2000)])
    counted = standing(plan, got, lot_facts(plan), np.array([0, HOUR, 2 * HOUR, 3 * HOUR]))
    assert counted[:, 0].tolist() == [[1, 2000, 0, 0], [2, 2000, 0, 0], [1, 2000, 1, 0], [1, 0, 1, 2000]]


def test_hourly_bands_are_order_statistics() -> None:
    """Of two histories the smaller value is the median and the larger the 95 % quantile. Weights are in tonnes."""
    plan = question(1)
    found = hourly(plan, [history([gone(0, up=up), still(1, kg=2000)]) for up in (HOUR, 3 * HOUR)])
    assert found.places == ("camp", "all")
    assert found.people[2, 0].tolist() == [0, 0, 0, 1, 1]
    assert np.array_equal(found.people[:, 0], found.people[:, 1])
    assert found.tonnes[0, 1] == pytest.approx(2)
    assert found.instants[1] - found.instants[0] == HOUR
