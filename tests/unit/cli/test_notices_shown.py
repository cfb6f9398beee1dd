"""Notices are printed, and stored in the results, each with its line of the file; equal notices are printed once."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from sim.cli.entry import cli
from sim.domain.notice import Notice
from sim.report.notices import notice_lines


def test_equal_notices_are_printed_as_one_line() -> None:
    like = [Notice("condition", None, "has no effect: x", "a.csv", line) for line in (13, 14, 15)]
    other = Notice("needed", None, "has no effect: x", "a.csv", 13)
    assert notice_lines([*like, other]) == [
        "  note: a.csv:13  condition: has no effect: x (and 2 more like it)",
        "  note: a.csv:13  needed: has no effect: x",
    ]


def test_a_notice_is_printed_and_stored_with_its_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = Path("configs/tiny.toml").read_text(encoding="utf-8")
    file = tmp_path / "tiny.toml"
    file.write_text(text.replace("\nload_h = 1\n", "\nload_h = 1\nlate_h = 3\n"), encoding="utf-8")
    line = file.read_text(encoding="utf-8").splitlines().index("late_h = 3") + 1
    out = tmp_path / "out"
    monkeypatch.chdir(tmp_path)
    ran = CliRunner().invoke(
        cli, ["run", "tiny.toml", "-n", "4", "--no-figures", "--engine", "simpy", "--out", str(out)]
    )
    assert ran.exit_code == 0
    said = " ".join(ran.output.split())
    assert f"tiny.toml:{line} lift.aircraft.late_h: has no effect: lift.aircraft.late = 0" in said
    for name in ("summary.json", "manifest.json"):
        (notice,) = json.loads((out / name).read_text(encoding="utf-8"))["notices"]
        assert (notice["file"], notice["line"], notice["key"]) == ("tiny.toml", line, "lift.aircraft.late_h")
    checked = CliRunner().invoke(cli, ["check", "tiny.toml"]).output
    assert "lift.aircraft.late = 0" in " ".join(checked.split())
