"""The oracles that ship with the simulator, and that they would notice."""

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
from sim.oracles.row import Row
from sim.report.verification import as_markdown

DOCUMENT = Path(__file__).parents[3] / "docs" / "verification.md"
ALL = {**oracles.QUICK, **oracles.MORE}


@pytest.mark.slow
@pytest.mark.parametrize("name", ALL)
def test_every_oracle_agrees(name: str) -> None:
    """Claim: what theory says lies in the interval that the engine gives; the seed is fixed and never tried again."""
    row = ALL[name](1)
    assert row.name == name
    assert row.agrees, row


def test_a_wrong_engine_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Claim: an engine that starts one turn a second late, or takes a tenth more time, does not agree."""

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
    """Claim: a generator without its rounds, uneven numbers, and numbers that repeat do not agree."""
    drawn = random_numbers.uniforms
    monkeypatch.setattr(random_numbers, "philox", lambda counter, key: counter)
    assert not random_numbers.known_answers(1).agrees
    monkeypatch.setattr(random_numbers, "uniforms", lambda *address: drawn(*address) ** 1.02)
    assert not random_numbers.uniformity(1).agrees
    monkeypatch.setattr(random_numbers, "uniforms", lambda *address: drawn(1, 1, 1, 1, address[4], 1, 1))
    assert not random_numbers.neighbours(1).agrees


def test_the_command_tells_and_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    """Claim: lines have at most 80 letters; it ends with 0 if all agree, with 1 and DIFFERS if anything does not."""
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


def test_the_dossier_lists_the_oracles_that_there_are() -> None:
    """Claim: docs/verification.md has a row for each oracle, in their order, and all of them agree."""
    text = DOCUMENT.read_text(encoding="utf-8")
    rows = re.findall(r"^\| ((?:W|RNG|ENG)[^|]*?) \| .* \| (agrees|DIFFERS) \|", text, re.M)
    assert [name for name, _ in rows if not name.startswith("ENG")] == list(ALL)
    assert {verdict for _, verdict in rows} == {"agrees"}


def test_the_document_says_by_which_command_it_was_made() -> None:
    """Claim: the page names its options and scenario files, so that it can be made again."""
    row = Row("X", "nothing", 1.0, 1.0, 1.0, 1.0, 1, "1 history")
    got = list(as_markdown([row], "python", ["--markdown", "configs/tiny.toml"]))
    assert "`sim verify --markdown configs/tiny.toml`" in " ".join(got)
    assert max(map(len, got[:6])) <= 110
    page = " ".join(DOCUMENT.read_text(encoding="utf-8").split())
    command = re.search("`sim (verify [^`]*)`", page)
    assert command is not None
    assert {"--full", "--markdown"} <= set(command[1].split())
    assert page.count("| ENG ") == 1 + command[1].count("configs/")
