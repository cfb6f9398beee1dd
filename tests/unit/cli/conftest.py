"""Fixtures for commands: a folder with small scenarios, and an end to commands that a test left running."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from sim.config import starter_text
from tests.commands import STARTED, TINY

STUCK = """
name = "stuck"
seed = 5
clock = { start = 2024-01-01, horizon_d = 5 }
milestone.deadline = { by = 2024-01-10 }
site.home = { kind = "apod" }
site.camp = { kind = "base", working = 1 }
group.guards = { site = "camp", count = 40 }
lot.crates = { site = "camp", category = "lethal", count = 3, weight_t = 4 }
hold."crates gone".until = [{ lot = ["crates"] }]
floor.guard = { group = "guards", at_least = 4, until = "crates gone" }
permission.flights = { lifts = ["plane"], opens_after_d = 2 }
outage.dust = { sites = ["camp"], dates = [{ begins = 2024-01-03T11:00:00, until = 2024-01-03T13:00:00 }] }
[lift.plane]
sites = ["camp"]
to = "home"
payload_t = 8
seats = 20
load_h = 2
leg.camp = { block_h = 3 }
supply = { missions = [{ at = 2024-01-02T12:00:00 }, { at = 2024-01-03T12:00:00 }] }
"""


@pytest.fixture
def cases(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Run the test in a folder that holds the tiny case, the starter, and a case that gets stuck."""
    monkeypatch.chdir(tmp_path)
    for name in ("NO_COLOR", "FORCE_COLOR", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)
    Path("tiny.toml").write_text(TINY.read_text(encoding="utf-8"), encoding="utf-8")
    Path("stuck.toml").write_text(STUCK, encoding="utf-8")
    Path("starter.toml").write_text(starter_text("starter"), encoding="utf-8")


@pytest.fixture
def nothing_runs_on() -> Iterator[None]:
    """After the test, end the commands that still run, and close their pipes, so that they do not
    affect the next test.
    """
    yield
    while STARTED:
        process = STARTED.pop()
        if process.poll() is None:
            process.kill()
            process.send_signal(signal.SIGCONT)
        for pipe in (process.stdout, process.stderr):
            if pipe is not None:
                pipe.close()
        process.wait(timeout=60)
