"""How many sorties of a lift are expected within a time, and how many members of a lot they can carry.

With these numbers a lot decides whether its members wait for a lift that is expected to bring them out earlier (the
rule `earliest_arrival`). The decision uses only what is known at that instant: dates and schedules, how often a lift
comes on average, and the sorties that have come so far. The compiled engine compiles these functions unchanged.
"""

from sim.model.calendars import NEVER, Sorted

__all__ = ["coming_at_rate", "coming_on_dates", "members_kept"]


def coming_at_rate(now: int, last: int, gap: int, since: int, begins: int, until: int) -> int:
    """Return how many sorties are expected from `now` to `last`, for a lift of which only the mean gap is known.

    The first one is expected one interval after `now`, or after `begins` if that is later, and the others follow at the
    same interval. The interval is the mean gap or, if longer, the time that has passed without a sortie.

    Parameters
    ----------
    now, last
        The present instant, and the last instant at which a sortie still counts [s].
    gap
        Mean time between two sorties [s]; NEVER for a lift of which no sortie is expected.
    since
        When the last sortie left the site, or when the movers began to wait, whichever is later [s].
    begins, until
        First instant at which the lift may come, and first instant at which it may not come any more [s].
    """
    if gap >= NEVER or gap <= 0:
        return 0
    wait = max(gap, now - max(since, begins))
    first, end = max(now, begins) + wait, min(last, until - 1)
    return 1 + (end - first) // wait if first <= end else 0


def coming_on_dates(at: Sorted, sites: Sorted, site: int, now: int, last: int, since: int) -> int:
    """Return how many sorties are expected from `now` to `last`, for a lift whose planned arrivals are known.

    A planned sortie is overdue if its instant lies between `since` and `now`. If the first overdue sortie is overdue by
    x seconds, the sorties planned for the next x seconds are not expected either.

    Parameters
    ----------
    at, sites
        Planned arrivals [s], in time order, and the row of the site of each; -1 if it may be any site of the lift.
    site
        Row of the site at which the movers wait.
    now, last
        The present instant, and the last instant at which a sortie still counts [s].
    since
        When the last sortie left the site, or when the movers began to wait, whichever is later [s].
    """
    many, overdue = 0, 0
    for row in range(len(at)):
        if sites[row] >= 0 and sites[row] != site:
            continue
        if since < at[row] < now and overdue == 0:
            overdue = now - at[row]
        if now + overdue <= at[row] <= last:
            many += 1
    return many


def members_kept(kg: int, ahead_kg: int, each_kg: int, there: int = 0, party: int = 0) -> int:
    """Return how many members of a lot the expected sorties can carry, after the movers that board before the lot.

    If the sorties cannot carry all members, only whole parties count. The result may exceed the number of members.

    Parameters
    ----------
    kg
        Weight that the expected sorties can carry together [kg].
    ahead_kg
        Weight of the movers that board before the lot [kg].
    each_kg
        Mean weight of a member [kg].
    there, party
        Number of members yet to leave, and size of a party; 0 if each member travels alone.
    """
    many = max(0, kg - ahead_kg) // max(1, each_kg)
    return many - many % min(party, there) if party > 0 and many < there else many
