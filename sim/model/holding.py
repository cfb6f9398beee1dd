"""Holds and floors: when a hold clears, and how many members of a lot a hold or floor keeps back.

A hold is met when its conditions are true: all of them or, if the scenario says so, any one. It clears at the end of
its hand-over time. Each rule is a function of numbers only; the compiled engine compiles it unchanged.
"""

from sim.model.calendars import NEVER

__all__ = [
    "are_all_kept",
    "can_clear_by",
    "cannot_be_staged",
    "cannot_leave",
    "held_by_hold",
    "is_judged_ahead",
    "is_met_by_all",
    "keeps",
    "may_go",
    "met_together",
    "opens_at",
    "unstaged_among",
]


def is_judged_ahead(now: int, not_before: int, then: int) -> bool:
    """Return whether a hold may be judged as if a load that is still there had left.

    It may if its date `not_before` has come and its hand-over time `then` is 0 [s].
    """
    return then == 0 and now >= not_before


def can_clear_by(by: int, not_before: int, then: int) -> bool:
    """Return whether a hold can clear at `by` or earlier, given its date `not_before` and hand-over time `then` [s]."""
    return not_before + then <= by


def is_met_by_all(any_: bool, terms: int) -> bool:
    """Return whether a hold is met, once all its conditions have been checked and none of them has settled the result.

    If any one condition is enough, a true condition would have settled it, so all are false. If all conditions are
    needed, a false condition would have settled it, so all are true.

    Parameters
    ----------
    any_
        Whether any one condition is enough.
    terms
        The number of conditions; a hold without conditions is met.
    """
    return not any_ or terms == 0


def met_together(any_one: bool, met: int, term: int) -> int:
    """Return when a hold is met, given one more of its conditions [s]; NEVER: not known.

    Parameters
    ----------
    any_one
        Whether any one condition is enough.
    met, term
        When the earlier conditions meet the hold, and when the further condition is true [s]; NEVER: not known.
    """
    return min(met, term) if any_one else max(met, term)


def opens_at(met: int, at_latest: int, not_before: int, then: int) -> int:
    """Return when a hold clears [s]; NEVER: not known.

    Its hand-over time `then` [s] begins when the hold is met or at `at_latest`, whichever is earlier, but not before
    its date `not_before`. The hold clears at the end of the hand-over time.

    Parameters
    ----------
    met
        When the hold is met [s]; NEVER: not known.
    """
    met = min(met, at_latest)
    return max(met, not_before) + then if met < NEVER else NEVER


def keeps(here: int, going: int, floor: int) -> bool:
    """Return whether fewer than `floor` members would be left if `going` of the `here` members at a place left."""
    return here - going < floor


def may_go(there: int, kept: int) -> int:
    """Return how many of the `there` members at a place may go if `kept` must stay."""
    return max(0, there - kept)


def held_by_hold(held: int, dated: int, begin_hold: bool) -> int:
    """Return how many members of a lot would begin now if a hold did not keep them.

    Parameters
    ----------
    held, dated
        Members who have not begun, and how many of these have a release date still to come.
    begin_hold
        Whether the hold that must clear before the lot may begin still keeps it.
    """
    return held - dated if begin_hold else 0


def are_all_kept(waiting: int, coming: int, staged: int, held: int, kept: int) -> bool:
    """Return whether holds or floors keep members of a lot, and all who have yet to leave are staged or may not begin.

    Parameters
    ----------
    waiting, staged, held
        How many members have yet to leave; how many of these are staged; how many a hold keeps from beginning.
    coming
        Whether any member has yet to come.
    kept
        How many members holds and floors keep.
    """
    return not coming and kept > 0 and waiting <= staged + held


def cannot_leave(waiting: int, bound: int, in_time: int, kept: int) -> int:
    """Return how many members of a lot cannot leave while a load waits.

    Parameters
    ----------
    waiting
        Members yet to leave.
    bound
        Members who are in the load or, if the lot can go only by the lift of the load, all staged members.
    in_time
        Members who can be at the place before the wait ends and whose own release dates have come by then.
    kept
        Members kept by holds and floors that do not clear before the wait ends.
    """
    return min(waiting, bound + max(waiting - in_time, kept))


def cannot_be_staged(unstaged: int, late: int, held: int) -> int:
    """Return how many members of a lot cannot be staged while a load waits.

    Parameters
    ----------
    unstaged
        Members who have yet to pass the last station of their own site.
    late, held
        Members who arrive after the wait ends; members who cannot begin because a hold does not clear by then.
    """
    return min(unstaged, max(late, held))


def unstaged_among(going: int, staged: int, unstaged: int) -> int:
    """Return how many of the `going` members of a lot are not staged yet, if staged members leave first.

    Parameters
    ----------
    going
        Members who are assumed to have left.
    staged, unstaged
        Members who wait for lift; members who have yet to pass the last station of their own site.
    """
    return min(unstaged, max(0, going - staged))
