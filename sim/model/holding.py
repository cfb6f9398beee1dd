"""Holds and floors: when a hold opens, and how many members of a lot a hold or floor keeps back.

Each rule is a function of numbers only; the compiled engine compiles it unchanged.
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
    """Return whether a hold may be judged as if a load had left already.

    It may if its date `not_before` has come and its hand-over time `then` is 0 [s].
    """
    return then == 0 and now >= not_before


def can_clear_by(by: int, not_before: int, then: int) -> bool:
    """Return whether a hold can clear at `by` or earlier, given its date `not_before` and hand-over time `then` [s]."""
    return not_before + then <= by


def is_met_by_all(any_: bool, terms: int) -> bool:
    """Return whether a hold is met after all its conditions were checked and no single one decided the result.

    If any one condition is enough, a true condition decides, so here no condition is true. If all conditions are
    needed, a false condition decides, so here all are true.

    Parameters
    ----------
    any_
        Whether any one condition is enough.
    terms
        The number of conditions; a hold without conditions waits for nothing.
    """
    return not any_ or terms == 0


def met_together(any_one: bool, met: int, term: int) -> int:
    """Return when a hold is met [s], given one more of its conditions; NEVER: not known.

    Parameters
    ----------
    any_one
        Whether any one condition is enough.
    met, term
        When the hold is met by the conditions so far, and when the further condition is met [s]; NEVER: not known.
    """
    return min(met, term) if any_one else max(met, term)


def opens_at(met: int, at_latest: int, not_before: int, then: int) -> int:
    """Return when a hold opens, as far as is known [s]; NEVER: not known.

    Its hand-over time `then` begins when its conditions are met or at `at_latest`, whichever is earlier, but not before
    its date `not_before`. When the hand-over time is over, the hold opens.

    Parameters
    ----------
    met
        When its conditions are met [s]; NEVER: not known.
    """
    met = min(met, at_latest)
    return max(met, not_before) + then if met < NEVER else NEVER


def keeps(here: int, going: int, floor: int) -> bool:
    """Return whether fewer than `floor` members would be left if `going` of the members here left."""
    return here - going < floor


def may_go(there: int, kept: int) -> int:
    """Return how many of the members who will be there could go if `kept` have to stay."""
    return max(0, there - kept)


def held_by_hold(held: int, dated: int, begin_hold: bool) -> int:
    """Return how many members of a lot are kept from beginning only by a hold: their own release date has come.

    Parameters
    ----------
    held, dated
        Members who have not begun, and how many of these have a release date still to come.
    begin_hold
        Whether the hold after which the lot may begin has not cleared.
    """
    return held - dated if begin_hold else 0


def are_all_kept(waiting: int, coming: int, staged: int, held: int, kept: int) -> bool:
    """Return whether no remaining member of a lot can move: all are staged or held, and none is still coming.

    Parameters
    ----------
    waiting, staged, held
        How many members are yet to leave; how many are staged; how many are kept from beginning.
    coming
        Whether any member is still to come.
    kept
        Members kept by holds and floors; 0: nothing keeps the lot.
    """
    return not coming and kept > 0 and waiting <= staged + held


def cannot_leave(waiting: int, bound: int, in_time: int, kept: int) -> int:
    """Return how many members of a lot cannot leave while a load waits.

    Parameters
    ----------
    waiting
        Members yet to leave.
    bound
        Members who are in the load, or are staged and can go only by its lift.
    in_time
        Members who are at the place, or can be there before the wait ends; all others come too late.
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
        Members who arrive after the wait ends; members kept from beginning by a hold that does not clear before then.
    """
    return min(unstaged, max(late, held))


def unstaged_among(going: int, staged: int, unstaged: int) -> int:
    """Return how many of the `going` members are not staged yet: staged members leave first.

    Parameters
    ----------
    going
        Members who are assumed to have left.
    staged, unstaged
        Members who wait for lift; members who have yet to pass the last station of their own site.
    """
    return min(unstaged, max(0, going - staged))
