"""Waiting for a way that is expected to be earlier: how many sorties will come, and how many members they can carry.

The decision uses dates and schedules, how often a lift comes on average, and what has come so far. It does not use
draws that lie ahead. Each rule is a function of numbers only; the compiled engine compiles it unchanged.
"""

from sim.model.calendars import NEVER, Sorted

__all__ = ["coming_at_rate", "coming_on_dates", "members_kept"]


def coming_at_rate(now: int, last: int, gap: int, since: int, begins: int, until: int) -> int:
    """Return how many sorties are expected from now to an instant, for a lift known only by its mean gap.

    The next one is expected after the mean gap. If none has come for longer than that, the next is expected after the
    same time again.

    Parameters
    ----------
    now, last
        The present instant, and the last instant that counts [s].
    gap
        Mean time between two sorties [s]; NEVER for a lift that cannot be counted on.
    since
        When the last one left, or those who wait began to wait, whichever is later [s].
    begins, until
        First and last instant at which the lift comes [s].
    """
    if gap >= NEVER or gap <= 0:
        return 0
    wait = max(gap, now - max(since, begins))
    first, end = max(now, begins) + wait, min(last, until - 1)
    return 1 + (end - first) // wait if first <= end else 0


def coming_on_dates(at: Sorted, sites: Sorted, site: int, now: int, last: int, since: int) -> int:
    """Return how many sorties are expected from now to an instant, for a lift whose planned arrivals are known.

    If a planned sortie is overdue, those planned within the same time from now are not counted.

    Parameters
    ----------
    at, sites
        Planned arrivals [s], in time order, and the site of each; -1: any that the lift serves.
    site
        The site at which the movers wait.
    now, last
        The present instant, and the last instant that counts [s].
    since
        When the last one left, or those who wait began to wait, whichever is later [s].
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
    """Return for how many members of a lot the earlier ways have room, after those who go before them.

    Parameters
    ----------
    kg
        What the sorties expected in time carry together [kg].
    ahead_kg
        Weight of the movers that board them before the lot [kg].
    each_kg
        Mean weight of a member [kg].
    there, party
        Members yet to leave, and the size of a party; 0 where each travels alone.
    """
    many = max(0, kg - ahead_kg) // max(1, each_kg)
    return many - many % min(party, there) if party > 0 and many < there else many
