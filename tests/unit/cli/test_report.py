"""`sim report` and `sim run --report` write an HTML page, by default into the results folder of the study."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from sim.cli.entry import cli

ROOT = Path(__file__).parents[3]


def sim(*words: str) -> Result:
    return CliRunner().invoke(cli, list(words))


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the results folder of a copy of tiny.toml with a grade on one line; the copy is in the parent folder."""
    monkeypatch.chdir(tmp_path)
    text = (ROOT / "configs/tiny.toml").read_text(encoding="utf-8")
    assert "seed = 1\n" in text
    (tmp_path / "tiny.toml").write_text(text.replace("seed = 1\n", "seed = 1  # A: any\n"), encoding="utf-8")
    ran = sim("run", "tiny.toml", "-n", "3", "--workers", "1", "--no-figures", "--quiet", "--out", "out")
    assert ran.exit_code == 0, ran.output
    return tmp_path / "out"


def test_the_page_is_written_beside_the_study(folder: Path) -> None:
    ended = sim("report", "out")
    assert ended.exit_code == 0, ended.output
    page = (folder / "report.html").read_text(encoding="utf-8")
    assert page.startswith("<!DOCTYPE html>")
    assert "out/report.html" in ended.output.replace("\\", "/")
    deadline = json.loads((folder / "summary.json").read_text(encoding="utf-8"))["milestones"][0]
    assert f"On time in {deadline['met']} of 3 histories" in page
    assert "lines of the file with a grade: only 1" in page


def test_the_same_study_gives_the_same_page(folder: Path) -> None:
    assert sim("report", "out", "--out", "one.html").exit_code == 0
    assert sim("report", "out", "--out", "two.html").exit_code == 0
    assert Path("one.html").read_bytes() == Path("two.html").read_bytes()


def test_the_page_has_the_grades_of_the_scenario_file(folder: Path) -> None:
    assert sim("report", "out", "--scenario", "tiny.toml").exit_code == 0
    assert "lines of the file with a grade: only 1" in (folder / "report.html").read_text(encoding="utf-8")


def test_a_scenario_other_than_the_studied_one_is_refused(folder: Path) -> None:
    text = Path("tiny.toml").read_text(encoding="utf-8")
    Path("other.toml").write_text(text.replace("count = 4", "count = 5"), encoding="utf-8")
    ended = sim("report", "out", "--scenario", "other.toml")
    assert ended.exit_code == 2
    assert "another question" in ended.output
    assert not (folder / "report.html").exists()


@pytest.mark.parametrize("words", [("--out", "tiny.toml"), ("--out", "page.pdf")])
def test_a_page_is_written_only_to_a_name_that_ends_in_html(folder: Path, words: tuple[str, ...]) -> None:
    before = Path("tiny.toml").read_bytes()
    ended = sim("report", "out", *words)
    assert ended.exit_code == 2
    assert "expected a file that ends in .html" in " ".join(ended.output.split())
    assert Path("tiny.toml").read_bytes() == before


def test_a_folder_without_a_study_is_refused(folder: Path) -> None:
    ended = sim("report", str(folder.parent))
    assert ended.exit_code == 2
    assert "no results folder" in " ".join(ended.output.split())


def test_with_histories_0_the_page_plays_no_history(folder: Path) -> None:
    assert sim("report", "out", "--histories", "0").exit_code == 0
    assert 'id="playback"' not in (folder / "report.html").read_text(encoding="utf-8")


def test_a_run_with_report_writes_the_page_and_one_without_removes_it(folder: Path) -> None:
    run = ("run", "tiny.toml", "-n", "3", "--workers", "1", "--no-figures", "--quiet", "--out", "out")
    ended = sim(*run, "--report")
    assert ended.exit_code == 0, ended.output
    assert "report.html" in ended.output
    assert "lines of the file with a grade: only 1" in (folder / "report.html").read_text(encoding="utf-8")
    assert sim(*run).exit_code == 0
    assert not (folder / "report.html").exists()


def test_the_study_of_a_plan_shows_the_plans_that_it_was_compared_with(folder: Path) -> None:
    plans = ("--with", "lift.aircraft.payload_t=3", "-n", "4", "--workers", "1", "--out", "plans")
    assert sim("compare", "tiny.toml", *plans).exit_code == 0
    ended = json.loads(Path("plans/compare.json").read_text(encoding="utf-8"))
    assert sim("report", "plans/as-written", "--out", "page.html").exit_code == 0
    page = Path("page.html").read_text(encoding="utf-8")
    assert "as written (this study)" in page
    for plan in ended["plans"]:
        assert plan["variant"] in page
    less = ended["plans"][1]
    assert f"{less['difference']:+.3f} [{less['difference_low']:+.3f}, {less['difference_high']:+.3f}]" in page
    assert sim("report", "out").exit_code == 0
    assert 'id="plans"' not in (folder / "report.html").read_text(encoding="utf-8")


def test_a_damaged_comparison_is_named(folder: Path) -> None:
    (folder.parent / "compare.json").write_text('{"plans": [{}]}', encoding="utf-8")
    ended = sim("report", "out")
    assert ended.exit_code == 2
    assert "compare.json is damaged" in " ".join(ended.output.split())


def test_report_is_listed_among_the_commands() -> None:
    assert "report" in [line.split()[0] for line in sim("--help").output.splitlines() if line.startswith("  ")]
