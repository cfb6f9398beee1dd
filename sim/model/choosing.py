"""Who waits for a way that is expected to be earlier: how many sorties will come, and whom they have room for.

Whoever decides knows dates and schedules, how often a lift comes on the mean, and what has come so far; nobody knows
what will be drawn. Each rule is a function of numbers alone, compiled as it stands by the compiled engine.
"""

from sim.model.calendars import NEVER, Sorted

__all__ = ["coming_at_rate", "coming_on_dates", "members_kept"]


def coming_at_rate(now: int, last: int, gap: int, since: int, begins: int, until: int) -> int:
    """How many sorties are expected from now to an instant, of a lift of which only its mean gap is known.

    The next one is expected after the mean gap; where none has come for longer than that, after as long again.

    Parameters
    ----------
    now, last
        The instant, and the last one that counts [s].
    gap
        Mean time between two sorties [s]; NEVER for a lift that cannot be reckoned with.
    since
        When the last one left, or those who wait began to wait, whichever is later [s].
    begins, until
        From when, and up to when, the lift comes [s].
    """
    if gap >= NEVER or gap <= 0:
        return 0
    wait = max(gap, now - max(since, begins))
    first, end = max(now, begins) + wait, min(last, until - 1)
    return 1 + (end - first) // wait if first <= end else 0


def coming_on_dates(at: Sorted, sites: Sorted, site: int, now: int, last: int, since: int) -> int:
    """How many sorties are expected from now to an instant, of a lift whose planned arrivals are known.

    Where planned ones have not come, those that are planned within as much time from now are not reckoned with.

    Parameters
    ----------
    at, sites
        Planned arrivals [s], in time order, and the site of each; -1: any that the lift serves.
    site
        The site where they are waited for.
    now, last
        The instant, and the last one that counts [s].
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
    """How many members of a lot earlier ways have room for, after those who go before them.

    Parameters
    ----------
    kg
        What the sorties that are expected in time carry together [kg].
    ahead_kg
        Weight of those who go before the lot on them [kg].
    each_kg
        Mean weight of a member [kg].
    there, party
        Members yet to leave, and how many of them travel together; 0 where each goes by himself.
    """
    many = max(0, kg - ahead_kg) // max(1, each_kg)
    return many - many % min(party, there) if party > 0 and many < there else many
