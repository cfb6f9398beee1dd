"""The size of each response to a late projection: more lift up to a ceiling, longer hours up to a ceiling.

Each rule is a function of numbers only; the compiled engine compiles it unchanged.
"""

__all__ = ["is_asked_for", "lift_ahead", "lift_asked_for", "longer_by", "tails_granted"]


def lift_asked_for(share: float, factor: float, ceiling: float) -> float:
    """Return how much lift to request, as a multiple of the plan: the present multiple times a factor, up to a ceiling.

    Parameters
    ----------
    share, ceiling
        Present lift and most lift, as multiples of the plan.
    """
    return min(share * factor, ceiling)


def is_asked_for(now: int, answer_at: int, wanted: float, share: float) -> bool:
    """Return whether more of a lift is requested: no answer is pending, and more is wanted than there is.

    Parameters
    ----------
    now, answer_at
        The present instant, and when the last request is answered [s].
    wanted, share
        Lift to request (`lift_asked_for`) and present lift, as multiples of the plan.
    """
    return now >= answer_at and wanted > share


def lift_ahead(ceiling: float, there: float) -> int:
    """Return the most lift that requests can reach, in thousandths of the present lift.

    Parameters
    ----------
    ceiling, there
        Most lift and present lift, as multiples of the plan; lift that is granted but yet to come is not present.
    """
    return int(1000 * ceiling / there)


def tails_granted(more: float, planned: int) -> int:
    """Return how many tails come if a share of the planned fleet is granted: rounded half to even, at least one."""
    return max(1, round(more * planned))


def longer_by(added: int, extra: int, ceiling: int) -> int:
    """Return how much later than at the start shifts end if a site lengthens them again, up to a ceiling [s]."""
    return min(added + extra, ceiling)
