"""The sites that a review may favour: those that share a lift, each with the milestones by which it is judged."""

from sim.domain.ends import covers
from sim.domain.force import Group, Lot
from sim.domain.journey import journeys
from sim.domain.lift import Lift, is_on_call
from sim.domain.memo import memoised
from sim.domain.review import called
from sim.domain.scenario import Scenario
from sim.domain.supply import Dated

__all__ = ["favours", "judged_sites"]


def favours(scenario: Scenario) -> bool:
    """Whether a review may favour a site."""
    return scenario.review is not None and "favour" in scenario.review.respond


@memoised
def judged_sites(scenario: Scenario) -> dict[str, tuple[str, ...]]:
    """Return the sites that a review may favour, in the order of the file, each with the milestones that judge it.

    A lift is shared if its missions choose between two or more sites where movers that may set out with it begin. A
    site may be favoured if movers that begin there may set out with a shared lift, and if a milestone judges the site.
    The milestone of the review and each milestone that names the site judge it if they cover one of these movers.
    """
    review = scenario.review
    if review is None or not favours(scenario):
        return {}
    movers: list[Group | Lot] = [*scenario.group.values(), *scenario.lot.values()]
    begin: dict[str, list[tuple[Group | Lot, set[str]]]] = {}
    for mover in movers:
        lifts = {lift for way in journeys(mover, scenario) if way.hops for lift in way.hops[0].lifts}
        if lifts and mover.disposition == "ship":
            begin.setdefault(mover.site, []).append((mover, lifts))
    shared: dict[str, set[str]] = {}
    for name, lift in scenario.lift.items():
        sites = [
            site
            for site in _chosen(name, lift, scenario)
            if any(name in first_lifts for _, first_lifts in begin.get(site, ()))
        ]
        for site in sites if len(sites) > 1 else ():
            shared.setdefault(site, set()).add(name)
    found: dict[str, tuple[str, ...]] = {}
    for site in (name for name in scenario.site if name in shared):
        riders = [mover for mover, lifts in begin[site] if lifts & shared[site]]
        names = [review.of, *(name for name, milestone in scenario.milestone.items() if milestone.site == site)]
        judging = [
            name
            for name in dict.fromkeys(names)
            if name in scenario.milestone and any(covers(scenario.milestone[name], mover, scenario) for mover in riders)
        ]
        if judging:
            found[site] = tuple(judging)
    return found


def _chosen(name: str, lift: Lift, scenario: Scenario) -> tuple[str, ...]:
    """Return the sites between which missions of a lift choose; none if all go to stated sites or no mission comes."""
    if lift.rule == "fixed" or (isinstance(lift.supply, Dated) and all(each.site for each in lift.supply.missions)):
        return ()
    if is_on_call(lift) and name not in called(scenario.review):
        return ()
    return tuple(site for site in lift.sites if lift.rule != "shares" or lift.shares.get(site, 0.0) > 0.0)
