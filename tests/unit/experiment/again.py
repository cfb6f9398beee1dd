"""Helpers that run commands on a small case in a temporary folder, and that read its results folder."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from sim.cli.entry import cli

TEXT = """
name = "trip"
seed = 5
clock = { start = 2024-01-01, horizon_d = 5 }
milestone.deadline = { by = 2024-01-05 }
site.home = { kind = "apod" }
site.camp = { kind = "base" }
group.guards = { site = "camp", count = 30 }
lot.crates = { site = "camp", category = "lethal", count = 3, weight_t = 4 }
[lift.plane]
sites = ["camp"]
to = "home"
payload_t = { low = 4, mode = 8, high = 12 }
seats = 20
load_h = 2
leg.camp = { block_h = 3 }
supply = { per_week = 20 }
"""
HOME = Path("results/trip")


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Work in a folder that holds only a scenario, trip.toml."""
    monkeypatch.chdir(tmp_path)
    Path("trip.toml").write_text(TEXT, encoding="utf-8")


def sim(*arguments: str, n: int = 3, code: int = 0) -> Result:
    chosen = ["-n", str(n), "--workers", "1", "-q", *([] if "--engine" in arguments else ["--engine", "simpy"])]
    found = CliRunner().invoke(cli, [*arguments, *chosen], catch_exceptions=False)
    assert found.exit_code == code, found.output
    return found


def run(*options: str, n: int = 3, code: int = 0) -> Result:
    return sim("run", "trip.toml", "--no-figures", *options, n=n, code=code)


def edit(old: str = "count = 3,", new: str = "count = 4,") -> None:
    text = Path("trip.toml").read_text(encoding="utf-8")
    assert old in text
    Path("trip.toml").write_text(text.replace(old, new), encoding="utf-8")


def plain(result: Result) -> str:
    return " ".join(result.stdout.split())


def content(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir()) if path.name != ".lock"}


def folders() -> set[str]:
    return {path.name for path in Path("results").iterdir()}


def manifest(folder: Path = HOME) -> dict[str, object]:
    import json

    found: dict[str, object] = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    return found


def resumed(folder: Path = HOME) -> int:
    block = manifest(folder)["run"]
    assert isinstance(block, dict)
    return int(block["resumed"])


def compare(*variants: str, options: tuple[str, ...] = (), code: int = 0) -> Result:
    asked = [part for variant in variants for part in ("--with", variant)]
    return sim("compare", "trip.toml", *asked, *options, code=code)
