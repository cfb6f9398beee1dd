"""A small scenario file without errors, and fixtures that write and load changed copies of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from sim.config import load
from sim.errors import ConfigError, Problem

CAMP = """\
name = "camp"  # a comment
seed = 7

[clock]
start = 2024-05-01
zone = "Africa/Niamey"

[site.camp]
kind = "base"
working = 1
teams = 2

[site.camp.station.wash]
servers = 2
service_h = { mean = 2, cv = 0.3 }

[site.camp.station.inspect]
servers = 1
service_h = 0.5
fail = 0.1
back_to = "wash"
staffed_by = "guards"

[site.home]
kind = "apod"

[group.guards]
site = "camp"
count = 40

[lot."guard weapons"]
site = "camp"
category = "lethal"
count = 6
weight_t = 1.5
pallets = 1
stations = ["wash", "inspect"]

[lot.trucks]
site = "camp"
category = "general"
count = 10
weight_t = 9
pallets = 3

[lift.c17]
sites = ["camp"]
to = "home"
supply = { per_week = 3 }
payload_t = { low = 20, mode = 30, high = 40 }
pallets = 18
seats = 50
leg.camp = { block_h = 5 }

[outage.dust]
sites = ["camp"]
per_day = 0.1
lasts_h = 8

[hold."cargo out"]
until = [{ site = "camp", category = ["lethal"] }]

[floor.watch]
group = "guards"
at_least = 20
until = "cargo out"

[milestone.deadline]
by = 2024-09-15

[uncertainty.missions]
to = ["lift.c17.supply.per_week"]
draw = { low = 1, mode = 3, high = 5 }
"""

Write = Callable[..., Path]
Problems = Callable[..., tuple[Problem, ...]]


@pytest.fixture(scope="session")
def camp() -> str:
    """Return the text of a scenario without errors."""
    return CAMP


@pytest.fixture
def write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Write:
    """Return a function that writes files into an empty working folder and returns the path of the scenario.

    `text` becomes camp.toml. Each keyword argument becomes the CSV file of its name, in which `__` stands for a slash.
    """
    monkeypatch.chdir(tmp_path)

    def written(text: str = CAMP, **files: str) -> Path:
        for name, content in files.items():
            Path(name.replace("__", "/") + ".csv").write_text(content, encoding="utf-8")
        path = Path("camp.toml")
        path.write_text(text, encoding="utf-8")
        return path

    return written


@pytest.fixture
def problems(write: Write) -> Problems:
    """Return a function that writes a scenario, loads it, and returns its problems, or () if it has none."""

    def found(
        text: str = CAMP, overrides: tuple[str, ...] = (), outages: tuple[str, ...] = (), **files: str
    ) -> tuple[Problem, ...]:
        try:
            load(write(text, **files), overrides, outages)
        except ConfigError as error:
            return error.problems
        return ()

    return found
