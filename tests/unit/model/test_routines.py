"""The functions that make a world: in Python and compiled, they make the same worlds and refuse too many items."""

from __future__ import annotations

import pickle
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import sim
from sim.engines.compiled import simulate as by_compiled
from sim.engines.compiled.routines import ROUTINES
from sim.engines.simpy import simulate as by_simpy
from sim.errors import EngineError
from sim.model.durations import Kind, lognormal_from_mean_cv, mean_of, weibull_from_quantiles
from sim.model.plan import Plan
from sim.model.terms import Form, Way
from sim.model.trajectory import fingerprint
from sim.model.world import World, make_world
from sim.model.world.plain import PLAIN
from sim.model.world.riding import expected_in, expected_loads
from sim.model.world.shapes import INFINITE, SCATTERED, UNORDERED, WIDE, shape_of
from tests.scenarios import compiled, items, lift, rate

ROOT = Path(__file__).parents[3]
SCENARIOS = [*sorted((ROOT / "configs").glob("*.toml")), ROOT / "tests" / "every_key.toml"]
BY_HAND = {"plan", "routines", "dist"}
"""Fields of a world that are not compared one by one: both worlds have the same plan, different routines (Python or
compiled functions), and objects in `dist` that are compared as a whole."""


def same(one: Any, other: Any) -> bool:
    """Return whether two fields have the same values, and arrays also the same type and shape."""
    if isinstance(one, np.ndarray):
        return one.dtype == other.dtype and one.shape == other.shape and one.tolist() == other.tolist()
    if isinstance(one, list):
        return len(one) == len(other) and all(map(same, one, other))
    if hasattr(one, "__dataclass_fields__"):
        return all(same(getattr(one, name), getattr(other, name)) for name in one.__dataclass_fields__)
    return bool(one == other)


def both(plan: Plan, seed: int, replication: int) -> tuple[World, World]:
    """Return the same world made by Python functions and by compiled functions."""
    plain, fast = (make_world(plan, seed, replication, 1, routines) for routines in (PLAIN, ROUTINES))
    return plain, fast


@pytest.mark.parametrize("path", SCENARIOS, ids=lambda path: path.stem)
def test_python_and_compiled_code_make_the_same_world(path: Path) -> None:
    """Both worlds agree in every field, bit for bit, and in the expected loads of sorties."""
    plan = sim.plan(sim.load(path))
    for replication in range(3):
        plain, fast = both(plan, 5, replication)
        fields = [name for name in World.__dataclass_fields__ if name not in BY_HAND]
        assert [name for name in fields if not same(getattr(plain, name), getattr(fast, name))] == []
        assert plain.dist == fast.dist
        loads = [expected_loads(each, each.items, each.way, each.carries) for each in (plain, fast)]
        assert loads[0] == loads[1]
        inside = [expected_in(each, each.items, each.way, each.configured) for each in (plain, fast)]
        assert inside[0] == inside[1]


def test_a_world_is_pickled_with_the_history() -> None:
    """A history of either engine can be pickled, with its circumstances and the functions that made them."""
    plan = sim.plan(sim.load(ROOT / "configs" / "tiny.toml"))
    for simulate, routines in ((by_simpy, PLAIN), (by_compiled, ROUTINES)):
        history = simulate(plan, 1, 0)
        sent = pickle.loads(pickle.dumps(history))
        assert fingerprint(sent) == fingerprint(history)
        assert sent.circumstances.routines is routines
        assert sent.circumstances.runway == history.circumstances.runway


def test_a_seed_of_any_size() -> None:
    """With a seed that needs all 64 bits, both kinds of code draw the same unknowns and closed intervals."""
    plan = sim.plan(sim.load(ROOT / "configs" / "base.toml"))
    for seed in (2**63, 2**64 - 1):
        plain, fast = both(plan, seed, 1)
        assert plain.drawn == fast.drawn
        assert plain.shut == fast.shut


def test_the_arrays_of_items_grow() -> None:
    """No item is missing if there are more items than the arrays first have room for.

    One lot has 3,000 crates. The other lot has 900 t in items of alternately 0.2 and 0.4 t: 3,000 items again.
    """
    cut = {"site": "A", "category": "general", "total_t": 900.0, "item_t": {"values": [0.2, 0.4]}}
    plan = compiled(lot={"crates": items(3000), "sand": cut}, lift={"jet": lift(rate(7))})
    for world in both(plan, 3, 0):
        assert world.items.many.tolist() == [3000, 3000]
        assert world.items.kg[3000:3004].tolist() == [200, 400, 200, 400]
        assert int(world.items.kg[3000:].sum()) == 900_000
        assert world.items.lightest.tolist() == [world.items.kg[0], 200]


def test_too_many_items_are_refused_by_both(monkeypatch: pytest.MonkeyPatch) -> None:
    """Python and compiled code raise the same error, which states the limit."""
    monkeypatch.setattr("sim.model.world.items.MOST", 1000)
    plan = compiled(lot={"crates": items(999), "more": items(2)}, lift={"jet": lift(rate(7))})
    said = []
    for routines in (PLAIN, ROUTINES):
        with pytest.raises(EngineError, match="all groups and lots together have more than 1,000 people") as raised:
            make_world(plan, 3, 0, 1, routines)
        said.append(str(raised.value))
    assert said[0] == said[1]


@pytest.mark.parametrize(
    ("kind", "form", "numbers", "expected"),
    [
        (Kind.LOGNORMAL, Form.MEAN_CV, (3.0, 0.5), (0, Kind.LOGNORMAL, *lognormal_from_mean_cv(3.0, 0.5))),
        (Kind.LOGNORMAL, Form.MEAN_CV, (3.0, 0.0), (0, Kind.FIXED, 3.0, 0.0)),
        (Kind.LOGNORMAL, Form.MEAN_CV, (3.0, 1e300), (SCATTERED, Kind.LOGNORMAL, 3.0, 1e300)),
        (Kind.WEIBULL, Form.QUANTILES, (1.0, 4.0), (0, Kind.WEIBULL, *weibull_from_quantiles(0.1, 1.0, 0.9, 4.0))),
        (Kind.WEIBULL, Form.QUANTILES, (4.0, 4.0), (0, Kind.FIXED, 4.0, 0.0)),
        (Kind.LOGNORMAL, Form.QUANTILES, (4.0, 1.0), (UNORDERED, Kind.LOGNORMAL, 4.0, 1.0)),
        (Kind.UNIFORM, Form.DIRECT, (1.0, float("inf")), (INFINITE, Kind.UNIFORM, 1.0, float("inf"))),
        (Kind.UNIFORM, Form.DIRECT, (1.0, 2.0), (0, Kind.UNIFORM, 1.0, 2.0)),
    ],
)
def test_what_a_distribution_becomes(
    kind: Kind, form: Form, numbers: tuple[float, float], expected: tuple[Any, ...]
) -> None:
    """For a valid distribution the result is 0, its family and the parameters of the family; without spread it is a
    fixed value. For an invalid one the result begins with the reason why it is refused.
    """
    assert shape_of(kind, form, *numbers, 0.0, 0.1, 0.9) == expected


def test_quantiles_far_apart_are_refused() -> None:
    """Quantiles are refused if they are so far apart that the mean overflows."""
    assert shape_of(Kind.LOGNORMAL, Form.QUANTILES, 1.0, 1e40, 0.0, 0.1, 0.9)[0] == WIDE
    assert shape_of(Kind.LOGNORMAL, Form.QUANTILES, 1.0, 1e3, 0.0, 0.1, 0.9)[0] == 0


def test_averages_are_those_of_the_distributions() -> None:
    """The column `average` of a world has the mean of each distribution, computed from its parameters in this world."""
    plan = sim.plan(sim.load(ROOT / "configs" / "base.toml"))
    for world in both(plan, 9, 2):
        means = [mean_of(each.kind, each.a, each.b, each.c, each.table) for each in world.dist]
        assert world.shapes["average"].tolist() == means


def test_expected_loads_leave_out_what_is_not_shipped() -> None:
    """If none of nine crates is shipped, the expected load is 0; if one is, the load is above 0 and at most that of all
    nine.
    """
    plan = compiled(lot={"crates": items(9)}, lift={"jet": lift(rate(7))})
    for world in both(plan, 3, 0):
        ways = world.way.copy()
        before = expected_loads(world, world.items, ways, world.carries)[0]
        ways[:] = int(Way.DESTROY)
        assert expected_loads(world, world.items, ways, world.carries) == [0]
        ways[:1] = int(Way.SHIP)
        one = expected_loads(world, world.items, ways, world.carries)[0]
        assert 0 < one <= before
