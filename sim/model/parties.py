"""Who travels together: a group is cut into parties in the order of its members, and a party boards whole.

Each rule is a function of numbers alone, compiled as it stands by the compiled engine.
"""

__all__ = ["caller", "first_of_party", "kept_whole"]


def first_of_party(index: int, party: int) -> int:
    """Return the index of the first member of the party to which a member belongs.

    Parameters
    ----------
    index
        Place of the member in its group, from 0.
    party
        Size of a party.
    """
    return index - index % party


def kept_whole(there: int, stay: int, party: int) -> int:
    """How many of a group stay where some must, and the others go in whole parties only.

    Parameters
    ----------
    there
        Members who are there, or will be.
    stay
        How many of them must stay.
    party
        Size of a party; 0 where each goes by itself.
    """
    if party == 0 or stay <= 0:
        return stay
    return max(stay, there - max(0, there - stay) // party * party)


def caller(index: int, party: int) -> int:
    """Return the index whose draw says whether a member turns up that is called for a sortie: a party shares one.

    Parameters
    ----------
    index
        Place of the member in its group, from 0.
    party
        Size of a party; 0 where each goes by itself.
    """
    return index - index % party if party else index
