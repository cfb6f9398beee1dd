"""Movers that leave their site for good but stay in the country, worked by hand: trucks in a yard and people in a
cell.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from sim.analysis.causes.by_reason import by_reason
from sim.analysis.causes.reason import reasons
from sim.analysis.outcomes.record import outcomes
from sim.analysis.summary.answer import answer
from sim.analysis.sums import Sums, lot_facts
from sim.analysis.sums.places import places
from sim.analysis.sums.standing import standing
from sim.domain.check import check
from sim.domain.scenario import Scenario
from sim.experiment.run import run as study_of
from sim.model.calendars import NEVER
from sim.model.plan import Plan
from sim.model.terms import Fate
from sim.model.trajectory import Trajectory
from sim.report.replay import replay_lines
from tests.scenarios import HOUR, base, dated, hours, items, lift, scenario, staged
from tests.verification.explained import explained
from tests.verification.retained import BRIEF, YARD, camp, waiting_for_each_other

DESK = {"servers": 1, "service_h": 1, "staffed_by": "cell", "people_per_server": 2}


def fates(made: Plan, history: Trajectory) -> dict[str, list[str]]:
    """Return the fates by group and lot, in the order of their members."""
    lots = enumerate(made.names["lot"])
    return {name: [Fate(f).name for f in history.mover["fate"][history.mover["lot"] == row]] for row, name in lots}


def waits(made: Plan, history: Trajectory, target: int = 0) -> list[tuple[str, float]]:
    """Return the reasons for which a date had to wait, each with its hours; the target 0 is the closure."""
    named = reasons(made)
    chain = by_reason(Sums(made, history)).tolist()
    return [(named[row].key, seconds / HOUR) for at, row, seconds in chain if at == target]


def test_a_yard_and_a_cell_by_hand() -> None:
    """See `camp` for the hours. Retained movers have left their site, so the holds that wait for them clear. Milestones
    about the whole country do not count them.

    The equipment milestone `gear` asks only for the crate, which is out at 10. The milestone `emptied` of the site asks
    for the trucks too. The last truck leaves at 9, so this milestone is also met at 10.
    """
    made, history = explained(camp())
    assert fates(made, history) == {
        "guards": ["OUT"] * 2, "cell": ["RETAINED"] * 4, "trucks": ["RETAINED"] * 3, "crate": ["OUT"],
    }  # fmt: skip
    left = (history.mover["left"][history.mover["fate"] == Fate.RETAINED] / HOUR).tolist()
    assert left == [11, 13, 15, 17, 3, 6, 9]
    found = outcomes(made, history)
    assert [found[f"time_{name}"] / HOUR for name in ("people", "gear", "emptied")] == [21, 10, 10]
    assert found["closure"] == 21 * HOUR
    assert history.end == 21 * HOUR
    assert found["all_met"] == 1


def test_they_are_neither_shipped_nor_left() -> None:
    """Of 17 t, 2 t are shipped and 15 t retained. Of six people, two are out and four are retained. No one and nothing
    is left behind.
    """
    made, history = explained(camp())
    found = outcomes(made, history)
    assert (found["retained_people"], found["retained_items"], found["retained_t"]) == (4, 3, 15.0)
    assert (found["left_people"], found["left_items"], found["left_t"]) == (0, 0, 0.0)
    assert (found["out_people"], found["out_t"]) == (2, 2.0)
    assert (found["people"], found["equipment_t"]) == (6, 17.0)
    names = ("shipped", "transferred", "sold", "destroyed", "retained", "abandoned", "remaining")
    assert [found[f"ledger_general_{name}_t"] for name in names] == [2.0, 0.0, 0.0, 0.0, 15.0, 0.0, 0.0]
    assert [found[f"ledger_general_{name}_items"] for name in ("in", *names)] == [4, 1, 0, 0, 0, 3, 0, 0]


def test_the_answer_says_what_is_retained() -> None:
    """The answer has a line for retained people, and states retained equipment beside the shipped equipment. The
    summary has both, and its ledger adds up. If nothing is retained, the summary does not mention it.
    """
    seen = study_of(camp(), replications=2).summary
    assert (seen["retained"]["people"]["mean"], seen["retained"]["tonnes"]["mean"]) == (4.0, 15.0)
    ends = {end: figures["tonnes"]["mean"] for end, figures in seen["ledger"]["general"].items()}
    assert ends.pop("in") == sum(ends.values()) == 17.0
    text = " ".join(" ".join(answer(seen, long=True)).split())
    assert "By plan, 4 people are retained in the country on average over 2 histories." in text
    assert "2 t were shipped, 15 t retained in the country." in text
    assert "left behind" not in text
    plain = study_of(scenario(lot={"x": items(1)}, lift={"jet": lift(dated(1.0))}), replications=2).summary
    assert "retained" not in plain
    assert "retained" not in plain["ledger"]["lethal"]


def test_what_waited_for_them_is_explained() -> None:
    """The guards wait for the yard until 9, for the briefings until 17 and for a mission until 20, and are loaded until
    21.
    """
    made, history = explained(camp())
    assert dict(waits(made, history)) == {
        "station:A/yard": 9.0,
        "station:A/brief": 8.0,
        "missions:jet": 3.0,
        "loading:A": 1.0,
    }


def test_stock_is_what_stands_at_the_site() -> None:
    """At 12 h five of six people are at the camp and one has left it; all 17 t have left it.

    In the country as a whole, five people count as in it and no one as out. Of the equipment, only the 2 t of the crate
    count as out. Retained movers count as neither.
    """
    made, history = explained(camp())
    at = standing(made, history, lot_facts(made), np.array([12 * HOUR], np.int64))[0]
    rows = {name: row for row, name in enumerate(places(made))}
    assert at[rows["A"]].tolist() == [5, 0, 1, 17_000]
    assert at[len(rows) - 1].tolist() == [5, 0, 0, 2_000]


def test_the_same_people_meant_to_be_shipped() -> None:
    """The people of the cell are to be shipped, as wanted people. Wanted people delay no one, so they are left behind
    when only they keep the guards. The guards are out at 21 h.
    """
    case = camp().model_dump(exclude_unset=True)
    del case["group"]["cell"]["disposition"]
    case["milestone"] = {"deadline": {"by": hours(36)}}
    made, history = explained(Scenario.model_validate(case))
    assert fates(made, history)["cell"] == ["LEFT"] * 4
    assert outcomes(made, history)["closure"] == 21 * HOUR


def test_a_cell_goes_on_when_no_required_mover_is_there() -> None:
    """The guards are up at 2. The cell is briefed from the start: its people leave the site at 2, 4, 6 and 8, and are
    not left behind.

    If the cell is instead to be shipped, as wanted people, it is left behind when no required mover is there any more,
    at 2.
    """
    people = {"site": "A", "count": 4, "required": False, "stations": ["brief"]}
    parts: dict[str, Any] = {
        "site": {"A": base(station={"brief": BRIEF})},
        "lift": {"jet": lift(dated(1.0))},
        "milestone": {"deadline": {"by": hours(24)}},
    }
    made, history = explained(
        scenario(group={"guards": staged(2), "cell": {**people, "disposition": "retain"}}, **parts)
    )
    assert fates(made, history)["cell"] == ["RETAINED"] * 4
    assert (history.mover["left"][2:] / HOUR).tolist() == [2, 4, 6, 8]
    assert outcomes(made, history)["closure"] == 2 * HOUR
    made, history = explained(scenario(group={"guards": staged(2), "cell": people}, **parts))
    assert fates(made, history)["cell"] == ["LEFT"] * 4


def test_they_are_left_behind_as_they_say_themselves() -> None:
    """The cell has a date of its own, 2 h, at which it is left behind. So the guards, who wait for it, leave with the
    next jet and are out at 7 h.
    """
    case = waiting_for_each_other(leave_after=hours(2))
    assert not check(case)
    made, history = explained(case)
    assert fates(made, history) == {"guards": ["OUT"] * 2, "cell": ["LEFT"]}
    assert history.mover["left"].tolist()[2] == 2 * HOUR
    assert outcomes(made, history)["closure"] == 7 * HOUR


def test_others_wait_for_who_is_retained() -> None:
    """The guards wait for the cell and the tents. The cell is briefed until 4 h, and the tents leave with the jet of 3
    h, at 4 h.

    Without a cell, only the tents keep the guards, from the start. The tents are wanted and delay no one, so they are
    left behind.
    """
    parts: dict[str, Any] = {
        "site": {"A": base(station={"brief": BRIEF})},
        "lot": {"tents": items(1, 1.0, "general")},
        "hold": {"all gone": {"until": [
            {"site": "A", "kind": "equipment", "wanted": True}, {"lot": [], "group": ["cell"], "wanted": True},
        ]}},
        "lift": {"jet": lift(dated(3.0, 6.0))},
    }  # fmt: skip
    guards = staged(2, board_after="all gone")
    cell = {"site": "A", "count": 2, "required": False, "disposition": "retain", "stations": ["brief"]}
    made, history = explained(scenario(group={"guards": guards, "cell": cell}, **parts))
    assert fates(made, history) == {"guards": ["OUT"] * 2, "cell": ["RETAINED"] * 2, "tents": ["OUT"]}
    assert history.mover["up"].tolist()[-1] == 4 * HOUR
    parts["hold"] = {"all gone": {"until": [{"site": "A", "kind": "equipment", "wanted": True}]}}
    made, history = explained(scenario(group={"guards": guards}, **parts))
    assert fates(made, history) == {"guards": ["OUT"] * 2, "tents": ["LEFT"]}


def test_a_cell_staffs_what_it_leaves() -> None:
    """Two people of the cell run a desk. A plan has them leave one after the other, and the desk works until the second
    has left.

    The plan releases each person in the middle of a span of three hours: at 1.5 and 4.5 h. The desk takes an hour for a
    crate and begins no crate after 4.5 h. So it serves five crates, the last from 4 h on, and the sixth stays.
    """
    made, history = explained(
        scenario(
            site={"A": base(station={"desk": DESK})},
            group={
                "cell": {"site": "A", "count": 2, "required": False, "disposition": "retain"},
            },
            plan={"cell": {"group": ["cell"], "begins": hours(0), "target": [
                {"by": hours(3), "people": 1}, {"by": hours(6), "people": 2}]}},
            lot={"crates": items(6, stations=["desk"])},
            lift={"jet": lift(dated(9.0))},
            checked=False,
        )
    )  # fmt: skip
    cell = history.mover["left"][history.mover["fate"] == Fate.RETAINED]
    assert (cell / HOUR).tolist() == [1.5, 4.5]
    assert fates(made, history)["crates"] == ["OUT"] * 5 + ["OPEN"]


@pytest.mark.parametrize(
    ("milestone", "reached", "why"),
    [
        ({"settled": True}, 8, None),
        ({"site": "A"}, 8, None),
        ({}, NEVER, "retained:tents"),
    ],
)
def test_what_a_crisis_retains(milestone: dict[str, Any], reached: int, why: str | None) -> None:
    """At 2 h a crisis sends two tents to the yard. They leave the site at 5 and 8 h.

    Because no plan retains them, a milestone about the country still asks for them, unless it states `settled`. A
    milestone about their site is met when they have left it.
    """
    made, history = explained(_with_crisis(milestone))
    assert (history.mover["left"][history.mover["fate"] == Fate.RETAINED] / HOUR).tolist() == [5, 8]
    time = outcomes(made, history)["time_gear"]
    assert time == (NEVER if reached == NEVER else reached * HOUR)
    found = waits(made, history, target=2)
    assert sum(seconds for _, seconds in found) * HOUR == min(time, made.horizon)
    assert why is None or why in dict(found)


def _with_crisis(milestone: dict[str, Any]) -> Scenario:
    return scenario(
        site={"A": base(station={"yard": YARD}, disposal={"retain": ["yard"]})},
        group={"guards": staged(2)},
        lot={"tents": items(2, 1.0, "general", pallets=1)},
        lift={"jet": lift(dated(30.0))},
        crisis={"fall": {"after_d": 2 / 24, "dispose": "retain"}},
        milestone={"deadline": {"by": hours(36)}, "gear": {"by": hours(36), "of": "equipment", **milestone}},
    )


def test_a_review_gives_up_to_the_yard() -> None:
    """One of ten crates leaves each day, the first at 2 h. At 72 h, three crates have left in 70 h and seven are still
    there. At this pace 3.1 more leave by 144 h, so four go to the yard.
    """
    made, history = explained(
        scenario(
            deadline_h=24 * 60,
            site={"A": base(disposal={"retain": []})},
            lot={"crates": items(10, 1.0, "general", value_usd=1e3, permitted=["retain"])},
            lift={"jet": lift(dated(*(1 + 24 * day for day in range(30))), payload_t=1.0)},
            milestone={
                "deadline": {"by": hours(24 * 60), "of": "everything", "settled": True},
                "gear": {"by": hours(144), "of": "equipment", "settled": True},
            },
            review={"dates": [hours(72)], "of": "gear", "margin_d": 0, "window_d": 14, "respond": ["dispose"]},
        )
    )
    seen = fates(made, history)["crates"]
    assert (seen.count("RETAINED"), seen.count("OUT")) == (4, 6)
    assert outcomes(made, history)["met_gear"] == 1
    text = " ".join(" ".join(replay_lines(made, history)).split())
    assert "given up, to be handed over, sold, destroyed or retained" in text
    assert "retained in the country: 4" in text


@pytest.mark.parametrize("left", [None, "site"])
def test_a_review_of_a_site_counts_who_is_retained_as_gone(left: str | None) -> None:
    """Five trucks go to the yard by plan, at 3, 6, 9, 12 and 15 h. So a review at 48 h sees only one crate of 1 t that
    has still to leave, whether its milestone is about the country or about the site.
    """
    made, history = explained(
        scenario(
            site={"A": base(station={"yard": YARD}, disposal={"retain": ["yard"]})},
            lot={
                "trucks": items(5, 5.0, "general", disposition="retain"),
                "crates": items(2, 1.0, "general", required=True),
            },
            lift={"jet": lift(dated(1.0, 100.0), payload_t=1.0)},
            deadline_h=200,
            milestone={
                "deadline": {"by": hours(200)},
                "camp": {"by": hours(150), "of": "equipment", **({"site": "A"} if left else {})},
            },
            review={"dates": [hours(48)], "of": "camp", "respond": []},
        )
    )
    assert history.reviewed["remaining"].tolist() == [1000]
    assert outcomes(made, history)["met_camp"] == 1


def test_the_static_rule_may_choose_the_yard() -> None:
    """With `compare`, a tent whose value is less than the price of its sortie takes the first open way, the yard. A
    radar of high value is shipped.
    """
    made, history = explained(
        scenario(
            site={"A": base(disposal={"retain": []})},
            lot={
                "tent": items(1, 1.0, "general", value_usd=10.0),
                "radar": items(1, 1.0, "general", value_usd=1e6),
            },
            lift={"jet": lift(dated(1.0), payload_t=10.0)},
            milestone={"deadline": {"by": hours(24), "of": "everything", "settled": True}},
            disposition={"compare": True, "sortie_usd": 1e5},
        )
    )
    assert fates(made, history) == {"tent": ["RETAINED"], "radar": ["OUT"]}


def test_a_day_in_the_residual_force_is_not_paid_here() -> None:
    """A cell of one person leaves its site at 48 h. The person costs 100 USD a day until then, so 200 USD in all, and
    nothing afterwards. The guard costs nothing.
    """
    made, history = explained(
        scenario(
            site={"A": base()},
            group={
                "guards": staged(1, per_diem_usd=0.0),
                "cell": {
                    "site": "A", "count": 1, "required": False, "disposition": "retain", "release": hours(48),
                    "per_diem_usd": 100.0,
                },
            },
            lift={"jet": lift(dated(1.0))},
        )
    )  # fmt: skip
    assert outcomes(made, history)["cost_per_diem_usd"] == 200.0
