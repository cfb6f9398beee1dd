"""The sums of a history are the same if the code is compiled and if it runs as Python."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import sim
from sim.analysis.causes.target import marks
from sim.analysis.outcomes import efficiency
from sim.analysis.outcomes.flying import flown
from sim.analysis.sums import Sums, by_lift, flights, kernels, milestones, ramps, select
from sim.analysis.sums.select import even_before, even_up_to, weighted
from sim.compiler.kernel import Kernel, plain
from tests.engine import simulate

leaving, standing = (
    import_module(f"sim.analysis.sums.{name}") for name in ("leaving", "standing")
)  # the modules, since the package exports functions of the same names
ENTRIES = (
    (by_lift, "count_by_lift"),
    (leaving, "note_leaving"),
    (milestones, "list_last"),
    (milestones, "list_who_counts"),
    (standing, "count_standing"),
    (kernels, "add_up_movers"),
    (kernels, "add_up_sorties"),
    (kernels, "add_up_visits"),
    (flights, "add_up_flights"),
    (ramps, "add_up_ramp"),
    (ramps, "note_loading"),
    (ramps, "note_staged"),
)
CONFIGS = Path(__file__).parents[3] / "configs"


@pytest.mark.parametrize("name", ["tiny", "kabul-2021"])
def test_python_and_compiled_code_give_the_same_sums(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """As Python, every sum of a history equals the sum that the compiled kernels give."""
    case = sim.plan(sim.load(CONFIGS / f"{name}.toml", ["group.evacuees.count=300"] if name != "tiny" else []))
    history = simulate(case, case.seed, 1)
    compiled = every_sum(Sums(case, history))
    with monkeypatch.context() as patched:
        for module in (select, milestones, kernels, flights, ramps, by_lift, leaving, standing):
            for own, value in list(vars(module).items()):
                if isinstance(value, Kernel):
                    patched.setattr(module, own, value.function)
        for module, own in ENTRIES:
            patched.setattr(module, own, plain(getattr(module, own).py_func))
        assert every_sum(Sums(case, history)) == compiled
    assert name == "tiny" or efficiency.limited(case)


def every_sum(sums: Sums) -> list[Any]:
    """Return all sums of a history in a form that can be compared."""
    lifts, shares = flown(sums), efficiency.values(sums.plan, sums)
    assert lifts
    assert len(shares) == len(efficiency.limited(sums.plan))
    counted = [sums.movers, sums.sorties, sums.stations, sums.daily, by_lift.by_lift(sums.plan, sums.trajectory)]
    last = [(instant, movers.tolist()) for instant, movers in marks(sums.plan, sums)]
    return [repr(lifts), repr(shares), repr(last), *map(content, counted)]


def content(sums: Any) -> Any:
    """Return the attributes of sums, with arrays as bytes."""
    if isinstance(sums, np.ndarray):
        return sums.tobytes()
    return {name: content(value) if isinstance(value, np.ndarray) else value for name, value in vars(sums).items()}


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(1, 5)), min_size=1, max_size=40), st.data())
def test_the_least_value_up_to_which_weights_suffice(pairs: list[tuple[int, int]], data: st.DataObject) -> None:
    """The search for the least value up to which the weights sum to at least `need` gives the value that sorting and
    adding up gives, in any order and with ties.
    """
    need = data.draw(st.integers(1, sum(weight for _, weight in pairs)))
    values, weights = np.array(pairs, np.int64).T.copy()
    order = np.argsort(values, kind="stable")
    expected = values[order][np.searchsorted(np.cumsum(weights[order]), need)]
    assert weighted(values, weights, len(pairs), need) == expected


@given(st.lists(st.integers(0, 60), max_size=20), st.integers(-5, 65))
def test_interpolation_search_agrees_with_binary_search(instants: list[int], t: int) -> None:
    """On any ascending instants, evenly spaced or not, both searches find the same place."""
    sorted_ones = np.array(sorted(instants), np.int64)
    assert even_before(sorted_ones, t) == np.searchsorted(sorted_ones, t, "left")
    assert even_up_to(sorted_ones, t) == np.searchsorted(sorted_ones, t, "right")
