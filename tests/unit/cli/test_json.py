"""With --json, every command that has an answer prints one JSON object, with the same numbers, in place of text."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable
from itertools import islice
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner, Result

from sim.cli.entry import cli
from sim.oracles import verify

ROOT = Path(__file__).parents[3]
TINY = ROOT / "configs" / "tiny.toml"
NO_ANSWER = {"import", "init", "schema", "trust", "report"}
"""Commands without an answer: they only write files, store a decision, or print a schema."""

Numbers = Callable[[dict[str, Any]], list[str]]


def _run(got: dict[str, Any]) -> list[str]:
    (deadline,) = (each for each in got["milestones"] if each["name"] == "deadline")
    return [f"{deadline['met']:,} of {got['replications']:,} histories", f"seed {got['seed']}"]


def _run_again(got: dict[str, Any]) -> list[str]:
    (deadline,) = (each for each in got["milestones"] if each["name"] == "deadline")
    return [f"{deadline['met']:,} of {got['replications']:,} histories", got["scenario"]]


def _check(got: dict[str, Any]) -> list[str]:
    return [f"{got['required']['items']} items", f"{got['required']['heavy_sorties']} heavy sorties"]


def _replay(got: dict[str, Any]) -> list[str]:
    early = f"{got['hours_early']:.0f} h early"
    return [f"replication {got['replication']}", early, *(each["words"] for each in got["events"])]


def _compare(got: dict[str, Any]) -> list[str]:
    return [got["answer"][0], *(f"{plan['not_shipped_t']:,.0f}" for plan in got["plans"])]


def _sweep(got: dict[str, Any]) -> list[str]:
    front = got["trade"]["words"]
    return [*got["answer"], *front, *(f"{each['not_shipped_t']:,.0f}" for each in got["points"])]


def _require(got: dict[str, Any]) -> list[str]:
    return [got["answer"], f"{got['histories']:,} histories"]


def _sensitivity(got: dict[str, Any]) -> list[str]:
    return [f"{got['replications']} histories", f"Noise: {got['noise']['date']:.3f}"]


def _discover(got: dict[str, Any]) -> list[str]:
    return [got["words"], f"{got['tried']:,} rules"]


def _information(got: dict[str, Any]) -> list[str]:
    (pair,) = got["pairs"]
    return [f"{pair['gain']['n']} histories", f"to be worth {pair['noise']:.3f}"]


def _verify(got: dict[str, Any]) -> list[str]:
    return [got["words"], *(f"{row['theory']:.4g}" for row in got["oracles"])]


FEW = ["-n", "10", "--workers", "1", "--no-figures", "-q"]
COMMANDS: dict[str, tuple[list[str], Numbers]] = {
    "run": (["run", "tiny.toml", *FEW], _run),
    "show": (["show", "one"], _run_again),
    "check": (["check", "tiny.toml"], _check),
    "compare": (
        [
            "compare",
            "tiny.toml",
            "--with",
            "lift.aircraft.load_h=3",
            "-n",
            "12",
            "--workers",
            "1",
            "--no-figures",
            "-q",
        ],
        _compare,
    ),
    "information": (["information", "one", "two"], _information),
    "sweep": (
        [
            "sweep",
            "tiny.toml",
            "--vary",
            "lift.aircraft.load_h=1:3:1",
            "-n",
            "10",
            "--workers",
            "1",
            "--no-figures",
            "-q",
        ],
        _sweep,
    ),
    "require": (
        ["require", "tiny.toml", "--lever", "lift.aircraft.load_h=1:3:1", "--budget", "300", "--workers", "1", "-q"],
        _require,
    ),
    "sensitivity": (["sensitivity", "one", "--no-figures"], _sensitivity),
    "discover": (["discover", "one"], _discover),
    "replay": (["replay", "tiny.toml", "-k", "3"], _replay),
    "verify": (["verify"], _verify),
}


def sim(*words: str) -> Result:
    return CliRunner().invoke(cli, list(words), catch_exceptions=False)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with tiny.toml, vague.toml (tiny.toml with an unknown), and two studies of vague.toml on common
    random numbers: `one` without options, and `two` with a `--set` that states the same number as the file.
    """
    folder = tmp_path_factory.mktemp("json")
    text = TINY.read_text(encoding="utf-8")
    (folder / "tiny.toml").write_text(text, encoding="utf-8")
    unknown = '\n[uncertainty.pace]\nto = ["lift.aircraft.load_h"]\ndraw = { low = 1, high = 1.7 }\n'
    (folder / "vague.toml").write_text(text + unknown, encoding="utf-8")
    here = Path.cwd()
    os.chdir(folder)
    try:
        for name, more in (("one", []), ("two", ["--set", "lift.aircraft.supply.tails=1"])):
            how = ["-n", "120", "--workers", "1", "--no-figures", "-q", "--out", name]
            done = sim("run", "vague.toml", *how, *more)
            assert done.exit_code == 0, done.output
    finally:
        os.chdir(here)
    return folder


def test_every_command_with_an_answer_is_covered() -> None:
    """`COMMANDS` has every command except those of `NO_ANSWER`, and each of its commands takes --json."""
    assert set(cli.commands) == set(COMMANDS) | NO_ANSWER
    for name in COMMANDS:
        assert any("--json" in each.opts for each in cli.commands[name].params if isinstance(each, click.Option)), name


@pytest.mark.parametrize("name", COMMANDS)
def test_json_has_the_same_numbers_as_the_text(place: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """With --json the output is one object; it has numbers and words that the command prints without --json."""
    monkeypatch.chdir(place)
    monkeypatch.setattr("sim.oracles.verify", lambda cases, full: islice(verify(cases, full=full), 2))
    words, numbers = COMMANDS[name]
    asked = sim(*words, "--json")
    assert asked.exit_code == 0, asked.output
    got = json.loads(asked.stdout)
    plain = sim(*words)
    assert plain.exit_code == 0, plain.output
    page = _flat(plain.stdout)
    for number in numbers(got):
        assert _flat(number) in page


def _flat(text: str) -> str:
    return re.sub(r"\s+", " ", text)
