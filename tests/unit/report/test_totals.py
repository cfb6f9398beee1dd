"""Each total of a force is printed with its origin: the file, the mean world, one history, or a mean over histories."""

from __future__ import annotations

from typing import Any

import pytest

import sim.plots
from sim.analysis.summary.words import headline
from sim.arithmetic import arithmetic
from sim.domain.scenario import Scenario
from sim.experiment.run import run
from sim.experiment.study import Study
from sim.model.compile import plan
from sim.report.answer import question_lines
from sim.report.check import check_lines
from sim.report.replay import replay_lines
from tests.scenarios import dated, items, lift, scenario, staged

N = 6
SIZE = {"to": ["lot.ammo.count", "lot.stores.count"], "apply": "times", "draw": {"low": 0.5, "high": 2.5}}
"""The unknown multiplies the items of two lots by 0.5 to 2.5, on average by 1.5."""


def force(**more: Any) -> Scenario:
    """Return a scenario with 60 t of equipment: 10 t of required ammunition, of which 2 t have left before the start,
    40 t of wanted stores, and 10 t of wrecks that are abandoned.
    """
    return scenario(
        group={"crew": staged(4)},
        lot={
            "ammo": items(10, 1.0, start={"left": 2}),
            "stores": items(20, 2.0, "general"),
            "wrecks": items(2, 5.0, "general", disposition="abandon"),
        },
        lift={"plane": lift(dated(*range(24, 480, 24)))},
        **more,
    )


def unknown() -> Scenario:
    return force(uncertainty={"size": SIZE})


@pytest.fixture(scope="module")
def study() -> Study:
    return run(unknown(), replications=N, workers=1, engine="simpy")


def said(lines: Any) -> str:
    return " ".join(" ".join(lines).split())


def test_the_headline_says_which_force_it_counts() -> None:
    """The headline has the numbers of the file and those of the mean world, and names both.

    In the mean world there are 15 t of ammunition, 60 t of stores and 10 t of wrecks.
    """
    assert headline(plan(unknown())).split("  ")[1:3] == [
        "the file states 4 people, 60 t in 32 items (10 t required)",
        "the mean world has 4 people, 85 t in 47 items (15 t required)",
    ]
    assert all(len(line) <= 80 for line in question_lines(plan(unknown())))


def test_a_force_that_no_unknown_changes_is_stated_once() -> None:
    """If the mean world has the force of the file, the headline states it once, and `sim check` says that both are the
    same.
    """
    assert "the file states 4 people, 60 t in 32 items (10 t required)" in headline(plan(force()))
    assert "mean world" not in headline(plan(force()))
    assert "mean world has the same: the file names no unknown" in said(check_lines(arithmetic(plan(force()))))
    got = said(check_lines(arithmetic(plan(force(uncertainty={"size": {**SIZE, "draw": {"low": 0.5, "high": 1.5}}})))))
    assert "mean world has the same, every unknown at its mean" in got


def test_a_force_of_people_is_printed_without_tonnes() -> None:
    """A force of only people is printed without tonnes, and with the number of required people."""
    crew = {"crew": staged(4), "guests": staged(1, required=False)}
    asked = plan(scenario(group=crew, lift={"plane": lift(dated(24))}))
    assert "the file states 5 people (4 required)  " in headline(asked)


def test_check_leads_by_sums_from_the_file_to_what_is_required() -> None:
    """`sim check` prints in this order: the total of the file, that of the mean world, the parts that left before the
    start or are not shipped, and the required rest of 15 - 2 = 13 t.
    """
    lines = check_lines(arithmetic(plan(unknown())))
    text = said(lines[: next(n for n, line in enumerate(lines) if line.lstrip().startswith("needs "))])
    figures = (
        "file states 4 people, 60 t in 32 items (10 t required)",
        "mean world has 4 people, 85 t in 47 items (15 t required)",
        "2 t in 2 items (all required) left before the start",
        "10 t in 2 items (none required) are not shipped",
        "required 13 t in 13 items, 4 people",
    )
    places = [text.index(figure) for figure in figures]
    assert places == sorted(places)
    assert all(len(line) <= 80 for line in lines)


def test_the_answer_counts_the_mean_of_its_histories(study: Study) -> None:
    """The answer says that its total is a mean over a number of histories, and prints the 5-95 % range."""
    total = float(study.outcomes["equipment_t"].mean())
    out, behind = (float(study.outcomes[column].mean()) for column in ("out_t", "left_t"))
    low, high = (f"{study.summary['force']['histories']['tonnes'][level]:.0f}" for level in ("p05", "p95"))
    text = " ".join(" ".join(study.answer(long=True)).split())
    assert total != 60
    over = f"on average over {N} histories"
    assert f"Each history draws its own force: 4 people, {total:g} t {over} (5-95 %: {low} to {high} t)." in text
    assert f"Of {total:g} t of equipment {over}, {out:.1f} t were shipped, {behind:.1f} t left behind." in text
    assert study.summary["force"]["stated"] == {
        "people": 4, "items": 32, "tonnes": 60, "required_people": 4, "required_tonnes": 10,
    }  # fmt: skip
    assert study.summary["force"]["mean_world"]["tonnes"] == 85
    assert study.summary["force"]["histories"]["tonnes"]["mean"] == pytest.approx(total, rel=1e-5)


def test_no_line_says_that_the_force_is_drawn_if_it_is_not() -> None:
    """If every history has the force of the file, no line says that the force is drawn. An answer of a single history
    says that this history draws its force, and has no mean.
    """
    text = " ".join(" ".join(run(force(), replications=2, workers=1, engine="simpy").answer(long=True)).split())
    assert "draws its own force" not in text
    assert "Of 60 t of equipment on average over 2 histories, 50 t were shipped, 10 t left behind." in text
    text = " ".join(" ".join(run(unknown(), replications=1, workers=1, engine="simpy").answer(long=True)).split())
    assert "The history draws its own force: 4 people, " in text
    assert "on average over" not in text


def test_the_ledger_figure_says_what_its_total_is(study: Study) -> None:
    """The title of the ledger says that its total is a mean over N histories, and the caption has the total of the
    file.
    """
    total, behind = (float(study.outcomes[column].mean()) for column in ("equipment_t", "left_t"))
    sheet = sim.plots.of(study).ledger()
    title = " ".join(sheet.get_suptitle().split())
    assert title == f"On average over {N} histories, {behind:.0f} of {total:.0f} t stay in the country"
    assert "The file states 60 t; each history draws its own amount." in " ".join(
        " ".join(text.get_text() for text in sheet.texts).split()
    )


def test_replay_counts_the_force_of_its_history(study: Study) -> None:
    """`sim replay` prints the force of the history and the force of the file, or says that both are the same."""
    asked, history = study.plan, study.trajectory(0)
    drawn = float(study.outcomes["equipment_t"][0])
    assert f"this history has 4 people, {drawn:.0f} t in " in said(replay_lines(asked, history)).split(" 01 Jan ")[0]
    assert "; the file states 4 people, 60 t in 32 items (10 t required)" in said(replay_lines(asked, history))
    same = run(force(), replications=1, workers=1, engine="simpy")
    got = said(replay_lines(same.plan, same.trajectory(0)))
    assert "this history has 4 people, 60 t in 32 items (10 t required), as the file states" in got
