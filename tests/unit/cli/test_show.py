"""`sim show` prints the answer of a results folder without a run; `sim replay` picks a history by its date."""

import json
import shutil
import sqlite3
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from sim.cli.entry import cli
from sim.experiment.reopen import reopen
from sim.report.answer import answer_lines

TINY = Path(__file__).parents[3] / "configs" / "tiny.toml"
N = 20


def command(*words: str) -> Result:
    """Run a command in this process."""
    return CliRunner().invoke(cli, words)


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the results folder of a study of 20 histories of tiny.toml; its parent folder has no other study."""
    folder = tmp_path_factory.mktemp("results") / "study"
    words = ("-n", str(N), "--workers", "1", "--engine", "simpy", "--no-figures", "-q", "--out", str(folder))
    assert command("run", str(TINY), *words).exit_code == 0
    return folder


def test_show_prints_the_answer_of_the_run(results: Path) -> None:
    """`sim show` prints the lines of answer.txt up to the line "Next". With --long it prints further lines after
    its usual ones; the last heading among these is a heading of answer.txt.
    """
    brief, long = command("show", str(results)), command("show", str(results), "--long")
    assert brief.exit_code == long.exit_code == 0
    lines = brief.output.splitlines()
    assert long.output.splitlines()[: len(lines)] == lines
    kept = (results / "answer.txt").read_text(encoding="utf-8").splitlines()
    begin, headings = lines.index("") + 1, [line for line in long.output.splitlines() if line[2:3].isupper()]
    until = next((row for row, line in enumerate(lines) if line.startswith("  Next")), len(lines))
    assert (
        lines[begin:until] == kept[kept.index(lines[begin]) :][: until - begin]
    )  # the line "Next" is left out, since its command differs
    assert [line for line in headings if line in kept][-1] == headings[-1]
    assert max(map(len, kept)) <= 80


def test_show_prints_json(results: Path) -> None:
    """--json prints the content of summary.json and the comparison with observations, here an empty list."""
    found = json.loads(command("show", str(results), "--json").output)
    written = json.loads((results / "summary.json").read_text(encoding="utf-8"))
    assert {name: found[name] for name in written} == written
    assert found["compared"] == []


def test_show_lists_the_studies_of_a_folder(results: Path) -> None:
    """For a folder of studies, `sim show` lists the studies with their answers. A folder without a study, or a
    folder that does not exist, is refused.
    """
    printed = command("show", str(results.parent))
    assert printed.exit_code == 0
    assert "study" in printed.output
    assert f"of {N}" in printed.output
    (results.parent / "empty").mkdir(exist_ok=True)
    refused = command("show", str(results.parent / "empty"))
    assert refused.exit_code == 2
    assert "holds no study" in refused.output
    assert command("show", str(results / "nowhere")).exit_code == 2


def test_a_damaged_answer_is_refused_in_words(results: Path, tmp_path: Path) -> None:
    """A truncated summary.json gives an error that names the file, not a traceback."""
    (tmp_path / "summary.json").write_text((results / "summary.json").read_text(encoding="utf-8")[:200])
    printed = command("show", str(tmp_path))
    assert printed.exit_code == 2
    assert "summary.json is not the summary of one study" in " ".join(printed.output.split())


def test_on_track_says_so_if_it_has_no_table(results: Path) -> None:
    """If `--on-track` has no table to print, it says "No week tells" and the exit code is 0."""
    printed = command("show", str(results), "--on-track")
    assert printed.exit_code == 0
    assert "No week tells" in printed.output


@pytest.mark.parametrize(("pick", "share"), [("early", 0.05), ("median", 0.5), ("late", 0.95)])
def test_a_history_is_picked_by_its_date(results: Path, pick: str, share: float) -> None:
    """--early, --median and --late pick the history at the 5 %, 50 % and 95 % quantile of the closing dates. The
    output is the one that `--replication` prints for the number of this history.
    """
    study = reopen(results)
    order = sorted(range(N), key=lambda row: (study.outcomes["closure"][row], row))
    number = order[{"early": 0, "median": 9, "late": 18}[pick]]  # the 1st, 10th and 19th of 20
    assert study.replication_at(share) == number
    picked = command("replay", str(results), f"--{pick}")
    named = command("replay", str(TINY), "--replication", str(number))
    assert picked.exit_code == named.exit_code == 0
    assert picked.output == named.output


def test_replay_takes_exactly_one_selection() -> None:
    """A command that selects no history, or selects one in two ways, is refused."""
    assert command("replay", str(TINY)).exit_code == 2
    for both in (["-k", "1", "--late"], ["--early", "--late"]):
        refused = command("replay", str(TINY), *both)
        assert refused.exit_code == 2
        assert "expected one of --replication K" in refused.output


def _changed(content: Any) -> Iterator[Any]:
    """Yield the given table again and again, each time with one entry damaged or, in a dict, left out.

    Entries down to the fourth level are changed; of a list, only the first entry.
    """

    def places(part: Any, deeper: int) -> Iterator[tuple[Any, Any]]:
        entries = part.items() if isinstance(part, dict) else enumerate(part[:1]) if isinstance(part, list) else ()
        for name, inner in list(entries):
            yield part, name
            if deeper:
                yield from places(inner, deeper - 1)

    for part, name in list(places(content, 3)):
        kept = part[name]
        damaged: object
        for damaged in (None, "x", [], -1, float("nan")):
            part[name] = damaged
            yield content
        part[name] = kept
        if isinstance(part, dict):
            order = dict(part)
            del part[name]
            yield content
            part.clear()
            part.update(order)


@pytest.mark.parametrize("option", ["--long", "--on-track", "--json", ""])
def test_a_damaged_answer_is_never_a_traceback(results: Path, tmp_path: Path, option: str) -> None:
    """A damaged summary.json is either shown, or refused in words that name the file."""
    content = json.loads((results / "summary.json").read_text(encoding="utf-8"))
    content = {name: part for name, part in content.items() if name not in ("sites", "lift", "hours", "ledger")}
    refused = 0
    for each in _changed(content):
        (tmp_path / "summary.json").write_text(json.dumps(each), encoding="utf-8")
        printed = command("show", str(tmp_path), *([option] if option else []))
        assert printed.exit_code in (0, 2)
        assert printed.exception is None or isinstance(printed.exception, SystemExit)
        if printed.exit_code == 2:
            refused += 1
            assert "summary.json is not the summary of one study" in " ".join(printed.output.split())
            assert printed.stdout == ""
    assert refused > 100


def test_damaged_rows_of_observations_are_refused(results: Path, tmp_path: Path) -> None:
    """If compared.csv has missing cells, a value that is not a number or a wrong date, the error names the file."""
    shutil.copy(results / "summary.json", tmp_path)
    head = "date,site,measure,observed,low,high,p05,p50,p95,verdict,width,crps,never,lift\n"
    good = "2024-01-01,camp,people_out,4,4,4,1,2,5,inside,1,1,0,\n"
    (tmp_path / "compared.csv").write_text(head + good, encoding="utf-8")
    assert "1 of 1 observed figures lies" in " ".join(command("show", str(tmp_path)).output.split())
    for row in (good.replace("inside,1,1,0,", ""), good.replace("1,2,5", "nan,2,5"), good.replace("2024-01", "x")):
        (tmp_path / "compared.csv").write_text(head + row, encoding="utf-8")
        for option in ("--long", "--json"):
            printed = command("show", str(tmp_path), option)
            assert printed.exit_code == 2
            assert "compared.csv is damaged" in " ".join(printed.output.split())


def test_a_list_names_studies_that_it_cannot_read(
    results: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A damaged study and an unreadable folder are named on the error stream; the other studies are listed."""
    for name in ("good", "half", "shut"):
        (tmp_path / name).mkdir()
        shutil.copy(results / "summary.json", tmp_path / name)
    (tmp_path / "half" / "summary.json").write_text("{", encoding="utf-8")
    whole = Path.iterdir

    def shut(place: Path) -> Iterator[Path]:
        if place.name == "shut":
            raise PermissionError(13, "Permission denied", str(place))
        return whole(place)

    monkeypatch.setattr(Path, "iterdir", shut)
    for option in ("--json", ""):
        printed = command("show", str(tmp_path), *([option] if option else []))
        assert printed.exit_code == 0
        assert "good" in printed.stdout
        assert "half" not in printed.stdout
        named = "".join(printed.stderr.split())
        assert "half/summary.json" in named
        assert "shut:Permissiondenied" in named


def test_the_next_step_repeats_seed_and_inner_of_the_study(tmp_path: Path) -> None:
    """The suggested command repeats the seed and the `--inner` of the study, and runs its scenario.toml. If this
    file is missing, no command names it.
    """
    folder = tmp_path / "study"
    words = ("-n", "6", "--inner", "3", "--seed", "7", "--workers", "1", "--engine", "simpy", "--no-figures", "-q")
    assert command("run", str(TINY), *words, "--out", str(folder)).exit_code == 0
    printed = "".join(command("show", str(folder)).output.split())
    assert f"{folder}/scenario.toml-n400--seed7--inner3)" in printed
    (folder / "scenario.toml").unlink()
    assert "scenario.toml" not in "".join(command("show", str(folder)).output.split())


@pytest.mark.parametrize(
    "options",
    [
        ("--figure", "why", "--json"),
        ("--figure", "why", "--long"),
        ("--on-track", "--json"),
        ("--on-track", "--long"),
        ("--format", "svg"),
    ],
)
def test_options_without_effect_together_are_refused(results: Path, options: tuple[str, ...]) -> None:
    """Two options are refused if one of them would have no effect beside the other, and --format is refused
    without --figure.
    """
    printed = command("show", str(results), *options)
    assert printed.exit_code == 2
    assert "expected" in printed.output


@pytest.mark.parametrize("options", [("--long",), ("--on-track",), ("--figure", "why")])
def test_options_of_one_study_are_refused_for_a_list(results: Path, options: tuple[str, ...]) -> None:
    printed = command("show", str(results.parent), *options)
    assert printed.exit_code == 2
    assert "one study" in " ".join(printed.output.split())


def test_a_name_too_long_for_the_disk_is_refused() -> None:
    """A name that is too long for the file system is refused with exit code 2, without a traceback."""
    printed = command("show", "a" * 300)
    assert printed.exit_code == 2
    assert isinstance(printed.exception, SystemExit)


def test_without_a_week_before_the_deadline_no_histories_are_suggested(results: Path) -> None:
    """If no whole week lies between start and deadline, `--on-track` says so and does not suggest more
    histories.
    """
    printed = " ".join(command("show", str(results), "--on-track").output.split())
    assert "no whole week lies between the start and the deadline" in printed
    assert "Run more" not in printed


def test_a_study_is_opened_to_be_read_only(results: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`reopen` opens databases for reading only, so that it can also read a study on a read-only disk."""
    connect, opened = sqlite3.connect, []

    def watched(place: Any, **more: Any) -> sqlite3.Connection:
        opened.append(str(place))
        connection: sqlite3.Connection = connect(place, **more)
        return connection

    monkeypatch.setattr(sqlite3, "connect", watched)
    assert len(reopen(results)) == N
    assert opened
    assert all("?mode=ro" in place for place in opened)


def test_a_figure_that_cannot_be_written_is_refused(results: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """If the folder for a figure cannot be made, the command exits with 2 and prints the reason."""

    def full(*_: object, **__: object) -> None:
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr(Path, "mkdir", full)
    printed = command("show", str(results), "--figure", "why")
    assert printed.exit_code == 2
    assert "Read-only file system" in " ".join(printed.output.split())


def test_a_warning_about_a_figure_is_reported_in_words(results: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A warning of the plotting library becomes a line of the error stream that names no file of the code."""

    def lacking(_study: object, _name: object, path: Path, *_: object) -> Path:
        warnings.warn("why.png: no font has this letter", stacklevel=1)
        return path

    monkeypatch.setattr("sim.plots.redraw", lacking)
    with warnings.catch_warnings(record=True) as raised:
        warnings.simplefilter("always")
        printed = command("show", str(results), "--figure", "why")
    assert printed.exit_code == 0
    assert printed.stderr == "  why.png: no font has this letter\n"
    assert raised == []


def test_the_answer_counts_observations_that_are_not_compared(results: Path) -> None:
    """The answer counts observations that are not compared; with --long it gives the reasons."""
    content = json.loads((results / "summary.json").read_text(encoding="utf-8"))
    one, two = (" ".join(" ".join(answer_lines(content, unused=["of home"] * many)).split()) for many in (1, 2))
    assert "1 observed figure is not compared (--long" in one
    assert "2 observed figures are not compared (--long" in two
    assert "of home" in " ".join(answer_lines(content, unused=["of home"], long=True))


def test_a_history_of_less_than_a_day_can_be_replayed(tmp_path: Path) -> None:
    text = TINY.read_text(encoding="utf-8").replace("by = 2024-01-01", "by = 2024-01-01T12:00:00")
    asked = tmp_path / "short.toml"
    asked.write_text(text.replace("horizon_d = 5", "horizon_d = 0.2"), encoding="utf-8")
    printed = command("replay", str(asked), "--replication", "0")
    assert printed.exit_code == 0
    assert "camp today: inspection" in printed.output


@pytest.mark.parametrize(
    ("name", "words"), [("require.sqlite", "a search (sim require)"), ("compare.json", "a comparison (sim compare)")]
)
def test_a_folder_of_another_kind_is_named(tmp_path: Path, name: str, words: str) -> None:
    """For a folder of `sim require` or `sim compare`, the error says what the folder holds, even if the folder
    also has a summary.json.
    """
    (tmp_path / name).write_text("{}", encoding="utf-8")
    (tmp_path / "summary.json").write_text("{}", encoding="utf-8")
    printed = command("show", str(tmp_path))
    assert printed.exit_code == 2
    assert f"holds {words} and no study" in " ".join(printed.output.split())
