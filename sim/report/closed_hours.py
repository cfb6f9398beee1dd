"""Lines of `sim check` on missions that the file states for hours in which their site is closed."""

from sim.domain.dates import moment
from sim.model import calendars
from sim.model.calendars import NEVER
from sim.model.plan import Plan
from sim.model.world.hours import open_hours
from sim.model.world.means import Means
from sim.report.words import clock_time, entry, plural

__all__ = ["in_closed_hours"]


def in_closed_hours(plan: Plan) -> list[str]:
    """Return the lines of an entry for each lift and site with missions that are stated while the site is closed.

    The entry gives the number of these missions, the stated time of the first one, and when its site opens next.
    Missions at midnight do not count, because a date without a time of day means midnight. Missions whose site is
    chosen by a rule during the run do not count either.
    """
    means = Means(plan)
    found: dict[tuple[int, int], list[tuple[int, int]]] = {}
    for mission in means.rows("mission"):
        sites = [leg.site for leg in means.rows("leg") if leg.lift == mission.lift]
        site = mission.site if mission.site >= 0 else sites[0]
        if (mission.site < 0 and len(sites) > 1) or not 0 <= mission.at < plan.horizon:
            continue
        opens = calendars.next_open(*open_hours(means, means.rows("site")[site].runway), mission.at)
        stated = moment(mission.at, plan.clock)
        if opens != mission.at and (stated.hour, stated.minute, stated.second) != (0, 0, 0):
            found.setdefault((mission.lift, site), []).append((mission.at, opens))
    lines = []
    for (lift, site), times in found.items():
        at, opens = times[0]
        comes = f"is planned for {clock_time(opens, plan.clock).lstrip('0')}" if opens < NEVER else "never comes"
        missions = plural(len(times), "mission")
        what = f"{missions} of {plan.name_of('lift', lift)} stated while {plan.name_of('site', site)} is closed"
        lines += entry("hours", [what, f"the first, {clock_time(at, plan.clock).lstrip('0')}, {comes}"])
    return lines
