"""The dispositions other than shipping that groups and lots may get: by which rule, and at which site."""

from __future__ import annotations

from collections.abc import Iterator

from sim.domain.crises import hits
from sim.domain.disposition import Way
from sim.domain.force import Group, Lot
from sim.domain.journey import inside, journeys
from sim.domain.milestone import Milestone
from sim.domain.scenario import Scenario

__all__ = ["compared", "covers", "ends", "given_up", "is_about", "open_ways", "reviewed"]


def open_ways(mover: Group | Lot, scenario: Scenario, at: str | None = None) -> tuple[str, ...]:
    """Return the dispositions open to a group or lot instead of leaving, preferred first, at `at` (default: its site).

    A group has none at other sites. For a group the `disposal` of the site has no effect: retained people pass the
    stations that the group states.
    """
    if isinstance(mover, Group):
        return mover.options if at in (None, mover.site) else ()
    lot = mover
    site = scenario.site.get(at or lot.site)
    disposal = site.disposal if site is not None else {}
    return tuple(way for way in lot.options if way == "abandon" or way in disposal)


def covers(milestone: Milestone, mover: Group | Lot, scenario: Scenario) -> bool:
    """Whether a milestone requires a group or lot to leave.

    A milestone for leaving a site also requires the groups and lots that may pass the site on their way. A milestone
    for leaving the country does not require movers that are retained there; a milestone for leaving a site requires
    them.
    """
    return (milestone.leaves_site or mover.disposition != "retain") and is_about(milestone, mover, scenario)


def is_about(milestone: Milestone, mover: Group | Lot, scenario: Scenario) -> bool:
    """Whether the keys of a milestone select a group or lot, even one that is to be retained."""
    people = isinstance(mover, Group)
    required = mover.required if isinstance(mover, Group) else mover.is_required
    category = "people" if isinstance(mover, Group) else mover.category
    meant = {"required": required, "people": people, "equipment": not people, "everything": True}[milestone.of]
    if not meant or (milestone.category and category not in milestone.category):
        return False
    if milestone.site is None or mover.site == milestone.site:
        return True
    return milestone.leaves_site and any(milestone.site in way.sites for way in journeys(mover, scenario))


def compared(lot: Lot, scenario: Scenario) -> bool:
    """Whether, at the start, the value of items of a lot is compared with the cost of their return."""
    rule = scenario.disposition.compare
    return rule and not lot.is_required and lot.disposition == "ship" and lot.value_usd is not None


def reviewed(lot: Lot, scenario: Scenario) -> bool:
    """Whether a review may give items of a lot up (`dispose`) or leave them behind (`demote`)."""
    review = scenario.review
    milestone = None if review is None else scenario.milestone.get(review.of)
    if review is None or milestone is None or not {"dispose", "demote"} & set(review.respond):
        return False
    tonnes = milestone.of != "people"  # a review of people gives no equipment up
    return tonnes and not lot.is_required and lot.disposition == "ship" and covers(milestone, lot, scenario)


def given_up(lot: Lot, scenario: Scenario) -> str | None:
    """Return why neither the comparison at the start nor a review gives items of a lot up; None if no reason is found.

    Whether the lot states `value_usd`, which the comparison needs, is not considered.
    """
    if lot.is_required:
        return "it is required, so it is never given up"
    if lot.disposition != "ship":
        return f'its disposition is "{lot.disposition}", so it is never given up'
    if not scenario.disposition.compare and not reviewed(lot, scenario):
        return "disposition.compare = false" + (", and the review never gives it up" if scenario.review else "")
    return None


def ends(lot: Lot, scenario: Scenario) -> frozenset[tuple[str, Way]]:
    """Return (site, way) for every disposition other than shipping that items of a lot may get.

    A pair that is returned may occur in some history; a pair that is not returned occurs in no history.
    """
    found: set[tuple[str, Way]] = {(lot.site, lot.disposition)} - {(lot.site, "ship")}
    if not lot.is_required:
        found |= set(_instead(lot, scenario))
    return frozenset(found)


def _instead(lot: Lot, scenario: Scenario) -> Iterator[tuple[str, Way]]:
    """Yield each (site, way) by which items of a wanted lot may end, other than by shipping.

    At each site they may be abandoned, get the disposition that a crisis states, or the first of the other open ways.
    """
    weighed = compared(lot, scenario) or reviewed(lot, scenario)
    for site in dict.fromkeys((lot.site, *(site for way in journeys(lot, scenario) for site in way.sites))):
        ways = open_ways(lot, scenario, site) if inside(scenario, site) else ()
        if "abandon" in ways:
            yield site, "abandon"
        if lot.disposition == "ship":
            hit = [crisis for crisis in scenario.crisis.values() if hits(crisis, site)]
            yield from ((site, crisis.dispose) for crisis in hit if crisis.dispose and crisis.dispose in ways)
        if lot.disposition == "ship" and (weighed or "abandon" not in ways):
            yield from [(site, way) for way in lot.options if way in ways and way != "abandon"][:1]
