"""`sim show` and the picks of `sim replay`: what a results folder says, without a run."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from sim.cli.door import cli
from sim.experiment.reopen import reopen

TINY = Path(__file__).parents[1] / "configs" / "tiny.toml"
N = 20


def command(*words: str) -> Result:
    """Run a command."""
    return CliRunner().invoke(cli, words)


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with one study."""
    folder = tmp_path_factory.mktemp("results") / "study"
    words = ("-n", str(N), "--workers", "1", "--engine", "simpy", "--no-figures", "-q", "--out", str(folder))
    assert command("run", str(TINY), *words).exit_code == 0
    return folder


def test_it_prints_the_answer_again(results: Path) -> None:
    """Claim: the same lines as the run, and with --long those that answer.txt keeps."""
    brief, long = command("show", str(results)), command("show", str(results), "--long")
    assert brief.exit_code == long.exit_code == 0
    lines = brief.output.splitlines()
    assert long.output.splitlines()[: len(lines)] == lines
    kept = (results / "answer.txt").read_text(encoding="utf-8").splitlines()
    begin, headings = lines.index("") + 1, [line for line in long.output.splitlines() if line[2:3].isupper()]
    until = next((row for row, line in enumerate(lines) if line.startswith("  Next")), len(lines))
    assert (
        lines[begin:until] == kept[kept.index(lines[begin]) :][: until - begin]
    )  # the command of the next step differs
    assert [line for line in headings if line in kept][-1] == headings[-1]
    assert max(map(len, kept)) <= 80


def test_it_prints_numbers_for_programs(results: Path) -> None:
    """Claim: the content of summary.json, and what was compared."""
    found = json.loads(command("show", str(results), "--json").output)
    written = json.loads((results / "summary.json").read_text(encoding="utf-8"))
    assert {name: found[name] for name in written} == written
    assert found["compared"] == []


def test_it_lists_studies(results: Path) -> None:
    """Claim: a folder of studies has a line for each, with its answer; one without any is refused."""
    told = command("show", str(results.parent))
    assert told.exit_code == 0
    assert "study" in told.output
    assert f"of {N}" in told.output
    (results.parent / "empty").mkdir(exist_ok=True)
    refused = command("show", str(results.parent / "empty"))
    assert refused.exit_code == 2
    assert "holds no study" in refused.output
    assert command("show", str(results / "nowhere")).exit_code == 2


def test_a_damaged_answer_is_refused_in_words(results: Path, tmp_path: Path) -> None:
    """Claim: half a summary.json is an error with a name, not a traceback."""
    (tmp_path / "summary.json").write_text((results / "summary.json").read_text(encoding="utf-8")[:200])
    told = command("show", str(tmp_path))
    assert told.exit_code == 2
    assert "summary.json is not the answer of one study" in " ".join(told.output.split())


def test_too_few_late_histories_have_no_table(results: Path) -> None:
    """Claim: without 20 histories that missed the deadline the table says why it is empty."""
    told = command("show", str(results), "--on-track")
    assert told.exit_code == 0
    assert "No week tells" in told.output


@pytest.mark.parametrize(("pick", "share"), [("early", 0.05), ("median", 0.5), ("late", 0.95)])
def test_a_history_is_picked_by_its_date(results: Path, pick: str, share: float) -> None:
    """Claim: the history at that rank of the closing dates, and the same lines as by its number."""
    study = reopen(results)
    order = sorted(range(N), key=lambda row: (study.outcomes["closure"][row], row))
    number = order[{"early": 0, "median": 9, "late": 18}[pick]]
    assert study.latest(share) == number
    picked = command("replay", str(results), f"--{pick}")
    named = command("replay", str(TINY), "--replication", str(number))
    assert picked.exit_code == named.exit_code == 0
    assert picked.output == named.output


def test_a_history_is_named_once() -> None:
    """Claim: neither none nor two ways of naming it are taken."""
    assert command("replay", str(TINY)).exit_code == 2
    both = command("replay", str(TINY), "-k", "1", "--late")
    assert both.exit_code == 2
    assert "expected a history" in both.output
