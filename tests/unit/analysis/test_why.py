"""The days of a date that are due to each reason, over many histories: means, intervals, histories that are late or
never close.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from scipy import stats

from sim.analysis.causes.by_reason import BY_REASON, is_traced
from sim.analysis.causes.kernels.past import past
from sim.analysis.causes.memory import Memory
from sim.analysis.causes.pieces import HOURS, OPEN, cut
from sim.analysis.causes.reason import ReasonKind, Reasons, reasons
from sim.analysis.causes.target import targets
from sim.analysis.summary.why import Why, why
from sim.compiler.kernel import entry
from sim.model.calendars import NEVER
from sim.model.plan import Plan
from tests.scenarios import DAY, compiled, dated, items, lift

MISSIONS, LOADING, STUCK = (ReasonKind.MISSIONS, 0), (ReasonKind.LOADING, 0), (ReasonKind.STUCK, 0)
NOT_REACHED = 9_999
"""A key that marks a history that did not close."""


@pytest.fixture(scope="module")
def question() -> Plan:
    return compiled(lot={"crates": items(2)}, lift={"c17": lift(dated(24))}, deadline_h=240)


def closures(question: Plan, histories: list[dict[Any, float]], world: list[int] | None = None) -> Why:
    """Return the reasons of the closure over several histories, each of which is given as the days due to each reason.

    A history with the key NOT_REACHED never closed; its days must sum to the end of the clock.
    """
    known = reasons(question)
    owners, dates = [], []
    for days in histories:
        named = {reason: own for reason, own in days.items() if reason != NOT_REACHED}
        rows = [(0, known.at(*reason), int(own * DAY)) for reason, own in named.items()]
        owners.append(np.array(rows, BY_REASON))
        dates.append(NEVER if NOT_REACHED in days else int(sum(days.values()) * DAY))
    columns = [(target.column, "i8") for target in targets(question)] + [("met_deadline", "i1"), ("replication", "i8")]
    outcomes = np.zeros(len(histories), list(dict(columns).items()))
    outcomes["closure"], outcomes["replication"] = dates, np.arange(len(histories))
    outcomes["met_deadline"] = outcomes["closure"] <= question.deadline
    clusters = None if world is None else np.array(world)
    return why(question, outcomes, owners, clusters)[0]


def test_days_are_means_and_sum_to_the_mean_closure(question: Plan) -> None:
    """Two histories close after 8 and 12 days. Of these, 6 and 11 days are due to missions and 2 and 1 to loading, so
    the means are 8.5 and 1.5 days, which sum to the mean closure of 10 days.
    """
    found = closures(question, [{MISSIONS: 6, LOADING: 2}, {MISSIONS: 11, LOADING: 1}])
    assert [(share.reason.key, share.days) for share in found.shares] == [("missions:c17", 8.5), ("loading:A", 1.5)]
    assert found.days == sum(share.days for share in found.shares) == 10


def test_late_histories_are_counted_by_their_main_reason(question: Plan) -> None:
    """For each reason, `most` is the share of histories in which more days are due to it than to any other reason, and
    `late` is this share among the late histories. A history that never closed is late.
    """
    never = {STUCK: 30, MISSIONS: 10, NOT_REACHED: 0}
    found = closures(question, [{MISSIONS: 1, LOADING: 2}, {MISSIONS: 11, LOADING: 1}, never])
    got = {share.reason.key: (share.most, share.late) for share in found.shares}
    assert (found.n, found.reached, found.late) == (3, 2, 2)
    assert got == {
        "missions:c17": (pytest.approx(1 / 3), 0.5),
        "loading:A": (pytest.approx(1 / 3), 0.0),
        "stuck": (pytest.approx(1 / 3), 0.5),
    }


def test_histories_that_did_not_close_have_their_own_sum(question: Plan) -> None:
    """Histories that did not close have means of their own, which sum to 40 days, from the start to the end of the
    clock.
    """
    still = [{STUCK: 30, MISSIONS: 10, NOT_REACHED: 0}, {STUCK: 20, MISSIONS: 20, NOT_REACHED: 0}]
    found = closures(question, [{MISSIONS: 6, LOADING: 2}, *still])
    assert (found.reached, found.unreached, found.days, found.still) == (1, 2, 8, 40)
    assert [(share.reason.key, share.days, share.still[0]) for share in found.shares] == [
        ("missions:c17", 6, 15), ("loading:A", 2, 0), ("stuck", 0, 25)
    ]  # fmt: skip
    assert sum(share.still[0] for share in found.shares) == found.still


def test_without_late_histories_there_is_no_share_of_them(question: Plan) -> None:
    """If no history is late, the share of late histories of a reason is None, not 0."""
    assert [share.late for share in closures(question, [{MISSIONS: 1}]).shares] == [None]


def test_the_interval_is_student_s(question: Plan) -> None:
    """For independent histories the limits are mean +- t s / sqrt(n), as in scipy.stats."""
    days = [3.0, 7.0, 8.0, 14.0, 5.0]
    share = closures(question, [{MISSIONS: each} for each in days]).shares[0]
    low, high = stats.t.interval(0.95, len(days) - 1, loc=np.mean(days), scale=stats.sem(days))
    assert (share.low, share.high) == (pytest.approx(low), pytest.approx(high))


def test_worlds_of_equal_histories_count_as_one_each(question: Plan) -> None:
    """If the two histories of each world agree, the interval is that of one history for each world."""
    days = [3.0, 7.0, 8.0, 14.0, 5.0]
    one = closures(question, [{MISSIONS: each} for each in days]).shares[0]
    two = closures(question, [{MISSIONS: each} for each in days for _ in range(2)], [0, 0, 1, 1, 2, 2, 3, 3, 4, 4])
    assert (two.shares[0].low, two.shares[0].high) == (pytest.approx(one.low), pytest.approx(one.high))


def test_every_reason_has_its_own_index_and_key(question: Plan) -> None:
    """The kind and row of each reason lead back to its own index, and no two reasons have the same key."""
    known = reasons(question)
    assert isinstance(known, Reasons)
    assert [known.at(reason.kind, reason.row) for reason in known] == list(range(len(known)))
    assert len({reason.key for reason in known}) == len(known)


def test_a_closed_span_is_cut_by_what_closes_it() -> None:
    """The opening hours are 0-10 and 20-30; outage 4 lasts from 8 to 12, and outage 3 from 25 to 28. A span is cut into
    pieces (begin, state), the last piece first: open, closed by hours, or closed by an outage.
    """
    assert pieces(5, 30) == [(28, OPEN), (25, 3), (20, OPEN), (12, HOURS), (8, 4), (5, OPEN)]
    assert pieces(1, 7) == [(1, OPEN)]
    assert pieces(7, 7) == []


@entry
def cut_up(heads: Any, since: int, until: int) -> None:
    cut(past(heads), 0, 0, since, until)


def pieces(since: int, until: int) -> list[Any]:
    """Return the pieces of a span, for the hours and outages of the test above."""
    memory = Memory()
    memory.new("windows", 1)[0] = 0, 3
    memory.put("opens", np.array([0, 20, 28]))
    memory.put("closes", np.array([8, 25, 30]))
    memory.new("spans", 2)[:] = [(25, 28, 3), (8, 12, 4)]
    memory.put("span_first", np.array([0, 2]))
    memory.new("cuts", 16)
    memory.call(cut_up, since, until)
    found: list[Any] = memory.table["cuts"][: memory["cut_count"]].tolist()
    return found


def test_chains_are_traced_in_the_first_thousand_and_every_hundredth_after() -> None:
    numbers = np.flatnonzero(is_traced(np.arange(1500)))
    assert numbers.tolist() == [*range(1000), 1000, 1100, 1200, 1300, 1400]
