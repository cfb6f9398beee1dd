"""Small runs use threads. A cluster is refused if Dask is not installed, if workers of this machine are requested too,
or if no scheduler answers at its address.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner

import sim
from sim.cli.entry import cli
from sim.errors import SimError
from sim.experiment.run import run
from sim.experiment.workers.replicate import by_threads
from sim.experiment.workers.work import Histories

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[3]
TINY = ROOT / "configs" / "tiny.toml"


def test_little_work_runs_on_threads() -> None:
    """A run of few or small histories of the compiled engine uses threads; larger runs, and SimPy, use
    processes.
    """
    work = {
        name: Histories(sim.plan(sim.load(TINY.parent / f"{name}.toml"))) for name in ("tiny", "base", "kabul-2021")
    }
    most = {name: max(n for n in range(1, 10_000) if by_threads("compiled", n, each)) for name, each in work.items()}
    assert most["tiny"] > 4 * most["base"] > 100 * most["kabul-2021"] > 0
    assert 600 <= most["base"] <= 1000
    assert not by_threads("simpy", 1, work["tiny"])
    study = run(sim.load(TINY), replications=8, workers=2)
    assert study.run["workers_are"] == "threads"


def test_without_dask_a_cluster_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """If Dask is requested but not installed, the error says what to install."""
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(SimError, match=r"needs Dask \(.*\): pip install distributed"):
        run(sim.load(TINY), replications=4, dask="tcp://node7:8786")


def test_workers_and_a_cluster_together_are_refused() -> None:
    """--workers and --dask together are refused, in either order."""
    with pytest.raises(SimError, match="expected no workers, threads or executor besides"):
        run(sim.load(TINY), replications=4, dask="tcp://node7:8786", workers=2)
    for options in (["--workers", "2", "--dask", "x"], ["--dask", "x", "--workers", "2"]):
        for command in (["run"], ["compare", "--with", "seed=1"]):
            ended = CliRunner().invoke(cli, [*command, str(TINY), *options])
            assert ended.exit_code == 2
            assert "--workers and --dask do not go together" in ended.output


@pytest.mark.parametrize("wrong", ["tcp://127.0.0.1:9", "nonsense"])
def test_a_wrong_address_is_refused(wrong: str, tmp_path: Path) -> None:
    """If no scheduler answers at an address, the run exits with code 2 and a message within 20 seconds, and
    writes nothing.
    """
    began = time.monotonic()
    ended = subprocess.run(
        [sys.executable, "-m", "sim", "run", str(TINY), "--dask", wrong, "--out", str(tmp_path / "r")],
        capture_output=True,
        text=True,
        check=False,
        cwd=tmp_path,
        stdin=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert time.monotonic() - began < 20, "expected less than 20 seconds; on an idle machine it takes about five"
    assert ended.returncode == 2
    assert f"dask {wrong}: no Dask scheduler answers at this address" in " ".join(ended.stderr.split())
    assert "expected the address of a scheduler, such as tcp://node7:8786" in " ".join(ended.stderr.split())
    said = [
        line for line in ended.stderr.splitlines() if "compil" not in line
    ]  # a first run may report that it compiles
    assert len(said) <= 4, ended.stderr
    assert not list(tmp_path.iterdir())
