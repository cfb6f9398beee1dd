"""Commands as a user types them, run in this process or in a separate one."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from click.testing import CliRunner, Result

from sim.cli.entry import cli

ROOT = Path(__file__).parents[1]
TINY = ROOT / "configs" / "tiny.toml"
WIDTH = 80


def sim(*arguments: str) -> Result:
    """Run a command in this process."""
    return CliRunner().invoke(cli, list(arguments), catch_exceptions=False)


STARTED: list[subprocess.Popen[str]] = []


def started(*arguments: str, **environment: str) -> subprocess.Popen[str]:
    """Start a command as a separate process with piped output, and list it in `STARTED`.

    The fixture `nothing_runs_on` (tests/unit/cli/conftest.py) ends listed processes that a test has not ended.
    """
    process = subprocess.Popen(
        [sys.executable, "-m", "sim", *arguments],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        errors="replace",
        env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
    )
    STARTED.append(process)
    return process


def ended(process: subprocess.Popen[str]) -> tuple[int, str, str]:
    """Wait until a command ends; return its exit code, its output and its error stream."""
    out, err = process.communicate(timeout=120)
    return process.returncode, out, err


def run_tiny(*options: str, n: int = 4, out: str = "out") -> Result:
    return sim("run", "tiny.toml", "-n", str(n), "--workers", "1", "--out", out, "--no-figures", *options)


def wide(text: str) -> list[str]:
    """Return the lines that are wider than a terminal."""
    return [line for line in text.splitlines() if len(line) > WIDTH]


# ------------------------------------------------------------------------------------------ while a command runs


def first_reading(process: subprocess.Popen[str]) -> None:
    """Wait until a command reports its progress for the first time, after some replications."""
    assert process.stderr is not None
    line = process.stderr.readline()
    assert "P(on time)" in line, line


def outcomes(folder: str) -> bytes:
    return (Path(folder) / "outcomes.csv").read_bytes()
