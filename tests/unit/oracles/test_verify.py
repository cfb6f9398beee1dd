"""The engines agree with the oracles that ship with the simulator, which notice wrong engines and random numbers."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from sim import oracles
from sim.cli.entry import cli
from sim.engines.compiled import simulate
from sim.oracles import ramp, random_numbers, stations
from sim.oracles.agreement import agree, starter
from sim.oracles.row import Row
from sim.report.verification import as_markdown

DOCUMENT = Path(__file__).parents[3] / "docs" / "verification.md"
ALL = {**oracles.QUICK, **oracles.MORE}


@pytest.mark.slow
@pytest.mark.parametrize("name", ALL)
def test_every_oracle_agrees(name: str) -> None:
    """The value of theory lies in the interval of the simulation. The seed is fixed."""
    row = ALL[name](1)
    assert row.name == name
    assert row.agrees, row


def test_a_wrong_engine_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    """An engine is noticed if it starts one visit to a station a second late, or if each mover needs a tenth more time
    until it is staged.
    """

    def late(*address: Any) -> Any:
        history = simulate(*address)
        history.visit["started"][6] += 1
        return history

    def slow(*address: Any) -> Any:
        history = simulate(*address)
        history.mover["staged"][:] = history.mover["staged"] * 11 // 10
        return history

    monkeypatch.setattr(stations, "simulate", late)
    assert not stations.tandem(1).agrees
    monkeypatch.setattr(stations, "simulate", slow)
    assert not stations.jobs(1).agrees


def test_wrong_numbers_are_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    """A generator that returns its counter, numbers that are not uniform, and equal numbers at neighbouring addresses
    are noticed.
    """
    drawn = random_numbers.uniforms
    monkeypatch.setattr(random_numbers, "philox", lambda counter, key: counter)
    assert not random_numbers.known_answers(1).agrees
    monkeypatch.setattr(random_numbers, "uniforms", lambda *address: drawn(*address) ** 1.02)
    assert not random_numbers.uniformity(1).agrees
    monkeypatch.setattr(random_numbers, "uniforms", lambda *address: drawn(1, 1, 1, 1, address[4], 1, 1))
    assert not random_numbers.neighbours(1).agrees


def test_a_case_that_is_not_compared_is_not_said_to_agree(monkeypatch: pytest.MonkeyPatch) -> None:
    """If the compiled engine cannot run a case, its row says that nothing was compared."""
    monkeypatch.setattr("sim.oracles.agreement.beyond", lambda plan: ("a shared resource",))
    row = agree(1, starter())(1)
    assert row.what == "not compared, runs on SimPy only: starter"
    assert row.sample == "none: SimPy only"


def test_the_command_exits_with_1_if_an_oracle_differs(monkeypatch: pytest.MonkeyPatch) -> None:
    """`sim verify` exits with 0 if all results agree, and else with 1 and the word DIFFERS. Its lines have at most 80
    characters. Here it has three results: two oracles, and a comparison of the engines.
    """
    monkeypatch.setattr(oracles, "QUICK", {"W1'": ramp.saturated, "W11": stations.tandem})
    got = CliRunner().invoke(cli, ["verify"])
    assert got.exit_code == 0
    assert "3 of 3 agree" in got.output
    assert max(map(len, got.output.splitlines())) <= 80
    monkeypatch.setattr(ramp, "GROUND_H", 3.0)
    got = CliRunner().invoke(cli, ["verify"])
    assert got.exit_code == 1
    assert "DIFFERS" in got.output
    assert "2 of 3 agree" in got.output


def test_the_document_lists_all_oracles() -> None:
    """docs/verification.md has a row for each oracle, in order, and all of them agree."""
    text = DOCUMENT.read_text(encoding="utf-8")
    rows = re.findall(r"^\| ((?:W|RNG|ENG)[^|]*?) \| .* \| (agrees|DIFFERS) \|", text, re.M)
    assert [name for name, _ in rows if not name.startswith("ENG")] == list(ALL)
    assert {verdict for _, verdict in rows} == {"agrees"}


def test_the_document_names_the_command_that_made_it() -> None:
    """docs/verification.md names the options and scenario files of the command that made it. It has one ENG row for
    each of these files and one for the starter scenario.
    """
    row = Row("X", "nothing", 1.0, 1.0, 1.0, 1.0, 1, "1 history")
    got = list(as_markdown([row], "python", ["--markdown", "configs/tiny.toml"]))
    assert "`sim verify --markdown configs/tiny.toml`" in " ".join(got)
    assert max(map(len, got[:6])) <= 110
    page = " ".join(DOCUMENT.read_text(encoding="utf-8").split())
    command = re.search("`sim (verify [^`]*)`", page)
    assert command is not None
    assert {"--full", "--markdown"} <= set(command[1].split())
    assert page.count("| ENG ") == 1 + command[1].count("configs/")
