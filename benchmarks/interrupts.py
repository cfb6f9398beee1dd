"""Measure how long commands take to end after Ctrl-C: `python -m benchmarks.interrupts`, from the project's folder.

Some time after its start, each command and its child processes get the signal that a terminal would send. The command
should exit with 130 and without a traceback. The time, the exit code and whether there is a traceback are printed;
nothing is asserted, since the machine may be busy.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.test_loading import written

ROOT = Path(__file__).parents[1]
BASE = str(ROOT / "configs" / "base.toml")
LEVER = "lift.C-17.supply.per_week"
ROWS = 150_000


def cases(folder: Path) -> Iterator[tuple[str, list[str], float, bool]]:
    """Yield (description, arguments of `sim`, seconds until the signal, whether the engine must compile first)."""
    many = ["-n", "200000", "--overwrite"]
    yield "loading the command", ["run", BASE, *many, "--out", "a"], 0.2, False
    for workers in ("1", "2"):
        run = ["run", BASE, *many, "--out", "a", "--workers", workers]
        yield f"run, the engine is compiled, workers {workers}", run, 15.0, True
        yield f"run, compiled engine, workers {workers}", run, 12.0, False
        yield f"run, SimPy, workers {workers}", [*run, "--engine", "simpy"], 12.0, False
        sweep = ["sweep", BASE, "--vary", f"{LEVER}=8:18:2", *many, "--out", "b", "--workers", workers]
        yield f"sweep, workers {workers}", sweep, 15.0, False
        compare = ["compare", BASE, "--with", f"{LEVER}=8", *many, "--out", "d", "--workers", workers]
        yield f"compare, workers {workers}", compare, 15.0, False
    require = ["require", BASE, "--lever", f"{LEVER}=8:18:1", "--budget", "200000", "--overwrite", "--out", "c"]
    yield "require, workers 2", [*require, "--workers", "2"], 15.0, False
    for after in (2.0, 3.0, 4.0, 5.0):
        yield "report and figures of 8 histories", ["run", BASE, "-n", "8", "--out", "e"], after, False
    (folder / "many.toml").write_text(written(400), encoding="utf-8")
    yield "check of a file of 10,000 lots", ["check", "many.toml"], 4.0, False
    head = "name,site,category,count,weight_t,stations,lifts\n"
    rows = "".join(f"lot {row},AB101,lethal,1,4.0,inventory;certify;pack,C-17\n" for row in range(ROWS))
    (folder / "many.csv").write_text(head + rows, encoding="utf-8")
    text = Path(BASE).read_text(encoding="utf-8").replace('"data/niger-equipment.csv"', '"many.csv"')
    (folder / "csv.toml").write_text(text.replace("observations = ", "# "), encoding="utf-8")
    yield f"check of a CSV of {ROWS:,} rows", ["check", "csv.toml"], 4.0, False
    yield "replay", ["replay", BASE, "-k", "3"], 2.0, False


def ended_after(folder: Path, arguments: list[str], wait: float, cold: bool) -> tuple[float, int, str] | None:
    """Return seconds from the signal to the end, exit code and output; None if the command ended before the signal."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    if cold:
        environment["NUMBA_CACHE_DIR"] = tempfile.mkdtemp(dir=folder)
    process = subprocess.Popen(
        [sys.executable, "-m", "sim", *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env=environment,
        cwd=folder,
        start_new_session=True,
    )
    time.sleep(wait)
    if process.poll() is not None:
        process.communicate()
        return None
    began = time.monotonic()
    os.killpg(process.pid, signal.SIGINT)
    output, _ = process.communicate(timeout=300)
    return time.monotonic() - began, process.returncode, output


def main() -> None:
    """Print a table in Markdown with one row for each command."""
    print("| what | signal after | ended after | exit code |\n|---|---|---|---|")
    with tempfile.TemporaryDirectory() as name:
        for what, arguments, wait, cold in cases(Path(name)):
            found = ended_after(Path(name), arguments, wait, cold)
            if found is None:
                print(f"| {what} | {wait:g} s | had ended before | |", flush=True)
                continue
            seconds, code, output = found
            suffix = " with a traceback" if "Traceback" in output else ""
            print(f"| {what} | {wait:g} s | {seconds:.1f} s | {code}{suffix} |", flush=True)


if __name__ == "__main__":
    main()
