"""The page of a study as one file: its markup is valid, it loads nothing, and it has the numbers of the summary."""

from __future__ import annotations

import json
import re
from base64 import b64encode
from hashlib import sha256
from html.parser import HTMLParser
from importlib.resources import files

import pytest

from sim.analysis.statistics.estimates import in_words
from sim.page.html import Markup, el, join
from tests.unit.page.conftest import HOSTILE, MARKED, Case, case_of, made, uncertain

VOID = {"meta", "br", "input"}


class Page(HTMLParser):
    """The elements of a page with their attributes and texts; an end tag that does not match fails the test."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.raw: dict[str, list[str]] = {"script": [], "style": []}
        self.cells: list[list[str]] = []
        self.text = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag in self.raw:
            self.raw[tag].append("")
        if tag == "tr":
            self.cells.append([])
        if tag in ("td", "th") and self.cells:
            self.cells[-1].append("")
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open, f"</{tag}> closes nothing"
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        inside = self.open[-1] if self.open else ""
        if inside in self.raw:
            self.raw[inside][-1] += data
            return
        self.text += data
        if {"td", "th"} & set(self.open):
            self.cells[-1][-1] += data


@pytest.fixture(params=["camps", "dangerous", "roads", "shipped", "single", "late", "never"])
def case(request: pytest.FixtureRequest) -> Case:
    found: Case = request.getfixturevalue(request.param)
    return found


def test_every_element_is_closed_and_identifiers_are_unique(case: Case) -> None:
    page = Page(case.html)
    assert page.open == []
    names = [attributes["id"] for _, attributes in page.elements if "id" in attributes]
    assert len(names) == len(set(names))


def test_the_page_loads_nothing_from_elsewhere(case: Case) -> None:
    page = Page(case.html)
    for tag, attributes in page.elements:
        assert tag not in ("link", "img", "iframe", "object", "embed", "base", "form", "image", "use")
        assert not {"src", "srcset", "data", "action", "style", "xlink:href"} & attributes.keys(), tag
        assert not [name for name in attributes if name.startswith("on")], tag
        assert str(attributes.get("href") or "#").startswith("#")
    assert "url(" not in page.raw["style"][0]
    assert "@import" not in page.raw["style"][0]
    assert not re.search(r"fetch|XMLHttp|WebSocket|import\(|innerHTML|eval\(|document\.write", page.raw["script"][1])


def test_the_policy_allows_only_the_style_and_script_of_the_page(case: Case) -> None:
    page = Page(case.html)
    policy = next(
        attributes["content"] for tag, attributes in page.elements if "http-equiv" in attributes and tag == "meta"
    )
    ours = [
        f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"
        for text in (page.raw["style"][0], page.raw["script"][1])
    ]
    made = dict(part.strip().split(" ", 1) for part in str(policy).split(";"))
    assert made == {
        "default-src": "'none'",
        "style-src": ours[0],
        "script-src": ours[1],
        "base-uri": "'none'",
        "form-action": "'none'",
    }
    assert len(page.raw["style"]) == 1
    assert [attributes.get("type") for tag, attributes in page.elements if tag == "script"] == [
        "application/json",
        None,
    ]


def test_texts_of_a_scenario_are_not_read_as_markup(dangerous: Case) -> None:
    page, clean = Page(dangerous.html), dangerous.html
    assert HOSTILE not in clean
    assert MARKED not in clean
    assert HOSTILE in page.text
    assert MARKED in page.text
    assert not [tag for tag, _ in page.elements if tag == "img"]
    assert MARKED in json.loads(page.raw["script"][0])["names"].values()


def test_text_is_escaped_and_markup_is_not() -> None:
    assert el("p", "<b>", el("b", "&"), class_='a"b') == '<p class="a&quot;b">&lt;b&gt;<b>&amp;</b></p>'
    assert join("a\u202eb\x1b") == "a\\u202eb\\u001b"
    assert isinstance(join("x"), Markup)


def test_the_page_has_the_numbers_of_the_summary(case: Case) -> None:
    page, summary = Page(case.html), case.study.summary
    n = summary["replications"]
    rows = {row[0]: row[1:] for row in page.cells if len(row) == 4}
    for milestone in summary["milestones"]:
        made = in_words(milestone["probability"], milestone["low"], milestone["high"], milestone["met"], n)
        assert rows[milestone["name"]][1:] == [f"{milestone['met']:,} of {n:,}", made]
    deadline = summary["milestones"][0]
    assert f"On time in {deadline['met']:,} of {n:,} histories" in page.text
    assert in_words(deadline["probability"], deadline["low"], deadline["high"], deadline["met"], n) in page.text
    for cause in summary["why"]["closure"]["causes"]:
        assert cause["mean_days"] == 0 or cause["label"] in page.text
    for name, account in (summary["ledger"] or {}).items():
        row = next(row for row in page.cells if row[0] == name and len(row) >= 4)
        assert row[1] == f"{account['in']['tonnes']['mean']:,.0f}"


def test_the_script_has_the_probability_of_the_library_for_each_date(case: Case) -> None:
    made = json.loads(Page(case.html).raw["script"][0])
    for row, expected in zip(made["rows"], case.record["closure"]["rows"], strict=True):
        chance = in_words(expected["value"], expected["low"], expected["high"], expected["met"], len(case.study))
        assert row == [expected["at"], expected["words"], expected["met"], chance]
    assert made["rows"][made["deadline"]][0] == case.study.plan.deadline


def test_each_picture_has_a_name_and_each_table_a_caption(case: Case) -> None:
    page = Page(case.html)
    for tag, attributes in page.elements:
        if tag == "svg":
            assert attributes.get("aria-label") or attributes.get("aria-hidden") == "true"
    tags = [tag for tag, _ in page.elements]
    assert tags.count("table") == tags.count("caption") > 5
    assert tags.count("h1") == 1


def test_the_page_of_base_with_its_histories_is_small(shipped: Case) -> None:
    assert len(shipped.record["playback"]) >= 3
    assert len(shipped.html.encode()) < 400_000


def test_a_part_without_content_is_left_out(shipped: Case, camps: Case) -> None:
    assert 'id="doubt"' not in shipped.html  # three histories are too few for this part
    assert 'id="doubt"' in camps.html


def test_style_and_script_are_part_of_the_package() -> None:
    for name in ("template.html", "style.css", "script.js"):
        assert files("sim.page").joinpath("assets", name).is_file()


def test_ranges_of_another_confidence_are_not_called_95_percent() -> None:
    """If a study has intervals of 80 %, its page and its figures say 80 % where they describe an interval."""
    case = case_of(made(uncertain), 30, confidence=0.8)
    assert "with its 80 % range" in case.html
    assert ">80 % range<" in case.html
    assert "95 % range" not in case.html
    figure = case.study.plot.why()
    captions = " ".join(figure.get_supxlabel().replace("\u00a0", " ").split())
    assert "whiskers their 80 % intervals" in captions
