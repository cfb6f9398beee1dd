"""Whether a review can do what it is told to: ask for a lift that can grow, lengthen hours, look at a milestone."""

from __future__ import annotations

from collections.abc import Iterator

from sim.domain.check.finding import Finding, quoted
from sim.domain.lift import Dated
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
    for position, name in enumerate(review.lift.lifts if review.lift else ()):
        lift = scenario.lift.get(name)
        if lift is not None and isinstance(lift.supply, Dated):
            text = "expected a lift with a rate or a fleet; there is no more of a list of dated missions"
            yield Finding(("review", "lift", "lifts", str(position)), quoted(name), text)
