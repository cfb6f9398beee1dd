"""A force of more people and items than can be followed is refused: before a run, or when a world is drawn."""

from __future__ import annotations

from typing import Any

import pytest

from sim.domain.check import check
from sim.domain.force import MOST
from sim.errors import EngineError
from sim.model.compile import plan
from sim.model.world import make_world
from tests.scenarios import items, lift, rate, scenario, staged


def built(**force: Any) -> Any:
    return scenario(lift={"jet": lift(rate(7))}, checked=False, **force)


@pytest.mark.parametrize("force", [{"group": {"all": staged(MOST + 1)}}, {"lot": {"all": items(MOST + 1)}}])
def test_a_count_that_is_too_large_is_refused(force: Any) -> None:
    """A group or lot with one member more than the limit is refused at its count."""
    found = [finding for finding in check(built(**force)) if finding.path[-1] == "count"]
    assert [(finding.path[1], finding.value) for finding in found] == [("all", str(MOST + 1))]
    assert "at most 1,000,000" in found[0].expectation


def test_the_largest_count_is_accepted() -> None:
    assert not [finding for finding in check(built(group={"all": staged(MOST)})) if finding.path[-1] == "count"]


HALF = MOST // 2 + 1


@pytest.mark.parametrize(
    "force",
    [
        {"group": {"few": staged(3), "a": staged(HALF), "b": staged(HALF)}},
        {"lot": {"a": items(HALF), "b": items(HALF)}},
    ],
)
def test_counts_that_are_too_large_together_are_refused(force: Any) -> None:
    """Counts that are each within the limit, but together exceed it, are refused at one of them."""
    found = [finding for finding in check(built(**force)) if finding.path[-1] == "count"]
    assert [(finding.path[1], finding.value) for finding in found] == [("a", str(HALF))]
    assert "at most 1,000,000 people and items of all groups and lots together, not" in found[0].expectation


def test_counts_that_are_drawn_too_large_together_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """A world with more movers than the limit, here 1,000, is refused. Each of two lots has about 600 items,
    since its total weight is 600 t and an item weighs about 1 t.
    """
    monkeypatch.setattr("sim.model.world.items.MOST", 1000)
    sand = {"site": "A", "category": "general", "total_t": 600.0, "item_t": {"low": 0.9, "high": 1.1}}
    world = plan(built(lot={"sand": sand, "gravel": sand}))
    with pytest.raises(EngineError, match=r"all groups and lots together have more than 1,000 people and items"):
        make_world(world, 1, 0)


def test_a_total_weight_of_too_many_items_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """A lot whose total weight gives more items than the limit, here 10,000, is refused with its name, the seed
    and the replication.
    """
    monkeypatch.setattr("sim.model.world.items.MOST", 10_000)
    sand = {"site": "A", "category": "general", "total_t": 5e9, "item_t": {"low": 1, "mode": 2, "high": 4}}
    with pytest.raises(EngineError, match=r"sand has more than 10,000 people or items.*seed 1, replication 0"):
        make_world(plan(built(lot={"sand": sand})), 1, 0)
