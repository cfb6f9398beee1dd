"""Reviews worked by hand: the pace that they measure, what they give up, and what they take back.

Times are in hours since the start of the clock, Monday 1 January 2024, 00:00 UTC. Unless a test says otherwise, a crate
weighs 1 t.
"""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest

import sim
from sim.analysis.causes.by_reason import by_reason
from sim.analysis.causes.reason import ReasonKind, reasons
from sim.analysis.sums import Sums
from sim.engines.compiled import simulate as batch
from sim.engines.simpy import simulate as by_simpy
from sim.model.compile import plan
from sim.model.divergence import apart
from sim.model.plan import Plan
from sim.model.terms import Fate, Response, Step, Way
from sim.model.trajectory import Trajectory
from tests.scenarios import DAY, HOUR, START, base, dated, hours, items, lift, rate, shift
from tests.verification.disposing import fates, run

CONFIGS = Path(__file__).parents[2] / "configs"
LOOK = -1
"""Kind of a row of `reviewed` that records what a review saw, not a response."""
CRATES: dict[str, Any] = {"category": "general", "value_usd": 1e3}


def explained(compiled: Plan, history: Trajectory) -> dict[ReasonKind, int]:
    """Return the seconds until the milestone `gear` that are due to each kind of reason. Check that they sum to the
    time at which it is met, or to the end of the clock.
    """
    sums = Sums(compiled, history)
    found = by_reason(sums)
    row = 1 + compiled.names["milestone"].index("gear")
    mine = found[found["target"] == row]
    assert mine["seconds"].sum() == min(sums.movers.times[row - 1], compiled.horizon)
    kinds = [reason.kind for reason in reasons(compiled)]
    return {kinds[each["reason"]]: int(each["seconds"]) for each in mine}


def gear(by_h: float, **more: Any) -> dict[str, Any]:
    """Return a milestone about all equipment, due `by_h` hours after the start."""
    return {"gear": {"by": hours(by_h), "of": "equipment", "settled": True, **more}}


def test_what_is_on_the_road_is_not_still_to_leave() -> None:
    """One of twenty crates sets out each day, for a drive of 312 h to the border. The review is at 336 h and the
    milestone at 960 h.

    By 336 h fourteen crates have set out, at 2, 26, ..., 314 h, and one has crossed. Since 14 t set out in 334 h, the
    six other crates need 143 h more. The one that crossed was on the way for 312 h, and the others have been on the way
    for 334 - 24 k h so far (k from 1 to 13). That is 2,470 h in all, or 176 h on average. So 960 - 336 - 176 = 448 h
    are left for setting out, enough for 18.8 t, and nothing is given up.
    """
    compiled, history = run(
        site={"A": base(disposal={"sell": []})},
        lot={"crates": items(20, 1.0, **CRATES)},
        lift={
            "convoy": lift(
                dated(*(1 + 24 * day for day in range(30))),
                payload_t=1.0, crosses="arrival", uses_ramp=True, leg={"A": {"block_h": 312}},
            )
        },
        milestone=gear(960),
        review={"dates": [hours(336)], "of": "gear", "respond": ["dispose"]},
    )  # fmt: skip
    (look,) = history.reviewed
    way = 2470 * HOUR // 14
    assert (look["subject"], look["remaining"]) == (Step.LIFT, 19_000)
    assert look["effect"] == 336 * HOUR + -(-6000 * 334 * HOUR // 14_000) + way
    assert fates(compiled, history)["crates"] == ["OUT"] * 20


def test_half_of_what_does_not_fit_at_the_first_review_and_the_rest_at_the_last() -> None:
    """One of ten crates leaves each day, the first at 2 h. The milestone is at 144 h.

    At 72 h, 3 t have left in 70 h. At this pace 3.09 t leave in the next 72 h, so 3.91 t of the other 7 t are too much.
    The review gives up half of that, 1.96 t: two crates. At 96 h, 4 t have left in 94 h. At this pace 2.04 t leave in
    the next 48 h, so 1.96 t of the last 4 t are too much. This is the last review, so it gives up all of that: two
    crates.
    """
    _, history = run(
        site={"A": base(disposal={"sell": []})},
        lot={"crates": items(10, 1.0, **CRATES)},
        lift={"jet": lift(dated(*(1 + 24 * day for day in range(30))), payload_t=1.0)},
        milestone=gear(144),
        review={"dates": [hours(72), hours(96)], "of": "gear", "margin_d": 0, "window_d": 1, "respond": ["dispose"]},
    )
    gave = history.reviewed[history.reviewed["kind"] == Response.DISPOSE]
    assert gave[["at", "items"]].tolist() == [(72 * HOUR, 2), (96 * HOUR, 2)]


@pytest.mark.parametrize(("window_d", "given_up"), [(1, 2), (3, 0)])
def test_nothing_is_given_up_before_lift_has_been_seen_for_a_window(window_d: float, given_up: int) -> None:
    """The review at 72 h comes 70 h after the first departure. With a window of one day it gives up two crates; with a
    window of three days it gives up nothing yet.
    """
    _, history = run(
        site={"A": base(disposal={"sell": []})},
        lot={"crates": items(10, 1.0, **CRATES)},
        lift={"jet": lift(dated(*(1 + 24 * day for day in range(30))), payload_t=1.0)},
        milestone=gear(144),
        review={
            "dates": [hours(72), hours(96)], "of": "gear", "margin_d": 0, "window_d": window_d, "respond": ["dispose"],
        },
    )  # fmt: skip
    gave = history.reviewed[(history.reviewed["kind"] == Response.DISPOSE) & (history.reviewed["at"] == 72 * HOUR)]
    assert gave["items"].sum() == given_up


def recovers(**review: Any) -> tuple[Plan, Trajectory]:
    """Return the plan and history of ten crates, numbered from 0, most of which leave between two reviews.

    Missions for one crate each come at 1, six times from 73 to 93, at 121 and at 125 h. Crates that are given up pass a
    desk, which takes 100 h for each. By 72 h crate 0 has left, and eight missions are planned until 144 h. So the
    review counts 9 t in the 142 h from 2 to 144 h, which make 4.563 t in the next 72 h; 4.437 t of the other 9 t are
    too much. The review gives up half, 2.219 t: crates 9, 8 and 7, of which the desk takes number 7 first.

    By 96 h crates 1 to 6 have left, all in the last 24 h. At this pace 12 t would leave in the next 48 h, so nothing is
    too much, and the two crates that wait at the desk return.
    """
    return run(
        site={"A": base(station={"desk": {"servers": 1, "service_h": 100}}, disposal={"transfer": ["desk"]})},
        lot={"crates": items(10, 1.0, **CRATES)},
        lift={"jet": lift(dated(1.0, *(73.0 + 4 * turn for turn in range(6)), 121.0, 125.0), payload_t=1.0)},
        milestone=gear(144),
        review={
            "dates": [hours(72), hours(96)], "of": "gear", "margin_d": 0, "window_d": 1,
            "respond": ["dispose"], **review,
        },
    )  # fmt: skip


def test_what_was_given_up_returns_where_it_fits_again() -> None:
    """See `recovers`: three crates are given up at 72 h. Two of them return at 96 h and are up at 122 and 126 h. The
    desk is done with the third at 172 h.
    """
    compiled, history = recovers()
    assert history.given[["at", "mover", "way"]].tolist() == [
        (72 * HOUR, 9, Way.TRANSFER), (72 * HOUR, 8, Way.TRANSFER), (72 * HOUR, 7, Way.TRANSFER),
        (96 * HOUR, 8, Way.SHIP), (96 * HOUR, 9, Way.SHIP),
    ]  # fmt: skip
    back = history.reviewed[-1]
    assert (back["at"], back["kind"], back["items"], back["kg"]) == (96 * HOUR, Response.TAKE_BACK, 2, 2000)
    assert (history.mover["staged"][8:] / HOUR).tolist() == [96, 96]
    assert (history.mover["up"][8:] / HOUR).tolist() == [122, 126]
    assert history.mover["left"][7] == 172 * HOUR
    explained(compiled, history)


def test_nothing_returns_where_the_plan_says_so() -> None:
    """With `take_back = false`, the three crates of `recovers` are handed over."""
    compiled, history = recovers(take_back=False)
    assert fates(compiled, history)["crates"].count("TRANSFERRED") == 3


def test_what_returns_goes_on_at_the_station_where_it_was_given_up() -> None:
    """Five crates and a small one of 0.05 t pass a check of 1 h and a wash of 10 h. The desk for what is given up is
    open from 0 to 1 only.

    At 40 h three crates have left, at 13, 23 and 33 h. The fourth is washed until 41 h, and the fifth and the small one
    wait. In the 29 h since the first was done, 3 t were washed. At this pace 1.86 t more are washed by 58 h, so 0.19 t
    of the other 2.05 t are too much. The review gives up a hundredth of that: the small crate, which waits for the desk
    to open at 48 h.

    At 47 h the fourth crate has left, and the fifth is washed until 51 h. In the window of 26.4 h, 3 t left and 3 t
    were washed, which makes 1.25 t in the last 11 h: more than the 1.05 t that are still there. So the small crate
    returns to the wash and is washed next.
    """
    compiled, history = run(
        site={
            "A": base(
                station={
                    "check": {"servers": 9, "service_h": 1},
                    "wash": {"servers": 1, "service_h": 10},
                    "desk": {"servers": 1, "service_h": 1, "hours": [shift(0, 1)]},
                },
                disposal={"transfer": ["desk"]},
            )
        },
        lot={
            "crates": items(5, 1.0, stations=["check", "wash"], **CRATES),
            "small": items(1, 0.05, stations=["check", "wash"], **(CRATES | {"value_usd": 1.0})),
        },
        lift={"jet": lift(dated(*(12 + 10 * turn for turn in range(7))), payload_t=1.05)},
        milestone=gear(58),
        review={
            "dates": [hours(40), hours(47)], "of": "gear", "margin_d": 0, "window_d": 1.1, "portion": 0.01,
            "respond": ["dispose"],
        },
    )  # fmt: skip
    assert history.given[["at", "mover", "way"]].tolist() == [(40 * HOUR, 5, Way.TRANSFER), (47 * HOUR, 5, Way.SHIP)]
    mine = history.visit[(history.visit["mover"] == 5) & (history.visit["place"] >= 0)]
    assert [(v["place"], v["attempt"], v["arrived"] / HOUR) for v in mine if v["started"] < 2**60] == [
        (0, 0, 0), (1, 0, 47),
    ]  # fmt: skip
    explained(compiled, history)


def test_a_plan_that_is_kept_is_not_late_because_it_begins_slowly() -> None:
    """A plan releases thirty crates over 30 days, slowly at first. Missions come twice a day, and reviews every three
    days. The milestone is on day 35.

    All that has been released has left, so each review expects the last crate to leave in time, as planned, and none
    responds.
    """
    _, history = run(
        site={"A": base(disposal={"sell": []})},
        lot={"crates": items(30, 1.0, **CRATES)},
        lift={"jet": lift(rate(14), payload_t=9.0)},
        plan={"out": {"lot": ["crates"], "begins": START.date(), "until": START.date() + timedelta(29), "shape": "s"}},
        milestone=gear(35 * 24),
        review={"every_d": 3, "of": "gear", "margin_d": 2, "respond": ["dispose"]},
    )
    looks = history.reviewed[history.reviewed["pace"] > 0]
    assert len(looks) >= 8
    assert (history.reviewed["kind"] == LOOK).all()
    assert (looks["effect"] <= 33 * DAY).all()
    early = looks[looks["at"] <= 9 * DAY]
    assert (early["at"] + DAY * early["remaining"] / early["pace"] > 33 * DAY).all()  # the pace alone would say later


def test_the_stations_may_set_the_pace() -> None:
    """A wash takes 20 h for each of ten crates, and lift is plentiful. By 48 h two crates are washed, at 20 and 40 h.
    The review counts two in the 28 h since the first, so it expects the other eight to take 112 h more.
    """
    _, history = run(
        site={"A": base(station={"wash": {"servers": 1, "service_h": 20}}, disposal={"sell": []})},
        lot={"crates": items(10, 1.0, stations=["wash"], **CRATES)},
        lift={"jet": lift(dated(*range(1, 400, 3)), payload_t=9.0)},
        milestone=gear(10 * 24),
        review={"dates": [hours(48)], "of": "gear", "margin_d": 0, "respond": []},
    )
    (look,) = history.reviewed
    assert (look["subject"], look["remaining"]) == (Step.STATIONS, 8000)
    assert look["effect"] == 48 * HOUR + 8 * 28 * HOUR // 2


def swings(number: int) -> dict[str, Any]:
    """Return the sections of a case drawn by its number. As in `recovers`, most crates leave on one day between two
    quieter spells.

    What is given up passes a desk, which is slow and mostly shut, and then `scrap`. An item that fails there goes back
    to the desk.
    """
    draw = Random(number)
    stations = {
        "check": {"servers": 9, "service_h": {"mean": draw.uniform(0.5, 4), "cv": 0.5}, "fail": 0.2},
        "desk": {"servers": 1, "service_h": draw.uniform(1, 30), "hours": [shift(0, draw.choice([2, 10]))]},
        "scrap": {"servers": 1, "service_h": 2, "fail": 0.3, "back_to": "desk"},
    }
    of = draw.choice([("check",), ()])
    dear, cheap = draw.randrange(2, 7), draw.randrange(4, 9)
    burst = [72 + draw.uniform(1, 22) for _ in range(round((dear + cheap) * draw.uniform(0.5, 0.9)))]
    later = [draw.uniform(98, 170) for _ in range(draw.randrange(2, 6))]
    return {
        "site": {"A": base(station=stations, disposal={"transfer": ["desk", "scrap"]})},
        "lot": {
            "dear": items(dear, 1.0, "general", value_usd=9e3, stations=of),
            "cheap": items(cheap, draw.choice([0.7, 1.0]), "general", value_usd=1e3, stations=of),
        },
        "lift": {"jet": lift(dated(2.0, 10.0, *sorted(burst + later)), payload_t=1.0)},
        "milestone": gear(24 * draw.randrange(6, 9)),
        "review": {
            "every_d": draw.choice([1, 1.5]), "of": "gear", "margin_d": 0, "window_d": 1,
            "portion": draw.choice([0.5, 1.0]), "respond": ["dispose"],
        },
    }  # fmt: skip


def test_what_returns_is_the_same_on_both_engines() -> None:
    """In 60 drawn cases both engines give the same bits, and causes sum to the date of the milestone. An item that is
    out was never given up, or was taken back after it was last given up. More than five items are taken back in all.
    """
    returned = 0
    for number in range(60):
        compiled, history = run(**swings(number))
        assert not apart(history, batch(compiled, 1, 0))
        explained(compiled, history)
        back = history.given[history.given["way"] == Way.SHIP]
        returned += len(back)
        out = history.mover["fate"] == Fate.OUT
        last = {int(row["mover"]): int(row["way"]) for row in history.given}
        assert all(last.get(mover, Way.SHIP) == Way.SHIP for mover in out.nonzero()[0].tolist())
    assert returned > 5


@pytest.mark.parametrize("replication", [35, 119, 123])
def test_what_returns_may_be_given_up_again(replication: int) -> None:
    """In these histories of the base case with a review every three days, an item is given up, taken back, and given up
    again. Both engines agree, and causes sum to the date of each milestone.
    """
    made = plan(sim.load(CONFIGS / "base.toml", ["review.every_d=3", "review.dates=[]", "review.margin_d=0"]))
    history = by_simpy(made, made.seed, replication)
    assert not apart(history, batch(made, made.seed, replication))
    assert Counter(history.given["mover"].tolist()).most_common(1)[0][1] >= 3
    sums = Sums(made, history)
    chain = by_reason(sums)
    for row, reached in enumerate(sums.movers.times):
        assert chain["seconds"][chain["target"] == 1 + row].sum() == min(reached, made.horizon)
