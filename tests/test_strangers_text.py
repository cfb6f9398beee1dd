"""Names in a scenario from someone else do no harm when `sim` prints or writes them. `sim` writes through no link."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

import sim as library
from sim.config import to_toml
from sim.errors import Problem, ResultsError
from sim.escape import brief, escaped
from sim.experiment.keep.written import csv_text, own_folder, write_text
from sim.policies import trust
from tests.commands import TINY, sim

CODE = """import pathlib
import sim

pathlib.Path("ran").touch()


@sim.policy("tail", "mine")
def mine(view):
    return 0
"""
TABLE = '\n[policy]\nfiles = ["own.py"]\ntail = "mine"\n'


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Work in a folder with tiny.toml and with own.toml, which names the code own.py. No code is trusted yet."""
    (tmp_path / "case").mkdir()
    monkeypatch.chdir(tmp_path / "case")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    text = TINY.read_text(encoding="utf-8")
    Path("tiny.toml").write_text(text, encoding="utf-8")
    Path("own.toml").write_text(text + TABLE, encoding="utf-8")
    Path("own.py").write_text(CODE, encoding="utf-8")
    before = set(trust._granted)
    trust._granted.clear()
    yield
    trust._granted.clear()
    trust._granted.update(before)


# ------------------------------------------------------------------------------------------------------------- echoes


def test_what_an_error_repeats_is_cut_and_escaped() -> None:
    """An error repeats at most 60 characters of a value, and escapes any that control a terminal or reverse text."""
    got = str(
        Problem("a\x1b.toml", 3, "lot.x\u202e", '"' + "y" * 500 + '"', "expected \x07 less\u2028", None, "z" * 900)
    )
    assert "\x1b" not in got
    assert "\\u001b" in got
    assert all(sign not in got for sign in "\x07\u202e\u2028")
    assert "y" * 50 in got
    assert "y" * 60 not in got
    assert "z" * 300 not in got
    assert brief('"' + "y" * 100 + '"').endswith('..."')
    assert len(brief("y" * 100)) == 60


@pytest.mark.parametrize("sign", ["\x1b]0;owned\x07", "\u202e", "\x9b31m", "\u2028", "\x7f"])
def test_names_with_control_characters_are_escaped_wherever_they_are_printed(sign: str) -> None:
    """None of these commands prints the control characters of a name or an argument; --json still prints JSON."""
    odd = f"tents{sign}"
    text = (
        TINY.read_text(encoding="utf-8").replace("[lot.tents]", f"[lot.{json.dumps(odd)}]").replace("\x7f", "\\u007F")
    )
    Path("odd.toml").write_text(text, encoding="utf-8")
    run = ("--workers", "1", "--engine", "simpy", "-n", "2")
    commands: list[tuple[str, ...]] = [
        ("check", "odd.toml"),
        ("run", "odd.toml", "--no-figures", *run, "--out", "o"),
        ("replay", "odd.toml", "-k", "0", "--all"),
        ("check", "odd.toml", "--set", f"lot.{json.dumps(odd)}.count=-1"),
        ("check", "odd.toml", "--set", f"{sign}.x=1"),
        ("check", f"no{sign}.toml"),
        ("replay", "odd.toml", "-k", f"{sign}"),
        ("check", "odd.toml", f"more{sign}"),
        ("compare", "odd.toml", *run, "--no-figures", "--json", "--with", f"lot.{json.dumps(odd)}.count=2"),
    ]
    for command in commands:
        got = sim(*command)
        assert got.exit_code in (0, 2), (command, got.output)
        assert not [each for each in sign if not each.isprintable() and each in got.output], command
        if "--json" in command and got.exit_code == 0:
            json.loads(got.stdout)


def test_escapes_are_those_of_json() -> None:
    """Escaped JSON still has the same content. Letters of other scripts, joiners and soft hyphens are not escaped."""
    name = "a\u202e\x85\u2028ö\u0644\u200d"
    assert json.loads(escaped(json.dumps(name, ensure_ascii=False))) == name
    assert escaped("ö\u0644\u200d\u00ad") == "ö\u0644\u200d\u00ad"


# ------------------------------------------------------------------------------------------------------------- writing


def test_a_planted_link_is_not_written_through() -> None:
    """A run writes through no link at the path of a results file or of its draft (`.NAME.part`)."""
    Path("out").mkdir()
    for name in (".outcomes.csv.part", "outcomes.csv", "summary.json", ".summary.json.part", ".scenario.toml.part"):
        Path("victim-" + name).write_text("mine", encoding="utf-8")
        Path("out", name).symlink_to(Path("victim-" + name).resolve())
    library.run(library.load("tiny.toml"), replications=2, workers=1, out="out", engine="simpy")
    assert {path.read_text(encoding="utf-8") for path in Path().glob("victim-*")} == {"mine"}
    assert not [path for path in Path("out").iterdir() if path.is_symlink()]
    assert Path("out/outcomes.csv").read_text(encoding="utf-8").startswith("replication,")


def test_a_link_in_the_place_of_a_draft_is_removed_and_not_followed() -> None:
    """`write_text` removes a link at the path of its draft and creates a new file."""
    Path("victim").write_text("mine", encoding="utf-8")
    Path(".x.csv.part").symlink_to(Path("victim").resolve())
    write_text(Path("x.csv"), ["ours"])
    assert (Path("x.csv").read_text(encoding="utf-8"), Path("victim").read_text(encoding="utf-8")) == ("ours", "mine")
    assert not Path("x.csv").is_symlink()


def test_pictures_are_not_written_through_links() -> None:
    """`own_folder` refuses a linked folder; a comparison replaces a link at the path of its picture."""
    Path("victim").mkdir()
    Path("out").mkdir()
    Path("out/figures").symlink_to(Path("victim").resolve())
    with pytest.raises(ResultsError, match="this is a link that leads elsewhere"):
        own_folder(Path("out/figures"))
    Path("cmp").mkdir()
    Path("cmp/compare.png").symlink_to(Path("victim/x.png").resolve())
    got = sim(
        *("compare", "tiny.toml", "-n", "2", "--workers", "1", "--engine", "simpy", "--out", "cmp"),
        *("--with", "lift.aircraft.payload_t=5"),
    )
    assert got.exit_code == 0, got.output
    assert not list(Path("victim").iterdir())
    assert not Path("cmp/compare.png").is_symlink()


def test_no_file_of_the_package_bypasses_the_shared_writer() -> None:
    """Only experiment/keep/written.py, of all files of the package, contains one of the listed ways to write a file."""
    package = Path(library.__file__).parent
    ways = (".write_text(", ".write_bytes(", '.open("w', 'open(path, "w', "csv.writer(")
    allowed = {"experiment/keep/written.py"}
    found = [
        path.relative_to(package).as_posix()
        for path in package.rglob("*.py")
        if any(way in path.read_text(encoding="utf-8") for way in ways)
    ]
    assert set(found) <= allowed


def test_a_cell_that_a_spreadsheet_would_run_is_text() -> None:
    """Text that a spreadsheet could take for a formula gets an apostrophe in front; numbers and other text do not."""
    cells = [
        "=1+1",
        "+cmd|x",
        "-a",
        "@sum",
        "\tx",
        "-5",
        "+3.5e2",
        -5,
        -0.25,
        None,
        "",
        "2024-01-01",
        "a=b",
        "-",
        "-inf",
    ]
    written = next(csv.reader([csv_text([cells])]))
    assert written[:5] == ["'=1+1", "'+cmd|x", "'-a", "'@sum", "'\tx"]
    assert written[5:] == ["-5", "+3.5e2", "-5", "-0.25", "", "", "2024-01-01", "a=b", "'-", "-inf"]


def test_names_in_tables_are_text() -> None:
    """If the name of a plan is a formula, compare.csv has the name with an apostrophe in front."""
    text = TINY.read_text(encoding="utf-8").replace('name = "tiny"', 'name = "=HYPERLINK(0)"')
    Path("evil.toml").write_text(text, encoding="utf-8")
    command = ("compare", "tiny.toml", "-n", "2", "--workers", "1", "--engine", "simpy", "--no-figures")
    got = sim(*command, "--plan", "evil.toml", "--out", "cmp")
    assert got.exit_code == 0, got.output
    rows = list(csv.reader(Path("cmp/compare.csv").read_text(encoding="utf-8").splitlines()))
    assert rows[2][0].startswith("'=HYPERLINK")


def test_text_that_is_no_valid_unicode_is_written(tmp_path: Path) -> None:
    """`write_text` writes a lone surrogate, which UTF-8 cannot encode, as an escape."""
    write_text(tmp_path / "x.txt", ["a\ud800b"])
    assert (tmp_path / "x.txt").read_text(encoding="utf-8") == "a\\ud800b"
    assert to_toml(library.load("tiny.toml")).startswith("#:schema")


def test_files_hold_odd_names_escaped() -> None:
    """The files of a run hold the control characters of names as escapes; reading the files gives the names again."""
    odd = "tents\u202e\x9b"
    text = TINY.read_text(encoding="utf-8").replace("[lot.tents]", f"[lot.{json.dumps(odd, ensure_ascii=False)}]")
    title = json.dumps("tiny\u202e\x9b", ensure_ascii=False)
    Path("odd.toml").write_text(text.replace('name = "tiny"', f"name = {title}"), encoding="utf-8")
    scenario = library.load("odd.toml")
    library.run(scenario, replications=1, workers=1, out="out", engine="simpy")
    for name in ("scenario.toml", "summary.json", "manifest.json"):
        raw = Path("out", name).read_text(encoding="utf-8")
        assert not set(raw) & {"\u202e", "\x9b"}
    assert json.loads(Path("out/manifest.json").read_text(encoding="utf-8"))["scenario"] == scenario.name
    assert library.load("out/scenario.toml").lot == scenario.lot
