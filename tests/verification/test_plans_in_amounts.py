"""Phased plans whose targets are people or tonnes: who is released when, and which targets are refused.

Times are in hours since the start of the clock, Monday 1 January 2024, 00:00 UTC.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from sim.arithmetic.phased import planned_to_remain
from sim.domain.check import check
from sim.model.compile import plan
from sim.model.world.means import Means
from tests.scenarios import DAY, HOUR, items, staged
from tests.verification.phased import FIRST, asked, day, released, run

PEOPLE = [{"by": day(4), "people": 4}, {"by": day(9), "people": 4}, {"by": day(19), "people": 20}]
GEAR = {"gear": items(10, 4.0, "general", required=True)}


def test_targets_in_people() -> None:
    """Four of twenty people are released in the first five days, none in the next five, and sixteen in the ten days
    after these. The last target may also be stated as a share of 1.
    """
    expected = [15 + 30 * number for number in range(4)] + [240 + 7.5 + 15 * number for number in range(16)]
    for last in (PEOPLE[2], {"by": day(19), "share": 1.0}):
        history = run(asked({"begins": FIRST, "target": [*PEOPLE[:2], last]}))
        assert released(history) == pytest.approx(expected, abs=1 / HOUR)


def test_targets_in_tonnes() -> None:
    """Of ten items of 4 t, 10 t (two and a half items) are released in the first five days, and the other 30 t in the
    next ten. An item is released when half of it is due: the third at the end of the fifth day.
    """
    target = [{"by": day(4), "tonnes": 10.0}, {"by": day(14), "tonnes": 40.0}]
    case = asked({"begins": FIRST, "target": target, "kind": "equipment"}, lot=GEAR)
    hours_of = [24 * at for at in (1.0, 3.0, 5.0 + 0, 5.0 + 10 / 7.5, 5.0 + 20 / 7.5)]
    assert released(run(case))[20:25] == pytest.approx(hours_of, abs=1 / HOUR)


def test_people_of_several_groups_are_counted_together() -> None:
    """By the end of the fifth day, six of the twelve people of two groups are to be released: half of each group, four
    of eight and two of four.
    """
    target = [{"by": day(4), "people": 6}, {"by": day(14), "share": 1.0}]
    case = asked({"begins": FIRST, "target": target}, group={"main": staged(8), "other": staged(4)})
    at = released(run(case))
    assert sum(instant <= 120 for instant in at[:8]) == 4
    assert sum(instant <= 120 for instant in at[8:]) == 2


@pytest.mark.parametrize(
    ("target", "key", "words"),
    [
        ([{"by": day(4), "people": 21}, {"by": day(9), "share": 1}], "0.people", "no more than the total"),
        ([{"by": day(4), "people": 10}, {"by": day(9), "people": 19}], "1.people", "share = 1, or of all 20 people"),
        ([{"by": day(4), "people": 10}, {"by": day(9), "share": 0.4}, {"by": day(12), "share": 1}],
         "1.share", "no less than at the previous date"),
        ([{"by": day(4), "tonnes": 1}, {"by": day(9), "share": 1}], "0.tonnes", "as the plan selects people; state"),
    ],
)  # fmt: skip
def test_amounts_that_cannot_be(target: list[dict[str, Any]], key: str, words: str) -> None:
    """An amount above the total, a last amount that is not the total, an amount below the previous one, and tonnes of
    people are refused, each with its key.
    """
    found = check(asked({"begins": FIRST, "target": target}, checked=False))
    assert [".".join(each.path) for each in found] == [f"plan.out.target.{key}"]
    assert words in found[0].expectation


def test_people_and_equipment_in_one_plan_take_shares() -> None:
    """If a plan selects both people and equipment, a target in people would not say how much equipment is to be
    released, and a target in tonnes not how many people. Both are refused.
    """
    for amount in ({"people": 10}, {"tonnes": 10}):
        phasing = {"begins": FIRST, "target": [{"by": day(4), **amount}, {"by": day(9), "share": 1}]}
        found = check(asked(phasing, lot=GEAR, checked=False))
        assert len(found) == 1
        assert "expected share" in found[0].expectation


def test_one_point_has_one_amount() -> None:
    """A target that states both a share and people is refused, and so is a target without an amount."""
    for amounts in ({"share": 0.5, "people": 10}, {}):
        with pytest.raises(ValueError, match="expected one of share, people and tonnes"):
            asked({"begins": FIRST, "target": [{"by": day(4), **amounts}, {"by": day(9), "share": 1}]}, checked=False)


def test_a_world_with_more_people_than_stated_has_them_leave_by_the_last_date() -> None:
    """The file states 20 people, and the world has 30 to 40. About ten are released by the first date. The last amount
    stands for all, so all are released by the second date.
    """
    unknown = {"more": {"to": ["group.main.count"], "draw": {"low": 30, "high": 40}}}
    target = [{"by": day(4), "people": 10}, {"by": day(9), "people": 20}]
    at = released(run(asked({"begins": FIRST, "target": target}, uncertainty=unknown)))
    assert len(at) >= 30
    assert 9 <= sum(instant <= 120 for instant in at) <= 11
    assert max(at) <= 240


def test_what_a_plan_has_yet_to_let_leave() -> None:
    """A plan lets twenty people and 6 t of tents leave evenly over twenty days; two of these people had left before the
    start. After 0, 5, 10, 20 and 25 days, 18, 15, 10, 0 and 0 people remain, and 6, 4.5, 3, 0 and 0 t. With a lead of a
    day, movers are released a day earlier; these numbers do not change.
    """
    group = {"main": staged(20, start={"left": 2}), "other": staged(5)}
    lot = {"tents": items(2, 3.0, "general", required=True), "stores": items(2, 3.0, "general", required=True)}
    phasing = {"begins": FIRST, "until": day(19), "group": ["main"], "lot": ["tents"], "lead_d": 1}
    means = Means(plan(asked(phasing, group=group, lot=lot)))
    at = np.array([0.0, 5.0, 10.0, 20.0, 25.0]) * DAY
    people, all_people = planned_to_remain(means, -1, True, at) or (at, True)
    tonnes, _ = planned_to_remain(means, 0, False, at) or (at, True)
    assert (people.tolist(), all_people) == ([18, 15, 10, 0, 0], False)
    assert tonnes.tolist() == [6, 4.5, 3, 0, 0]
    assert planned_to_remain(means, 1, True, at) is None  # site 1 is Z, where no mover begins
    assert planned_to_remain(Means(plan(asked({"begins": FIRST, "until": day(19), "kind": "people"}, lot=lot))),
                             -1, False, at) is None  # fmt: skip
