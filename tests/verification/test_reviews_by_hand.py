"""What a review sees and does, worked by hand: stations and lift, the road, plans, portions, and what returns."""

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
CRATES: dict[str, Any] = {"category": "general", "value_usd": 1e3}


def explained(compiled: Plan, history: Trajectory) -> dict[ReasonKind, int]:
    """Return the seconds of each kind of reason of the milestone `gear`; they add up to its date."""
    sums = Sums(compiled, history)
    found = by_reason(sums)
    row = 1 + compiled.names["milestone"].index("gear")
    mine = found[found["target"] == row]
    assert mine["seconds"].sum() == min(sums.movers.times[row - 1], compiled.horizon)
    kinds = [reason.kind for reason in reasons(compiled)]
    return {kinds[each["reason"]]: int(each["seconds"]) for each in mine}


def gear(by_h: float, **more: Any) -> dict[str, Any]:
    """Return a milestone about all equipment."""
    return {"gear": {"by": hours(by_h), "of": "equipment", "settled": True, **more}}


def test_what_is_on_the_road_is_not_still_to_leave() -> None:
    """One of twenty crates sets out each day, for 13 days to the border. The review is on day 14, and the milestone on
    day 40.

    By 336 h fourteen have set out, at 2, 26, ... h, and one has crossed. Six are still to leave: as 14 left in 334 h,
    they take 143 h more. The way took the one 312 h, and the others have been on it for 334 - 24 k h: 2,470 h / 14 =
    176 h on the mean. Without the way, 448 h are left, in which 18.8 t can leave: nothing is given up. A review that
    counted only what has crossed would give up nearly all.
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
    """One of ten crates of 1 t leaves each day; three have left by 72 h, and the milestone is at 144 h.

    At 72 h: 3 t in 70 h make 3.085 t in the next 72 h. Of 7 t, 3.915 t are too much. Half of that is given up, 1.958 t:
    two crates. At 96 h one more has left: 4 t in 94 h make 2.042 t in the next 48 h. Of 4 t, 1.958 t are too much. As
    this is the last review, all of that is given up: two crates.
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
    """The first of the two reviews above comes 70 h after the first departure: with a window of 3 days it gives up
    nothing yet.
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
    """Return the plan and history of ten crates of 1 t, most of which leave between two reviews.

    Missions come at 1, six times from 73 to 93, and at 121 and 125 h. A desk takes 100 h for each crate that is given
    up. At 72 h: 1 t in 70 h and the eight missions still planned until 144 h, 9 t in 142 h, make 4.563 t in 72 h. Of 9
    t, 4.437 t are too much, and half is 2.219 t: crates 9, 8 and 7, of which the desk takes number 7. At 96 h all
    others have left, six in the last 24 h, so that 12 t would leave in 48 h: nothing is late, and the two that wait at
    the desk return.
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
    """See `recovers`: three crates are given up at 72 h. Two return at 96 h and are up at 122 and 126 h; the desk is
    done with the third at 172 h.
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
    """With `take_back = false` all three are handed over."""
    compiled, history = recovers(take_back=False)
    assert fates(compiled, history)["crates"].count("TRANSFERRED") == 3


def test_what_returns_goes_on_at_the_station_where_it_was_given_up() -> None:
    """Five crates of 1 t and a small one pass a check of 1 h and a wash of 10 h; the desk is open from 00 to 01 only.

    At 40 h three have left (at 13, 23 and 33 h), the fourth is washed until 41 h, and the fifth and the small one wait.
    3 t washed in 29 h make 1.86 t until 58 h: of 2.05 t, 0.19 t are too much. A hundredth of that is given up, the
    small one. It waits for the desk, which opens at 48 h. At 47 h the fourth has left, and the fifth is washed until 51
    h. In the last 26.4 h 3 t left and 3 t were washed, so that in the 11 h left 1.25 t would. The small one returns,
    and is washed next.
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
    days.

    The milestone is on day 35. What has been released has left, so a review expects the end that the plan has, and none
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
    assert (early["at"] + DAY * early["remaining"] / early["pace"] > 33 * DAY).all()  # what that pace alone would say


def test_the_stations_may_set_the_pace() -> None:
    """A wash takes 20 h for each of ten crates, and lift could take all. Two are washed by 48 h, both within 28 h: the
    review expects the other eight to be washed 112 h later.
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
    assert look["effect"] == 48 * HOUR + 8 * 28 * HOUR // 2  # two in the 28 h since the first was washed


def swings(number: int) -> dict[str, Any]:
    """Return a case drawn by its number, like `recovers`: a lull, a day on which most crates leave, and some lift
    later.

    The desk is slow and mostly shut. An item that fails at the second station goes back to the desk.
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
    """In 60 drawn cases both engines give the same bits, causes add up, and no item that is out was last given up. More
    than five items return in all.
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
    """In these histories of the base case, with a review every three days, an item is given up, taken back, and given
    up once more.
    """
    made = plan(sim.load(CONFIGS / "base.toml", ["review.every_d=3", "review.dates=[]", "review.margin_d=0"]))
    history = by_simpy(made, made.seed, replication)
    assert not apart(history, batch(made, made.seed, replication))
    assert Counter(history.given["mover"].tolist()).most_common(1)[0][1] >= 3
    sums = Sums(made, history)
    chain = by_reason(sums)
    for row, reached in enumerate(sums.movers.times):
        assert chain["seconds"][chain["target"] == 1 + row].sum() == min(reached, made.horizon)
