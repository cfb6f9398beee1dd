"""The page of a study in a real browser."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sim.analysis.statistics.estimates import in_words
from sim.analysis.sums import lot_facts
from sim.analysis.sums.standing import standing
from sim.page.closure import chance_by
from tests.chromium import Chromium, found
from tests.unit.page.conftest import Case

pytestmark = pytest.mark.skipif(found() is None, reason="no Chromium on this machine")
FAULTS = ("Runtime.exceptionThrown", "Runtime.consoleAPICalled", "Log.entryAdded")


@pytest.fixture
def page(browser: Chromium, camps: Case, tmp_path: Path) -> Chromium:
    browser.size(1280, 900)
    opened(browser, camps, tmp_path)
    return browser


def opened(browser: Chromium, case: Case, folder: Path) -> None:
    path = folder / "report.html"
    path.write_text(case.html, encoding="utf-8")
    browser.open(path)


def due(page: Chromium) -> dict[str, str]:
    script = "['day','met','chance'].map(x => document.querySelector('.due-' + x).textContent)"
    return dict(zip(("day", "met", "chance"), page.value(script), strict=True))


def expected(case: Case, row: dict[str, Any]) -> dict[str, str]:
    seen = chance_by(case.study, row["at"])
    chance = in_words(seen.value, seen.low, seen.high, seen.met, seen.n)
    return {"day": row["words"], "met": f"{seen.met:,} of {seen.n:,}", "chance": chance}


@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.parametrize("name", ["camps", "dangerous", "roads", "single", "late", "never"])
def test_the_page_has_no_error_no_request_and_fits_the_window(
    browser: Chromium, request: pytest.FixtureRequest, tmp_path: Path, name: str, width: int
) -> None:
    browser.size(width, 800)
    opened(browser, request.getfixturevalue(name), tmp_path)
    browser.value("document.getElementById('play').click()")
    browser.value("new Promise(done => setTimeout(done, 300))")
    browser.value("document.getElementById('play').click()")
    assert [each for each in browser.events if each.get("method") in FAULTS] == []
    asked = [
        each["params"]["request"]["url"] for each in browser.events if each.get("method") == "Network.requestWillBeSent"
    ]
    assert asked == [(tmp_path / "report.html").resolve().as_uri()]
    assert browser.value("document.documentElement.scrollWidth") <= width
    assert browser.value("document.querySelectorAll('img').length") == 0


def test_a_script_against_the_policy_is_an_error(browser: Chromium, camps: Case, tmp_path: Path) -> None:
    """The test above can fail, because a script that the content security policy forbids is an error."""
    path = tmp_path / "other.html"
    path.write_text(
        camps.html.replace("</body>", "<script>document.title = 'changed'</script></body>"), encoding="utf-8"
    )
    browser.open(path)
    assert [each for each in browser.events if each.get("method") in FAULTS] != []
    assert browser.value("document.title") != "changed"


def test_keys_move_the_deadline_and_show_the_probability_of_the_library(page: Chromium, camps: Case) -> None:
    rows = camps.record["closure"]["rows"]
    at = next(place for place, row in enumerate(rows) if row["at"] == camps.study.plan.deadline)
    assert due(page) == expected(camps, rows[at])
    page.value("document.querySelector('.wide .handle').focus()")
    for key, by in (
        ("ArrowLeft", -1),
        ("ArrowLeft", -1),
        ("ArrowRight", 1),
        ("PageDown", -7),
        ("PageUp", 7),
        ("ArrowDown", -1),
    ):
        page.key(key)
        at += by
        assert due(page) == expected(camps, rows[at])
        assert page.value("+document.querySelector('.wide .handle').getAttribute('aria-valuenow')") == at
        late = page.value("document.querySelectorAll('.wide .dot.late').length")
        assert late == sum(dot is not None and dot > rows[at]["at"] for dot in camps.record["closure"]["dots"])
    page.key("Home")
    assert due(page) == expected(camps, rows[0])
    page.key("End")
    assert due(page) == expected(camps, rows[-1])
    page.value("document.getElementById('due-back').click()")
    assert due(page)["day"] == next(row["words"] for row in rows if row["at"] == camps.study.plan.deadline)


@pytest.mark.parametrize("width", [1280, 360])
def test_dragging_the_deadline_shows_the_probability_of_the_library(
    browser: Chromium, camps: Case, tmp_path: Path, width: int
) -> None:
    browser.size(width, 900)
    opened(browser, camps, tmp_path)
    kind = "wide" if width > 640 else "narrow"
    browser.value(f"document.querySelector('.{kind} .handle').scrollIntoView({{block: 'center'}})")
    box = f"document.querySelector('.{kind} .grip').getBoundingClientRect()"
    script = f"(b => [b.x + b.width / 2, b.y + b.height / 2])({box})"
    x, y = browser.value(script)
    before = due(browser)
    browser.mouse("mousePressed", x, y)
    for step in range(1, 6):
        browser.mouse("mouseMoved", x - 10 * step, y)
    browser.mouse("mouseReleased", x - 50, y)
    after = due(browser)
    assert after != before
    rows = {row["words"]: row for row in camps.record["closure"]["rows"]}
    assert after == expected(camps, rows[after["day"]])
    centre = browser.value(script)[0]
    one_day = browser.value(f"document.querySelector('.{kind}').getBoundingClientRect().width") / len(rows)
    assert abs(centre - (x - 50)) <= one_day
    browser.mouse("mouseMoved", x, y)
    assert due(browser) == after  # after the button is released, the deadline does not move


@pytest.mark.parametrize("name", ["camps", "roads"])
def test_shown_numbers_of_people_equal_those_of_the_trajectory(
    browser: Chromium, request: pytest.FixtureRequest, tmp_path: Path, name: str
) -> None:
    case: Case = request.getfixturevalue(name)
    opened(browser, case, tmp_path)
    plan = case.study.plan
    for at, played in enumerate(case.record["playback"]):
        browser.value(
            f"(p => {{ p.value = {at}; p.dispatchEvent(new Event('change')); }})(document.getElementById('pick'))"
        )
        last = played["history"]["end"] // 60 * 60
        instants = np.unique(np.linspace(0, last, 10).astype(np.int64) // 60 * 60)
        trajectory = case.study.trajectory(played["replication"])
        counted = standing(plan, trajectory, lot_facts(plan), instants)[:, :, 0]
        for row, second in enumerate(instants.tolist()):
            shown = browser.value(
                f"(s => {{ s.value = {second}; s.dispatchEvent(new Event('input')); "
                "return Array.from(document.querySelectorAll('#now tbody tr'), "
                "row => +row.cells[1].textContent.replace(/,/g, '')); })(document.getElementById('scrub'))"
            )
            assert shown == counted[row].tolist()


def test_nothing_plays_before_the_button_is_pressed(page: Chromium) -> None:
    before = page.value("document.getElementById('clock').textContent")
    page.value("new Promise(done => setTimeout(done, 300))")
    assert page.value("document.getElementById('clock').textContent") == before
    assert page.value("document.getElementById('play').textContent") == "Play"


def test_play_moves_the_clock_and_pause_says_where_it_stopped(page: Chromium) -> None:
    page.value("document.getElementById('pace').value = '15'; document.getElementById('play').click()")
    page.value("new Promise(done => setTimeout(done, 400))")
    page.value("document.getElementById('play').click()")
    assert page.value("+document.getElementById('scrub').value") > 0
    assert "people still there" in page.value("document.getElementById('status').textContent")


def test_a_drawn_history_comes_first_and_another_may_be_drawn(page: Chromium, camps: Case) -> None:
    words = page.value("document.getElementById('which').textContent")
    number = camps.record["playback"][0]["replication"]
    assert words.startswith(f"A history drawn by chance, number {number}: one of {len(camps.study)}, not the forecast.")
    page.value("document.getElementById('another').click()")
    other = page.value("document.getElementById('which').textContent")
    assert other.startswith(f"A history drawn by chance, number {camps.record['playback'][1]['replication']}: one of")


@pytest.mark.parametrize("name", ["camps", "shipped"])
def test_it_prints_on_at_most_two_pages(
    browser: Chromium, request: pytest.FixtureRequest, tmp_path: Path, name: str
) -> None:
    browser.size(1280, 900, dark=True)
    opened(browser, request.getfixturevalue(name), tmp_path)
    pages = re.findall(rb"/Type\s*/Page\b", browser.printed())
    assert 1 <= len(pages) <= 2


def test_dark_and_light_differ_and_text_stands_out_in_both(browser: Chromium, camps: Case, tmp_path: Path) -> None:
    seen = {}
    for dark in (False, True):
        browser.size(1280, 900, dark=dark)
        opened(browser, camps, tmp_path)
        for kind in ("body", ".small", ".number", ".card dd"):
            script = f"getComputedStyle(document.querySelector('{kind}')).color"
            ink = luminance(browser.value(script))
            paper = luminance(browser.value("getComputedStyle(document.documentElement).backgroundColor"))
            seen[dark, kind] = (max(ink, paper) + 0.05) / (min(ink, paper) + 0.05)
    assert min(seen.values()) >= 4.5


def luminance(colour: str) -> float:
    """Return the relative luminance of a colour `rgb(r, g, b)`, as WCAG 2 (web accessibility guidelines) defines it."""
    parts = [int(part) / 255 for part in re.findall(r"\d+", colour)[:3]]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
