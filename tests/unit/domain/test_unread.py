"""A key that nothing reads is known as such, with the reason; the same key where something reads it is not."""

from __future__ import annotations

import pytest

from sim.domain.check.ignorance import touched
from sim.domain.unread import unread
from tests.unit.domain.entries import scenario
from tests.unit.domain.unread_cases import decisions, equipment, lifts, movers, segregation, sites

PARTS = (lifts, sites, movers, equipment, segregation, decisions)
CASES = {name: case for part in PARTS for name, case in part.CASES.items()}


def test_every_case_has_a_name_of_its_own() -> None:
    assert len(CASES) == sum(len(part.CASES) for part in PARTS)


@pytest.mark.parametrize("case", CASES)
def test_what_nothing_reads_is_known_with_its_reason(case: str) -> None:
    path, without, why, with_it = CASES[case]
    parts, idle, used = tuple(path.split(".")), scenario(**without), scenario(**with_it)
    assert why in str(unread(idle, parts, touched(idle)))
    assert unread(used, parts, touched(used)) is None


def test_pairs_that_replace_those_of_the_default_change_something() -> None:
    """Claim: where people and arms meet, a list without that pair lets them ride together, whomever it names."""
    free = scenario(order={"segregate": [("hazardous", "general")]})
    assert unread(free, ("order", "segregate"), touched(free)) is None


@pytest.mark.parametrize("key", ["count", "weight_t", "site", "category", "required", "value_usd", "start"])
def test_what_says_how_much_has_left_is_read(key: str) -> None:
    """Movers that have left count for milestones by people, tonnes, sites and categories, and for the ledger."""
    gone = scenario(lot={"trucks": {"start": {"left": 4}, "count": 4}})
    assert unread(gone, ("lot", "trucks", key), touched(gone)) is None
