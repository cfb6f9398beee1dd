"""The need of a lift at a site: sums over the movers that wait, in whole kilograms.

Each rule is a function of numbers only; the compiled engine compiles it unchanged.
"""

__all__ = ["free_kg", "going_kg", "taken_by_another"]


def free_kg(kg: int, many: int, stay: int) -> int:
    """Return the weight of the members of a lot that need not stay, in proportion to all who will be there [kg].

    Parameters
    ----------
    kg, many
        Weight and number of the members who will be there.
    stay
        How many of them a floor keeps, or will not have begun.
    """
    return kg * max(0, many - stay) // many if stay and many else kg


def going_kg(kg: int, many: int, going: int) -> int:
    """Return the weight of the members of a lot that could go together, in proportion to all who will be there [kg]."""
    return kg * going // max(1, many)


def taken_by_another(claimed: int, only: int, both: int) -> int:
    """Return what an inbound sortie of another lift takes away from this lift [kg].

    That sortie first takes what only its own lift can carry.

    Parameters
    ----------
    claimed
        Weight that the sortie is expected to carry.
    only, both
        Weight that waits and that only the other lift can carry; weight that both can carry.
    """
    return min(max(0, claimed - only), both)
