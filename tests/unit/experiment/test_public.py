"""The public names of `sim` and what `import sim` imports; how histories print themselves; a study on any number of
workers.
"""

from __future__ import annotations

import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest

import sim

ROOT = Path(__file__).parents[3]


@pytest.mark.parametrize("name", sim.__all__)
def test_every_public_name_is_there(name: str) -> None:
    """Each public name can be read, is the same object each time, and is listed by dir()."""
    assert getattr(sim, name) is getattr(sim, name)
    assert name in dir(sim)


def test_unknown_name() -> None:
    with pytest.raises(AttributeError, match="no attribute 'nonsense'"):
        sim.nonsense  # noqa: B018


def test_version() -> None:
    assert sim.__version__ == version("sim")


def test_a_history_prints_its_address_and_progress() -> None:
    """A history, and a drawdown before and after its run, print their seed, replication and progress in one
    line.
    """
    plan = sim.plan(sim.load(ROOT / "configs/tiny.toml"))
    history = sim.simulate(plan, 1, 0)
    assert repr(history).startswith("<Trajectory seed=1, replication=0: 8 of 8 movers out, ")
    drawdown = sim.Drawdown(plan, 1, 0)
    assert repr(drawdown).startswith("<Drawdown of 'tiny', seed=1, replication=0: 0 s after the start, 8 movers")
    drawdown.run()
    assert repr(drawdown).startswith("<Drawdown of 'tiny', seed=1, replication=0: over, 0 movers")


def test_import_sim_imports_only_the_top_module() -> None:
    """`import sim` imports only the top module of the package, and neither NumPy nor pydantic."""
    code = "import sys, sim; print(sorted(m for m in sys.modules if m.split('.')[0] in {'sim', 'numpy', 'pydantic'}))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.strip() == "['sim']"


@pytest.mark.slow
def test_any_number_of_workers_gives_the_same_study(tmp_path: Path) -> None:
    """1, 2 and 3 workers give the same outcomes.csv and fingerprint. A run of the scenario.toml that a run wrote
    gives this fingerprint too.
    """
    scenario = sim.load(ROOT / "configs" / "tiny.toml")
    studies = [sim.run(scenario, replications=30, workers=w, out=tmp_path / str(w)) for w in (1, 2, 3)]
    assert len({study.fingerprint for study in studies}) == 1
    assert len({(tmp_path / str(w) / "outcomes.csv").read_bytes() for w in (1, 2, 3)}) == 1
    resolved = sim.load(tmp_path / "1" / "scenario.toml")
    assert sim.run(resolved, replications=30, workers=1).fingerprint == studies[0].fingerprint
