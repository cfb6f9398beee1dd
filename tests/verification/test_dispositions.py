"""Dispositions, worked by hand: the static rule, planned ways of disposal, and items that reviews give up."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from sim.analysis.outcomes.record import outcomes
from sim.domain.check import check
from sim.model.calendars import NEVER
from sim.model.compile import plan
from sim.model.plan import Plan
from sim.model.terms import Way
from sim.model.trajectory import Trajectory
from tests.engine import simulate
from tests.scenarios import HOUR, base, dated, hours, items, lift, rate, scenario, shift, staged
from tests.verification.disposing import case, fates, run


def test_the_static_rule_by_hand() -> None:
    """The static rule compares the value kept with the cost of return: preparation, share of a sortie, repair.

    A sortie costs $100,000 and takes 40 t or 10 positions. Keeping a generator saves $60,000 x 0.5 x 0.5 = $15,000. It
    weighs 4 t (a tenth of a sortie, $10,000) and needs $2,000 + $1,000 more, $13,000 in all, so it is shipped. A tent
    saves $3,000; it weighs 1 t but takes one of 10 positions, a tenth of a sortie, so it is handed over. Items without
    a value, and required items, are not judged.
    """
    compiled, history = run(
        site={"A": base(disposal={"transfer": []})},
        lot={
            "generator": items(
                1, 4.0, "general", value_usd=60e3, condition=0.5, needed=0.5, prepare_usd=2e3, repair_usd=1e3
            ),
            "tent": items(1, 1.0, "general", pallets=1, value_usd=3e3),
            "chair": items(1, 1.0, "general", pallets=1),
            "fuel": items(1, 1.0, "hazardous", pallets=1, value_usd=0.0),
        },
        lift={"jet": lift(dated(1.0), pallets=10)},
        disposition={"compare": True, "sortie_usd": 100e3},
    )
    assert fates(compiled, history) == {
        "generator": ["OUT"], "tent": ["TRANSFERRED"], "chair": ["OUT"], "fuel": ["OUT"],
    }  # fmt: skip


def test_a_planned_disposal_takes_stations_people_and_time() -> None:
    """One team destroys two racks in 3 h each between 08 and 12: in hours 8-11, and 11-12 and 32-34.

    They are required, so the deadline waits for the second, and so do people who stay until all equipment has gone:
    they board the mission of hour 36 and are up at 37. Destroyed equipment counts as done, at 34.
    """
    compiled, history = run(
        site={
            "A": base(
                station={"furnace": {"servers": 1, "service_h": 3, "hours": [shift(8, 12)], "staffed_by": "crew"}},
                disposal={"destroy": ["furnace"]},
            )
        },
        group={"crew": staged(2, board_after="gone")},
        lot={"racks": items(2, 1.0, "classified", disposition="destroy")},
        hold={"gone": {"until": [{"kind": "equipment"}]}},
        lift={"jet": lift(dated(1.0, 36.0))},
        milestone={"racks": {"by": hours(34), "category": ["classified"]}},
    )
    racks = history.mover[history.mover["lot"] == 1]
    assert (racks["left"] / HOUR).tolist() == [11, 34]
    assert fates(compiled, history)["racks"] == ["DESTROYED", "DESTROYED"]
    figures = outcomes(compiled, history)
    assert figures["time_racks"] == 34 * HOUR
    assert figures["closure"] == 37 * HOUR
    assert figures["at_deadline_items"] == 0


def test_settled_milestones_count_equipment_handed_over() -> None:
    """If 1 of 2 t flies at 2 and 1 t is handed over at 5, a milestone with `settled` is met at 5, one without never."""
    compiled, history = run(
        site={"A": base(station={"desk": {"servers": 1, "service_h": 5}}, disposal={"transfer": ["desk"]})},
        lot={"a": items(1, 1.0, "general"), "b": items(1, 1.0, "general", disposition="transfer")},
        lift={"jet": lift(dated(1.0))},
        milestone={
            "settled": {"by": hours(9), "of": "equipment", "settled": True},
            "out": {"by": hours(9), "of": "equipment"},
        },
    )
    figures = outcomes(compiled, history)
    assert figures["time_settled"] == 5 * HOUR
    assert (figures["met_settled"], figures["met_out"]) == (1, 0)
    assert figures["left_items"] == 0


def reviewed(**review: Any) -> tuple[Plan, Trajectory]:
    """Run a scenario: ten staged crates of 1 t, a jet that carries one a day, a milestone on day 6, a review on day 3.

    Crates leave at 2 h of each day. By the review at 72 h three have left, at 2, 26 and 50 h, the first 70 h ago, so
    the pace is 3 t in 70 h. Seven remain and would take 7 x 70 / 3 = 163.3 h more, until 235.3 h, after 144 h. In the
    72 h that are left, 3 x 72 / 70 = 3.086 t leave, so 3.914 t do not fit and four crates are given up. The other three
    leave at 74, 98 and 122 h.
    """
    return run(
        site={"A": base(disposal={"sell": [], "transfer": []})},
        lot={
            "dear": items(5, 1.0, "general", value_usd=9e3, stations=(), permitted=["transfer"]),
            "cheap": items(5, 1.0, "general", value_usd=5e3, condition=0.2, permitted=["sell"]),
        },
        lift={"jet": lift(dated(*(1 + 24 * day for day in range(30))), payload_t=1.0)},
        milestone={"gear": {"by": hours(144), "of": "equipment", "settled": True}},
        review={"dates": [hours(72)], "of": "gear", "margin_d": 0, "window_d": 14, **review},
    )


def test_a_review_gives_up_the_least_valuable_by_hand() -> None:
    """In `reviewed`, four of the cheap crates are sold, and the price of lift is the value of the dearest of them.

    Keeping a cheap crate saves $5,000 x 0.2 = $1,000, and it takes a whole sortie, so this price is $1,000 a sortie.
    """
    compiled, history = reviewed(respond=["dispose"])
    look, response = history.reviewed
    assert (look["kind"], look["effect"]) == (-1, 72 * HOUR + -(-7000 * 70 * HOUR // 3000))
    assert look["pace"] == pytest.approx(3000 * 24 / 70)
    assert look["remaining"] == 7000
    assert (response["items"], response["kg"], response["price"]) == (4, 4000, 1000.0)
    got = fates(compiled, history)
    assert got["cheap"].count("SOLD") == 4
    assert got["dear"] == ["OUT"] * 5
    assert outcomes(compiled, history)["met_gear"] == 1
    up = np.sort(history.mover["up"])[:6] / HOUR
    assert up.tolist() == [2, 26, 50, 74, 98, 122]


@pytest.mark.parametrize(("again", "given_up"), [(30, 4), (9, 0)])
def test_a_lull_does_not_decide_what_is_given_up(again: int, given_up: int) -> None:
    """Of ten crates of 1 t, one flies on each of days 0 to 2 and none from day 3 on; the milestone is on day 20, the
    review on day 9.

    In the last six days nothing left, so the projected end is NEVER. Since the first departure (2 h) 3 t left in 214 h,
    so in the 264 h that are left 3 x 264 / 214 = 3.70 t will leave; of 7 t, 3.30 t do not fit, and four crates are
    given up. A rule that took the lull as the pace would give up all seven. A rule that gave up nothing in a lull would
    keep more than it keeps at a slow pace. If the plan has a mission a day again from day 9 on, (3 + 11) t in 478 h are
    7.7 t in 264 h, so all seven fit and fly.
    """
    days = [*range(3), *range(again, 30)]
    compiled, history = run(
        site={"A": base(disposal={"sell": []})},
        lot={"crates": items(10, 1.0, "general", value_usd=1e3)},
        lift={"jet": lift(dated(*(1 + 24 * day for day in days)), payload_t=1.0)},
        milestone={"gear": {"by": hours(24 * 20), "of": "equipment", "settled": True}},
        review={"dates": [hours(24 * 9)], "of": "gear", "margin_d": 3, "window_d": 6, "respond": ["dispose"]},
    )
    look = history.reviewed[0]
    assert (look["effect"], look["pace"]) == (NEVER, 0)
    assert history.reviewed["items"].sum() == given_up
    assert fates(compiled, history)["crates"].count("OUT") == (3 if given_up else 10)


def test_equipment_that_fits_by_the_date_is_kept() -> None:
    """The margin decides whether a review responds, not how much it gives up.

    On day 16, sixteen of twenty crates have left and four need four days more, of five until the date. With the default
    margin of 14 days the review responds, but all crates fit by the date, so none is given up.
    """
    compiled, history = run(
        site={"A": base(disposal={"sell": []})},
        lot={"crates": items(20, 1.0, "general", value_usd=1e3)},
        lift={"jet": lift(dated(*(1 + 24 * day for day in range(30))), payload_t=1.0)},
        milestone={"gear": {"by": hours(24 * 21), "of": "equipment", "settled": True}},
        review={"dates": [hours(24 * 16)], "of": "gear", "respond": ["dispose"]},
    )
    look = history.reviewed[0]
    assert 24 * 7 * HOUR < look["effect"] <= 24 * 21 * HOUR
    assert len(history.given) == 0
    assert outcomes(compiled, history)["met_gear"] == 1


def test_a_review_may_leave_items_behind_instead() -> None:
    """With `demote`, a review leaves none of these crates behind: their lots permit only a hand-over or a sale."""
    compiled, history = reviewed(respond=["demote"])
    assert {fate for lot in fates(compiled, history).values() for fate in lot} == {"OUT"}
    assert history.reviewed["items"].tolist() == [0, 0]


def test_a_review_in_time_does_nothing() -> None:
    """If the projection is before the date less the margin, there is no response, and the history is as without
    reviews.
    """
    compiled, history = run(
        lot={"crates": items(4, 1.0, "general")},
        lift={"jet": lift(dated(*(1 + 24 * day for day in range(30))), payload_t=1.0)},
        milestone={"gear": {"by": hours(240), "of": "equipment", "settled": True}},
        review={"dates": [hours(72)], "of": "gear", "margin_d": 4, "respond": ["dispose", "demote"]},
    )
    assert history.reviewed["kind"].tolist() == [-1]
    without = simulate(compiled, 1, 0, reviews=False)
    assert history.sortie.tobytes() == without.sortie.tobytes()


def test_items_leave_their_queue_and_finish_their_job() -> None:
    """Of items given up, one in service finishes first; those in the queue and those staged leave at once.

    Crates of 1 t pass one wash of 10 h and are staged at 10, 20, ...; the first two fly at 27. At the review (52 h)
    others are staged, in service and queueing. Almost nothing more can fly by 60 h, so all wanted crates go to a desk
    of an hour each: waiting ones at once, the one in service when it is done.
    """
    compiled, history = run(
        site={
            "A": base(
                station={"wash": {"servers": 1, "service_h": 10}, "desk": {"servers": 1, "service_h": 1}},
                disposal={"transfer": ["desk"]},
            )
        },
        lot={"crates": items(8, 1.0, "general", stations=["wash"])},
        lift={"jet": lift(dated(26.0, 60.0), payload_t=9.0)},
        milestone={"gear": {"by": hours(53), "of": "equipment", "settled": True}},
        review={"dates": [hours(52)], "of": "gear", "margin_d": 0, "respond": ["dispose"]},
    )
    crates = history.mover
    assert (crates["up"][:2] / HOUR).tolist() == [27, 27]
    # At the review at 52, crates 2, 3 and 4 (of 0 to 7) have been staged at 30, 40 and 50; 5 is in the wash until 60,
    # and 6 and 7 queue there.
    desk = history.visit[history.visit["place"] == 1]
    order = desk["mover"][np.argsort(desk["started"], kind="stable")].tolist()
    assert order == [2, 3, 4, 6, 7, 5]
    assert (np.sort(desk["started"]) / HOUR).tolist() == [52, 53, 54, 55, 56, 60]
    assert fates(compiled, history)["crates"] == ["OUT"] * 2 + ["TRANSFERRED"] * 6
    assert history.given["way"].tolist() == [Way.TRANSFER] * 6


def test_controlled_wanted_items_are_destroyed_and_not_left() -> None:
    """At its date `leave_after`, a wanted controlled lot is destroyed in 2 h; without that way the file is refused."""
    sections: dict[str, Any] = {
        "lot": {"optics": items(1, 1.0, "sensitive", controlled=True, leave_after=hours(10), lifts=("jet",))},
        "group": {"guard": staged(1)},
        "lift": {"jet": lift(dated(50.0)), "bus": lift(dated(1.0))},
    }
    compiled, history = run(
        site={"A": base(station={"furnace": {"servers": 1, "service_h": 2}}, disposal={"destroy": ["furnace"]})},
        **sections,
    )
    assert fates(compiled, history)["optics"] == ["DESTROYED"]
    assert (history.mover["left"][1] / HOUR, history.given["at"][0] / HOUR) == (12, 10)
    found = check(scenario(checked=False, **sections))
    assert [finding.path for finding in found] == [("lot", "optics")]


@pytest.mark.parametrize(
    ("review", "path"),
    [
        ({"every_d": 7, "respond": ["dispose"]}, ("review", "of")),
        ({"every_d": 7, "of": "gear", "respond": ["lift"]}, ("review", "respond", "0")),
        ({"every_d": 7, "of": "gear", "respond": ["hours"]}, ("review", "respond", "0")),
        ({"dates": [hours(24 * 400)], "of": "gear", "respond": ["dispose"]}, ("review", "dates", "0")),
        ({"dates": [hours(-24)], "of": "gear", "respond": ["dispose"]}, ("review", "dates", "0")),
        ({"every_d": 7, "of": "geer", "respond": ["dispose"]}, ("review", "of")),
        (
            {"every_d": 7, "of": "gear", "respond": ["lift"], "lift": {"lifts": ["jet"]}},
            ("review", "lift", "lifts", "0"),
        ),
    ],
    ids=["nothing to give up", "no lift", "no hours", "after the end", "before the start", "misspelt", "dated lift"],
)
def test_reviews_that_could_do_nothing_are_errors(review: dict[str, Any], path: tuple[str, ...]) -> None:
    """A review whose response can never have an effect, or that names no milestone of the file, is refused."""
    sections: dict[str, Any] = {
        "lot": {"arms": items(1), "tents": items(1, category="general")},
        "lift": {"jet": lift(dated(1.0))},
        "milestone": {"gear": {"by": hours(72), "of": "equipment"}},
    }
    assert path in [finding.path for finding in check(scenario(checked=False, review=review, **sections))]


# ---------------------------------------------------------------------------------------------- random cases


def chancy(**lift_more: Any) -> dict[str, Any]:
    """Return sections with forty crates, about three missions of 3 t a week, and a milestone after 30 days."""
    return {
        "site": {"A": base(disposal={"transfer": []})},
        "lot": {"crates": items(40, 1.0, "general", value_usd=1e3)},
        "lift": {
            "jet": lift(rate(3.0, pattern="jittered", week_cv=0.4), payload_t={"mean": 3.0, "cv": 0.3}, **lift_more)
        },
        "milestone": {"gear": {"by": hours(24 * 30), "of": "equipment", "settled": True}},
        "deadline_h": 24 * 30,
    }


def test_lift_that_is_never_granted_changes_nothing() -> None:
    """Lift that is granted with probability 0 changes no sortie and no mover."""
    asks = {
        "every_d": 7, "of": "gear", "margin_d": 5, "respond": ["lift"],
        "lift": {"lifts": ["jet"], "granted": 0.0},
    }  # fmt: skip
    with_it, without = plan(case(**chancy(), review=asks)), plan(case(**chancy()))
    asked = 0
    for k in range(10):
        one, other = simulate(with_it, 1, k), simulate(without, 1, k)
        asked += int((one.reviewed["kind"] >= 0).sum())
        assert (one.mover.tobytes(), one.sortie.tobytes()) == (other.mover.tobytes(), other.sortie.tobytes())
    assert asked > 0
