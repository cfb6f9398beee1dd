"""Parties of a group in the order of its members: which member begins a party, and how many stay if some must."""

import pytest

from sim.model.parties import first_of_party, kept_whole


@pytest.mark.parametrize(("index", "party", "first"), [(0, 4, 0), (3, 4, 0), (4, 4, 4), (9, 4, 8), (9, 2**31 - 1, 0)])
def test_the_first_member_of_a_party(index: int, party: int, first: int) -> None:
    """Parties of n begin at members 0, n, 2 n, ...; a whole unit (size 2^31 - 1) is one party."""
    assert first_of_party(index, party) == first


@pytest.mark.parametrize(
    ("there", "stay", "party", "kept"),
    [
        (10, 0, 4, 0),  # none must stay: all may go, also the smaller last party
        (10, 3, 4, 6),  # of the seven that could go, one party of four goes
        (10, 12, 4, 12),  # more must stay than are present
        (10, 1, 2**31 - 1, 10),  # a whole unit stays together with the one member that must stay
        (10, 3, 0, 3),  # each travels alone
    ],
)
def test_only_whole_parties_go_if_some_members_must_stay(there: int, stay: int, party: int, kept: int) -> None:
    """As many members stay as must stay, and more if otherwise a party could not go as a whole."""
    assert kept_whole(there, stay, party) == kept
