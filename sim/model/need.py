"""What a lift would find at a site: sums over those who wait, in whole kilograms.

Each rule is a function of numbers alone, compiled as it stands by the compiled engine.
"""

__all__ = ["free_kg", "going_kg", "taken_by_another"]


def free_kg(kg: int, many: int, stay: int) -> int:
    """Weight of those of a lot who need not stay, as its part of the weight of all who will be there [kg].

    Parameters
    ----------
    kg, many
        Weight and number of those who will be there.
    stay
        How many of them a floor keeps, or have not begun.
    """
    return kg * max(0, many - stay) // many if stay and many else kg


def going_kg(kg: int, many: int, going: int) -> int:
    """Weight of those of a lot who could go together, as their part of the weight of all who will be there [kg]."""
    return kg * going // max(1, many)


def taken_by_another(promised: int, only: int, both: int) -> int:
    """What an inbound sortie of another lift leaves less for this one [kg]: it takes first what only it can carry.

    Parameters
    ----------
    promised
        What it is expected to carry.
    only, both
        Weight that waits and only that lift can carry; that both can.
    """
    return min(max(0, promised - only), both)
