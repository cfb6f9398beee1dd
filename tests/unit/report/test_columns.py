"""Output is aligned in columns, also if names have letters that take two columns, or marks that take none."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from sim.analysis.summary.compared import Compared
from sim.analysis.summary.observed import Observation
from sim.cli.entry import cli
from sim.domain.columns import columns
from sim.report.compared import as_records, as_table
from sim.report.words import COLUMN, block, entry, packed

WIDE = "\u57fa\u5730\u5317\u7b2c\u5341\u4e8c"
"""Six letters, each of which takes two columns."""
MARKED = "cafe\u0301 \u0928\u0947"
"""Five letters and a blank, with two marks above letters. A mark takes no column."""


@pytest.mark.parametrize("name", [WIDE, MARKED], ids=["wide", "marks"])
def test_a_table_is_aligned(name: str) -> None:
    """The text after a name begins in the same column on each line."""
    seen = [Observation(date(2024, 8, 30), site, "people_out", 9, 9, 9) for site in (name, "")]
    head, *lines = as_table(as_records([Compared(each, 1, 2, 3) for each in seen]))
    place = head.index("what")
    assert [columns(line[: line.index("people out")]) for line in lines] == [place, place]
    assert len({columns(line) for line in lines}) == 1


@pytest.mark.parametrize("name", [WIDE[:5], MARKED], ids=["wide", "marks"])
def test_an_entry_begins_in_its_column(name: str) -> None:
    """The text of an entry begins in the column COLUMN after a label in any script."""
    (line,) = entry(name, ["four tails"])
    assert columns(line[: line.index("four")]) == COLUMN


@pytest.mark.parametrize("name", [WIDE, MARKED], ids=["wide", "marks"])
def test_no_line_is_wider_than_the_screen_nor_broken_early(name: str) -> None:
    """No line is wider than 80 columns, and no line but the last has room for another name."""
    for lines in (block(" ".join([name] * 30)), packed([name] * 30), block(name * 30)):
        assert max(map(columns, lines)) <= 80
        assert min(map(columns, lines[:-1])) > 80 - columns(name) - 4


TRIP = f"""
name = "{WIDE * 4} {MARKED}"
seed = 5
clock = {{ start = 2024-01-01, horizon_d = 5 }}
milestone.deadline = {{ by = 2024-01-05 }}
site.home = {{ kind = "apod" }}
site."{WIDE}" = {{ kind = "base", working = 1 }}
group."{MARKED * 3}" = {{ site = "{WIDE}", count = 30 }}
lot."{WIDE[::-1] * 2}" = {{ site = "{WIDE}", category = "lethal", count = 30, weight_t = 4 }}
[lift."{WIDE * 2}"]
sites = ["{WIDE}"]
to = "home"
payload_t = {{ low = 4, mode = 8, high = 12 }}
seats = 20
load_h = 2
leg."{WIDE}" = {{ block_h = 3 }}
supply = {{ per_week = 70 }}
"""


@pytest.mark.parametrize("command", ["check", "run -n 2 --workers 1 --engine simpy -q --no-figures", "replay -k 0"])
def test_output_of_commands_fits_the_screen(command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With names in wide letters, no line is wider than 80 columns, except one with the path of a folder."""
    monkeypatch.chdir(tmp_path)
    Path("trip.toml").write_text(TRIP, encoding="utf-8")
    name, *options = command.split()
    done = CliRunner().invoke(cli, [name, "trip.toml", *options])
    assert done.exit_code == 0, done.output
    lines = [
        line for line in done.output.splitlines() if "results/" not in line
    ]  # the path of a folder is one word, which may be longer
    assert max(map(columns, lines)) <= 80


def test_errors_fit_the_screen(tmp_path: Path) -> None:
    """An error shows at most 60 columns of a long value in wide letters."""
    path = tmp_path / "trip.toml"
    path.write_text(TRIP.replace("seed = 5", f'seed = "{WIDE * 20}"'), encoding="utf-8")
    done = CliRunner().invoke(cli, ["check", str(path)])
    assert done.exit_code == 2
    (shown,) = re.findall(f"[{WIDE}]+\\.\\.\\.", done.stderr)
    assert columns(shown) <= 60
