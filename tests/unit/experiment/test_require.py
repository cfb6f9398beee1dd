"""`sim require`: which values of a lever suffice, which do not, and which are left open."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from click.testing import CliRunner

import sim
from sim.cli.entry import cli
from sim.errors import ConfigError, SimError
from sim.experiment.decide.require.require import Requirement, require
from sim.experiment.decide.require.words import as_json, sentence
from sim.plots.style import Sheet
from sim.report.require import lines
from tests.unit.experiment.coins import on_time, question

ROOT = Path(__file__).parents[3]
PEOPLE = "group.staff.count"


def asked(vary: Any = None, **how: Any) -> Requirement:
    """Search for how many people can be out in time with probability 0.9: 60 can (P = 0.961), 70 cannot (0.882)."""
    vary = {PEOPLE: "10:120:10"} if vary is None else vary
    return require(question(), vary, **{"target": 0.9, "budget": 1500, "workers": 1, **how})


def test_the_largest_value_that_suffices() -> None:
    """If smaller values of a lever are better, the answer has the largest value that is known to suffice, and a
    larger one that is known to fail.
    """
    found = asked()
    (answer,) = found.answers
    assert answer.rising is False
    assert answer.bracket.suffices in (40, 50, 60)
    assert answer.bracket.fails in (70, 80, 90)
    assert on_time(answer.bracket.suffices) >= 0.9 > on_time(answer.bracket.fails)
    text = sentence(found, answer)
    assert text.startswith(f"{PEOPLE} = {answer.bracket.suffices} suffices for P(deadline) = 0.9 (95 % sure)")
    assert f"{answer.bracket.fails} does not" in text


def test_the_smallest_value_that_suffices() -> None:
    """If larger values of a lever are better, the answer has a value that suffices.

    Sixty people with s seats a mission need as many missions as 600 / s people with ten seats, for whom P is known.
    """
    found = asked({"lift.jet.seats": "3:12:1"}, target=0.8)
    (answer,) = found.answers
    assert answer.rising is True
    assert answer.bracket.suffices is not None
    assert on_time(60 * 10 // answer.bracket.suffices) >= 0.8


def test_no_value_reaches_the_target() -> None:
    """If no value reaches the target, the answer says so, with the highest estimate."""
    found = asked({PEOPLE: "100:120:10"})
    assert found.answers[0].bracket.says == "not reachable"
    assert sentence(found, found.answers[0]).startswith(
        f"P(deadline) = 0.9 cannot be reached with {PEOPLE} from 100 to 120 (95 % sure): the highest share seen is 0."
    )


def test_every_value_reaches_the_target() -> None:
    """If every value reaches the target, the answer says so."""
    found = asked({PEOPLE: "10:30:10"})
    assert found.answers[0].bracket.says == "all suffice"
    assert "anywhere from 10 to 30 suffices" in sentence(found, found.answers[0])


def test_a_lever_without_effect() -> None:
    """If the ends of the range do not differ beyond sampling error, the answer says so."""
    found = asked({"lift.jet.speed_kt": "300:500:100"})
    assert found.answers[0].rising is None
    assert "lift.jet.speed_kt changes nothing: 10 histories" in str(found)
    assert "do not differ beyond chance" in sentence(found, found.answers[0])


def test_two_levers_give_a_frontier() -> None:
    """With two levers there is an answer for each value of the second lever. If more missions are cancelled,
    fewer people can be out.
    """
    found = asked({PEOPLE: "20:120:20", "lift.jet.cancel": [0.1, 0.5]}, target=0.8, budget=800)
    assert [answer.fixed for answer in found.answers] == [0.1, 0.5]
    few, many = (answer.bracket.suffices for answer in reversed(found.answers))
    assert few is not None
    assert many is not None
    assert few < many
    assert json.loads(json.dumps(as_json(found)))["answers"][1]["value"] == 0.5


SEATS = {"to": ["lift.jet.seats"], "from": 3, "until": 12, "step": 1, "usd_per_step": 1e6, "about": "seats a mission."}
FREE = {"to": ["lift.jet.payload_t"], "values": [40, 42]}
COMES = {"to": ["lift.jet.cancel"], "values": [0.5, 0.3, 0.1], "usd_per_step": 5e6}


def test_the_answer_has_the_cost_of_levers() -> None:
    """If levers have prices, the answer has the cost of their steps, and names the cheapest answer of a
    frontier. It prints the explanation of a lever (`about`). A lever without a price counts as 0 and is named.
    """
    priced = question(lever={"seats": SEATS, "comes": COMES, "payload": FREE})
    found = require(priced, ["seats"], target=0.8, budget=1500, workers=1)
    (answer,) = found.answers
    usd = found.usd(answer)
    assert usd == 1e6 * (answer.bracket.suffices - 3)
    assert as_json(found)["levers_usd"] == usd
    assert sentence(found, answer).endswith(f". seats = {answer.bracket.suffices} costs {usd / 1e6:g} million USD.")
    assert "seats: seats a mission." in str(found).splitlines()
    front = require(priced, ["seats", "comes=0.3,0.1"], target=0.8, budget=800, workers=1)
    costs = [front.usd(each) for each in front.answers]
    first, second = (each.bracket.suffices for each in front.answers)
    assert costs == [1e6 * (first - 3) + 5e6, 1e6 * (second - 3) + 10e6]
    assert f"Of these, seats = {first} with comes = 0.3 costs least: " in str(front)
    free = require(priced, ["seats=11,12", "payload"], target=0.8, budget=200, workers=1)
    assert "The cost of payload is not stated (usd_per_step) and counts as zero." in str(free).splitlines()
    bare = require(priced, ["payload"], target=0.8, budget=200, workers=1)
    assert "usd_per_step" not in str(bare)


@pytest.mark.parametrize("how", [{"workers": 2, "threads": True}, {"engine": "simpy"}])
def test_any_workers_give_the_same_answer(how: dict[str, Any]) -> None:
    """The answer is the same on two threads and on SimPy."""
    assert as_json(asked(budget=500, **how)) == as_json(asked(budget=500))


def test_an_interrupted_search_continues(tmp_path: Path) -> None:
    """After Ctrl-C the same search uses the finished histories, runs only the others, and
    gives the same answer.
    """

    def struck(done: int, total: int, rate: float) -> None:
        if done >= 400:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt, match="trials are kept in"):
        asked(out=tmp_path / "kept", progress=struck)
    again = asked(out=tmp_path / "kept")
    whole = asked()
    assert 0 < again.ran < whole.ran
    assert as_json(again) == as_json(whole)


@pytest.mark.parametrize(
    ("vary", "how", "says"),
    [
        ({PEOPLE: "30:120:30"}, {"target": 1.2}, "target = 1.2"),
        ({PEOPLE: "30:120:30"}, {"confidence": 1.0}, "confidence = 1"),
        ({PEOPLE: "30:120:30"}, {"budget": 10}, "budget = 10"),
        ({PEOPLE: "120:30:30"}, {}, "120 is above 30"),
        ({"policy.load": ["due first", "heaviest first"]}, {}, "expected numbers or dates"),
        ({PEOPLE: [10], "lift.jet.seats": [1], "lift.jet.cancel": [0]}, {}, "not 3"),
    ],
)
def test_searches_without_sense_are_refused(
    tmp_path: Path, vary: dict[str, Any], how: dict[str, Any], says: str
) -> None:
    """A search that makes no sense is refused before anything is written."""
    with pytest.raises((SimError, ConfigError)) as error:
        asked(vary, out=tmp_path / "none", **how)
    assert says in str(error.value)
    assert not (tmp_path / "none").exists()


def test_an_error_at_a_value_names_the_option_of_the_command() -> None:
    """If the scenario is invalid at a value of a lever, the error names the value and --lever, the option of
    `sim require`.
    """
    with pytest.raises(ConfigError, match=r"(?s)--lever.*\(at group\.staff\.count = -5\)"):
        require(question(), {PEOPLE: [-5, 10]}, workers=1)


def test_text_and_json_of_the_command_agree(tmp_path: Path) -> None:
    """The text of `sim require` contains the answer of its JSON, which has the documented names and is also in
    summary.json.
    """
    tiny = str(ROOT / "configs" / "tiny.toml")
    options = ["--lever", "lift.aircraft.load_h=1:4:1", "--budget", "400", "-q", "--workers", "1"]
    done = CliRunner().invoke(cli, ["require", tiny, *options, "--out", str(tmp_path / "r")])
    assert done.exit_code == 0, done.output
    printed = CliRunner().invoke(cli, ["require", tiny, *options, "--json", "--out", str(tmp_path / "r")])
    table = json.loads(printed.stdout)
    assert {"lever", "target", "suffices", "fails", "open", "histories", "confidence"} <= set(table)
    assert table == json.loads((tmp_path / "r" / "summary.json").read_text())
    assert table["answer"] in " ".join(done.stdout.split())


def test_the_library_takes_the_arguments_of_the_command() -> None:
    """`sim.require` takes a lever written as for the command, and its result prints the answer."""
    found = sim.require(question(), [f"{PEOPLE}=10:120:10"], target=0.9, budget=400, workers=1)
    assert isinstance(found, sim.Requirement)
    assert list(lines(found))
    assert PEOPLE in str(found)


def test_the_figure_of_a_search(monkeypatch: pytest.MonkeyPatch) -> None:
    """A search draws its figure, also into given axes, with the target and each value that was tried. It
    converts to pandas, or says that pandas is missing.
    """
    found = asked({PEOPLE: "30:120:30"}, budget=300)
    sheet = found.plot()
    assert sheet.png() == found.plot().png()
    ax = Sheet(3.0).subplots()
    assert found.plot(ax) is ax
    assert len(ax.containers) == len(found.answers[0].seen)
    assert any(each.get_text().startswith("target") for each in ax.texts)
    assert ax.get_title().startswith("Probability of deadline")
    rows: list[Any] = []
    monkeypatch.setitem(sys.modules, "pandas", SimpleNamespace(DataFrame=rows.extend))
    found.to_pandas()
    assert [row["n"] for row in rows] == [seen.n for _, seen in found.answers[0].seen]
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(SimError, match=r"to_pandas\(\) needs pandas"):
        found.to_pandas()
