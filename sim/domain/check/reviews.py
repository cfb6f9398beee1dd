"""The check that a review can do what it states, such as request more of a lift whose supply can grow."""

from __future__ import annotations

from collections.abc import Iterator

from sim.domain.check.finding import Finding, quoted
from sim.domain.check.timing import FIRST_YEAR, LAST_YEAR
from sim.domain.dates import seconds
from sim.domain.ends import covers
from sim.domain.force import Group, Lot
from sim.domain.lift import is_on_call
from sim.domain.milestone import Milestone
from sim.domain.review import Review
from sim.domain.scenario import Scenario
from sim.domain.supply import Fleet, Rate

__all__ = ["reviews"]


def reviews(scenario: Scenario) -> Iterator[Finding]:
    """Yield a finding for each response without its table, each lift that cannot grow, each lift that cannot be called
    or is called twice, an unsuitable milestone, and each date that is not before the end of the clock.
    """
    review = scenario.review
    if review is None:
        return
    for response, numbers in (("lift", review.lift), ("hours", review.hours)):
        if response in review.respond and numbers is None:
            text = f"expected a table [review.{response}] for this response"
            yield Finding(("review", "respond", str(review.respond.index(response))), quoted(response), text)
    if "call" in review.respond and not review.call:
        at = str(review.respond.index("call"))
        yield Finding(("review", "respond", at), '"call"', "expected a table [[review.call]] for this response")
    milestone = scenario.milestone.get(review.of)
    giving_up = [response for response in review.respond if response in ("dispose", "demote")]
    if (
        giving_up
        and milestone is not None
        and scenario.lot
        and not any(_may_be_given_up(milestone, lot, scenario) for lot in scenario.lot.values())
    ):
        text = f"expected a milestone that counts wanted equipment, as respond names {quoted(giving_up[0])}"
        yield Finding(("review", "of"), quoted(review.of), text)
    movers: list[Group | Lot] = [*scenario.group.values(), *scenario.lot.values()]
    if (
        milestone is not None
        and milestone.leaves_site
        and milestone.site is not None
        and any(covers(milestone, mover, scenario) and mover.site != milestone.site for mover in movers)
    ):
        text = f"expected a milestone only of what begins at {milestone.site}: a review counts movers where they begin"
        yield Finding(("review", "of"), quoted(review.of), text)
    deadline = scenario.milestone.get("deadline")
    if deadline is None or not all(FIRST_YEAR <= day.year <= LAST_YEAR for day in (deadline.by, *review.dates)):
        return  # the check of dates (`timing`) reports an implausible date
    last = seconds(deadline.by, scenario.clock, ends=True) + scenario.clock.horizon_d * 86400
    for position, when in enumerate(review.dates):
        if seconds(when, scenario.clock, ends=False) >= last:
            text = "expected a date before the end of the clock; this review would never be held"
            yield Finding(("review", "dates", str(position)), f"{when}", text)
    for position, name in enumerate(review.lift.lifts if review.lift else ()):
        lift = scenario.lift.get(name)
        if lift is not None and not isinstance(lift.supply, Rate | Fleet):
            text = "expected a lift with a rate or a fleet: a review requests a multiple of the rate or the tails"
            yield Finding(("review", "lift", "lifts", str(position)), quoted(name), text)
        elif lift is not None and is_on_call(lift):
            text = "expected a lift that is not on call; one that is on call belongs under [[review.call]]"
            yield Finding(("review", "lift", "lifts", str(position)), quoted(name), text)
    yield from _calls(review, scenario)


def _calls(review: Review, scenario: Scenario) -> Iterator[Finding]:
    """Yield a finding for each lift that cannot be called, or is called twice."""
    for position, call in enumerate(review.call):
        lift, at = scenario.lift.get(call.lift), ("review", "call", str(position), "lift")
        if lift is not None and not is_on_call(lift):
            text = "expected a lift on call: on_call = true beside its per_week or tails"
            yield Finding(at, quoted(call.lift), text)
        elif call.lift in (other.lift for other in review.call[:position]):
            yield Finding(at, quoted(call.lift), "expected each lift once")


def _may_be_given_up(milestone: Milestone, lot: Lot, scenario: Scenario) -> bool:
    """Whether a lot is wanted, so that it may be given up, and a milestone counts it."""
    return milestone.of in ("equipment", "everything") and not lot.is_required and covers(milestone, lot, scenario)
