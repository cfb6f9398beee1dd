"""Weights that make up the need for a lift at a site: the weight that the lift could carry from there [kg].

Each rule is a function of whole numbers only; the compiled engine compiles it unchanged. Divisions are rounded down.
"""

__all__ = ["free_kg", "going_kg", "taken_by_another"]


def free_kg(kg: int, many: int, stay: int) -> int:
    """Return the weight of the members of a lot that may leave when a sortie comes [kg].

    Each counts with the mean weight of all members who will be at the site then.

    Parameters
    ----------
    kg, many
        Weight [kg] and number of the members who will be at the site.
    stay
        How many of these must stay.
    """
    return kg * max(0, many - stay) // many if stay and many else kg


def going_kg(kg: int, many: int, going: int) -> int:
    """Return the weight of the `going` members of a lot that could go together [kg].

    Parameters
    ----------
    kg, many
        Weight [kg] and number of all members who will be at the site; each counts with their mean weight.
    """
    return kg * going // max(1, many)


def taken_by_another(claimed: int, only: int, both: int) -> int:
    """Return the weight that inbound sorties of another lift are expected to take from what both lifts can carry [kg].

    The inbound sorties first take what only their own lift can carry.

    Parameters
    ----------
    claimed
        Weight that the inbound sorties are expected to carry together [kg].
    only, both
        Weight at the site that only the other lift can carry, and weight that both lifts can carry [kg].
    """
    return min(max(0, claimed - only), both)
