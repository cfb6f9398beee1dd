"""Uncertain dates: a world in which an unknown moves a date gives, bit for bit, the history of a scenario that states
the moved date.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from functools import reduce
from typing import Any

import numpy as np
import pytest

from sim.analysis.causes.by_reason import by_reason
from sim.analysis.outcomes.record import outcomes_of
from sim.analysis.sums import Sums
from sim.arithmetic import arithmetic
from sim.domain.check import check
from sim.domain.levers import MisfitError, changes
from sim.domain.scenario import Scenario
from sim.engines.simpy import Check
from sim.model.compile import plan
from sim.model.trajectory import Trajectory
from sim.model.world.unknowns import drawn
from tests.engine import simulate
from tests.scenarios import DAY, HOUR, base, items, lift, rate, scenario, staged
from tests.verification.trajectories import assert_same_trajectory

ALL = Check(shuffle=5, scan=True, enablers=True, audit=True)
DATES = (
    "group.main.release",
    "group.late.arrives.begins",
    "group.late.arrives.until",
    "lot.tents.leave_after",
    "lot.tents.release",
    "hold.guard.not_before",
    "hold.chief.at_latest",
    "lift.jet.supply.begins",
    "lift.jet.supply.until",
    "outage.dust.dates.0.begins",
    "outage.dust.dates.0.until",
    "site.A.station.pack.begins",
    "site.A.station.pack.until",
)
"""The dates of `asked` that the tests move."""


def asked(**sections: Any) -> Scenario:
    """Return a scenario with all of `DATES`. If one of them is moved by a day, some mover of the first two histories
    arrives or leaves at another time.
    """
    first, day = date(2024, 1, 1), timedelta(days=1)
    pack = {"servers": 1, "service_h": 4, "begins": first + 2 * day, "until": first + 4 * day}
    stated: dict[str, Any] = {
        "site": {"A": base(station={"wash": {"servers": 1, "service_h": 3}, "pack": pack})},
        "group": {
            "main": staged(40, release=first + 6 * day),
            "late": staged(10, arrives={"begins": first + 3 * day, "until": first + 4 * day}),
            "guard": staged(5, board_after="guard"),
            "chief": staged(1, board_after="chief"),
        },
        "lot": {
            "tents": items(30, 2.0, "general", stations=["wash"], release=first + 1 * day, leave_after=first + 4 * day),
            "arms": items(60, 9.0, release=first + 11 * day),
            "boots": items(30, 1.0, "general", stations=["pack"]),
        },
        "hold": {
            "guard": {"not_before": first + 6 * day},
            "chief": {"until": [{"lot": ["arms"]}], "at_latest": first + 8 * day},
        },
        "lift": {
            "jet": lift(rate(14, pattern="jittered", begins=first + 1 * day, until=first + 15 * day), payload_t=9)
        },
        "outage": {"dust": {"sites": ["A"], "dates": [{"begins": first + 2 * day, "until": first + 3 * day}]}},
    }
    return scenario(**(stated | sections))


def moved(path: str, by: float) -> Scenario:
    """Return the scenario of `asked` with one date `by` days later."""
    tables = asked().model_dump(exclude_unset=True)
    *way, key = path.split(".")
    table: Any = reduce(lambda inner, part: inner[int(part) if part.isdigit() else part], way, tables)
    table[key] += timedelta(days=by)
    return Scenario.model_validate(tables)


def ran(case: Scenario, replication: int) -> tuple[Trajectory, list[tuple[int, ...]]]:
    """Return a history run under all checks, and the seconds of each of its dates that are due to each reason."""
    made = plan(case)
    history = simulate(made, 1, replication, check=ALL)
    sums = Sums(made, history)
    chain = by_reason(sums)
    reached = min(sums.movers.total["closure"], made.horizon)
    assert chain["seconds"][chain["target"] == 0].sum() == reached
    return history, chain.tolist()


@pytest.mark.parametrize("path", DATES)
@pytest.mark.parametrize("by", [1, -1])
def test_a_moved_date_is_the_date_written_so(path: str, by: int) -> None:
    """An unknown that always moves a date by a day, later or earlier, gives the same two histories and reasons as a
    scenario that states the moved date. In at least one of the two, a mover arrives or leaves at another time than
    without the move.
    """
    belief = {"to": (path,), "apply": "plus", "draw": {"low": by, "high": by}}
    unknown, written = asked(uncertainty={"late": belief}), moved(path, by)
    before = [ran(asked(), number)[0] for number in range(2)]
    for number in range(2):
        one, why = ran(unknown, number)
        other, also = ran(written, number)
        assert_same_trajectory(other, replace(one, drawn=other.drawn))
        assert why == also
    assert any(
        not np.array_equal(one.mover["up"], ran(unknown, number)[0].mover["up"])
        or not np.array_equal(one.mover["arrived"], ran(unknown, number)[0].mover["arrived"])
        for number, one in enumerate(before)
    ), f"a move of {path} changes neither history, so this test shows nothing"


@pytest.mark.parametrize("path", DATES)
def test_a_date_may_be_drawn_from_dates(path: str) -> None:
    """An unknown that always draws one date, two days after the stated one, gives the history of a scenario that states
    the drawn date. If the drawn date ends a span and has no time of day, it means the end of that day.
    """
    written = moved(path, 2)
    *way, key = path.split(".")
    noun: Any = written
    for part in way:
        noun = noun[int(part)] if part.isdigit() else noun[part] if isinstance(noun, dict) else getattr(noun, part)
    when = getattr(noun, key)
    other_end = {"begins": "until", "not_before": "at_latest"}
    more: dict[str, Any] = {}
    if key in other_end and f"{path.removesuffix(key)}{other_end[key]}" in DATES:  # so that the two dates do not cross
        more["later"] = {
            "to": (f"{path.removesuffix(key)}{other_end[key]}",),
            "apply": "plus",
            "draw": {"low": 3, "high": 3},
        }
        tables = written.model_dump(exclude_unset=True)
        table: Any = reduce(lambda inner, part: inner[int(part) if part.isdigit() else part], way, tables)
        table[other_end[key]] += timedelta(days=3)
        written = Scenario.model_validate(tables)
    belief = {"to": (path,), "draw": {"low": when, "high": when}}
    one, other = ran(asked(uncertainty={"then": belief, **more}), 0)[0], ran(written, 0)[0]
    assert_same_trajectory(other, replace(one, drawn=other.drawn))


def test_each_world_has_its_own_date() -> None:
    """A release is drawn for each world, uniformly from 2 to 6 January. In each history all are released at the drawn
    time and leave at least an hour later.
    """
    belief = {"to": ("group.main.release",), "draw": {"low": date(2024, 1, 2), "high": date(2024, 1, 6)}}
    made = plan(asked(uncertainty={"go": belief}, lift={"jet": lift(rate(700))}, hold={}, group={
        "main": staged(40, release=date(2024, 1, 3))}, lot={}, outage={}))  # fmt: skip
    days = drawn(made, 1, range(200))[:, 0]
    assert 1.0 <= days.min() < 1.3
    assert 4.7 < days.max() <= 5.0
    assert abs(days.mean() - 3.0) < 4 * (4 / 12**0.5) / 200**0.5  # four standard errors of the mean
    for number in range(5):
        history = simulate(made, 1, number)
        released = round(days[number] * DAY)
        assert (history.mover["released"] == released).all()
        assert (history.mover["up"] >= released + HOUR).all()


@pytest.mark.parametrize(
    ("belief", "expected"),
    [
        ({"to": ("group.main.release",), "apply": "times", "draw": {"low": 1, "high": 2}}, "cannot be multiplied"),
        ({"to": ("group.main.count",), "draw": {"low": date(2024, 1, 2), "high": date(2024, 1, 3)}},
         "a target that is a date"),
        ({"to": ("group.main.release",), "apply": "plus", "draw": {"low": date(2024, 1, 2), "high": date(2024, 1, 3)}},
         "a target that is a date"),
        ({"to": ("group.guard.release",), "draw": {"low": 1, "high": 2}}, "expected a date that is stated"),
        ({"to": ("group.main.due",), "draw": {"low": 1, "high": 2}}, "this date may not be uncertain"),
        ({"to": ("group.late.arrives.begins",), "apply": "plus", "draw": {"low": 0, "high": 3}},
         "group.late.arrives.begins, group.late.arrives.until in rising order"),
        ({"to": ("hold.both.at_latest",), "apply": "plus", "draw": {"low": -9, "high": 0}}, "in rising order"),
        ({"to": ("lift.jet.supply.until",), "draw": {"low": date(2023, 12, 2), "high": date(2024, 1, 9)}},
         "days after the start of the clock"),
        ({"to": ("outage.dust.dates.0.begins",), "apply": "plus", "draw": {"p50": 0.2, "p95": 0.8}}, "in rising order"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused(belief: dict[str, Any], expected: str) -> None:
    """An unknown is refused if dates would cross, or lie before the start of the clock, in some world; if its draw does
    not suit its target; and if its target is a date that is not stated or may not be uncertain.
    """
    stated = asked().model_dump(exclude_unset=True)
    stated["hold"]["both"] = {"not_before": date(2024, 1, 5), "at_latest": date(2024, 1, 8)}
    stated["group"]["main"]["board_after"] = "both"
    stated["group"]["main"]["due"] = date(2024, 1, 9)
    found = check(Scenario.model_validate({**stated, "uncertainty": {"late": belief}}))
    assert [f.path[:2] for f in found] == [("uncertainty", "late")]
    assert expected in found[0].expectation


def test_a_milestone_is_judged_by_its_own_date_in_each_world() -> None:
    """An unknown moves the milestone of 8 January by up to two days either way. Each history is judged by the date of
    its world; some histories meet this date and some miss it. The date of the deadline may not be uncertain.
    """
    belief = {"to": ("milestone.people.by",), "apply": "plus", "draw": {"low": -2, "high": 2}}
    milestone = {"people": {"by": date(2024, 1, 8), "of": "people", "share": 40 / 56}}
    made = plan(asked(milestone=milestone, uncertainty={"soon": belief}))
    met = []
    for number in range(40):
        sums = Sums(made, simulate(made, 1, number))
        by = round((8 + drawn(made, 1, [number])[0, 0]) * DAY)
        assert sums.due[made.names["milestone"].index("people")] == by
        found = outcomes_of(sums)
        met.append(int(found["met_people"]))
        assert found["met_people"] == (found["time_people"] <= by)
    assert 0 < sum(met) < 40
    with pytest.raises(AssertionError, match="the date of the deadline may not be uncertain"):
        asked(uncertainty={"soon": {**belief, "to": ("milestone.deadline.by",)}})


def test_two_dates_that_move_together_do_not_cross() -> None:
    """If one unknown moves both dates of an inflow, these cannot cross, so the unknown needs no limits."""
    belief = {
        "to": ("group.late.arrives.begins", "group.late.arrives.until"),
        "apply": "plus",
        "draw": {"p50": 2, "p95": 20},
    }
    case = asked(uncertainty={"late": belief})
    history = simulate(plan(case), 1, 3, check=ALL)
    shift = drawn(plan(case), 1, [3])[0, 0]
    first = 3 * DAY + shift * DAY + DAY * 2 / 20  # the first of ten: in the middle of the first tenth of two days
    assert abs(int(history.mover["arrived"][40]) - first) <= 1


def test_arithmetic_knows_the_middle_of_a_date() -> None:
    """`sim check` computes with the mean of the draw of a date: here 4 days later."""
    belief = {"to": ("lift.jet.supply.begins",), "apply": "plus", "draw": {"low": 0, "high": 8}}
    case, later = asked(uncertainty={"late": belief}), moved("lift.jet.supply.begins", 4)
    assert arithmetic(plan(case)).lifts[0].begins == arithmetic(plan(later)).lifts[0].begins
    assert arithmetic(plan(case)).lifts[0].begins != arithmetic(plan(asked())).lifts[0].begins


def test_a_lever_moves_a_date_by_days() -> None:
    """A lever moves a date that has no time of day by whole days. Half a day, a factor and text are refused."""
    case = asked()
    assert changes(case, ("group.main.release",), "plus", 2) == {("group", "main", "release"): date(2024, 1, 9)}
    assert changes(case, ("group.main.release",), "set", date(2024, 1, 3)) == {
        ("group", "main", "release"): date(2024, 1, 3)
    }
    for apply, value in (("plus", 0.5), ("times", 2), ("plus", "2")):
        with pytest.raises(MisfitError, match=r"group\.main\.release"):
            changes(case, ("group.main.release",), apply, value)  # type: ignore[arg-type]


@pytest.mark.parametrize("most", [None, 7])
def test_a_draw_of_dates_and_numbers_is_refused(most: float | None) -> None:
    """A draw between a date and a number is refused. So is a draw between two dates whose limit `most` is a number."""
    high: Any = 20 if most is None else date(2024, 1, 9)
    belief = {"to": ("group.main.release",), "draw": {"low": date(2024, 1, 2), "high": high}, "most": most}
    with pytest.raises(ValueError, match=r"low"):
        asked(uncertainty={"mixed": belief})
