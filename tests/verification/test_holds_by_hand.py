"""Holds that wait for other holds, for any of several things, or for a date at the latest, worked by hand.

Hours since the start of a Monday, 00:00 UTC. A flight leaves A an hour after it landed, when it is loaded, and is off.
"""

from __future__ import annotations

import re
from typing import Any

import pytest

from sim.analysis.causes.owned import owned
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
    """A base from which a flight leaves every ten hours, from 11 h on; people and arms may not ride together."""
    return scenario(**({"lift": {"jet": lift(EVERY_TEN)}, "order": APART} | sections))


def ups(history: Trajectory) -> list[float | None]:
    """Hours at which movers left, in their order."""
    return [None if up == NEVER else up / HOUR for up in history.mover["up"].tolist()]


def run(**sections: Any) -> Trajectory:
    """Run a scenario under all checks; every date is explained to the second."""
    compiled = plan(asked(**sections))
    history = simulate(compiled, 1, 0, check=ALL)
    sums = Sums(compiled, history)
    chain = owned(sums)
    reached = min(sums.movers.total["closure"], compiled.horizon)
    assert chain["seconds"][chain["target"] == 0].sum() == reached
    return history


ARMS = {"arms": items(2, 30.0)}
"""Two loads: off at 11 h and 21 h."""
GONE = {"until": [{"lot": ["arms"]}]}


@pytest.mark.parametrize(
    ("hold", "gone"),
    [
        ({"after": ["arms gone"]}, 21),  # with the last of the arms: they are gone when he is
        ({"after": ["arms gone"], "then_d": 0.5}, 41),  # 21 h and half a day: 33 h
        ({"after": ["arms gone"], "not_before": hours(45)}, 51),
        ({"after": ["arms gone"], "at_latest": hours(5)}, 11),
        ({"until": [{"lot": ["arms"]}], "at_latest": hours(15)}, 21),
        ({"until": [{"lot": ["arms"]}], "at_latest": hours(5), "then_d": 1.0}, 31),
        ({"until": [{"lot": ["arms"], "at_most": 1}], "after": ["arms gone"]}, 21),
        ({"until": [{"lot": ["arms"], "at_most": 1}], "after": ["arms gone"], "need": "any"}, 11),
    ],
)
def test_what_a_hold_waits_for(hold: dict[str, Any], gone: float) -> None:
    """The chief may ride beside the arms, one load of which goes at 11 h and one at 21 h."""
    arms = {"arms": items(2, 30.0, "general", required=True)}
    history = run(group={"chief": staged(1, board_after="chief")}, lot=arms, hold={"arms gone": GONE, "chief": hold})
    assert ups(history) == [gone, 11, 21]


def test_holds_are_judged_in_any_order_of_the_file() -> None:
    """A hold that stands before the one for which it waits clears at the same instant."""
    hold = {"last": {"after": ["second"]}, "second": {"after": ["first"]}, "first": GONE}
    history = run(group={"chief": staged(1, board_after="last")}, lot=ARMS, hold=hold)
    assert ups(history) == [31, 11, 21]


def test_a_guard_and_a_load_team_that_wait_for_one_hold_of_two() -> None:
    """A floor ends with a hold that waits for two others: the guard goes when the later of them has cleared."""
    hold = {
        "clear": {"after": ["arms gone", "clerks gone"]},
        "arms gone": GONE,
        "clerks gone": {"until": [{"group": ["clerks"]}], "not_before": hours(35)},
    }
    floor = {"guard": {"group": "guard", "at_least": 2, "until": "clear"}}
    group = {"guard": staged(3), "clerks": staged(1, board_after="arms gone")}
    history = run(group=group, lot=ARMS, hold=hold, floor=floor)
    assert ups(history) == [31, 41, 41, 31, 11, 21]


def test_what_remains_is_left_when_the_commander_leaves() -> None:
    """Tents that did not find room stay when the commander is off at 31 h; without that they go at 41 h."""
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


def test_a_history_that_ends_first_is_traced_to_the_hold_behind() -> None:
    """No lift takes the arms: the chief waits for a hold that waits for them, and the causes add up to the horizon."""
    sections: dict[str, Any] = {
        "group": {"chief": staged(1, board_after="chief")},
        "lot": {"arms": items(1, 30.0, lifts=["barge"])},
        "hold": {"arms gone": GONE, "chief": {"after": ["arms gone"]}},
        "lift": {"jet": lift(EVERY_TEN), "barge": lift(dated(100.0), refuse=1.0, on_cancel="lost")},
    }
    assert ups(run(**sections)) == [None, None]


def test_holds_that_wait_for_one_another_are_refused() -> None:
    """Two holds in a circle are named, once; and so is an unknown name."""
    ring = {"one": {"after": ["two"]}, "two": {"after": ["one"]}}
    case = {"group": {"chief": staged(1, board_after="one")}, "hold": ring}
    found = check(scenario(lift={"jet": lift(EVERY_TEN)}, checked=False, **case))
    assert [".".join(each.path) for each in found] == ["hold.one.after"]
    assert re.findall(r'"(.*?)"', found[0].expectation) == ["one", "two", "two", "one"]
    case["hold"] = {"one": {"after": ["three"]}}
    found = check(scenario(lift={"jet": lift(EVERY_TEN)}, checked=False, **case))
    assert [".".join(each.path) for each in found] == ["hold.one.after.0"]


def test_a_circle_through_a_named_hold_is_found() -> None:
    """The guard waits for a hold that waits for one that counts the guard: it could never leave, unless by a date."""
    hold = {"empty": {"until": [{"group": ["guard"]}]}, "clear": {"after": ["empty"]}}
    case = {"group": {"guard": staged(2, board_after="clear")}, "site": {"A": base()}}
    found = check(scenario(lift={"jet": lift(EVERY_TEN)}, checked=False, hold=hold, **case))
    assert any("neither can ever leave" in each.expectation for each in found)
    hold["clear"]["at_latest"] = hours(15)
    assert not check(scenario(lift={"jet": lift(EVERY_TEN)}, checked=False, hold=hold, **case))


def test_dates_of_a_hold_in_their_order() -> None:
    """A hold may not have to be satisfied before it may be."""
    hold = {"clear": {"not_before": hours(30), "at_latest": hours(20)}}
    case = {"group": {"guard": staged(2, board_after="clear")}, "hold": hold}
    found = check(scenario(lift={"jet": lift(EVERY_TEN)}, checked=False, **case))
    assert [".".join(each.path) for each in found] == ["hold.clear.at_latest"]
