"""A key that nothing reads is reported with the reason. If something reads the key, it is not reported."""

from __future__ import annotations

import pytest

from sim.domain.check.targets import touched
from sim.domain.unread import unread
from tests.unit.domain.entries import scenario
from tests.unit.domain.unread_cases import decisions, equipment, lifts, movers, segregation, sites

PARTS = (lifts, sites, movers, equipment, segregation, decisions)
CASES = {name: case for part in PARTS for name, case in part.CASES.items()}


def test_every_case_has_a_name_of_its_own() -> None:
    assert len(CASES) == sum(len(part.CASES) for part in PARTS)


@pytest.mark.parametrize("case", CASES)
def test_a_key_that_nothing_reads_is_reported_with_the_reason(case: str) -> None:
    path, without, why, with_it = CASES[case]
    parts, idle, used = tuple(path.split(".")), scenario(**without), scenario(**with_it)
    assert why in str(unread(idle, parts, touched(idle)))
    assert unread(used, parts, touched(used)) is None


def test_pairs_that_replace_the_default_have_an_effect() -> None:
    """A `segregate` that lacks the default pair (people and lethal) has an effect: these two may ride together."""
    free = scenario(order={"segregate": [("hazardous", "general")]})
    assert unread(free, ("order", "segregate"), touched(free)) is None


@pytest.mark.parametrize("key", ["count", "weight_t", "site", "category", "required", "value_usd", "start"])
def test_these_keys_of_a_lot_that_has_left_are_read(key: str) -> None:
    """These keys of a lot that has left completely are still read by the ledger and by milestones."""
    gone = scenario(lot={"trucks": {"start": {"left": 4}, "count": 4}})
    assert unread(gone, ("lot", "trucks", key), touched(gone)) is None
