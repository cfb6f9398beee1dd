"""How many sorties of a way out are expected in time, and how many members of a lot they can carry.

With these numbers a lot decides whether its members wait for a way that is expected to bring them out earlier. The
decision uses dates and schedules, how often a lift comes on average, and the sorties that have come so far. It does not
use future draws. Each rule is a function of numbers only; the compiled engine compiles it unchanged.
"""

from sim.model.calendars import NEVER, Sorted

__all__ = ["coming_at_rate", "coming_on_dates", "members_kept"]


def coming_at_rate(now: int, last: int, gap: int, since: int, begins: int, until: int) -> int:
    """Return how many sorties are expected from `now` to `last`, for a lift of which only the mean gap is known.

    The next sortie is expected after the mean gap. If no sortie has come for longer than that, the next one is expected
    after as much time again as has passed without a sortie.

    Parameters
    ----------
    now, last
        The present instant, and the last instant at which a sortie still counts [s].
    gap
        Mean time between two sorties [s]; NEVER for a lift that cannot be counted on.
    since
        When the last sortie left, or when the movers began to wait, whichever is later [s].
    begins, until
        First instant at which the lift comes, and first instant at which it does not come any more [s].
    """
    if gap >= NEVER or gap <= 0:
        return 0
    wait = max(gap, now - max(since, begins))
    first, end = max(now, begins) + wait, min(last, until - 1)
    return 1 + (end - first) // wait if first <= end else 0


def coming_on_dates(at: Sorted, sites: Sorted, site: int, now: int, last: int, since: int) -> int:
    """Return how many sorties are expected from `now` to `last`, for a lift whose planned arrivals are known.

    If a planned sortie is overdue, the sorties planned for the near future are not counted either: from now on, for as
    long a time as the first one is overdue.

    Parameters
    ----------
    at, sites
        Planned arrivals [s], in time order, and the site of each; -1: any site that the lift serves.
    site
        The site at which the movers wait.
    now, last
        The present instant, and the last instant at which a sortie still counts [s].
    since
        When the last sortie left, or when the movers began to wait, whichever is later [s].
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
    """Return how many members of a lot the sorties of earlier ways can carry after the movers that board first.

    If these are not all members, only whole parties count.

    Parameters
    ----------
    kg
        Weight that the sorties expected in time can carry together [kg].
    ahead_kg
        Weight of the movers that board these sorties before the lot [kg].
    each_kg
        Mean weight of a member [kg].
    there, party
        Members yet to leave; size of a party, 0: each member travels alone.
    """
    many = max(0, kg - ahead_kg) // max(1, each_kg)
    return many - many % min(party, there) if party > 0 and many < there else many
