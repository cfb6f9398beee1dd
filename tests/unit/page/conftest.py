"""Fixtures: small studies (of two camps, of shipped cases, and of a case whose names contain markup), results folders
of sweeps, searches and comparisons, and a browser.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from sim.cli.entry import cli
from sim.config import load
from sim.domain.scenario import Scenario
from sim.experiment.run import run
from sim.experiment.study import Study
from sim.page.assemble import assembled
from sim.page.record import record
from tests.chromium import Chromium
from tests.unit.plots import cases
from tests.unit.plots.cases import TABLES

HOSTILE = "</script><script>alert(1)</script>"
MARKED = '"><img src=x onerror=alert(2)>&amp;'
CONFIGS = Path(__file__).parents[3] / "configs"
LOADING = "lift.aircraft.load_h"
FOLDERS = {
    "curve": ("sweep", "--vary", f"{LOADING}=1:4:1", "-n", "4", "--target", "0.5"),
    "map": ("sweep", "--vary", f"{LOADING}=1:3:1", "--vary", "lift.aircraft.cancel=0,0.4", "-n", "4"),
    "search": ("require", "--lever", f"{LOADING}=1:4:1", "--target", "0.5", "--budget", "400"),
    "frontier": ("require", "--lever", f"{LOADING}=1:3:1", "--lever", "lift.aircraft.cancel=0,0.4", "--budget", "400"),
    "plans": ("compare", "--with", f"{LOADING}=1:3:2", "-n", "4", "--no-figures"),
}


@dataclass(frozen=True)
class Case:
    """A study with its scenario, its record and its page."""

    study: Study
    scenario: Scenario
    record: dict[str, Any]
    html: str


def case_of(scenario: Scenario, n: int, confidence: float = 0.95, **more: Any) -> Case:
    """Run n histories of a scenario; return the study with its record and its page."""
    study = run(scenario, replications=n, workers=1, confidence=confidence)
    summary = record(study, scenario, **more)
    return Case(study, scenario, summary, assembled(summary))


def uncertain(tables: dict[str, Any]) -> None:
    """Add unknowns: missions a week, and the mean time of a station."""
    tables["uncertainty"] = {
        "missions": {"to": ["lift.c17.supply.per_week"], "draw": {"low": 2, "high": 8}},
        "washing": {"to": ["site.north.station.wash.service_h.mean"], "draw": {"low": 1, "high": 9}},
    }


def hostile(tables: dict[str, Any]) -> None:
    """Use names that a browser would read as markup unless they are escaped."""
    uncertain(tables)
    tables["name"] = HOSTILE
    tables["about"] = MARKED
    tables["site"][MARKED] = tables["site"].pop("south")
    for table in (tables["group"]["staff"], tables["lot"]["trucks"]):
        table["site"] = MARKED
    tables["lot"][HOSTILE] = tables["lot"].pop("trucks")
    tables["group"]["staff "] = tables["group"].pop("staff")
    lift = tables["lift"].pop("c17")
    lift["sites"] = ["north", MARKED]
    lift["leg"][MARKED] = lift["leg"].pop("south")
    tables["lift"][HOSTILE] = lift
    tables["uncertainty"] = {HOSTILE: {"to": ["site.north.station.wash.service_h.mean"], "draw": {"low": 1, "high": 9}}}
    tables["milestone"][HOSTILE] = tables["milestone"].pop("north closed")


def made(*changes: Callable[[dict[str, Any]], None]) -> Scenario:
    """Return the scenario of two camps after some changes of its tables."""
    tables = deepcopy(TABLES)
    for change in changes:
        change(tables)
    return Scenario.model_validate(tables)


@pytest.fixture(scope="session")
def camps() -> Case:
    return case_of(made(uncertain), 120)


@pytest.fixture(scope="session")
def single() -> Case:
    """Return a study of a single history."""
    return case_of(made(uncertain), 1)


@pytest.fixture(scope="session")
def late() -> Case:
    """Return a study in which some histories are late."""
    return case_of(made(cases.late), 30)


@pytest.fixture(scope="session")
def never() -> Case:
    return case_of(made(cases.never), 12)


@pytest.fixture(scope="session")
def dangerous() -> Case:
    return case_of(made(hostile), 120)


@pytest.fixture(scope="session")
def roads() -> Case:
    return case_of(load(CONFIGS / "camps.toml"), 4)


@pytest.fixture(scope="session")
def shipped() -> Case:
    path = CONFIGS / "base.toml"
    return case_of(load(path), 3, text=path.read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def folders(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Return results folders of sweeps, searches and comparisons, by name. Two have names that contain markup, and two
    have many points or plans.
    """
    root = tmp_path_factory.mktemp("choices")
    made = {}
    for name, (command, *options) in FOLDERS.items():
        more = ["--no-figures"] if command == "sweep" else []
        ended = CliRunner().invoke(
            cli,
            [command, str(CONFIGS / "tiny.toml"), *options, *more, "-q", "--workers", "1", "--out", str(root / name)],
        )
        assert ended.exit_code == 0, ended.output
        made[name] = root / name
    for name, kind, table in (("dangerous", "curve", "summary.json"), ("dangerous plans", "plans", "compare.json")):
        made[name] = root / name
        made[name].mkdir()
        (made[name] / ("sweep.sqlite" if kind == "curve" else "other")).touch()
        text = (made[kind] / table).read_text(encoding="utf-8")
        for old, new in ((LOADING, HOSTILE), ("tiny", MARKED), ("as written", HOSTILE)):
            text = text.replace(old, json.dumps(new)[1:-1])
        (made[name] / table).write_text(text, encoding="utf-8")
    made |= {name: root / name for name in ("many maps", "many plans")}
    wide(made)
    return made


def wide(made: dict[str, Path]) -> None:
    """Write the tables of a sweep over three levers with 10 x 7 x 3 points, and of a comparison of twenty plans."""
    summary = json.loads((made["map"] / "summary.json").read_text(encoding="utf-8"))
    one, names = summary["points"], [*(lever["name"] for lever in summary["levers"]), "a third lever"]
    summary["levers"].append({**summary["levers"][0], "name": names[2]})
    places = [(row, column, page) for row in range(10) for column in range(7) for page in range(3)]
    summary["points"] = [
        {**one[sum(place) % len(one)], "values": dict(zip(names, place, strict=True))} for place in places
    ]
    plans = json.loads((made["plans"] / "compare.json").read_text(encoding="utf-8"))
    plans["plans"] = [{**plans["plans"][0], "variant": f"plan {at}"} for at in range(20)]
    for name, table, content in (("many maps", "summary.json", summary), ("many plans", "compare.json", plans)):
        made[name].mkdir()
        (made[name] / table).write_text(json.dumps(content), encoding="utf-8")
    (made["many maps"] / "sweep.sqlite").touch()


@pytest.fixture(scope="module")
def browser() -> Iterator[Chromium]:
    try:
        started = Chromium()
    except AssertionError as error:  # in a container, an installed browser may lack the rights to start
        pytest.skip(f"Chromium does not start here: {error}")
    with started:
        yield started
