"""The page of a sweep, a search or a comparison: its markup, its numbers, and how it looks in a real browser."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from sim.analysis.summary.words import last_day
from sim.cli.entry import cli
from sim.config import load
from sim.config.axes import axes_of
from sim.errors import ResultsError
from sim.experiment.decide.words import due_of
from sim.page.choice import choice_page
from sim.page.finding_charts import map_table
from sim.page.findings import finding, kind_of
from tests.chromium import Chromium, found
from tests.unit.page.conftest import FOLDERS
from tests.unit.page.test_browser import FAULTS
from tests.unit.page.test_page import Page


def sim(*words: str) -> Result:
    return CliRunner().invoke(cli, list(words))


NAMES = [*FOLDERS, "dangerous", "dangerous plans", "many maps", "many plans"]


@pytest.mark.parametrize("name", NAMES)
def test_the_page_is_valid_and_has_the_answer_of_the_command(folders: dict[str, Path], name: str) -> None:
    """Every element is closed, identifiers are unique, there is no script and no image, and the page has the answer of
    the command.
    """
    page = Page(choice_page(folders[name]))
    assert not page.open
    ids = [attributes["id"] for _, attributes in page.elements if "id" in attributes]
    assert len(ids) == len(set(ids))
    tags = [tag for tag, _ in page.elements]
    assert "script" not in tags
    assert "img" not in tags
    policy = next(each["content"] for tag, each in page.elements if tag == "meta" and "http-equiv" in each)
    assert policy is not None
    assert "script-src" not in policy
    summary = finding(folders[name])
    for line in summary["answer"]:
        assert line in page.text
    assert summary["name"] in page.text


@pytest.mark.parametrize("name", ["curve", "map"])
def test_each_point_has_the_numbers_of_the_summary(folders: dict[str, Path], name: str) -> None:
    """Each point has a row with its counts. The row says "reaches it" if the whole interval is at or above the target,
    "does not" if the whole interval is below, and else "not decided".
    """
    summary = json.loads((folders[name] / "summary.json").read_text(encoding="utf-8"))
    cells = Page(choice_page(folders[name])).cells
    for point in summary["points"]:
        values = [str(value) for value in point["values"].values()]
        (row,) = [row for row in cells if row[: len(values)] == values and f"{point['met']} of {point['n']}" in row]
        low, high = point["smoothed_low"], point["smoothed_high"]
        low, high = (point["low"], point["high"]) if low is None else (low, high)
        expected = (
            "reaches it" if low >= summary["target"] else "does not" if high < summary["target"] else "not decided"
        )
        assert expected in row


@pytest.mark.parametrize("name", ["curve", "search"])
def test_the_question_names_the_date(folders: dict[str, Path], name: str) -> None:
    """The heading of the page names the date of the milestone, as the summary has it."""
    summary = json.loads((folders[name] / "summary.json").read_text(encoding="utf-8"))
    heading = next(iter(re.findall(r"<h1>(.*?)</h1>", choice_page(folders[name]))))
    assert f"the deadline of {last_day(summary['by'])} with a chance of" in heading


def test_the_question_names_no_date_that_a_lever_sets() -> None:
    """`due_of` gives no date if a lever sets the date, or if all milestones count together."""
    question = load("configs/tiny.toml")
    moved = axes_of(question, ["milestone.deadline.by=2024-01-02,2024-01-03"])
    assert due_of(question, "deadline", []) == "2024-01-01"
    assert due_of(question, "deadline", moved) is None
    assert due_of(question, "all", []) is None


def test_the_page_of_a_search_marks_the_values_that_suffice(folders: dict[str, Path]) -> None:
    summary = json.loads((folders["search"] / "summary.json").read_text(encoding="utf-8"))
    cells = Page(choice_page(folders["search"])).cells
    for seen in summary["seen"]:
        assert 0.0 <= seen["low"] <= seen["probability"] <= seen["high"] <= 1.0
        assert any(row[:2] == [str(seen["value"]), f"{seen['met']} of {seen['n']}"] for row in cells)
    if summary["suffices"] is not None:
        assert any(row[0] == str(summary["suffices"]) and row[-1] == "suffices" for row in cells)


def test_plans_that_may_be_the_best_are_marked(folders: dict[str, Path]) -> None:
    summary = json.loads((folders["plans"] / "compare.json").read_text(encoding="utf-8"))
    rows = {row[1]: row for row in Page(choice_page(folders["plans"])).cells if len(row) == 7}
    for plan in summary["plans"]:
        assert ("*" in rows[plan["variant"]][-1]) is (plan["variant"] in summary["may_be_best"])


def test_points_that_do_not_fill_a_grid_have_no_map() -> None:
    points = [{"values": [1, 2]}, {"values": [2, 1]}, {"values": [1, 1]}]
    assert map_table(points, ["a", "b"], "") is None


def test_the_command_writes_the_page_into_the_folder(folders: dict[str, Path]) -> None:
    ended = sim("report", str(folders["curve"]))
    assert ended.exit_code == 0, ended.output
    assert (folders["curve"] / "report.html").read_text(encoding="utf-8") == choice_page(folders["curve"])
    refused = sim("report", str(folders["curve"]), "--histories", "3")
    assert refused.exit_code == 2
    assert "not the folder of one study" in " ".join(refused.output.split())


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"scenario": 1}', "{" * 9])
def test_a_damaged_table_is_refused_by_name(tmp_path: Path, content: str) -> None:
    (tmp_path / "sweep.sqlite").touch()
    (tmp_path / "summary.json").write_text(content)
    assert kind_of(tmp_path) == "sweep.sqlite"
    with pytest.raises(ResultsError, match=r"summary\.json is damaged"):
        finding(tmp_path)
    (tmp_path / "summary.json").unlink()
    with pytest.raises(ResultsError, match="is missing"):
        finding(tmp_path)


# ------------------------------------------------------------------------------------------------ in a browser

in_browser = pytest.mark.skipif(found() is None, reason="no Chromium on this machine")


def shown(browser: Chromium, folder: Path, to: Path) -> Any:
    path = to / "report.html"
    path.write_text(choice_page(folder), encoding="utf-8")
    browser.open(path)
    return path.resolve().as_uri()


@in_browser
@pytest.mark.parametrize("name", NAMES)
def test_no_error_no_request_fits_the_window_and_prints_on_at_most_two_pages(
    browser: Chromium, folders: dict[str, Path], tmp_path: Path, name: str
) -> None:
    """Half of the charts are visible, because the page has each chart in a wide and a narrow form and hides one of
    them.
    """
    for width in (1280, 360):
        browser.size(width, 800)
        uri = shown(browser, folders[name], tmp_path)
        assert [each for each in browser.events if each.get("method") in FAULTS] == []
        sent = [each["params"] for each in browser.events if each.get("method") == "Network.requestWillBeSent"]
        assert [each["request"]["url"] for each in sent] == [uri]
        assert browser.value("document.documentElement.scrollWidth") <= width
        visible = "Array.from(document.querySelectorAll('svg')).filter(x => x.getBoundingClientRect().width > 0).length"
        assert browser.value(visible) == browser.value("document.querySelectorAll('svg').length") // 2
    pages = re.findall(rb"/Type\s*/Page\b", browser.printed())
    assert 1 <= len(pages) <= 2
