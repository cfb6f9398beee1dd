"""Dispositions worked by hand: the comparison of value and cost before the start, planned disposal, and items that
reviews give up.
"""

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
    """The comparison before the start ships a wanted item only if keeping the item saves more than its return costs:
    preparation, a share of a sortie, repair.

    A sortie costs $100,000 and takes 40 t or 10 positions. Keeping a generator saves $60,000 x 0.5 (condition) x 0.5
    (chance that it is needed) = $15,000. It weighs 4 t (a tenth of a sortie, $10,000), and its preparation and repair
    cost $2,000 + $1,000. That is $13,000 in all, so the generator is shipped. A tent saves $3,000. It weighs 1 t but
    takes one of 10 positions, a tenth of a sortie ($10,000), so it is handed over. The chair, which has no stated
    value, and the fuel, which is required, are not compared, and are shipped.
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
    """One server, open from 8 to 12 h of each day, destroys two racks in 3 h each: the first in 8-11, the second in
    11-12 and 32-34.

    Destroyed racks count as done, so their milestone is reached at 34. The people may board when all equipment has
    gone; they take the mission of hour 36 and leave at 37, which is the closure.
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
    """One item leaves at 2 h and another is handed over at 5 h. A milestone with `settled` is met at 5 h; a milestone
    without it is never met.
    """
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

    A crate leaves at hour 2 of each day. By the review at 72 h three have left, the first of them 70 h earlier, so the
    pace is 3 t in 70 h. At this pace the other seven need 7 x 70 / 3 = 163.3 h more, until 235.3 h, later than the
    milestone at 144 h. In the 72 h until the milestone 3 x 72 / 70 = 3.086 t leave, so 3.914 t do not fit, and a review
    that may dispose of equipment gives up four crates. The other three leave at 74, 98 and 122 h.
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
    """In `reviewed`, four of the five cheap crates are sold.

    Keeping a cheap crate saves $5,000 x 0.2 = $1,000, and a crate takes a whole sortie. So the price of lift, the
    highest value per sortie that is given up, is $1,000.
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
    """A review after six days without departures judges by the pace since the first departure.

    A jet takes one of ten crates of 1 t on each of days 0 to 2. The review is on day 9, and the milestone on day 20. No
    crate left in the six days before the review, so the projected end is NEVER. Since the first departure (2 h) 3 t
    have left in 214 h, so in the 264 h until the milestone 3 x 264 / 214 = 3.70 t would leave. Of the 7 t that remain,
    3.30 t do not fit, and four crates are given up. If the jet comes again on each day from day 9 on (11 times by the
    milestone), the pace is (3 + 11) t in 214 + 264 = 478 h, or 7.7 t in 264 h, so all seven fit, and leave.
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

    On day 16, sixteen of twenty crates have left. The other four need about four days, and the milestone is five days
    away. With the default margin of 14 days the plan counts as late, but all crates fit by the milestone, so none is
    given up.
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


def test_a_review_leaves_no_item_behind_that_may_not_be_left() -> None:
    """A review with the response `demote` leaves none of the crates of `reviewed` behind, since their lots permit only
    a hand-over or a sale.
    """
    compiled, history = reviewed(respond=["demote"])
    assert {fate for lot in fates(compiled, history).values() for fate in lot} == {"OUT"}
    assert history.reviewed["items"].tolist() == [0, 0]


def test_a_review_in_time_does_nothing() -> None:
    """If the projected end is earlier than the date of the milestone less the margin, the review does not respond, and
    the sorties are the same as without reviews.
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
    """A review gives up items that are staged, in a queue or in service. An item in service finishes first; the others
    leave at once.

    Crates 0 to 7, of 1 t, pass one wash of 10 h and are staged at 10, 20, ...; crates 0 and 1 leave at 27. At the
    review at 52 h crates 2 to 4 are staged, crate 5 is in the wash until 60, and 6 and 7 wait for it. Almost nothing
    can fly by the milestone at 53 h, so all six are handed over at a desk, in an hour each: crate 5 goes there at 60,
    the others at once.
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
    desk = history.visit[history.visit["place"] == 1]
    order = desk["mover"][np.argsort(desk["started"], kind="stable")].tolist()
    assert order == [2, 3, 4, 6, 7, 5]
    assert (np.sort(desk["started"]) / HOUR).tolist() == [52, 53, 54, 55, 56, 60]
    assert fates(compiled, history)["crates"] == ["OUT"] * 2 + ["TRANSFERRED"] * 6
    assert history.given["way"].tolist() == [Way.TRANSFER] * 6


def test_controlled_wanted_items_are_destroyed_and_not_left() -> None:
    """At 10 h, its date `leave_after`, a wanted controlled item is given up; it is destroyed in 2 h. If the site cannot
    destroy it, the lot is refused.
    """
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
    """A review is refused if it names an unknown milestone, or if its dates or responses can never have an effect."""
    sections: dict[str, Any] = {
        "lot": {"arms": items(1), "tents": items(1, category="general")},
        "lift": {"jet": lift(dated(1.0))},
        "milestone": {"gear": {"by": hours(72), "of": "equipment"}},
    }
    assert path in [finding.path for finding in check(scenario(checked=False, review=review, **sections))]


# ---------------------------------------------------------------------------------------------- random cases


def chancy(**lift_more: Any) -> dict[str, Any]:
    """Return sections with forty crates of 1 t, three missions a week with a payload of about 3 t each, and a milestone
    after 30 days.
    """
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
    """Lift that reviews request, but that is granted with probability 0, changes no sortie and no mover of ten
    histories.
    """
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
