"""Holds that wait for other holds, for any of several conditions, or for a date at the latest, worked by hand.

Times are in hours since the start, a Monday at 00:00 UTC. A flight leaves A an hour after it lands.
"""

from __future__ import annotations

import re
from typing import Any

import pytest

from sim.analysis.causes.by_reason import by_reason
from sim.analysis.sums import Sums
from sim.domain.check import check
from sim.domain.scenario import Scenario
from sim.engines.simpy import Check
from sim.model.calendars import NEVER
from sim.model.compile import plan
from sim.model.terms import Fate
from sim.model.trajectory import Trajectory
from tests.engine import simulate
from tests.scenarios import HOUR, base, dated, hours, items, lift, scenario, staged

ALL = Check(shuffle=5, scan=True, enablers=True, audit=True)
APART = {"segregate": [("people", "lethal")]}
EVERY_TEN = dated(10.0, 20.0, 30.0, 40.0, 50.0, 60.0, 70.0)


def asked(**sections: Any) -> Scenario:
    """Return a scenario with a flight that lands every ten hours, from 10 to 70 h; people and arms may not ride
    together.
    """
    return scenario(**({"lift": {"jet": lift(EVERY_TEN)}, "order": APART} | sections))


def ups(history: Trajectory) -> list[float | None]:
    """Return the hours at which movers left, in order of movers; None for NEVER."""
    return [None if up == NEVER else up / HOUR for up in history.mover["up"].tolist()]


def run(**sections: Any) -> Trajectory:
    """Run a scenario under all checks, and check that causes sum to its closure; return the history."""
    compiled = plan(asked(**sections))
    history = simulate(compiled, 1, 0, check=ALL)
    sums = Sums(compiled, history)
    chain = by_reason(sums)
    reached = min(sums.movers.total["closure"], compiled.horizon)
    assert chain["seconds"][chain["target"] == 0].sum() == reached
    return history


ARMS = {"arms": items(2, 30.0)}
"""Two weapons of 30 t; each flight takes one, so they leave at 11 h and 21 h."""
GONE = {"until": [{"lot": ["arms"]}]}


@pytest.mark.parametrize(
    ("hold", "gone"),
    [
        ({"after": ["arms gone"]}, 21),  # on the flight of the last arms, for which they count as gone
        ({"after": ["arms gone"], "then_d": 0.5}, 41),  # 21 h and half a day are 33 h; the next flight leaves at 41 h
        ({"after": ["arms gone"], "not_before": hours(45)}, 51),
        ({"after": ["arms gone"], "at_latest": hours(5)}, 11),
        ({"until": [{"lot": ["arms"]}], "at_latest": hours(15)}, 21),
        ({"until": [{"lot": ["arms"]}], "at_latest": hours(5), "then_d": 1.0}, 31),  # 5 h and a day are 29 h
        ({"until": [{"lot": ["arms"], "at_most": 1}], "after": ["arms gone"]}, 21),
        ({"until": [{"lot": ["arms"], "at_most": 1}], "after": ["arms gone"], "need": "any"}, 11),
    ],
)
def test_the_conditions_of_a_hold(hold: dict[str, Any], gone: float) -> None:
    """The hold `chief` keeps the chief until the flight that leaves at `gone`. The arms, general equipment here so that
    people may ride with it, leave at 11 h and 21 h.
    """
    arms = {"arms": items(2, 30.0, "general", required=True)}
    history = run(group={"chief": staged(1, board_after="chief")}, lot=arms, hold={"arms gone": GONE, "chief": hold})
    assert ups(history) == [gone, 11, 21]


def test_the_order_of_holds_in_the_file_does_not_matter() -> None:
    """The file states a hold before the hold that it waits for; the chief still leaves at 31 h, after the last arms."""
    hold = {"last": {"after": ["second"]}, "second": {"after": ["first"]}, "first": GONE}
    history = run(group={"chief": staged(1, board_after="last")}, lot=ARMS, hold=hold)
    assert ups(history) == [31, 11, 21]


def test_a_floor_that_ends_with_a_hold_on_two_holds() -> None:
    """A floor keeps two of three guards until a hold clears that waits for two others: one clears at 21 h when the arms
    have gone, the other at 35 h, its date.

    No one may ride with the arms. So the clerk and one guard leave at 31 h, and the other two guards at 41 h.
    """
    hold = {
        "clear": {"after": ["arms gone", "clerks gone"]},
        "arms gone": GONE,
        "clerks gone": {"until": [{"group": ["clerks"]}], "not_before": hours(35)},
    }
    floor = {"guard": {"group": "guard", "at_least": 2, "until": "clear"}}
    group = {"guard": staged(3), "clerks": staged(1, board_after="arms gone")}
    history = run(group=group, lot=ARMS, hold=hold, floor=floor)
    assert ups(history) == [31, 41, 41, 31, 11, 21]


def test_wanted_tents_are_left_when_the_commander_leaves() -> None:
    """Tents with `leave_when` are left behind when the commander leaves at 31 h; without it they fly from 41 h on."""
    group = {"commander": staged(1, board_after="arms gone")}
    lot = ARMS | {"tents": items(3, 39.9, "general", required=False)}
    hold = {"arms gone": GONE, "commander gone": {"until": [{"group": ["commander"]}]}}
    waits = run(group=group, lot=lot | {"tents": lot["tents"] | {"leave_after": hours(65)}}, hold=hold)
    assert ups(waits) == [31, 11, 21, 41, 51, 61]
    lot["tents"]["leave_when"] = "commander gone"
    history = run(group=group, lot=lot, hold=hold)
    assert ups(history) == [31, 11, 21, None, None, None]
    assert history.mover["left"][3:].tolist() == [31 * HOUR] * 3
    assert (history.mover["fate"][3:] == Fate.LEFT).all()


def test_a_history_that_never_closes_is_traced_to_the_hold() -> None:
    """The only lift for the arms never comes, so the chief waits for ever for a hold that waits for the hold "arms
    gone".

    Causes sum to the horizon.
    """
    sections: dict[str, Any] = {
        "group": {"chief": staged(1, board_after="chief")},
        "lot": {"arms": items(1, 30.0, lifts=["barge"])},
        "hold": {"arms gone": GONE, "chief": {"after": ["arms gone"]}},
        "lift": {"jet": lift(EVERY_TEN), "barge": lift(dated(100.0), refuse=1.0, on_cancel="lost")},
    }
    assert ups(run(**sections)) == [None, None]


def test_holds_that_wait_for_one_another_are_refused() -> None:
    """Two holds that wait for each other are reported once. A hold that waits for an unknown hold is refused."""
    ring = {"one": {"after": ["two"]}, "two": {"after": ["one"]}}
    case = {"group": {"chief": staged(1, board_after="one")}, "hold": ring}
    found = check(scenario(lift={"jet": lift(EVERY_TEN)}, checked=False, **case))
    assert [".".join(each.path) for each in found] == ["hold.one.after"]
    assert re.findall(r'"(.*?)"', found[0].expectation) == ["one", "two", "two", "one"]
    case["hold"] = {"one": {"after": ["three"]}}
    found = check(scenario(lift={"jet": lift(EVERY_TEN)}, checked=False, **case))
    assert [".".join(each.path) for each in found] == ["hold.one.after.0"]


def test_a_circle_through_a_named_hold_is_found() -> None:
    """A guard waits for a hold that waits for another hold, which counts the guard itself. The file is refused, unless
    a date ends the wait.
    """
    hold = {"empty": {"until": [{"group": ["guard"]}]}, "clear": {"after": ["empty"]}}
    case = {"group": {"guard": staged(2, board_after="clear")}, "site": {"A": base()}}
    found = check(scenario(lift={"jet": lift(EVERY_TEN)}, checked=False, hold=hold, **case))
    assert any("none of these movers can ever leave" in each.expectation for each in found)
    hold["clear"]["at_latest"] = hours(15)
    assert not check(scenario(lift={"jet": lift(EVERY_TEN)}, checked=False, hold=hold, **case))


def test_dates_of_a_hold_in_the_wrong_order_are_refused() -> None:
    """A hold whose latest date is before its earliest date is refused."""
    hold = {"clear": {"not_before": hours(30), "at_latest": hours(20)}}
    case = {"group": {"guard": staged(2, board_after="clear")}, "hold": hold}
    found = check(scenario(lift={"jet": lift(EVERY_TEN)}, checked=False, **case))
    assert [".".join(each.path) for each in found] == ["hold.clear.at_latest"]
