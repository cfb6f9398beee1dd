"""The stored code of the compiled engine's loop over events: if a file is damaged, the loop is compiled again."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import sim
from sim.compiler import cache as kept
from sim.compiler.kernel import PLACE
from sim.engines.compiled.loop import run
from sim.experiment.workers.compilation import load

ROOT = Path(__file__).parents[3]
TINY = ROOT / "configs" / "tiny.toml"
FLIPS = 1000


@pytest.fixture
def copied(tmp_path: Path) -> Iterator[Path]:
    """Yield a copy of the folder of compiled code, in a folder that only this user can write to."""
    if PLACE.folder is None:
        pytest.skip("nothing compiled is kept on this machine")
    load(sim.plan(sim.load(TINY)))
    kept.problems.clear()
    yield Path(shutil.copytree(PLACE.folder, tmp_path / "sim" / PLACE.folder.name))
    kept.problems.clear()


def flipped(content: bytes, rng: random.Random) -> bytes:
    """Return a file's content with one bit flipped."""
    at = rng.randrange(len(content))
    return content[:at] + bytes([content[at] ^ 1 << rng.randrange(8)]) + content[at + 1 :]


@pytest.mark.long
def test_a_thousand_flipped_bits_of_the_loop_are_noticed(copied: Path) -> None:
    """If a random bit of the stored index or code of the loop is flipped (1,000 tries), nothing is loaded from disk,
    both files are removed, and a message reports the damage. Undamaged files are loaded.
    """
    cache: Any = kept.cache_of(run.py_func, copied)
    files = sorted(
        Path(cache.cache_path).glob("loop.run-*.nb[ic]")
    )  # code compiled from a copy of the source in another place has another `cache_path`
    whole = {path: path.read_bytes() for path in files}
    assert [path.suffix for path in files] == [".nbc", ".nbi"]
    descriptor: Any = run.targetdescr
    signature = run.signatures[0]
    rng, seen = random.Random(FLIPS), Counter[str]()
    for flip in range(FLIPS):
        path = files[flip % 2]
        path.write_bytes(flipped(whole[path], rng))
        found = cache.load_overload(signature, descriptor.target_context)
        seen["loaded" if found is not None else "noticed"] += 1
        seen["said"] += kept.problems == ["compiled code on the disk was damaged; it is compiled again"]
        seen["left"] += any(path.exists() for path in files)
        kept.problems.clear()
        for path, content in whole.items():
            path.write_bytes(content)
    print(dict(seen))
    assert +seen == {"noticed": FLIPS, "said": FLIPS}
    assert cache.load_overload(signature, descriptor.target_context) is not None


@pytest.mark.long
@pytest.mark.parametrize(
    "name", ["routines._put_remainder", "routines._one", "visits.put_in_order", "kernels.add_up_movers", "loop.run"]
)
def test_a_run_with_damaged_code_gives_the_same_answer(name: str, copied: Path, tmp_path: Path) -> None:
    """Three runs give the same answer without a traceback. The first finds damaged code and reports it; the
    second finds the code that the first compiled again; the third uses the usual folder.
    """
    rng = random.Random(name)
    for path in copied.rglob(f"{name}-*.nbc"):
        path.write_bytes(flipped(path.read_bytes(), rng))
    answers = []
    for home in (tmp_path, tmp_path, None):
        there = {**os.environ, **({"XDG_CACHE_HOME": str(home)} if home else {})}
        there.pop("NUMBA_CACHE_DIR", None)
        words = ["run", str(TINY), "-n", "8", "--workers", "1", "--no-figures", "--overwrite", "--out", "r"]
        command = [sys.executable, "-m", "sim", *words]
        done = subprocess.run(command, env=there, cwd=tmp_path, capture_output=True, text=True, check=False)
        assert (done.returncode, "Traceback" in done.stderr) == (0, False), done.stderr
        answers.append((tmp_path / "r" / "outcomes.csv").read_bytes())
        assert ("damaged" in done.stderr) == (len(answers) == 1), done.stderr
    assert answers[0] == answers[1] == answers[2]
