"""Names in other scripts are drawn with an installed font. If no font has a letter, one sentence names the letter."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import matplotlib
import pytest
from click.testing import CliRunner
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from matplotlib.font_manager import fontManager

import sim.plots
from sim.cli.entry import cli
from sim.plots import letters
from sim.plots.letters import FONT, broken, fonts, phrased, short, unreadable
from tests.unit.plots.cases import LONG
from tests.unit.plots.conftest import Make
from tests.unit.plots.sheets import EDGE, words

HAN = "基地北第十二後方支援連隊駐屯関施設群飛行機"
LATIN = "".join(map(chr, range(32, 127)))


def han(tables: dict[str, Any]) -> None:
    """Give the first camp a short name and the lift a long name in ideographs."""
    tables["site"]["基地"] = tables["site"].pop("north")
    lift = tables["lift"]["飛行機" + HAN * 2] = tables["lift"].pop("c17")
    lift["sites"], lift["leg"]["基地"] = ["基地", "south"], lift["leg"].pop("north")
    tables["group"]["guards"]["site"] = tables["lot"]["weapons"]["site"] = "基地"
    tables["milestone"]["north closed"]["site"] = "基地"
    tables["name"] = HAN * 3


def font(path: Path, name: str, covered: str) -> Path:
    """Make a font file that draws a square for each of the given letters; return its path."""
    pen = TTGlyphPen(None)
    for move, point in zip((pen.moveTo, *[pen.lineTo] * 3), ((0, 0), (0, 900), (900, 900), (900, 0)), strict=True):
        move(point)
    pen.closePath()
    square, glyphs = pen.glyph(), [".notdef", *(f"g{ord(letter)}" for letter in covered)]
    made = FontBuilder(1000, isTTF=True)
    made.setupGlyphOrder(glyphs)
    made.setupCharacterMap({ord(letter): f"g{ord(letter)}" for letter in covered})
    made.setupGlyf(dict.fromkeys(glyphs, square))
    made.setupHorizontalMetrics(dict.fromkeys(glyphs, (1000, 0)))
    made.setupHorizontalHeader(ascent=900, descent=-100)
    made.setupNameTable({"familyName": name, "styleName": "Regular"})
    made.setupOS2(sTypoAscender=900, sTypoDescender=-100)
    made.setupPost()
    made.save(path)
    return path


@pytest.fixture
def bare_machine(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Hide all fonts except matplotlib's own."""
    ours = [face for face in fontManager.ttflist if face.fname.startswith(matplotlib.get_data_path())]
    monkeypatch.setattr(fontManager, "ttflist", ours)
    monkeypatch.setattr(letters, "findSystemFonts", list)
    fonts.cache_clear()
    yield
    fonts.cache_clear()


@pytest.mark.usefixtures("bare_machine")
def test_letters_without_a_font_are_named_in_one_sentence(make: Make, tmp_path: Path) -> None:
    """`lacking` receives the missing letters of each figure. Without `lacking`, one warning names them. There is no
    warning of matplotlib, which would fail the test.
    """
    lacking: dict[str, str] = {}
    sim.plots.draw_all(make(han), tmp_path, lacking=lacking)
    assert set(lacking) == {f"{name}.png" for name in sim.plots.FIGURES}  # the name of the scenario is on each figure
    assert set("".join(lacking.values())) <= set(HAN)
    with pytest.warns(UserWarning, match=r"^closure\.png.*no font on this machine has .*Noto Sans CJK") as seen:
        sim.plots.draw_all(make(han), tmp_path)
    assert len(seen) == 1
    with pytest.warns(UserWarning, match="^this figure: no font"):
        sim.plots.of(make(han)).closure()._repr_png_()


@pytest.mark.usefixtures("bare_machine")
def test_the_command_names_missing_letters(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`sim run` gives its answer, one sentence about missing letters, and exit code 0."""
    monkeypatch.chdir(tmp_path)
    text = (Path(__file__).parents[3] / "configs/tiny.toml").read_text(encoding="utf-8")
    for old, new in {"site.camp": 'site."基地"', '"camp"': '"基地"', "leg = { camp": 'leg = { "基地"'}.items():
        text = text.replace(old, new)
    Path("han.toml").write_text(text, encoding="utf-8")
    ended = CliRunner().invoke(cli, ["run", "han.toml", "-n", "3", "-q", "--engine", "simpy"])
    said = " ".join(ended.output.split())
    assert ended.exit_code == 0, said
    assert "hours.png: no font on this machine has 地 基; boxes stand for them." in said
    assert "Noto Sans CJK" in said
    assert "Glyph" not in said
    assert "all of 3 histories are out by" in said


@pytest.mark.usefixtures("bare_machine")
def test_an_installed_font_draws_the_letters(make: Make, tmp_path: Path) -> None:
    """Letters that sim's font lacks come from the font that has most of them, and figures without such letters do not
    change.
    """
    boxes, plain = sim.plots.of(make(han)).hours().png(), sim.plots.of(make()).hours().png()
    fontManager.addfont(font(tmp_path / "few.ttf", "A Few Sans", LATIN + HAN[:3]))
    fontManager.addfont(font(tmp_path / "all.ttf", "Some Han", LATIN + HAN))
    fonts.cache_clear()
    assert fonts(frozenset(LATIN + HAN)) == (("Some Han",), "")
    sheet = sim.plots.of(make(han)).hours()
    assert sheet.png() != boxes
    assert sheet.lacking == ""
    assert {tuple(each.get_fontfamily()) for each in words(sheet)} == {(FONT, "Some Han")}
    assert sim.plots.of(make()).hours().png() == plain


@pytest.mark.usefixtures("bare_machine")
def test_a_font_installed_later_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A font that matplotlib has not listed yet is found, and a broken font file does no harm."""
    (tmp_path / "broken.ttf").write_bytes(b"no font")
    new = [str(tmp_path / "broken.ttf"), str(font(tmp_path / "new.ttf", "New Han", HAN))]
    monkeypatch.setattr(letters, "findSystemFonts", lambda: new)
    assert fonts(frozenset("基ก")) == (("New Han",), "ก")


@pytest.mark.usefixtures("bare_machine")
@pytest.mark.parametrize("name", sim.plots.FIGURES)
def test_wide_letters_stay_within_the_sheet(make: Make, tmp_path: Path, name: str) -> None:
    """No text with ideographs extends beyond the left or right edge of the sheet."""
    fontManager.addfont(font(tmp_path / "all.ttf", "Some Han", HAN))
    sheet = getattr(sim.plots.of(make(han)), name)()
    sheet.png()
    for each in words(sheet):
        box = each.get_window_extent()
        assert -EDGE <= box.x0 <= box.x1 <= sheet.bbox.x1 + EDGE, each.get_text()


def test_names_and_lines_are_cut_by_width() -> None:
    """Names are cut, and lines are broken, by width: an ideograph counts as two letters."""
    assert short("基地北第十二", 12) == "基地北第十二"
    assert short("基地北第十二後方", 11) == "基地北…後方"
    assert short("a long name", 7) == "a lo…me"
    assert broken("基地北第 十二後方", 8) == "基地北第\n十二後方"
    assert broken(LONG, 30).splitlines()[0] == "a name that goes on and on as"


def test_fonts_are_named_by_script() -> None:
    """The sentence names a free font for each script that sim knows; for another, it says only to install a font. Of 30
    missing letters, it lists 12.
    """
    assert "such as Noto Sans Devanagari and Noto Sans Thai, and" in unreadable({"why.png": "नก"})
    assert "Install a font that has them and run the same command again" in unreadable({"why.png": "\U0001f6eb"})
    many = "".join(map(chr, range(0x4E00, 0x4E00 + 30)))
    assert "\u4e0b and 18 more; boxes" in unreadable({"why.png": many, "hours.png": many})


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("P = 0.75 takes missions = 10", ["P = 0.75 takes missions = 10"]),
        (
            "P = 0.75 takes missions a week = 22.6 at day of permission = 38, and cannot be reached later",
            ["P = 0.75 takes missions a week = 22.6 at day of permission = 38,", "and cannot be reached later"],
        ),
        (
            "P = 0.75 takes missions a week = 22.6 (20 to 24) at day of permission = 38, and never if later",
            ["P = 0.75 takes missions a week = 22.6 (20 to 24)", "at day of permission = 38, and never if later"],
        ),
        ("", [""]),
        (LONG, broken(LONG, 70).splitlines()),
    ],
)
def test_a_headline_breaks_between_phrases(text: str, lines: list[str]) -> None:
    """A headline breaks after a comma or between phrases, and not beside "="; no word is lost."""
    found = phrased(text, 70)
    assert found.split() == text.split()
    assert all(len(line) <= 70 for line in found.splitlines())
    assert found.splitlines() == (lines if text else [])
    assert not any(line.endswith("=") or line.startswith("=") for line in found.splitlines())
