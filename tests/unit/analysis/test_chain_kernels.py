"""The compiled part of the walk back and the same text as Python find the same owners."""

from pathlib import Path

import pytest

import sim
from sim.analysis.causes import supply, walk
from sim.analysis.causes.kernels import missions
from sim.analysis.causes.owned import owned
from sim.analysis.sums import Sums
from sim.compiler.kernel import Kernel, plain
from tests.engine import simulate

CONFIGS = Path(__file__).parents[3] / "configs"


def test_python_finds_the_same_owners(monkeypatch: pytest.MonkeyPatch) -> None:
    """Claim: where nothing can be compiled, what owns each date of a history is what the compiled walk gives."""
    case = sim.plan(sim.load(CONFIGS / "base.toml"))
    sums = Sums(case, simulate(case, case.seed, 1))
    compiled = owned(sums)
    called = set()
    with monkeypatch.context() as patched:
        for name in missions.__all__:
            as_python = plain(getattr(missions, name).py_func)

            def noted(*args: object, name: str = name, as_python: object = as_python) -> object:
                called.add(name)
                return as_python(*args)  # type: ignore[operator]

            for module in (supply, walk):
                if hasattr(module, name):
                    patched.setattr(module, name, noted)
        for name, value in list(vars(missions).items()):
            if isinstance(value, Kernel):
                patched.setattr(missions, name, value.function)
        again = owned(sums)
    assert "back_over_missions" in called
    assert again.tolist() == compiled.tolist()
