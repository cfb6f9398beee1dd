"""A notice names lots that ride on a lift or configuration without pallet positions, since they need no positions."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.domain.conftest import noted

SEATS = {"name": "seats", "pallets": 0}


@pytest.mark.parametrize(
    ("lift", "path", "where"),
    [
        ({"pallets": 0}, "lift.c17.pallets", "on c17"),
        ({"configuration": [{"name": "cargo"}, SEATS]}, "lift.c17.configuration.1.pallets", 'on c17 as "seats"'),
    ],
)
def test_a_lift_for_people_that_carries_equipment_is_named(lift: dict[str, Any], path: str, where: str) -> None:
    """The notice is at the key that states 0, and names the lots that need no positions. There is none if the
    lift has positions and each lot needs some.
    """
    found = noted(lift={"c17": lift}, lot={"trucks": {"lifts": ["c17"]}})
    assert found[path].startswith(
        f"does not keep out equipment that states no pallets: weapons, trucks may ride {where}, within its payload"
    )
    kept = noted(lift={"c17": {**lift, "pallets": 18} if "configuration" in lift else {"pallets": 0.5}},
                 lot={"trucks": {"pallets": 0.5}, "weapons": {"pallets_per_t": 0.1}})  # fmt: skip
    assert path not in kept


def test_positions_that_an_unknown_may_add_count() -> None:
    """There is no notice if an unknown may give the lift positions."""
    drawn = {"lift.c17.pallets": {"draw": {"low": 0, "high": 4}}}
    assert "lift.c17.pallets" not in noted(lift={"c17": {"pallets": 0}}, uncertainty=drawn)
