"""Invariants of reviews (laws for every history without routes): a review acts on what happened before it."""

from __future__ import annotations

from typing import Any

from sim.model.calendars import NEVER
from sim.model.terms import Response, Step
from tests.verification.case import Case


def reviews_see_what_happened(case: Case) -> None:
    """The pace of lift that a review finds is the weight per day that left in the observed part of its window, from the
    first departure to the review. If this part lasts two days or more, the pace of its later half counts if greater.
    The projection follows from the pace; it is NEVER if the observed part is shorter than a day.

    A review takes items back only if its projection is not late, and gives every other response except `favour` only if
    it is late. Paces are not checked if movers of any lift cross on arrival.
    """
    for review in case.world.rows("review"):
        milestone = case.plan.milestone[review.milestone]
        lots = set(case.plan.covered[review.milestone].nonzero()[0].tolist())
        window, late = case.world.whole(review.window_s), int(milestone["by"]) - case.world.whole(review.margin_s)
        seen: dict[int, Any] = {}
        for row in case.history.reviewed:
            at = int(row["at"])
            if row["kind"] == Response.FAVOUR:
                continue  # a site may be behind although the force as a whole is not
            if row["kind"] >= 0:
                assert (seen[at]["effect"] > late) == (row["kind"] != Response.TAKE_BACK)
                continue
            seen[at] = row
            if len(case.plan.leg) and case.plan.lift["crosses_on_arrival"].any():
                continue
            ups = [(m["up"], m["kg"]) for m in case.mover if m["lot"] in lots and m["sortie"] >= 0 and m["up"] < at]
            span = min(window, at - min(ups, default=(at, 0))[0])
            if span < 86400:
                assert row["effect"] == NEVER
                continue
            spans = (span, span // 2 if span >= 2 * 86400 else span)
            done = [sum(kg for up, kg in ups if up >= at - each) for each in spans]
            pace = max(86400 * some / each for some, each in zip(done, spans, strict=True))
            if row["subject"] == Step.STATIONS:  # the row has the pace of the stations, not of lift
                assert not pace or row["effect"] > at
                continue
            assert abs(row["pace"] - pace) < 1e-6
            if pace and row["remaining"] > 0 and not _begins_later(case, lots, at):
                assert abs(row["effect"] - (at + 86400 * row["remaining"] / pace)) <= 1


def who_goes_first_waits(case: Case) -> None:
    """After each review, the favoured sites have the turns 1, 2, ...: lift goes first to the site with turn 1.

    A review names only sites that a milestone judges, and gives each of them a new turn; turn 0 is no favour. The
    projection of a site that gets a turn of 1 or more is later than its date less the margin of the review. If no
    mover has a route and nothing was given up, movers wait for lift at this site.
    """
    for review in case.world.rows("review"):
        judged: dict[int, list[int]] = {}
        for one in case.world.rows("judged")[1:]:
            judged.setdefault(one.site, []).append(int(case.world.rows("milestone")[one.milestone].by))
        turns = dict.fromkeys(judged, 0)
        rows = case.history.reviewed[case.history.reviewed["kind"] == Response.FAVOUR]
        looks = set(case.history.reviewed["at"][case.history.reviewed["kind"] < 0].tolist())
        assert set(rows["at"].tolist()) <= looks
        for at in sorted(set(rows["at"].tolist())):
            for row in rows[rows["at"] == at]:
                site, turn = int(row["subject"]), int(row["number"])
                assert turns[site] != turn
                turns[site] = turn
                assert row["granted"] == (turn > 0)
                if turn:
                    assert row["effect"] > min(judged[site]) - case.world.whole(review.margin_s)
                if turn and not len(case.plan.stop) and not len(case.history.given):
                    mover = case.history.mover
                    here = case.plan.lot["site"][mover["lot"]] == site
                    # At one instant, reviews come before take-offs.
                    assert (here & (mover["staged"] <= at) & (mover["up"] >= at)).any()
            favoured = sorted(turn for turn in turns.values() if turn)
            assert favoured == list(range(1, 1 + len(favoured)))


def _begins_later(case: Case, lots: set[int], at: int) -> bool:
    """Return whether a member of these lots arrives, or is released by a date, after `at`."""
    dates = (
        (case.world.release[row], case.world.arrives[row])
        for row, mover in enumerate(case.mover)
        if mover["lot"] in lots
    )
    return any(max(both) > at for both in dates)


CLAIMS = (
    reviews_see_what_happened,
    who_goes_first_waits,
)
