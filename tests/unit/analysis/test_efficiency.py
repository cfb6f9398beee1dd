"""Queueing efficiency of histories with a few rows, worked by hand."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from sim.analysis.outcomes.efficiency import columns, values
from sim.analysis.sums import Sums
from sim.model.plan import Plan
from sim.model.schema.history import Ground
from sim.model.terms import Fate
from sim.model.trajectory import Trajectory
from tests.scenarios import HOUR, base, compiled, dated, items, lift, shift
from tests.unit.analysis.histories import gone, history, sortie


def question(**more: Any) -> Plan:
    """Return a plan with two items at A and a lift."""
    site = base(**more.pop("site", {"working": 2}))
    return compiled(site={"A": site}, lot={"arms": items(2)}, lift={"c17": lift(dated(1.0), **more)})


def flown(number: int, landed: float, worked: float, loaded: float, up: float) -> dict[str, Any]:
    """Return the row of a sortie that left; the instants are given in hours since the start."""
    hours = {"overhead": landed, "landed": landed, "worked": worked, "loaded": loaded, "ready": loaded, "up": up}
    return sortie(0, number, Fate.OUT, **{name: int(value * HOUR) for name, value in hours.items()})


def efficiency(plan: Plan, got: Trajectory) -> float:
    (found,) = values(plan, Sums(plan, got))
    return found


def leaving(*up: float) -> list[dict[str, Any]]:
    return [gone(0, int(hour * HOUR)) for hour in up]


def test_worked_hours_over_spots_and_hours() -> None:
    """Aircraft are worked at 1-3 and 2-4 h on two spots: 4 of the 6 spot-hours from 1 to 4 h are used."""
    got = history(leaving(3, 5), [flown(0, 1, 1, 3, 3), flown(1, 1.5, 2, 4, 5)])
    assert [column.name for column in columns(question())] == ["efficiency_A"]
    assert efficiency(question(), got) == 4 / 6


def test_hours_in_which_nothing_waits_do_not_count() -> None:
    """Nothing waits for lift from 3 to 7 h, so only 1-3 and 7-9 h count. Of these 8 spot-hours, 3 are used."""
    movers = [*leaving(3), {**gone(0, 9 * HOUR), "staged": 7 * HOUR}]
    got = history(movers, [flown(0, 1, 1, 3, 3), flown(1, 7, 8, 9, 9)])
    assert efficiency(question(), got) == 3 / 8


def test_hours_in_which_the_ramp_is_closed_do_not_count() -> None:
    """An aircraft is loaded at 1-5 h, and the ramp is closed from 2 to 4. In both open hours it
    uses one of two spots.
    """
    plan = question(site={"working": 2, "ramp_hours": [shift(0, 2), shift(4, 24)]})
    assert efficiency(plan, history(leaving(5, 5), [flown(0, 1, 1, 5, 5)])) == 1 / 2


def test_the_smaller_mog_counts() -> None:
    """With three parking spots and one working spot, the MOG is one. Without a limit of working spots, parking is the
    MOG.
    """
    got = history(leaving(3, 5), [flown(0, 1, 1, 3, 3), flown(1, 1, 3, 5, 5)])
    assert efficiency(question(site={"parking": 3, "working": 1}), got) == 1.0
    assert efficiency(question(site={"parking": 4}), got) == 1 / 4


@pytest.mark.parametrize(("site", "share"), [({"working": 1}, 3 / 4), ({"parking": 1}, 4 / 5)])
def test_tasks_count_and_waits_between_them_do_not(site: dict[str, int], share: float) -> None:
    """An aircraft is marshalled at 1-2 h, loaded at 2-4, fuelled meanwhile at 2-3, and checked at 5-6; it waits at
    4-5. It uses a working spot in 3 of the 4 hours from 2 to 6, and a parking spot in 4 of the 5 hours from 1 to 6.
    """
    tasks: list[dict[str, Any]] = [
        {"name": "marshal", "takes_h": 1.0, "parked": True},
        {"name": "load", "takes_h": 2.0, "loads": True},
        {"name": "fuel", "takes_h": 1.0, "beside": True},
        {"name": "check", "takes_h": 1.0},
    ]
    plan = question(site=site, load_h=0.0, task=tasks)
    landed = 2 if "working" in site else 1
    got = history(leaving(6, 6), [flown(0, landed, 2, 4, 6)])
    ground = np.zeros(5, Ground.dtype)
    for row, (task, began, ended) in enumerate([(0, 1, 2), (-1, 2, 2), (1, 2, 4), (2, 2, 3), (3, 5, 6)]):
        ground["task"][row], ground["began"][row], ground["ended"][row] = task, began * HOUR, ended * HOUR
    assert efficiency(plan, replace(got, ground=ground)) == share


def test_without_an_aircraft_there_is_no_figure() -> None:
    """In a history without an aircraft the figure is NaN. A site without a limit of spots has no column."""
    assert math.isnan(efficiency(question(), history(leaving(3, 5))))
    assert columns(question(site={})) == []
