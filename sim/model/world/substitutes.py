"""When substitutes of lost sites open. It is known before a history begins, but no decision in a history may use it."""

from collections.abc import Iterator

from sim.model.calendars import NEVER
from sim.model.draws import Stream
from sim.model.plan import Plan
from sim.model.terms import Stops
from sim.model.world.crises import comes_to, sites_of
from sim.model.world.numbers import Numbers
from sim.model.world.weather import Shut, regime

__all__ = ["lost_at", "not_open", "site_of"]


def not_open(numbers: Numbers, shut: list[Shut]) -> list[Shut]:
    """Return the intervals in which substitutes are not open yet, given all other closures (`shut`).

    Notes
    -----
    Each interval states -1 - n_permissions - n_crises - row of the site as the cause of the closure (`weather.Shut`).
    """
    before = len(numbers.plan.permission) + len(numbers.plan.crisis)
    found: list[Shut] = []
    for row, site in enumerate(numbers.rows("site")):
        if site.in_place_of < 0:
            continue
        opens = lost_at(numbers, shut, site.in_place_of)
        if opens < NEVER:
            opens = min(NEVER, opens + numbers.sample(site.opens_after, Stream.SUBSTITUTE, site.key, 0))
        if opens > 0:
            found += [(-1 - before - row, row, lift, 0, opens) for lift in comes_to(numbers, row)]
    return found


def site_of(plan: Plan, outage: int) -> int:
    """Return the row of the substitute that is not open, from the cause in a `Shut`; below 0 for other causes."""
    return -1 - outage - len(plan.permission) - len(plan.crisis)


def lost_at(numbers: Numbers, shut: list[Shut], site: int) -> int:
    """Return the instant at which a site is first lost [s]; `NEVER` if it is never lost."""
    return min(_losses(numbers, shut, site), default=NEVER)


def _losses(numbers: Numbers, shut: list[Shut], site: int) -> Iterator[int]:
    """Yield each instant at which a site is lost.

    It is lost when an outage with stated dates, or a crisis, stops its runway, when a crisis lets no lift come to it
    any more, or when a permission that every lift needs there is withdrawn.
    """
    plan = numbers.plan
    outages, permissions, crises = len(plan.outage), len(plan.permission), len(plan.crisis)
    dated = {closure.outage for closure in numbers.rows("closure")}
    for what, where, lift, begins, _ in shut:
        if where != site:
            continue
        if 0 <= what < outages:
            if what in dated and numbers.rows("outage")[what].stops >> Stops.RUNWAY & 1:
                yield begins
        elif what >= outages:
            if numbers.rows("crisis")[what - outages].stops >> Stops.RUNWAY & 1:
                yield begins
        elif (row := -1 - what) < permissions:
            given = begins > 0 or regime(numbers, numbers.rows("permission")[row])[0] == 0
            if given and lift < 0:
                yield begins
        elif (
            (row := row - permissions) < crises and numbers.rows("crisis")[row].shuts and site in sites_of(numbers, row)
        ):
            yield begins
