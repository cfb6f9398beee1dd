"""A lever that has the path of a number as its name changes that number, or is refused."""

from __future__ import annotations


def test_a_lever_with_the_name_of_another_number_is_refused(findings) -> None:
    """Claim: `--with lift.c17.pallets=12` would otherwise change something else than it says."""
    lever = {"values": (10, 12), "to": ("lift.c17.seats",)}
    (found,) = findings(lever={"lift.c17.pallets": lever})
    assert found.path == ("lever", "lift.c17.pallets")
    assert found.expectation.startswith("expected another name: this is the path of a number")
    assert findings(lever={"room": lever}) == ()
    assert findings(lever={"lift.c17.pallets": {"values": (10, 12)}}) == ()
    both = {"values": (10, 12), "to": ("lift.c17.seats", "lift.c17.pallets")}
    assert findings(lever={"lift.c17.pallets": both}) == ()
