"""`sim run` with a rule to stop by, and rules that are refused."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

import sim
import sim.plots
from sim.cli.entry import cli
from sim.cli.run import MOST, REPLICATIONS
from sim.errors import SimError
from sim.experiment import stopping
from tests.unit.experiment import dice
from tests.unit.experiment.dice_that_stop import stopped

TINY = Path(__file__).parents[3] / "configs" / "tiny.toml"
# ----------------------------------------------------------------------------------------- what is refused


@pytest.mark.parametrize(
    ("how", "said"),
    [
        ({"within": 0.0}, "within = 0: expected a half-width above 0 and below 0.5, such as 0.01"),
        ({"within": 0.6}, "within = 0.6: expected a half-width above 0"),
        ({"within": float("nan")}, "within = nan: expected"),
        ({"within": 0.001, "replications": 100}, "within = 0.001: 100 histories reach 0.0261 at best"),
        ({"within": 0.001, "replications": 100}, "expected a larger half-width, or -n 3200"),
        ({"within": None, "decide": 1.2}, "decide = 1.2: expected a probability between 0 and 1, such as 0.95"),
        ({"within": None, "decide": 0.0}, "decide = 0: expected a probability"),
        ({"within": None, "milestone": "all"}, "milestone = all: expected a rule too (within or decide)"),
        ({"milestone": "closing"}, "milestone = closing: expected one of deadline, all"),
        ({"inner": 20, "replications": 90}, "replications = 90: expected a multiple of inner = 20, such as 100"),
        ({"inner": 20, "first": 10}, "first = 10: expected a multiple of inner = 20"),
        ({"replications": 0}, "replications = 0: expected at least 1"),
    ],
)
def test_an_invalid_rule_is_refused(how: dict[str, Any], said: str, tmp_path: Path) -> None:
    """An invalid rule is refused with what is expected, before anything is written."""
    with pytest.raises(SimError, match=re.escape(said)):
        stopped(**how, out=tmp_path / "r")
    assert not (tmp_path / "r").exists()


def test_the_error_proposes_no_number_of_histories_that_is_refused() -> None:
    """If a half-width needs more histories than a study may have, the error names no number of histories."""
    with pytest.raises(SimError, match=r"expected a larger half-width$"):
        stopped(within=1e-9)


def test_the_default_number_of_histories() -> None:
    """The default is 400 histories, or with a rule at most 20,000, as the help says. If histories share worlds,
    the limit is a whole number of worlds: 19,980 histories for worlds of 30, and one world of 30,000.
    """
    plan = dice.question()
    assert stopping.rule_of(plan) == (None, 400)
    assert [stopping.rule_of(plan, decide=0.9, inner=inner)[1] for inner in (1, 30, 30_000)] == [20_000, 19_980, 30_000]
    assert (REPLICATIONS, MOST) == (stopping.REPLICATIONS, stopping.MOST)
    got = " ".join(command("run", "--help").output.split())
    assert "(default: 400); with --within or --decide, at most N (default: 20,000)" in got


# --------------------------------------------------------------------------------------------- the command


def command(*arguments: str) -> Result:
    return CliRunner().invoke(cli, list(arguments), catch_exceptions=False)


def test_the_command_stops_and_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`sim run --decide` prints the verdict, no line is longer than 80 columns, and the files say how the run
    stopped.
    """
    monkeypatch.chdir(tmp_path)
    got = command("run", str(TINY), "--decide", "0.9", "--workers", "1", "--no-figures", "--out", "r")
    assert got.exit_code == 0
    assert max(map(len, got.output.splitlines())) <= 80
    assert re.search(r"^  Rule +P is above 0\.9 \(95 % sure\), after \d+ histories\.", got.stdout, re.MULTILINE)
    assert "  Yes, " in got.stdout
    found = [json.loads(Path(f"r/{name}.json").read_text(encoding="utf-8")) for name in ("summary", "manifest")]
    assert found[0]["stopped"] == found[1]["stopped"]
    assert found[0]["stopped"]["verdict"] == "above"


@pytest.mark.parametrize(
    "options",
    [
        ["--within", "0"],
        ["--decide", "1.2"],
        ["--within", "0.6"],
        ["--milestone", "all"],
        ["--within", "0.1", "-n", "5"],
    ],
)
def test_wrong_options_are_refused_and_nothing_is_moved(
    options: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Wrong options are refused with exit code 2 and what is expected. No folder is made, and an earlier study
    stays.
    """
    monkeypatch.chdir(tmp_path)
    refused = command("run", str(TINY), *options)
    assert refused.exit_code == 2
    assert "expected" in refused.output
    assert list(tmp_path.iterdir()) == []
    command("run", str(TINY), "-n", "2", "--workers", "1", "--no-figures", "--quiet")
    before = sorted(path.name for path in Path("results").iterdir())
    assert command("run", str(TINY), "--seed", "9", *options).exit_code == 2
    assert sorted(path.name for path in Path("results").iterdir()) == before


def test_the_library_takes_both_rules() -> None:
    """`sim.run` takes both rules, and `study.stopped` has the verdict and the half-width."""
    study = sim.run(sim.load(TINY), within=0.1, decide=0.9, workers=1)
    assert study.stopped.verdict == "above"
    assert (study.stopped.half_width or 1.0) <= 0.1
