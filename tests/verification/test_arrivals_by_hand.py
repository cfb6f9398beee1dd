"""Arrivals worked by hand, in hours since the start: by timetable, with gaps, over a span, and with a permission."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sim.analysis.causes.by_reason import by_reason
from sim.analysis.sums import Sums
from sim.arithmetic import arithmetic
from sim.config import load
from sim.domain.check import check
from sim.domain.scenario import Scenario
from sim.engines.simpy import Check
from sim.errors import ConfigError
from sim.model.compile import plan
from sim.model.draws import Stream, name_key, uniform
from sim.model.trajectory import Trajectory
from sim.model.world.means import Means
from sim.model.world.world import make_world
from tests.engine import simulate
from tests.scenarios import DAY, HOUR, dated, hours, items, lift, rate, scenario, staged
from tests.verification.trajectories import assert_same_trajectory

ALL = Check(shuffle=5, scan=True, enablers=True, audit=True)
TABLE = [{"at": hours(2), "number": 2}, {"at": hours(5), "number": 3}]


def coming(count: int, arrives: dict[str, Any], **sections: Any) -> Scenario:
    """Return a scenario of `count` people with these arrivals, and a daily mission at 06:00 that can take them all."""
    group = {"late": staged(count, arrives=arrives, **sections.pop("mover", {}))}
    jet = {"jet": lift(dated(*range(6, 24 * 20, 24)))}
    return scenario(**({"group": group, "lift": jet} | sections))


def arrived(case: Scenario, replication: int = 0) -> list[float]:
    """Run a history with all checks; return the instants [h] of arrival, in order of movers. Check that the seconds due
    to each reason sum to the closure, or to the horizon if the history does not close.
    """
    made = plan(case)
    history = simulate(made, 1, replication, check=ALL)
    sums = Sums(made, history)
    chain = by_reason(sums)
    reached = min(sums.movers.total["closure"], made.horizon)
    assert chain["seconds"][chain["target"] == 0].sum() == reached
    return [at / HOUR for at in history.mover["arrived"].tolist()]


def test_a_timetable_says_how_many_come_when() -> None:
    """Two people arrive at 2 and three at 5. A person who was staged at the start is not in the timetable."""
    assert arrived(coming(5, {"timetable": TABLE})) == [2, 2, 5, 5, 5]
    assert arrived(coming(6, {"timetable": TABLE}, mover={"start": {"staged": 1}})) == [0, 2, 2, 5, 5, 5]


def test_with_more_members_a_timetable_is_in_proportion() -> None:
    """If ten people follow a timetable of five, person j (from 0 on) has place (2j + 1) x 5 / 20 in it. Persons with
    places below 2 arrive at 2, and the others at 5. The places of persons 0 to 3 are 0.25 to 1.75, so four arrive at 2.
    """
    ten = {"many": {"to": ["group.late.count"], "draw": {"dist": "empirical", "values": [10]}}}
    assert arrived(coming(5, {"timetable": TABLE}, uncertainty=ten)) == [2] * 4 + [5] * 6


def test_a_shifted_timetable_equals_one_with_later_rows() -> None:
    later = {"late": {"to": ["group.late.arrives.shift_d"], "draw": {"dist": "empirical", "values": [1]}}}
    assert arrived(coming(5, {"timetable": TABLE, "shift_d": 0.5})) == [14, 14, 17, 17, 17]
    assert arrived(coming(5, {"timetable": TABLE}, uncertainty=later)) == [26, 26, 29, 29, 29]


def test_people_and_batches_are_spread_over_a_span() -> None:
    """A span of 12 h is divided into equal parts, and one batch or person arrives in the middle of each part. Five
    people in batches of two arrive at 2, 6 and 10; one by one, they arrive at 1.2, 3.6, ..., 10.8.
    """
    span = {"begins": hours(0), "until": hours(12)}
    assert arrived(coming(5, {**span, "batch": 2})) == [2, 2, 6, 6, 10]
    assert arrived(coming(5, span)) == pytest.approx([1.2, 3.6, 6.0, 8.4, 10.8])


def test_people_and_batches_come_with_gaps() -> None:
    """With gaps of 3 h from 6 on, the first person or batch comes at 9, the second at 12, and the third at 15."""
    gaps = {"begins": hours(6), "gap_h": 3}
    assert arrived(coming(3, gaps)) == [9, 12, 15]
    assert arrived(coming(5, {**gaps, "batch": 2})) == [9, 9, 12, 12, 15]


def uniform_of(index: int, replication: int = 0) -> float:
    """Return the uniform random number drawn for arrival `index` of the group "late"."""
    return uniform(1, replication, Stream.INFLOW, name_key("late"), index, 0, 0)


def test_a_poisson_process_has_exponential_gaps() -> None:
    """Each gap is -mean x log(1 - u), rounded to seconds; u is the uniform random number of the arrival."""
    made = coming(4, {"begins": hours(1), "gap_h": {"dist": "exponential", "mean": 6}})
    gaps = [math.floor(-6 * HOUR * math.log1p(-uniform_of(k, 3)) + 0.5) for k in range(4)]
    assert arrived(made, 3) == [(HOUR + sum(gaps[: k + 1])) / HOUR for k in range(4)]


def test_random_arrivals_in_a_span_are_numbered_in_order() -> None:
    """Instants are drawn uniformly from the span (2 to 42) and sorted, so that a later person does not come earlier."""
    made = coming(5, {"begins": hours(2), "until": hours(42), "pattern": "random"})
    assert arrived(made, 2) == [
        math.floor(at) / HOUR for at in sorted(2 * HOUR + 40 * HOUR * uniform_of(k, 2) for k in range(5))
    ]


def test_random_arrivals_in_a_span_have_the_moments_of_order_statistics() -> None:
    """Of 9 people over 100 h, the k-th comes at 100 h times a number with the distribution Beta(k, 10 - k). Over 400
    histories, the mean instant is 10 k h within four standard errors, and the standard deviation is that of the
    distribution within 20 %.
    """
    made, n = plan(coming(9, {"begins": hours(0), "until": hours(100), "pattern": "random"})), 400
    found = np.array([make_world(made, 1, number).arrives for number in range(n)]) / HOUR
    k = np.arange(1, 10)
    spread = 100 * np.sqrt(k * (10 - k) / (100 * 11))
    assert (np.abs(found.mean(axis=0) - 10 * k) < 4 * spread / n**0.5).all()
    assert np.abs(found.std(axis=0) / spread - 1).max() < 0.2


# ------------------------------------------------------------------------------------------------ permission


def test_people_due_without_permission_come_when_it_opens() -> None:
    """The permission is open from 36 to 60 and from 84 on: people due at 12, 36, 60, 96 come at 36, 36, 84, 96."""
    table = {"timetable": [{"at": hours(at), "number": 1} for at in (12, 36, 60, 96)]}
    visa = {"arrivals": ["late"], "opens_after_d": 1.5, "lost": 1, "lost_after_d": 1, "lost_for_d": 1}
    assert arrived(coming(4, table, permission={"visa": visa})) == [36, 36, 84, 96]


def test_people_who_came_before_the_start_need_no_permission() -> None:
    table = {"timetable": [{"at": hours(-5), "number": 1}, {"at": hours(5), "number": 1}]}
    assert arrived(coming(2, table, permission={"visa": {"arrivals": ["late"], "opens_after_d": 1}})) == [0, 24]


def test_one_permission_may_shut_lift_and_arrivals() -> None:
    """Before the permission opens, no group that it names arrives, and no lift that it names flies. If it names no
    lift, the jet takes people who are already at the base.
    """
    visa = {"arrivals": ["late"], "lifts": ["jet"], "opens_after_d": 2}
    case = coming(2, {"begins": hours(0), "until": hours(10)}, permission={"visa": visa})
    history = simulate(plan(case), 1, 0, check=ALL)
    assert (history.mover["arrived"] == 2 * DAY).all()
    assert history.mover["up"].min() > 2 * DAY
    alone = coming(2, {"begins": hours(0), "until": hours(10)}, permission={"visa": {**visa, "lifts": []}})
    others = {"late": staged(2, arrives={"begins": hours(0), "until": hours(10)}), "here": staged(3)}
    flown = simulate(
        plan(alone.model_copy(update={"group": scenario(group=others, lift={"jet": lift(dated(6))}).group})), 1, 0
    )
    assert flown.mover["up"][2:].max() < 12 * HOUR


# ------------------------------------------------------------------------------- decisions that expect arrivals


def flown(arrives: dict[str, Any], **sections: Any) -> Trajectory:
    """Return a history of two people due at 8. Missions planned for 10 and 34 are tasked five hours earlier."""
    group = {"late": staged(2, arrives=arrives)}
    jet = {"jet": lift(dated(10, 34), lead_d=5 / 24)}
    return simulate(plan(scenario(group=group, lift=jet, **sections)), 1, 0, check=ALL)


def test_no_lift_is_tasked_for_arrivals_that_are_not_announced() -> None:
    """If the arrival at 8 is announced, the mission planned for 10 is tasked, and leaves with the people at 11. If it
    is not announced, this mission is not tasked, and they leave at 35 with the next one. They arrive at 8 in all four
    cases. A timetable and a fixed gap count as announced. A timetable with a permission, and a gap that is drawn (even
    from a single value), do not.
    """
    table = {"timetable": [{"at": hours(8), "number": 2}]}
    assert flown(table).mover["up"].tolist() == [11 * HOUR] * 2
    visa = {"visa": {"arrivals": ["late"], "opens_after_d": 0}}
    assert flown(table, permission=visa).mover["up"].tolist() == [35 * HOUR] * 2
    drawn = {"begins": hours(0), "gap_h": {"dist": "empirical", "values": [8]}, "batch": 2}
    assert flown(drawn).mover["up"].tolist() == [35 * HOUR] * 2
    assert flown({**drawn, "gap_h": 8}).mover["up"].tolist() == [11 * HOUR] * 2


def test_lift_is_requested_ahead_only_for_announced_arrivals() -> None:
    """The lead time is 10 h. For people who are announced for 40, the aircraft is requested at 30 and planned for 40.
    If they need a permission, it is requested when they arrive at 40, and planned for 50.
    """
    ready = {"kind": "ready", "people": 2, "ahead": True}
    for permission, lands in (({}, 40), ({"visa": {"arrivals": ["late"], "opens_after_d": 0}}, 50)):
        case = scenario(
            group={"late": staged(2, arrives={"timetable": [{"at": hours(40), "number": 2}]})},
            lift={"jet": lift(ready, lead_d=10 / 24)},
            permission=permission,
            checked=False,
        )
        history = simulate(plan(case), 1, 0, check=ALL)
        assert history.sortie["planned"].tolist() == [lands * HOUR]


def test_a_permission_that_is_always_open_changes_no_arrival() -> None:
    """With a permission that is open from the start, people arrive at the same instants as without it."""
    plain = coming(5, {"timetable": TABLE}, lift={"bus": lift({"tails": 2}, min_load=0.01, wait_h=100)})
    given = coming(
        5,
        {"timetable": TABLE},
        lift={"bus": lift({"tails": 2}, min_load=0.01, wait_h=100)},
        permission={"visa": {"arrivals": ["late"]}},
    )
    one, other = (simulate(plan(case), 1, 0, check=ALL) for case in (plain, given))
    assert one.mover["arrived"].tolist() == other.mover["arrived"].tolist()


def test_parties_that_arrive_unannounced_come_whole() -> None:
    """Families of three who come in batches of three arrive together. Batches of two are refused for them, and batches
    of three are refused for a group that travels as one party.
    """
    gaps = {"begins": hours(0), "gap_h": {"dist": "exponential", "mean": 9}, "batch": 3}
    case = coming(9, gaps, mover={"together": 3})
    assert (make_world(plan(case), 1, 0).release == 0).all()  # decisions read `release`; 0 does not reveal the arrivals
    at = arrived(case)
    assert at[0] == at[1] == at[2] < at[3] == at[4] == at[5] < at[6]
    for batch, together in ((2, 3), (3, "all")):
        refused = coming(9, {**gaps, "batch": batch}, mover={"together": together}, checked=False)
        assert any("whole parties" in each.expectation for each in check(refused))


# ------------------------------------------------------------------------------------------- means, refusals, files


def test_arrivals_at_mean_values() -> None:
    """Nine people in batches of two with a mean gap of 6 h: the first batch comes at 6, the fifth and last at 30. A
    timetable shifted by a day has its first and last arrival at 26 and 29. If a permission opens at 12 on average, the
    people due at 2 and 5 come at 12.
    """
    means = Means(plan(coming(9, {"begins": hours(0), "gap_h": {"dist": "exponential", "mean": 6}, "batch": 2})))
    assert means.comes(0) == (6 * HOUR, 30 * HOUR)
    assert Means(plan(coming(5, {"timetable": TABLE, "shift_d": 1}))).comes(0) == (26 * HOUR, 29 * HOUR)
    visa = {"visa": {"arrivals": ["late"], "opens_after_d": {"low": 0, "high": 1}}}
    assert Means(plan(coming(5, {"timetable": TABLE}, permission=visa))).comes(0) == (12 * HOUR, 12 * HOUR)


@pytest.mark.parametrize(
    ("arrives", "says"),
    [
        ({"begins": hours(0)}, "begins and until, or begins and gap_h, or timetable"),
        ({"begins": hours(0), "until": hours(3), "gap_h": 3}, "begins and until, or begins and gap_h"),
        ({"until": hours(3)}, "begins and until"),
        ({"timetable": TABLE, "begins": hours(0)}, "or timetable"),
        ({"timetable": TABLE, "batch": 2}, "no batch beside a timetable"),
        ({"begins": hours(0), "gap_h": 3, "pattern": "random"}, "only with until"),
        ({"begins": hours(0), "gap_h": 3, "shift_d": 3}, "only with a timetable"),
    ],
)
def test_wrong_arrivals_are_refused_by_the_schema(arrives: dict[str, Any], says: str) -> None:
    with pytest.raises(ValueError, match=says):
        coming(5, arrives)


@pytest.mark.parametrize(
    ("arrives", "more", "says"),
    [
        ({"timetable": TABLE[::-1]}, {}, "not before the one in the row above"),
        ({"timetable": TABLE[:1]}, {}, "sum to the 5 that arrive (count = 5), not to 2"),
        ({"begins": hours(3), "until": hours(2)}, {}, "not before the beginning"),
        ({"timetable": TABLE}, {"permission": {"visa": {"arrivals": ["nobody"]}}}, "a group or lot"),
        (
            {"timetable": TABLE},
            {"permission": {"visa": {"arrivals": ["there"]}}, "lot": {"there": items(1)}},
            "arrives later",
        ),
    ],
)
def test_wrong_arrivals_are_refused_by_the_check(arrives: dict[str, Any], more: dict[str, Any], says: str) -> None:
    found = [each.expectation for each in check(coming(5, arrives, **more, checked=False))]
    assert any(says in text for text in found), found


FILE = """
name = "a timetable"
seed = 1
clock = { start = 2024-01-01, horizon_d = 30 }
milestone.deadline = { by = 2024-02-01 }
site.A = { kind = "base" }
site.Z = { kind = "apod" }
group.late = { site = "A", count = 5, arrives = { csv = "late.csv" } }
[lift.jet]
sites = ["A"]
to = "Z"
payload_t = 40
seats = 100
supply = { per_week = 7 }
leg = { A = { block_h = 1 } }
"""


def test_a_timetable_in_a_file(tmp_path: Path) -> None:
    """The rows of a timetable are read from a CSV file. Errors in the file are reported with line, column or cell. A
    scenario that is read twice gives the same history.
    """
    (tmp_path / "case.toml").write_text(FILE)
    (tmp_path / "late.csv").write_text("at,number\n2024-01-01T02:00,2\n2024-01-01T05:00,3\n")
    read = load(tmp_path / "case.toml")
    group = read.group["late"]
    assert group.arrives is not None
    assert [(one.at.hour, one.number) for one in group.arrives.timetable] == [(2, 2), (5, 3)]  # type: ignore[attr-defined]
    one, other = (simulate(plan(case), 1, 0) for case in (read, load(tmp_path / "case.toml")))
    assert_same_trajectory(one, replace(other))
    (tmp_path / "late.csv").write_text("at,number,who\n2024-01-01T02:00,two,x\nsoon,3,y\n2024-01-03,0,\n")
    with pytest.raises(ConfigError) as caught:
        load(tmp_path / "case.toml")
    said = str(caught.value)
    for part in ("late.csv:2", "late.csv:3", "late.csv:4", "who", "two", "soon", "of at least 1"):
        assert part in said, said


def test_a_permission_of_arrivals_alone_does_not_keep_lift() -> None:
    """A permission for arrivals opens after 50 days. It names no lift, so the three people at the base leave within 3
    days. The arithmetic of `sim check` lists the group that waits for this permission.
    """
    visa = {"visa": {"arrivals": ["late"], "opens_after_d": 50}}
    group = {"late": staged(2, arrives={"begins": hours(0), "until": hours(10)}), "here": staged(3)}
    case = scenario(group=group, lift={"jet": lift(rate(7))}, permission=visa)
    found = arithmetic(plan(case))
    assert [(permit.table, permit.row, permit.opens) for permit in found.permits] == [("lot", 0, 50 * DAY)]
    history = simulate(plan(case), 1, 0, check=ALL)
    assert (history.mover["up"][2:] < 3 * DAY).all()
    assert (history.mover["arrived"][:2] == 50 * DAY).all()


def test_a_review_does_not_know_unannounced_arrivals() -> None:
    """A review on day 5 does the same whether the permission for arrivals opens after 8 or 16 days. If a timetable
    announces the arrivals for day 8 or day 16, the review differs between the two.
    """

    def reviewed(arrives: dict[str, Any], **sections: Any) -> list[Any]:
        case = scenario(
            group={"late": staged(40, arrives=arrives), "here": staged(60)},
            lot={"tents": items(30, 2.0, "general")},
            site={"A": {"kind": "base", "disposal": {"destroy": []}}},
            lift={"jet": lift(rate(7), payload_t=6, seats=10)},
            review={"dates": [hours(5 * 24)], "of": "all", "respond": ["dispose"]},
            milestone={"all": {"by": hours(14 * 24), "of": "everything"}},
            **sections,
        )
        rows = simulate(plan(case), 1, 0, check=ALL).reviewed
        return rows[["at", "effect", "pace", "remaining", "kind", "items"]].tolist()

    due = {"timetable": [{"at": hours(24), "number": 40}]}
    first, second = (reviewed(due, permission={"visa": {"arrivals": ["late"], "opens_after_d": at}}) for at in (8, 16))
    assert len(first) > 0
    assert first == second
    known = [reviewed({"timetable": [{"at": hours(24 * at), "number": 40}]}) for at in (8, 16)]
    assert known[0] != known[1]
