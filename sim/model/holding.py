"""What holds and floors keep, once it is known which of them count: whom, how many, until when.

Each rule is a function of numbers alone, compiled as it stands by the compiled engine.
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
    """Whether a hold may be judged as if a load had gone: its date has come [s], and no hand-over time follows [s]."""
    return then == 0 and now >= not_before


def can_clear_by(by: int, not_before: int, then: int) -> bool:
    """Whether date and hand-over time let a hold clear by an instant [s]."""
    return not_before + then <= by


def is_met_by_all(any_: bool, terms: int) -> bool:
    """Whether a hold is met of whose conditions none decided it: all of them came true, or one was enough and none did.

    Parameters
    ----------
    any_
        Whether any one of them is enough.
    terms
        How many there are; a hold without any waits for nothing.
    """
    return not any_ or terms == 0


def met_together(any_one: bool, met: int, term: int) -> int:
    """Return when a hold is met of which one more condition comes true at an instant [s]; NEVER: that is not known."""
    return min(met, term) if any_one else max(met, term)


def opens_at(met: int, at_latest: int, not_before: int, then: int) -> int:
    """Return when a hold opens by what is known [s]: it is met, or waits no more; its date; its time. NEVER: unknown.

    Parameters
    ----------
    met
        When what it waits for has come [s]; NEVER where that is not known.
    """
    met = min(met, at_latest)
    return max(met, not_before) + then if met < NEVER else NEVER


def keeps(here: int, going: int, floor: int) -> bool:
    """Whether a floor would keep some of a lot if so many of those here went."""
    return here - going < floor


def may_go(there: int, kept: int) -> int:
    """How many of those who will be there could go, where so many are kept."""
    return max(0, there - kept)


def held_by_hold(held: int, dated: int, begin_hold: bool) -> int:
    """How many of those of a lot who have not begun a hold keeps, and no date: those whose own date has come.

    Parameters
    ----------
    held, dated
        Those who have not begun; those of them whose date of release is still to come.
    """
    return held - dated if begin_hold else 0


def are_all_kept(waiting: int, coming: int, staged: int, held: int, kept: int) -> bool:
    """Whether nobody of a lot who is yet to leave can move: all are there, staged or held, and something keeps them."""
    return not coming and kept > 0 and waiting <= staged + held


def cannot_leave(waiting: int, bound: int, in_time: int, kept: int) -> int:
    """How many of a lot cannot have left while a load waits.

    Parameters
    ----------
    waiting
        Members yet to leave.
    bound
        Those in the load, or staged and bound to its lift.
    in_time
        Members who are there, or can be, before the wait ends; the others come too late.
    kept
        Members whom holds and floors keep that do not clear.
    """
    return min(waiting, bound + max(waiting - in_time, kept))


def cannot_be_staged(unstaged: int, late: int, held: int) -> int:
    """How many of a lot cannot be staged while a load waits.

    Parameters
    ----------
    unstaged
        Members who have yet to pass the last station of their own site.
    late, held
        Members who are not there before the wait ends; those whom a hold that does not clear keeps from beginning.
    """
    return min(unstaged, max(late, held))


def unstaged_among(going: int, staged: int, unstaged: int) -> int:
    """How many of a lot would have been staged too, if so many of it had gone: those who are staged go first.

    Parameters
    ----------
    going
        Members who would have gone.
    staged, unstaged
        Members who wait for lift; those who have yet to pass the last station of their own site.
    """
    return min(unstaged, max(0, going - staged))
