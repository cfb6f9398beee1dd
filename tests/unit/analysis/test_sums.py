"""A history added up: the compiled pass and the same text as Python come to the same."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import sim
from sim.analysis.sums import Sums, kernels
from sim.analysis.sums.select import weighted
from sim.compiler.kernel import Kernel, plain
from tests.engine import simulate

CONFIGS = Path(__file__).parents[3] / "configs"


@pytest.mark.parametrize("name", ["tiny", "kabul-2021"])
def test_python_adds_up_the_same(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Claim: where nothing can be compiled, every sum of a history is what the compiled kernels give."""
    case = sim.plan(sim.load(CONFIGS / f"{name}.toml", ["group.evacuees.count=300"] if name != "tiny" else []))
    history = simulate(case, case.seed, 1)
    compiled = Sums(case, history)
    every = [compiled.movers, compiled.sorties, compiled.stations]
    with monkeypatch.context() as patched:
        for module in (kernels, sys.modules["sim.analysis.sums.select"]):
            for own, value in list(vars(module).items()):
                if isinstance(value, Kernel):
                    patched.setattr(module, own, value.function)
        for own in kernels.__all__:
            patched.setattr(kernels, own, plain(getattr(kernels, own).py_func))
        for own, value in list(vars(kernels).items()):
            if isinstance(value, Kernel):
                patched.setattr(kernels, own, value.function)
        as_python = Sums(case, history)
        again = [as_python.movers, as_python.sorties, as_python.stations]
    assert list(map(content, again)) == list(map(content, every))


def content(sums: Any) -> Any:
    """All that sums hold, as bytes where it is an array."""
    if isinstance(sums, np.ndarray):
        return sums.tobytes()
    return {name: content(value) if isinstance(value, np.ndarray) else value for name, value in vars(sums).items()}


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(1, 5)), min_size=1, max_size=40), st.data())
def test_the_least_value_up_to_which_weights_suffice(pairs: list[tuple[int, int]], data: st.DataObject) -> None:
    """Claim: whatever the order and the ties, it is the value that sorting and adding up gives."""
    need = data.draw(st.integers(1, sum(weight for _, weight in pairs)))
    values, weights = np.array(pairs, np.int64).T.copy()
    order = np.argsort(values, kind="stable")
    expected = values[order][np.searchsorted(np.cumsum(weights[order]), need)]
    assert weighted(values, weights, len(pairs), need) == expected
