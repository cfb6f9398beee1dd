"""What a comparison prints, draws and writes; the command `sim compare`; plans and options that are refused."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

import sim
from sim.cli.entry import cli
from sim.errors import ConfigError, SimError
from sim.experiment.decide.compare.comparison import Comparison
from sim.experiment.decide.compare.table import brief, rows
from sim.experiment.decide.compare.words import as_csv, as_json, caveats
from sim.plots.compare import draw
from sim.report.variants import lines
from tests.unit.experiment.coins import question
from tests.unit.experiment.plans_of_coins import PEOPLE, PLANS, raced, small

TINY = Path(__file__).parents[3] / "configs" / "tiny.toml"


@pytest.fixture(scope="module")
def three() -> Comparison:
    """Return a comparison of three plans: 60 people (the case as written), 50 and 90."""
    return small()


@pytest.fixture(scope="module")
def race() -> Comparison:
    """Return a comparison with elimination of four plans: 60 people (the case as written), 50, 90 and 70."""
    return raced({**PLANS, "some": {PEOPLE: 70}})


@pytest.fixture
def at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in a folder that holds only the tiny case; return it."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "tiny.toml").write_text(TINY.read_text(encoding="utf-8"), encoding="utf-8")
    return tmp_path


def command(*options: str, n: str = "10") -> Result:
    return CliRunner().invoke(cli, ["compare", "tiny.toml", "-n", n, "--workers", "1", "-q", *options])


# --------------------------------------------------------------------------------------- words, table, figure


def test_the_table_fits_the_screen() -> None:
    """The table has one line for each plan, and no line is longer than 80 columns, however long the plans' names
    are.
    """
    long = {f"a plan with a name that is rather long, number {number}": {PEOPLE: 50 + number} for number in range(12)}
    table = list(rows(small(long, replications=10)))
    assert len(table) == 1 + 13 + 1
    assert max(map(len, table)) <= 80
    assert re.search(r"^ {2}.{4} 2 a plan w.*\.\. +(at least )?\d", table[2])


@pytest.mark.parametrize("width", [80, 60])
def test_the_page_fits_the_screen(three: Comparison, race: Comparison, width: int) -> None:
    """No line of the answer is wider than the screen, and each plan has a line in the table."""
    for found in (three, race):
        page = list(lines(found, width=width))
        assert max(map(len, page)) <= width
        table = list(rows(found, width))
        assert all(f" {number} " in row[:8] for number, row in enumerate(table[1 : len(found.outcomes) + 1], start=1))


def test_an_elimination_says_on_how_much_its_averages_rest(race: Comparison) -> None:
    """A column of the table has the number of histories of each plan, and a sentence names
    the smallest number.
    """
    table = list(rows(race))
    assert table[0].split()[:3] == ["plan", "n", "P"]
    for each, row in zip(race.outcomes, table[1:], strict=False):
        assert f" {each.seen.n:,} " in row
    fewest = min(each.seen.n for each in race.outcomes)
    assert f"averages over the histories of each plan (n, at least {fewest:,});" in " ".join(caveats(race))


def test_long_names_are_shortened_where_they_agree() -> None:
    assert brief("lift.C-17.supply.per_week=16", 20) == "per_week=16"
    assert brief("as written", 20) == "as written"
    assert brief("missions a week=16", 12) == "mission..=16"
    assert brief("a plan of many words that has no key", 12) == "a plan of.."


def test_a_comparison_prints_and_converts_to_rows(three: Comparison) -> None:
    """A comparison prints its answer and table. Its JSON has the columns of its CSV, and it
    converts to pandas.
    """
    found = three
    assert "Best: fewer" in str(found)
    assert "3 more" in str(found)
    names = next(csv.reader(as_csv(found).splitlines()))
    assert names[:6] == ["variant", "milestone", "histories", "probability", "low", "high"]
    assert names == list(as_json(found)["plans"][0])
    pytest.importorskip("pandas")
    assert list(found.to_pandas()["variant"]) == ["case", "fewer", "more"]


def test_the_figure_names_every_plan(three: Comparison, race: Comparison) -> None:
    """The figure names every plan. A comparison also draws into axes that the caller gives."""
    sheet = draw(three)
    assert [tick.get_text() for tick in sheet.axes[0].get_yticklabels()] == ["1 * case", "2 * fewer", "3   more"]
    ax = sheet.add_subplot()
    assert three.plot(ax) is ax
    assert len(draw(race).png()) > 10_000


# ------------------------------------------------------------------------------------------------ the command


def test_the_command_takes_ranges_and_files(at: Path) -> None:
    """A range gives a plan for each of its values, and a file gives a plan with the name of its scenario. Each
    plan is kept as a study.
    """
    other = (
        TINY.read_text(encoding="utf-8").replace('name = "tiny"', 'name = "other"').replace("count = 3", "count = 4")
    )
    (at / "other.toml").write_text(other, encoding="utf-8")
    done = command(
        "--with", "lift.aircraft.payload_t=3:5:1", "--with", "site.*.station.*.servers=+1", "--plan", "other.toml"
    )
    assert done.exit_code == 0, done.output
    folder = at / "results" / "tiny-compare"
    table = list(csv.DictReader((folder / "compare.csv").read_text(encoding="utf-8").splitlines()))
    assert [row["variant"] for row in table] == [
        "tiny",
        *(f"lift.aircraft.payload_t={payload}" for payload in (3, 4, 5)),
        "site.*.station.*.servers=+1",
        "other",
    ]
    assert table[1]["beaten_by"] == "tiny"
    assert {path.name for path in folder.iterdir() if path.is_dir()} >= {"tiny", "other", "lift-aircraft-payload_t-3"}
    assert "site.*.station.*.servers stands for" in done.stdout
    assert done.stdout.lstrip().startswith("Best: tiny")
    assert all(len(line) <= 80 for line in done.stdout.splitlines())
    assert (folder / "compare.png").stat().st_size > 10_000


def test_the_baseline_says_what_was_set(at: Path) -> None:
    """The baseline is called "as written". With --set, its name says what was set."""
    command("--with", "lift.aircraft.seats=9")
    first = json.loads((at / "results/tiny-compare/compare.json").read_text(encoding="utf-8"))["plans"][0]
    assert first["variant"] == "as written"
    done = command("--with", "lift.aircraft.seats=9", "--set", "lift.aircraft.load_h=2", "--json")
    first = json.loads((at / "results/tiny-compare/compare.json").read_text(encoding="utf-8"))["plans"][0]
    assert first["variant"] == "tiny with lift.aircraft.load_h=2"
    assert json.loads(done.stdout)["plans"][0] == first


def test_the_command_eliminates(at: Path) -> None:
    """With --eliminate all trials are in one file, and --json prints the content of compare.json."""
    options = ("--with", "lift.aircraft.payload_t=3", "--eliminate", "--error", "0.1", "--json")
    done = command(*options, n="100")
    assert done.exit_code == 0, done.output
    folder = at / "results" / "tiny-eliminate"
    assert {path.name for path in folder.iterdir()} - {".lock"} == {
        *("compare.csv", "compare.json", "compare.png", "compare.sqlite"),
    }
    printed = json.loads(done.stdout)
    assert printed == json.loads((folder / "compare.json").read_text(encoding="utf-8"))
    assert printed["elimination"] == {"error": 0.1, "indifference": 0.01, "histories": 50, "ended": "one left"}
    assert printed["plans"][1]["out_after"] == 50


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ([], "expected at least one --with or --plan"),
        (["--with", "lift.aircraft.seets=9"], "did you mean seats?"),
        (["--with", "lift.aircraft.seats=12:8:2"], "12 is above 8"),
        (["--with", "policy.load=+10%"], "expected the key of a number; +10% can change only numbers"),
        (
            ["--with", "lift.aircraft.seats=1:20:1"],
            "expected at most 20 plans, the baseline included, not 21; use a larger step",
        ),
        (["--with", "lift.aircraft.seats=9", "--milestone", "al"], "expected one of deadline, all equipment, all"),
        (["--with", "lift.aircraft.seats=9", "--error", "0.1"], "--error has no effect without --eliminate"),
        (["--with", "lift.aircraft.seats=9", "--eliminate", "--error", "2"], "error = 2: expected a number between"),
        (["--with", "lift.aircraft.seats=9", "--eliminate", "--inner", "2"], "an elimination needs independent"),
        (["--with", "lift.aircraft.seats=9", "--with", "lift.aircraft.seats=9"], "this one is stated twice"),
        (["--plan", "nowhere.toml"], "nowhere.toml"),
        (["--plan", "tiny.toml", "--plan", "tiny.toml"], "this one is stated twice"),
    ],
)
def test_options_without_sense_are_refused(at: Path, options: list[str], says: str) -> None:
    """Options that make no sense are refused with exit code 2 and the remedy, and nothing is written."""
    done = command(*options)
    assert done.exit_code == 2, done.output
    assert says in re.sub(r"[\s│]+", " ", done.stderr)
    assert {path.name for path in at.iterdir()} == {"tiny.toml"}


@pytest.mark.parametrize(
    ("plans", "how", "says"),
    [
        ({}, {}, "expected a plan to compare"),
        ({"case": {PEOPLE: 50}}, {"baseline": "case"}, "expected a name that differs from that of the baseline"),
        ({"few": {"group.staff.cuont": 50}}, {}, "did you mean count"),
        ({"few": {PEOPLE: -5}}, {}, "-5"),
        ({str(number): {PEOPLE: 10 + number} for number in range(20)}, {}, "not 21"),
        ({"few": {PEOPLE: 50}}, {"milestone": "closed"}, "milestone = closed"),
        ({"few": {PEOPLE: 50}}, {"replications": 0}, "replications = 0"),
        ({"few": {PEOPLE: 50}}, {"eliminate": True, "indifference": 0.0}, "indifference = 0"),
    ],
)
def test_calls_without_sense_are_refused(tmp_path: Path, plans: dict[str, Any], how: dict[str, Any], says: str) -> None:
    """Calls of the library that make no sense are refused before anything is written."""
    with pytest.raises((SimError, ConfigError)) as error:
        sim.compare(question(60), plans, workers=1, out=tmp_path / "none", **how)
    assert says in str(error.value)
    assert not (tmp_path / "none").exists()
