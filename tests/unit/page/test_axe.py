"""axe-core, which checks pages for rules of accessibility, finds no violation on the pages in a real browser."""

from __future__ import annotations

import json
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from sim.page.choice import choice_page
from tests.chromium import Chromium, found
from tests.unit.page.conftest import Case

pytestmark = [
    pytest.mark.skipif(found() is None, reason="no Chromium on this machine"),
    pytest.mark.skipif(find_spec("axe_core_python") is None, reason="axe-core-python is not installed"),
]
CHOICES = ("curve", "map", "search", "plans")
STUDIES = ("camps", "shipped")


def violations(browser: Chromium, path: Path) -> list[tuple[str, list[Any]]]:
    """Return each rule that a page breaks, with the elements that break it."""
    browser.open(path)
    browser.value(files("axe_core_python").joinpath("axe.min.js").read_text(encoding="utf-8") + "; 1")
    found = json.loads(browser.value("axe.run(document).then(found => JSON.stringify(found.violations))"))
    return [(each["id"], [node["html"][:200] for node in each["nodes"]]) for each in found]


@pytest.mark.parametrize(("width", "dark"), [(1280, False), (360, True)])
@pytest.mark.parametrize("name", [*STUDIES, *CHOICES])
def test_axe_finds_no_violation(
    browser: Chromium, request: pytest.FixtureRequest, tmp_path: Path, name: str, width: int, dark: bool
) -> None:
    browser.size(width, 900, dark=dark)
    path = tmp_path / "report.html"
    if name in STUDIES:
        case: Case = request.getfixturevalue(name)
        path.write_text(case.html, encoding="utf-8")
    else:
        made: dict[str, Path] = request.getfixturevalue("folders")
        path.write_text(choice_page(made[name]), encoding="utf-8")
    assert violations(browser, path) == []


def test_axe_finds_violations_in_a_bad_page(browser: Chromium, tmp_path: Path) -> None:
    """The test above can fail: a page without a title, a language and a name for its button breaks three rules."""
    path = tmp_path / "other.html"
    path.write_text("<!DOCTYPE html><html><body><main><h1>A</h1><button></button></main></body></html>")
    assert {"button-name", "document-title", "html-has-lang"} <= {rule for rule, _ in violations(browser, path)}
