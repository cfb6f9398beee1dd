"""How much more lift and how much longer hours a review asks for when a projected end is late.

Each rule is a function of numbers only; the compiled engine compiles it unchanged.
"""

__all__ = ["is_asked_for", "lift_ahead", "lift_asked_for", "longer_by", "tails_granted"]


def lift_asked_for(share: float, factor: float, ceiling: float) -> float:
    """Return how much lift to request: the present lift `share` times `factor`, but at most `ceiling`.

    The result, `share` and `ceiling` are multiples of the planned lift.
    """
    return min(share * factor, ceiling)


def is_asked_for(now: int, answer_at: int, wanted: float, share: float) -> bool:
    """Return whether more of a lift is requested: no answer is pending, and the wanted lift exceeds the present lift.

    Parameters
    ----------
    now, answer_at
        The present instant, and when the last request is answered [s].
    wanted, share
        Lift to request (`lift_asked_for`) and present lift, as multiples of the planned lift.
    """
    return now >= answer_at and wanted > share


def lift_ahead(ceiling: float, there: float) -> int:
    """Return the largest lift that requests can reach, in thousandths of the present lift, rounded down.

    Parameters
    ----------
    ceiling, there
        Largest lift and present lift, as multiples of the planned lift; lift that is granted but has yet to come is not
        present.
    """
    return int(1000 * ceiling / there)


def tails_granted(more: float, planned: int) -> int:
    """Return how many tails a grant of `more` times the planned fleet adds: rounded half to even, at least one."""
    return max(1, round(more * planned))


def longer_by(added: int, extra: int, ceiling: int) -> int:
    """Return how much longer than planned the shifts of a site are once it lengthens them again [s].

    Parameters
    ----------
    added, extra, ceiling
        How much longer than planned they are now, what each review adds, and the largest sum of these additions [s].
    """
    return min(added + extra, ceiling)
