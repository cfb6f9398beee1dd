"""Lifts and configurations whose names would give two columns of outcomes.csv the same name are refused."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from sim.analysis.outcomes.record import columns
from sim.errors import SimError
from sim.model.compile import plan
from tests.commands import sim
from tests.scenarios import dated, lift, scenario, staged

FIT = [{"name": "cargo", "seats": 0}, {"name": "seats"}]
FILE = """
name = "names"
seed = 1
clock = { start = 2024-01-01, horizon_d = 20 }
milestone.deadline.by = 2024-02-01
site = { A = { kind = "base" }, Z = { kind = "apod" } }
group.some = { site = "A", count = 3 }
"""
LIFT = """
[lift.{}]
sites = ["A"]
to = "Z"
payload_t = 10
pallets = 4
leg.A.block_h = 2
supply.per_week = 3
"""
FILE += "".join(map(LIFT.format, ("jet", "empty_jet")))


@pytest.mark.parametrize(
    ("lifts", "name"),
    [
        ({"jet": lift(dated(9), pallets=4), "empty_jet": lift(dated(9), pallets=4)}, "positions_empty_jet"),
        ({"jet": lift(dated(9), configuration=FIT), "as_jet_cargo": lift(dated(9))}, "flown_as_jet_cargo"),
    ],
    ids=["positions", "configurations"],
)
def test_both_figures_are_named(lifts: dict[str, Any], name: str) -> None:
    """The error names the column and both figures that would have it, so that the user knows what to rename."""
    with pytest.raises(SimError, match=f"would have the name {name}: .* and .*\n    expected names that differ"):
        columns(plan(scenario(group={"some": staged(3)}, lift=lifts)))


@pytest.mark.parametrize(
    "command", [("check",), ("run", "-n", "1", "--out", "out", "--no-figures")], ids=["check", "run"]
)
def test_commands_end_with_2_and_write_nothing(
    command: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`sim check` and `sim run` exit with 2, name the column on stderr, and write no file or folder."""
    monkeypatch.chdir(tmp_path)
    Path("names.toml").write_text(FILE, encoding="utf-8")
    result = sim(command[0], "names.toml", *command[1:])
    assert result.exit_code == 2
    assert "positions_empty_jet" in result.stderr
    assert [path.name for path in Path().iterdir()] == ["names.toml"]
