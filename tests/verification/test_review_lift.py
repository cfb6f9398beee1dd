"""Reviews that request missions, tails and longer hours, worked by hand. A review never sees ahead."""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.analysis.outcomes.record import outcomes
from tests.engine import simulate
from tests.scenarios import HOUR, base, dated, hours, items, lift, rate, shift
from tests.verification.disposing import run


def test_more_lift_by_hand() -> None:
    """An even rate brings one mission a week, which takes one crate. On day 14 a review requests twice as many
    missions, and they are granted from day 17 on.

    Planned missions land on days 3.5, 10.5, 17.5, 24.5 and 31.5. Granted missions come evenly too, one a week from day
    17 on: on days 20.5, 27.5 and 34.5. Without the review, the milestone is missed.
    """
    compiled, history = run(
        lot={"crates": items(8, 1.0, "general")},
        lift={"jet": lift(rate(1.0), payload_t=1.0)},
        deadline_h=24 * 40,
        review={
            "dates": [hours(24 * 14)], "of": "gear", "respond": ["lift"], "margin_d": 0,
            "lift": {"lifts": ["jet"], "factor": 2.0, "lag_d": 3, "ceiling": 2.0},
        },
        milestone={"gear": {"by": hours(24 * 30), "of": "equipment"}},
    )  # fmt: skip
    landed = np.sort(history.sortie["landed"][history.sortie["landed"] < 2**62]) / 86400
    assert landed.tolist() == [3.5, 10.5, 17.5, 20.5, 24.5, 27.5, 31.5, 34.5]
    asked = history.reviewed[1]
    assert (asked["number"], asked["granted"], asked["effect"]) == (1, 1, 17 * 86400)
    assert outcomes(compiled, history, simulate(compiled, 1, 0, reviews=False))["without_met_gear"] == 0


def test_more_tails_by_hand() -> None:
    """A review at 48 h requests 1.5 times the two tails of a fleet. It is granted a day later, so a third tail is first
    tasked at 72 h.
    """
    _, history = run(
        lot={"crates": items(200, 1.0, "general")},
        lift={"jet": lift({"tails": 2}, payload_t=1.0, offload_h=1.0)},
        deadline_h=24 * 20,
        review={
            "dates": [hours(48)], "of": "gear", "respond": ["lift"], "margin_d": 0,
            "lift": {"lifts": ["jet"], "factor": 1.5, "lag_d": 1},
        },
        milestone={"gear": {"by": hours(72), "of": "equipment"}},
    )  # fmt: skip
    tail = history.sortie["number"] // (1 << 20)
    assert sorted(set(tail.tolist())) == [0, 1, 2]
    assert history.sortie["tasked"][tail == 2].min() == 72 * HOUR


def test_longer_hours_by_hand() -> None:
    """A shift from 8 to 12 does one job of 4 h a day, which is done at 12. The review at 48 h lengthens the shift,
    which then ends at 16.

    From then on two jobs a day are done: at 60 and 64 h, and at 84 and 88 h.
    """
    _, history = run(
        site={"A": base(station={"desk": {"servers": 1, "service_h": 4, "hours": [shift(8, 12)]}})},
        lot={"crates": items(6, 1.0, "general", stations=["desk"])},
        lift={"jet": lift(dated(*(13 + 24 * day for day in range(12))), payload_t=9.0)},
        review={
            "dates": [hours(48)], "of": "gear", "respond": ["hours"], "margin_d": 0,
            "hours": {"extra_h": 4, "ceiling_h": 4},
        },
        milestone={"gear": {"by": hours(72), "of": "equipment"}},
    )  # fmt: skip
    desk = history.visit[history.visit["place"] == 0]
    assert np.sort(desk["ended"] / HOUR).tolist() == [12, 36, 60, 64, 84, 88]


def test_a_review_never_sees_ahead() -> None:
    """The review at 72 h sees and does the same, whatever missions come after it."""

    def reviewed_at(*later: float) -> list[Any]:
        _, history = run(
            site={"A": base(disposal={"sell": []})},
            lot={"crates": items(20, 1.0, "general", value_usd=1e3)},
            lift={"jet": lift(dated(1.0, 25.0, 49.0, *later), payload_t=1.0)},
            milestone={"gear": {"by": hours(144), "of": "equipment", "settled": True}},
            review={"dates": [hours(72)], "of": "gear", "margin_d": 0, "respond": ["dispose", "demote"]},
        )
        return [repr(history.reviewed.tolist()), history.given.tolist()]  # as text, because NaN does not equal NaN

    assert reviewed_at(100.0) == reviewed_at(73.0, 74.0, 75.0) == reviewed_at()
