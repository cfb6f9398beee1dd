"""The need of a lift at a site: sums over the movers that wait, in whole kilograms.

Each rule is a function of numbers only; the compiled engine compiles it unchanged.
"""

__all__ = ["free_kg", "going_kg", "taken_by_another"]


def free_kg(kg: int, many: int, stay: int) -> int:
    """Return the weight of the members of a lot that may leave [kg], at the mean weight of all who will be there.

    Parameters
    ----------
    kg, many
        Weight [kg] and number of the members who will be there.
    stay
        How many of these cannot leave, because a floor keeps them or because they will not have begun by then.
    """
    return kg * max(0, many - stay) // many if stay and many else kg


def going_kg(kg: int, many: int, going: int) -> int:
    """Return the weight of the `going` members of a lot that could go together [kg].

    Parameters
    ----------
    kg, many
        Weight [kg] and number of all members who will be there; their mean weight is used.
    """
    return kg * going // max(1, many)


def taken_by_another(claimed: int, only: int, both: int) -> int:
    """Return the weight that both lifts can carry and that an inbound sortie of the other lift will take [kg].

    The inbound sortie first takes what only the other lift can carry.

    Parameters
    ----------
    claimed
        Weight that the inbound sortie is expected to carry [kg].
    only, both
        Weight waiting at the site that only the other lift can carry, and weight that both lifts can carry [kg].
    """
    return min(max(0, claimed - only), both)
