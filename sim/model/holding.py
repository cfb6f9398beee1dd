"""What holds and floors keep back, given the ones that count: which movers, how many, until when.

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
    """Return whether a hold may be judged as if a load had left: its date has come and it has no hand-over time [s]."""
    return then == 0 and now >= not_before


def can_clear_by(by: int, not_before: int, then: int) -> bool:
    """Return whether its date and hand-over time let a hold clear by an instant [s]."""
    return not_before + then <= by


def is_met_by_all(any_: bool, terms: int) -> bool:
    """Return whether a hold is met if no single condition decided it.

    With `any_`, a true condition would have decided it, so none is true; without, a false one would have, so all are.

    Parameters
    ----------
    any_
        Whether any one condition is enough.
    terms
        The number of conditions; a hold without conditions waits for nothing.
    """
    return not any_ or terms == 0


def met_together(any_one: bool, met: int, term: int) -> int:
    """Return when a hold is met, given one more condition that is met at `term` [s]; NEVER: not known."""
    return min(met, term) if any_one else max(met, term)


def opens_at(met: int, at_latest: int, not_before: int, then: int) -> int:
    """Return when a hold opens, as far as is known [s]; NEVER: not known.

    It opens its hand-over time after it is met (or `at_latest`), but not before its own date.

    Parameters
    ----------
    met
        When its conditions are met [s]; NEVER where that is not known.
    """
    met = min(met, at_latest)
    return max(met, not_before) + then if met < NEVER else NEVER


def keeps(here: int, going: int, floor: int) -> bool:
    """Return whether a floor would keep some of a lot back if `going` of those here left."""
    return here - going < floor


def may_go(there: int, kept: int) -> int:
    """Return how many of the members who will be there could go if `kept` have to stay."""
    return max(0, there - kept)


def held_by_hold(held: int, dated: int, begin_hold: bool) -> int:
    """Return how many members of a lot are kept from beginning by a hold only: their own date has come.

    Parameters
    ----------
    held, dated
        Members who have not begun, and those of them whose release date is still to come.
    """
    return held - dated if begin_hold else 0


def are_all_kept(waiting: int, coming: int, staged: int, held: int, kept: int) -> bool:
    """Return whether no remaining member of a lot can move: all are there, staged or held, and something keeps them."""
    return not coming and kept > 0 and waiting <= staged + held


def cannot_leave(waiting: int, bound: int, in_time: int, kept: int) -> int:
    """Return how many members of a lot cannot leave while a load waits.

    Parameters
    ----------
    waiting
        Members yet to leave.
    bound
        Members in the load, or staged and bound to its lift.
    in_time
        Members who are there, or can be, before the wait ends; the others come too late.
    kept
        Members kept by holds and floors that do not clear in that time.
    """
    return min(waiting, bound + max(waiting - in_time, kept))


def cannot_be_staged(unstaged: int, late: int, held: int) -> int:
    """Return how many members of a lot cannot be staged while a load waits.

    Parameters
    ----------
    unstaged
        Members who have yet to pass the last station of their own site.
    late, held
        Members who arrive after the wait ends; members kept from beginning by a hold that does not clear in time.
    """
    return min(unstaged, max(late, held))


def unstaged_among(going: int, staged: int, unstaged: int) -> int:
    """Return how many members not yet staged would have been staged if `going` had left; staged ones leave first.

    Parameters
    ----------
    going
        Members who would have gone.
    staged, unstaged
        Members who wait for lift; members who have yet to pass the last station of their own site.
    """
    return min(unstaged, max(0, going - staged))
