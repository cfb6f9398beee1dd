"""Messages and tables that once misled a planner who knew only the README and the tutorial are now right."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from click.testing import CliRunner

import sim
from sim.analysis.decisions.crossing import Crossing
from sim.analysis.decisions.sensitivity import Fifth
from sim.analysis.statistics.estimates import Estimate
from sim.analysis.statistics.paired import Difference
from sim.analysis.summary.next_step import next_step
from sim.arithmetic import arithmetic
from sim.cli.entry import cli
from sim.experiment.decide.explain.sensitivity import Owners
from sim.experiment.decide.require.words import counts
from sim.experiment.decide.sweep.words import _enough
from sim.report.check import check_lines
from sim.report.standing import on_track_lines
from sim.report.sweep import _interval

ROOT = Path(__file__).parents[1]


@pytest.fixture
def camps(tmp_path: Path) -> Path:
    path = tmp_path / "camps.toml"
    path.write_text((ROOT / "sim/config/starters/camps.toml").read_text(encoding="utf-8"), encoding="utf-8")
    return path


def printed(*words: str) -> str:
    """Return the output of a command, with each run of whitespace replaced by one blank."""
    return " ".join(CliRunner().invoke(cli, list(words)).output.split())


def test_a_lever_is_no_key_but_is_known_by_name(camps: Path) -> None:
    """--set with the name of a lever gives an error that names the key which the lever sets.

    --set with a name that the file does not have gives the error of an unknown key.
    """
    said = printed("check", str(camps), "--set", "flights a week=3")
    assert "this is a lever of the file, which sets lift.heavy.supply.per_week" in said
    assert "unknown key colour" in printed("check", str(camps), "--set", "colour=3")


def test_an_error_about_a_list_of_tables_shows_the_keys_of_a_table(camps: Path) -> None:
    """--set with opening hours written as 7-18 gives an error that shows how to write hours."""
    said = printed("check", str(camps), "--set", "site.hub.station.customs.hours=7-18")
    assert "each a table such as { open_h = ..., close_h = ... }" in said


def test_a_sweep_without_levers_suggests_a_lever_of_the_file(camps: Path) -> None:
    assert '--vary "flights a week"' in printed("sweep", str(camps))


def test_a_flight_for_people_that_takes_equipment_is_named(camps: Path) -> None:
    """If a lift states seats but no `pallets`, `sim check` says that equipment rides on it too."""
    text = camps.read_text(encoding="utf-8")
    people = '\n[lift."737"]\nsites = ["hub"]\nto = "home"\nsupply = { per_week = 1 }\npayload_t = 20\nseats = 110\n'
    people += "leg.hub = { block_h = 6 }\n"
    words = "no positions are stated, so equipment rides too"
    for more, said in (("", True), ("pallets = 0\n", False), ("pallets = 4\n", False)):
        camps.write_text(text.replace("[lift.heavy]", people.replace("leg.hub", f"{more}leg.hub") + "\n[lift.heavy]"))
        lines = " ".join(" ".join(check_lines(arithmetic(sim.plan(sim.load(camps))))).split())
        assert (words in lines) is said


def test_one_sortie_a_week_is_printed_in_the_singular(camps: Path) -> None:
    lines = check_lines(arithmetic(sim.plan(sim.load(camps, ["lift.heavy.supply.per_week=1"]))))
    assert "1 sortie a week" in " ".join(" ".join(lines).split())


def test_an_amount_that_occurred_in_no_history_is_not_called_too_late() -> None:
    """The table of amounts to be out by a week says "none", not "too late", if no amount in any history is enough."""
    none: dict[str, Any] = {"value": None, "reason": "never"}
    some = {"value": 3.0, "reason": ""}
    week = {"by": "2024-05-05", "people": {"0.9": none, "0.5": some}, "tonnes": {"0.9": none, "0.5": some}}
    summary = {
        "replications": 100,
        "milestones": [{"by": "2024-05-12", "met": 50}],
        "tripwires": {"weeks": [week], "first_heavy_flight": {}},
    }
    lines = " ".join(" ".join(on_track_lines(summary, 80)).split())
    assert "too late" not in lines
    assert '"none": no amount that was out by then in a history does' in lines


@pytest.mark.parametrize(
    ("seen", "expected"),
    [
        ((0.9999988, 0.99963, 1.0), "0.999 [0.99,1.00]"),
        ((0.5, 0.46, 0.54), "0.500 [0.46,0.54]"),
        ((0.0004, 0.0, 0.003), "0.001 [0.00,0.01]"),
    ],
)
def test_a_value_lies_in_its_interval_when_both_are_rounded(seen: tuple[float, float, float], expected: str) -> None:
    assert _interval(*seen) == expected


def test_a_search_prints_how_often_the_milestone_was_met() -> None:
    """The text has the counts at the value that suffices and at the value that fails.

    A value that is unknown is left out. If both are unknown, the text is empty.
    """
    bracket = SimpleNamespace(suffices=3, fails=2)
    answer: Any = SimpleNamespace(
        bracket=bracket, seen=((2, SimpleNamespace(met=37, n=75)), (3, SimpleNamespace(met=100, n=100)))
    )
    found: Any = SimpleNamespace(milestone="deadline")
    assert counts(found, answer) == "Deadline: met in 100 of 100 histories with 3, 37 of 75 histories with 2."
    bracket.fails = None
    assert counts(found, answer) == "Deadline: met in 100 of 100 histories with 3."
    bracket.suffices = None
    assert counts(found, answer) == ""


def test_a_fifth_of_three_histories_has_no_probability() -> None:
    """The cell of a fifth with only three histories states their number, but no probability."""
    owners = Owners(asked=SimpleNamespace(days=lambda day: f"day {day:g}"), found=None)  # type: ignore[arg-type]
    few = Fifth(1.0, 3, Estimate(0.0, 0.0, 0.7, 0, 3, 0.95), Difference(5.0, 4.0, 6.0, 3))
    assert owners._fifth(few) == "3 seen"


def test_the_next_step_names_the_lever_of_the_file() -> None:
    summary = {
        "milestones": [{"probability": 0.5, "low": 0.47, "high": 0.53, "met": 500}],
        "replications": 1000,
        "stuck": 0,
        "stopped": {"rule": "fixed number"},
        "run": {"levers": ["flights a week"]},
    }
    step = next_step(summary)
    assert step is not None
    assert step.text == 'find which value of "flights a week" is enough'


@pytest.mark.parametrize(
    ("values", "high", "rising", "expected"),
    [
        ((1, 2, 3), 1.94, True, ": 2 is enough"),
        ((1, 2, 3), 2.0, True, ": 2 is enough"),
        ((1, 2, 3), 3.5, True, ""),
        ((1, 2, 3), None, True, ""),
        ((1, 2, 3), 1.94, False, ""),
        ((1.0, 1.5, 2.5), 1.94, True, ""),
    ],
)
def test_a_lever_of_whole_numbers_gets_a_whole_number(
    values: tuple[float, ...], high: float | None, rising: bool, expected: str
) -> None:
    """The text names the smallest tried value at or above `high`, the upper end of the interval of the crossing.

    The text is empty if `high` is unknown or above all values, if P falls with the lever, or if a value is no integer.
    """
    assert _enough(values, Crossing(1.63, 1.46, high, rising, "crosses")) == expected
