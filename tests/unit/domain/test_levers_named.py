"""A lever whose name is the path of a number must change that number, or it is refused."""

from __future__ import annotations


def test_a_lever_with_the_name_of_another_number_is_refused(findings) -> None:
    """A lever named `lift.c17.pallets` that changes only the seats is refused, since
    `--with lift.c17.pallets=12` would not change the pallets. It is accepted if it changes the pallets too, or under
    another name.
    """
    lever = {"values": (10, 12), "to": ("lift.c17.seats",)}
    (found,) = findings(lever={"lift.c17.pallets": lever})
    assert found.path == ("lever", "lift.c17.pallets")
    assert found.expectation.startswith("expected another name: this is the path of a number")
    assert findings(lever={"room": lever}) == ()
    assert findings(lever={"lift.c17.pallets": {"values": (10, 12)}}) == ()
    both = {"values": (10, 12), "to": ("lift.c17.seats", "lift.c17.pallets")}
    assert findings(lever={"lift.c17.pallets": both}) == ()
