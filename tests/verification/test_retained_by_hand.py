"""Who leaves a site for good and stays in the country, worked by hand: trucks in a liquidation yard, people in a
residual cell.
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
    """Return what a date waited for, and for how many hours each."""
    named = reasons(made)
    chain = by_reason(Sums(made, history)).tolist()
    return [(named[row].key, seconds / HOUR) for at, row, seconds in chain if at == target]


def test_a_yard_and_a_cell_by_hand() -> None:
    """See `camp`. Who is retained has left the site, so it ends the conditions of its holds; milestones of the country
    ignore it.

    The country's milestone of equipment asks only for the crate, which is out at 10. The site's milestone asks for the
    trucks too. The last truck left at 9 and the crate at 10, so it is met at 10 as well.
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
    """The force adds up: of 17 t, 2 t are shipped and 15 t retained; of six people, two are out and four retained."""
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
    """The answer states retained people on a line of their own, and retained equipment beside what was shipped. The
    summary has both, and its ledger adds up. Where nothing is retained, neither is mentioned.
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
    """The guards waited for the yard until 9, for the briefings until 17 and for a mission until 20; they were loaded
    until 21.
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

    In the country as a whole, five people count as in it and only the 2 t of the crate as out of it. Who is retained
    counts as neither.
    """
    made, history = explained(camp())
    at = standing(made, history, lot_facts(made), np.array([12 * HOUR], np.int64))[0]
    rows = {name: row for row, name in enumerate(places(made))}
    assert at[rows["A"]].tolist() == [5, 0, 1, 17_000]
    assert at[len(rows) - 1].tolist() == [5, 0, 0, 2_000]


def test_the_same_people_meant_to_be_shipped() -> None:
    """If the people of the cell are to be shipped, as wanted people, they are left behind, as the guards wait for no
    one else.
    """
    case = camp().model_dump(exclude_unset=True)
    del case["group"]["cell"]["disposition"]
    case["milestone"] = {"deadline": {"by": hours(36)}}
    made, history = explained(Scenario.model_validate(case))
    assert fates(made, history)["cell"] == ["LEFT"] * 4
    assert outcomes(made, history)["closure"] == 21 * HOUR


def test_a_cell_goes_on_when_no_required_mover_is_there() -> None:
    """The guards are up at 2. The cell, briefed from the start, leaves at 2, 4, 6 and 8, and is not left behind.

    A wanted group that is to be shipped is left behind as soon as no required mover is there: at 2, as the guards go.
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
    """The cell states a date of its own, 2 h, from which it is left behind. So the guards, who wait for it, leave with
    the jet and are out at 7 h.
    """
    case = waiting_for_each_other(leave_after=hours(2))
    assert not check(case)
    made, history = explained(case)
    assert fates(made, history) == {"guards": ["OUT"] * 2, "cell": ["LEFT"]}
    assert history.mover["left"].tolist()[2] == 2 * HOUR
    assert outcomes(made, history)["closure"] == 7 * HOUR


def test_others_wait_for_who_is_retained() -> None:
    """The guards wait for cell and tents. The cell is briefed until 4 h; until then the tents may still fly, and are up
    at 4 h.

    Without a cell, only the tents hold the guards, from the start. So the tents are left behind.
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
    """Two people of the cell run the desk. A phased plan has them leave, and then no one works there.

    A plan releases each member in the middle of its part of the time: at 1.5 and 4.5 h. The desk takes a crate an hour
    while someone is there: five crates, of which the last begins at 4. The sixth waits for ever.
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
    """At 2 h a crisis sends two tents, for which nothing was planned, to the yard. They have left the site at 5 and 8
    h.

    No plan retained them, so a milestone of the country asks for them, unless it states `settled` and counts them as
    done. A milestone of their site counts that they have left it.
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
    """One of ten crates leaves each day. On day 3 seven are left, of which 3.1 can leave
    by day 6: four go to the yard.
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
    """Five trucks go to the yard by plan, at 3, 6, 9, 12 and 15 h. A review at 48 h sees only one crate of 1 t still to
    leave.
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
    """A tent that is not worth its sortie takes the first open way, the yard; a dear one ships."""
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
    """A cell of one person that leaves its site at 48 h costs two days of 100 USD, and nothing afterwards. The guard
    costs nothing.
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
