"""How far each response to a late end goes: more lift up to a ceiling, longer hours up to a ceiling.

Each rule is a function of numbers alone, compiled as it stands by the compiled engine.
"""

__all__ = ["is_asked_for", "lift_ahead", "lift_asked_for", "longer_by", "tails_granted"]


def lift_asked_for(share: float, factor: float, ceiling: float) -> float:
    """Lift that is asked for, as a multiple of the plan: so many times what there is, up to a ceiling."""
    return min(share * factor, ceiling)


def is_asked_for(now: int, answer_at: int, wanted: float, share: float) -> bool:
    """Whether more of a lift is asked for: no answer is awaited any more [s], and there may be more than there is."""
    return now >= answer_at and wanted > share


def lift_ahead(ceiling: float, there: float) -> int:
    """Lift that there may still be, as thousandths of what is there now: what was granted and is to come is not."""
    return int(1000 * ceiling / there)


def tails_granted(more: float, planned: int) -> int:
    """How many tails come where a share of a fleet of so many is granted: rounded half to even, one at least."""
    return max(1, round(more * planned))


def longer_by(added: int, extra: int, ceiling: int) -> int:
    """By how much the shifts of a site end later than at the start if lengthened again, up to a ceiling [s]."""
    return min(added + extra, ceiling)
