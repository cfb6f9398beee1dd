"""Lift on call, which reviews call when the plan is late, worked by hand: the order and the price of calls."""

from __future__ import annotations

from typing import Any

import pytest

from sim.analysis.outcomes.costs import unpriced
from sim.analysis.outcomes.record import outcomes
from sim.domain.check import check
from sim.model.terms import Response
from tests.scenarios import DAY, dated, hours, items, lift, rate
from tests.verification.disposing import case, run

CRATES: dict[str, Any] = {"category": "general", "value_usd": 1e3}


def gear(by_h: float, **more: Any) -> dict[str, Any]:
    """Return a section with a milestone about all equipment."""
    return {"gear": {"by": hours(by_h), "of": "equipment", "settled": True, **more}}


def calls(**more: Any) -> dict[str, Any]:
    """Return sections with five crates, of which a jet takes one on day 0, and two lifts on call.

    A review every two days may call one lift: first the charter, which is never granted, then the partner. The answer
    to a call comes a day later.
    """
    return {
        "lot": {"crates": items(5, 1.0, **CRATES)},
        "lift": {
            "jet": lift(dated(1.0), payload_t=1.0),
            "charter": lift(rate(7, on_call=True), payload_t=1.0),
            "partner": lift(rate(7, on_call=True), payload_t=1.0),
        },
        "milestone": gear(24 * 8),
        "review": {
            "every_d": 2, "of": "gear", "margin_d": 0, "respond": ["call"],
            "call": [{"lift": "charter", "lag_d": 1, "granted": 0}, {"lift": "partner", "lag_d": 1}],
        },
        **more,
    }  # fmt: skip


def test_lifts_are_called_in_order() -> None:
    """The charter is called on day 2 and refused on day 3. The partner is called on day 4 and granted on day 5; its
    first mission lands at 5.5 days. On days 6 and 8 there is no further lift to call.
    """
    _, history = run(**calls())
    called = history.reviewed[history.reviewed["kind"] == Response.CALL]
    assert called[["at", "subject", "granted", "effect"]].tolist() == [
        (2 * DAY, 1, 0, 3 * DAY), (4 * DAY, 2, 1, 5 * DAY),
    ]  # fmt: skip
    flown = history.sortie[history.sortie["lift"] > 0]
    assert (flown["landed"] / DAY).tolist()[:4] == [5.5, 6.5, 7.5, 8.5]
    assert set(flown["lift"].tolist()) == {2}


def test_a_fleet_on_call_comes_with_all_its_tails() -> None:
    """A fleet called on day 2 makes trips with both of its tails; the first trip is tasked on day 3, the day of the
    answer.
    """
    lifts = calls()["lift"] | {"charter": lift({"tails": 2, "on_call": True}, payload_t=1.0)}
    review = calls()["review"] | {"call": [{"lift": "charter", "lag_d": 1}]}
    _, history = run(**calls(lift={name: lifts[name] for name in ("jet", "charter")}, review=review))
    flown = history.sortie[history.sortie["lift"] == 1]
    assert flown["tasked"].min() == 3 * DAY
    assert sorted(set((flown["number"] >> 20).tolist())) == [0, 1]


def test_a_granted_call_has_a_price_and_a_refused_one_has_none() -> None:
    """The call of the charter is refused, so its price of $5,000 is not paid. The call of the partner is granted and
    costs $7,000 once, besides $100 for each of four missions.

    If the partner's call has no price, the price is named as missing. If the answer to the call comes after the end,
    the price is not paid.
    """
    calls_of = [{"lift": "charter", "lag_d": 1, "granted": 0, "granted_usd": 5e3}, {"lift": "partner", "lag_d": 1}]
    priced = [calls_of[0], calls_of[1] | {"granted_usd": 7e3}]
    lifts = calls()["lift"]
    lifts["partner"] |= {"charter_usd": 100}
    compiled, history = run(**calls(review=calls()["review"] | {"call": priced}, lift=lifts))
    figures = outcomes(compiled, history)
    assert (figures["cost_granted_usd"], figures["cost_charter_usd"], figures["cost_total_usd"]) == (7e3, 400, 7.4e3)
    assert "a grant of partner" not in unpriced(compiled)
    compiled, history = run(**calls(review=calls()["review"] | {"call": calls_of}, lift=lifts))
    assert outcomes(compiled, history)["cost_granted_usd"] == 0
    assert "a grant of partner" in unpriced(compiled)
    unheard = [priced[0], priced[1] | {"lag_d": 100}]
    compiled, history = run(**calls(review=calls()["review"] | {"call": unheard}, lift=lifts))
    assert outcomes(compiled, history)["cost_granted_usd"] == 0  # the answer comes after the end


def test_without_reviews_nothing_on_call_comes() -> None:
    """A lift on call does not come if the reviews do not respond."""
    _, history = run(**calls(review=calls()["review"] | {"respond": []}))
    assert set(history.sortie["lift"].tolist()) == {0}


@pytest.mark.parametrize(
    ("change", "path", "words"),
    [
        ({"call": []}, ("review", "respond", "0"), "[[review.call]]"),
        ({"call": [{"lift": "jet"}]}, ("review", "call", "0", "lift"), "on_call = true"),
        ({"call": [{"lift": "charter"}] * 2}, ("review", "call", "1", "lift"), "each lift once"),
        ({"call": [{"lift": "chartre"}]}, ("review", "call", "0", "lift"), "expected"),
    ],
)
def test_impossible_calls_are_refused(change: dict[str, Any], path: tuple[str, ...], words: str) -> None:
    """The response `call` is refused if no lift to call is listed, and a call is refused if its lift is not on call, is
    listed twice or does not exist.
    """
    found = check(case(checked=False, **calls(review=calls()["review"] | change)))
    assert [finding.path for finding in found] == [path]
    assert words in str(found[0])


def test_more_lift_cannot_be_requested_of_a_lift_on_call() -> None:
    """`[review.lift]` may not name a lift on call."""
    asks = {"respond": ["lift"], "lift": {"lifts": ["charter"]}}
    found = check(case(checked=False, **calls(review=calls()["review"] | asks)))
    assert [finding.path for finding in found] == [("review", "lift", "lifts", "0")]
