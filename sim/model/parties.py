"""Parties: the members of a group are divided into parties in order of their numbers; a party boards as a whole.

Each rule is a function of numbers only; the compiled engine compiles it unchanged.
"""

__all__ = ["caller", "first_of_party", "kept_whole"]


def first_of_party(index: int, party: int) -> int:
    """Return the index, in its group, of the first member of the party to which the member `index` belongs.

    `party` is the size of a party, above 0.
    """
    return index - index % party


def kept_whole(there: int, stay: int, party: int) -> int:
    """Return how many members of a group stay if `stay` must stay and the others leave only in whole parties.

    Parameters
    ----------
    there
        How many members are or will be at the place.
    stay
        How many of them must stay.
    party
        Size of a party; 0: each member travels alone.
    """
    if party == 0 or stay <= 0:
        return stay
    return max(stay, there - max(0, there - stay) // party * party)


def caller(index: int, party: int) -> int:
    """Return the index, in its group, of the member whose draw decides whether the called member `index` turns up.

    A party shares one draw. `party` is the size of a party; 0: each member travels alone.
    """
    return index - index % party if party else index
