"""Parties of a group, in the order of its members: which member begins one, and how many go if some must stay."""

import pytest

from sim.model.parties import first_of_party, kept_whole


@pytest.mark.parametrize(("index", "party", "first"), [(0, 4, 0), (3, 4, 0), (4, 4, 4), (9, 4, 8), (9, 2**31 - 1, 0)])
def test_first_of_a_party(index: int, party: int, first: int) -> None:
    """A party begins every so many members; a whole unit is one party."""
    assert first_of_party(index, party) == first


@pytest.mark.parametrize(
    ("there", "stay", "party", "kept"),
    [
        (10, 0, 4, 0),  # none must stay: all may go, the small party too
        (10, 3, 4, 6),  # seven could go, one party of four does
        (10, 12, 4, 12),  # more must stay than are there
        (10, 1, 2**31 - 1, 10),  # a whole unit stays with the member that must
        (10, 3, 0, 3),  # each goes by himself
    ],
)
def test_whole_parties_go_where_some_must_stay(there: int, stay: int, party: int, kept: int) -> None:
    """The members that must stay, and those that would be left of a party."""
    assert kept_whole(there, stay, party) == kept
