"""The check that every part of a scenario that another part names exists and is of the right kind."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from sim.domain.check.finding import Finding, quoted, unknown
from sim.domain.force import Group, Lot
from sim.domain.lift import Lift
from sim.domain.order import Condition
from sim.domain.review import Review
from sim.domain.route import Route
from sim.domain.scenario import Scenario
from sim.domain.site import Site, Station
from sim.domain.supply import Dated

__all__ = ["Known", "known_names", "references"]

Known = Mapping[str, frozenset[str]]
"""Section -> names in it: `site`, `group`, `lot`, `lift`, `route`, `hold`, `milestone`, `uncertainty`."""
SECTIONS = ("site", "group", "lot", "lift", "route", "hold", "milestone", "uncertainty")


def known_names(scenario: Scenario, broken: Iterable[tuple[str, str]] = ()) -> Known:
    """Return the names in each section; `broken` adds the (section, name) of entries that could not be read."""
    more = tuple(broken)
    return {
        section: frozenset(getattr(scenario, section)) | {name for other, name in more if other == section}
        for section in SECTIONS
    }


def references(scenario: Scenario, known: Known) -> Iterator[Finding]:
    """Yield a finding for every name that does not exist or is of the wrong kind.

    Parameters
    ----------
    scenario
        The parts that could be read.
    known
        Names that exist, also those of entries that could not be read. An empty name stands for names of its section
        that are not known; then no reference to this section is reported.
    """
    for section, movers in (("group", scenario.group), ("lot", scenario.lot)):
        for name, mover in movers.items():
            yield from _mover((section, name), mover, scenario, known)
    for name, site in scenario.site.items():
        yield from _site(("site", name), name, site, scenario, known)
    for name, lift in scenario.lift.items():
        yield from _lift(("lift", name), lift, scenario, known)
    for name, outage in scenario.outage.items():
        yield from _each(("outage", name, "sites"), outage.sites, "site", known)
        yield from _each(("outage", name, "lifts"), outage.lifts, "lift", known)
    for name, permission in scenario.permission.items():
        for section, named in (("lift", permission.lifts), ("site", permission.sites), ("route", permission.routes)):
            yield from _each(("permission", name, f"{section}s"), named, section, known)
        for position, who in enumerate(permission.arrivals):
            if who not in known["group"] | known["lot"] and "" not in known["group"] | known["lot"]:
                where = ("permission", name, "arrivals", str(position))
                yield unknown(where, who, "a group or lot", known["group"] | known["lot"])
    for name, crisis in scenario.crisis.items():
        named = () if crisis.holds == "all" else crisis.holds
        for section, listed in (
            ("hold", named),
            ("site", crisis.sites),
            ("lift", crisis.lifts),
            ("route", crisis.routes),
        ):
            yield from _each(("crisis", name, f"{section}s"), listed, section, known)
        for position, place in enumerate(crisis.sites):
            yield from _of_kind(("crisis", name, "sites", str(position)), place, "base hub", scenario)
    for name, route in scenario.route.items():
        yield from _route(("route", name), route, scenario, known)
    for name, hold in scenario.hold.items():
        yield from _each(("hold", name, "after"), hold.after, "hold", known)
        for position, condition in enumerate(hold.until):
            yield from _condition(("hold", name, "until", str(position)), condition, known)
    for name, floor in scenario.floor.items():
        yield from _one(("floor", name, "group"), floor.group, "group", known)
        yield from _one(("floor", name, "until"), floor.until, "hold", known)
    for name, phasing in scenario.plan.items():
        yield from _one(("plan", name, "site"), phasing.site, "site", known)
        yield from _one(("plan", name, "before"), phasing.before, "milestone", known)
        yield from _each(("plan", name, "group"), phasing.group, "group", known)
        yield from _each(("plan", name, "lot"), phasing.lot, "lot", known)
    for name, milestone in scenario.milestone.items():
        yield from _one(("milestone", name, "site"), milestone.site, "site", known)
    if scenario.review is not None:
        yield from _review(scenario.review, scenario, known)


def _one(path: tuple[str, ...], name: str | None, section: str, known: Known) -> Iterator[Finding]:
    """Yield a finding if `name` is given and is not an entry of `section`."""
    if name is not None and name not in known[section] and "" not in known[section]:
        yield unknown(path, name, f"a {section} of this scenario", known[section])


def _each(path: tuple[str, ...], names: Iterable[str], section: str, known: Known) -> Iterator[Finding]:
    """Yield a finding for each name of a list that is not an entry of `section`."""
    for position, name in enumerate(names):
        yield from _one((*path, str(position)), name, section, known)


def _of_kind(path: tuple[str, ...], name: str, kinds: str, scenario: Scenario) -> Iterator[Finding]:
    """Yield a finding if a site exists and is of none of the `kinds`, such as "base hub" for a base or a hub."""
    site = scenario.site.get(name)
    if site is not None and site.kind not in kinds.split():
        right = sorted(other for other, place in scenario.site.items() if place.kind in kinds.split())
        listed = f" ({', '.join(right)})" if right else "; this scenario has none"
        kinds_text = " or ".join(f'"{kind}"' for kind in kinds.split())
        yield Finding(path, quoted(name), f"expected a site of kind {kinds_text}{listed}")


def _route(path: tuple[str, ...], route: Route, scenario: Scenario, known: Known) -> Iterator[Finding]:
    """Yield the findings on the names in a route."""
    yield from _each((*path, "via"), route.via, "site", known)
    for position, site in enumerate(route.via):
        yield from _of_kind((*path, "via", str(position)), site, "base hub", scenario)
    yield from _one((*path, "to"), route.to, "site", known)
    if route.to is not None:
        yield from _of_kind((*path, "to"), route.to, "apod", scenario)
    yield from _each((*path, "lifts"), route.lifts or (), "lift", known)
    yield from _each((*path, "onward"), route.onward, "route", known)


def _mover(path: tuple[str, ...], mover: Group | Lot, scenario: Scenario, known: Known) -> Iterator[Finding]:
    """Yield the findings on the names in a group or lot."""
    yield from _one((*path, "site"), mover.site, "site", known)
    yield from _of_kind((*path, "site"), mover.site, "base hub", scenario)
    yield from _one((*path, "begin_after"), mover.begin_after, "hold", known)
    yield from _one((*path, "board_after"), mover.board_after, "hold", known)
    yield from _one((*path, "leave_when"), mover.leave_when, "hold", known)
    yield from _each((*path, "lifts"), mover.lifts or (), "lift", known)
    yield from _each((*path, "routes"), mover.routes, "route", known)
    site = scenario.site.get(mover.site)
    if site is not None:
        for position, station in enumerate(mover.stations):
            if station not in site.station:
                where = (*path, "stations", str(position))
                yield unknown(where, station, f"a station of site {mover.site}", site.station)
    for station in mover.start.passed:
        if station not in mover.stations:
            what = f"a station that {path[0]} {quoted(path[1])} passes"
            yield unknown((*path, "start", "passed", station), station, what, mover.stations)


def _site(path: tuple[str, ...], name: str, site: Site, scenario: Scenario, known: Known) -> Iterator[Finding]:
    """Yield the findings on the names in a site and its stations."""
    yield from _staff((*path, "teams_staffed_by"), site.teams_staffed_by, name, scenario, known)
    if site.in_place_of is not None:
        where = (*path, "in_place_of", "site")
        yield from _one(where, site.in_place_of.site, "site", known)
        if site.in_place_of.site == name:
            text = f"expected another site than {name} itself, which opens only once the site named here is lost"
            yield Finding(where, quoted(name), text)
    for title, station in site.station.items():
        where = (*path, "station", title)
        yield from _staff((*where, "staffed_by"), station.staffed_by, name, scenario, known)
        yield from _back((*where, "back_to"), title, station, name, scenario)
    for way, stations in site.disposal.items():
        for position, step in enumerate(stations):
            if step not in site.station:
                yield unknown((*path, "disposal", way, str(position)), step, f"a station of site {name}", site.station)


def _staff(path: tuple[str, ...], group: str | None, site: str, scenario: Scenario, known: Known) -> Iterator[Finding]:
    """Yield a finding if the group that staffs a station or ramp does not exist or is at another site."""
    yield from _one(path, group, "group", known)
    if group in scenario.group and scenario.group[group].site in known["site"] - {site}:
        at_site = sorted(other for other, people in scenario.group.items() if people.site == site)
        listed = f" ({', '.join(at_site)})" if at_site else ""
        elsewhere = scenario.group[group].site
        yield Finding(path, quoted(group), f"expected a group at site {site}{listed}; this one is at {elsewhere}")


def _back(path: tuple[str, ...], title: str, station: Station, site: str, scenario: Scenario) -> Iterator[Finding]:
    """Yield a finding if failed jobs would go back to an unknown station, or to one that a mover has not yet passed."""
    back = station.back_to
    if back is None:
        return
    stations = scenario.site[site].station
    if back not in stations:
        yield unknown(path, back, f"a station of site {site}", stations)
        return
    for sort, movers in (("group", scenario.group), ("lot", scenario.lot)):
        for name, mover in movers.items():
            if mover.site == site and title in mover.stations:
                passed = mover.stations[: mover.stations.index(title) + 1]
                if back not in passed:
                    text = f"expected {title} itself, or a station before it in every list of stations that has {title}"
                    way = " -> ".join(mover.stations)
                    yield Finding(path, quoted(back), f"{text}; {sort} {quoted(name)} passes {way}")
                    return


def _lift(path: tuple[str, ...], lift: Lift, scenario: Scenario, known: Known) -> Iterator[Finding]:
    """Yield the findings on the names in a lift."""
    yield from _each((*path, "sites"), lift.sites, "site", known)
    for position, site in enumerate(lift.sites):
        yield from _of_kind((*path, "sites", str(position)), site, "base hub", scenario)
    yield from _one((*path, "to"), lift.to, "site", known)
    if lift.to in lift.sites:
        yield Finding((*path, "to"), quoted(lift.to), "expected a destination that is not among its own sites")
    for site in lift.leg:
        if site not in lift.sites:
            yield unknown((*path, "leg", site), site, "a site that this lift serves", lift.sites)
    if isinstance(lift.supply, Dated):
        for position, mission in enumerate(lift.supply.missions):
            if mission.site is not None and mission.site not in lift.sites:
                where = (*path, "supply", "missions", str(position), "site")
                yield unknown(where, mission.site, "a site that this lift serves", lift.sites)


def _review(review: Review, scenario: Scenario, known: Known) -> Iterator[Finding]:
    """Yield the findings on the names in the reviews."""
    yield from _one(("review", "of"), review.of, "milestone", known)
    if review.lift is not None:
        yield from _each(("review", "lift", "lifts"), review.lift.lifts, "lift", known)
    for position, call in enumerate(review.call):
        yield from _one(("review", "call", str(position), "lift"), call.lift, "lift", known)
    for position, site in enumerate(review.hours.sites if review.hours else ()):
        where = ("review", "hours", "sites", str(position))
        yield from _one(where, site, "site", known)
        yield from _of_kind(where, site, "base hub", scenario)


def _condition(path: tuple[str, ...], condition: Condition, known: Known) -> Iterator[Finding]:
    """Yield the findings on the names in a condition."""
    yield from _one((*path, "site"), condition.site, "site", known)
    yield from _each((*path, "group"), condition.group, "group", known)
    yield from _each((*path, "lot"), condition.lot, "lot", known)
