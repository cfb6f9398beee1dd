"""The memory of a run hardly grows with the number of replications, except for the table of outcomes."""

import subprocess
import sys
from pathlib import Path
from typing import Any

from sim.analysis.outcomes.record import columns
from sim.model.plan import Plan

ROOT = Path(__file__).parents[1]
RUN = """
import resource, sys
import sim
study = sim.run(sim.load(sys.argv[1]), replications=int(sys.argv[2]), workers=1, out=sys.argv[3])
assert study.summary["replications"] == int(sys.argv[2])
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


def peak_kb(replications: int, folder: Path) -> int:
    """Return the peak resident memory of a study of tiny.toml in a separate process [kB]."""
    command = [sys.executable, "-c", RUN, str(ROOT / "configs" / "tiny.toml"), str(replications), str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT)
    kb = int(done.stdout.split()[-1])
    return kb if sys.platform != "darwin" else kb // 1024


def test_memory_hardly_grows_with_replications(benchmark: Any, tmp_path: Path, tiny: Plan) -> None:
    """From 100 to 1,500 replications, peak memory grows by at most a fifth plus three times the size of the outcomes
    of the 1,400 further replications.
    """
    few = peak_kb(100, tmp_path / "few")
    many = benchmark.pedantic(peak_kb, (1_500, tmp_path / "many"), rounds=1)
    of_outcomes = 1_400 * 8 * len(columns(tiny)) / 1024
    benchmark.extra_info.update({"kB at 100": few, "kB at 1,500": many, "ratio": many / few})
    assert many <= 1.2 * few + 3 * of_outcomes
