"""Whether a review can do what it is told to: ask for a lift that can grow, lengthen hours, look at a milestone."""

from __future__ import annotations

from collections.abc import Iterator

from sim.domain.check.finding import Finding, quoted
from sim.domain.check.timing import FIRST_YEAR, LAST_YEAR
from sim.domain.dates import seconds
from sim.domain.ends import promised
from sim.domain.force import Group, Lot
from sim.domain.journey import goes_on
from sim.domain.lift import Fleet, Rate
from sim.domain.milestone import Milestone
from sim.domain.scenario import Scenario

__all__ = ["reviews"]


def reviews(scenario: Scenario) -> Iterator[Finding]:
    """Yield a finding for each response without its numbers, and each lift that cannot be asked for more of."""
    review = scenario.review
    if review is None:
        return
    for response, told in (("lift", review.lift), ("hours", review.hours)):
        if response in review.respond and told is None:
            text = f"expected [review.{response}], as respond names {quoted(response)}"
            yield Finding(("review", "respond"), None, text)
    milestone = scenario.milestone.get(review.of)
    gives = [response for response in review.respond if response in ("dispose", "demote")]
    if (
        gives
        and milestone is not None
        and scenario.lot
        and not any(_gives(milestone, lot, scenario) for lot in scenario.lot.values())
    ):
        text = f"expected a milestone that counts wanted equipment, as respond names {quoted(gives[0])}"
        yield Finding(("review", "of"), quoted(review.of), text)
    movers: list[Group | Lot] = [*scenario.group.values(), *scenario.lot.values()]
    if (
        milestone is not None
        and milestone.leaves_site
        and any(promised(milestone, mover, scenario) and goes_on(mover, scenario) for mover in movers)
    ):
        text = 'expected a milestone with left = "country": a review counts who has left the country'
        yield Finding(("review", "of"), quoted(review.of), text)
    deadline = scenario.milestone.get("deadline")
    if deadline is None or not all(FIRST_YEAR < day.year < LAST_YEAR for day in (deadline.by, *review.dates)):
        return  # a date out of its mind is told with the dates
    last = seconds(deadline.by, scenario.clock, ends=True) + scenario.clock.horizon_d * 86400
    for position, when in enumerate(review.dates):
        if seconds(when, scenario.clock, ends=False) >= last:
            text = "expected a date before the end of the clock; this review would never be held"
            yield Finding(("review", "dates", str(position)), f"{when}", text)
    for position, name in enumerate(review.lift.lifts if review.lift else ()):
        lift = scenario.lift.get(name)
        if lift is not None and not isinstance(lift.supply, Rate | Fleet):
            text = "expected a lift with a rate or a fleet; a review asks for a share more of these"
            yield Finding(("review", "lift", "lifts", str(position)), quoted(name), text)


def _gives(milestone: Milestone, lot: Lot, scenario: Scenario) -> bool:
    """Whether a milestone counts a lot that may be given up."""
    return milestone.of in ("equipment", "everything") and not lot.is_required and promised(milestone, lot, scenario)
