"""The size of each response to a late projection: more lift up to a ceiling, longer hours up to a ceiling.

Each rule is a function of numbers only; the compiled engine compiles it unchanged.
"""

__all__ = ["is_asked_for", "lift_ahead", "lift_asked_for", "longer_by", "tails_granted"]


def lift_asked_for(share: float, factor: float, ceiling: float) -> float:
    """Return the lift requested, as a multiple of the plan: the present lift times a factor, up to a ceiling."""
    return min(share * factor, ceiling)


def is_asked_for(now: int, answer_at: int, wanted: float, share: float) -> bool:
    """Return whether more of a lift is requested: no answer is pending [s], and the ceiling allows more."""
    return now >= answer_at and wanted > share


def lift_ahead(ceiling: float, there: float) -> int:
    """Return the lift still possible, in thousandths of the lift there now (without lift granted but yet to come)."""
    return int(1000 * ceiling / there)


def tails_granted(more: float, planned: int) -> int:
    """Return how many tails come if a share of the planned fleet is granted: rounded half to even, at least one."""
    return max(1, round(more * planned))


def longer_by(added: int, extra: int, ceiling: int) -> int:
    """Return how much later than at the start shifts end if a site lengthens them again, up to a ceiling [s]."""
    return min(added + extra, ceiling)
