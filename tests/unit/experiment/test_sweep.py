"""Many plans: what a sweep keeps, says and writes, and that it is the same however it was run."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner

import sim
from sim.analysis.decisions.curve import smooth
from sim.cli.door import cli
from sim.config.axes import axes_of, axis
from sim.config.change import changed, with_values
from sim.config.sweep import read_sweep
from sim.errors import ConfigError, ResultsError, SimError
from sim.experiment.decide.effect import Effects
from sim.experiment.decide.judge import tried
from sim.experiment.decide.require.require import require
from sim.experiment.decide.sweep.sweep import Sweep, sweep
from sim.experiment.decide.sweep.words import answer, as_csv, as_json, caveats
from sim.experiment.decide.trials.trial import STRIDE
from sim.plots.sweep import apart, draw
from tests.unit.experiment.coins import MISSIONS, question

ROOT = Path(__file__).parents[3]
TINY = ROOT / "configs" / "tiny.toml"
RATE = "lift.aircraft.supply.tails=1:3:1"
PEOPLE = "group.staff.count"


def small(**how: Any) -> Sweep:
    """Four numbers of people, ten histories each."""
    return sweep(question(), {PEOPLE: "30:120:30"}, replications=10, **{"workers": 1, **how})


def both(found: Sweep) -> tuple[str, str]:
    """All that a sweep says for files."""
    return as_csv(found), json.dumps(as_json(found))


# ------------------------------------------------------------------------------------------------- what is run


def test_a_point_is_the_same_study_as_a_run() -> None:
    """Claim: the trials of point p are replications p * STRIDE + i of the changed question, figure by figure."""
    found = small()
    for number, point in enumerate(found.points):
        plan = changed(question(), {("group", "staff", "count"): point.values[0]})
        study = sim.run(plan, replications=10, first=number * STRIDE, workers=1)
        assert point.seen.met == int(study.outcomes["met_deadline"].sum())
        assert point.not_shipped_t == pytest.approx(
            float((study.outcomes["equipment_t"] - study.outcomes["out_t"]).mean())
        )


def test_the_same_luck_at_all_points() -> None:
    """Claim: with the same luck every point draws replications 0 and up, and more people are never sooner out."""
    found = small(same_luck=True)
    met = [point.seen.met for point in found.points]
    plan = changed(question(), {("group", "staff", "count"): 90})
    assert found.points[2].seen.met == int(sim.run(plan, replications=10, workers=1).outcomes["met_deadline"].sum())
    assert met == sorted(met, reverse=True)
    assert not found.slices
    assert "the same luck at all" in " ".join(caveats(found))


@pytest.mark.parametrize(
    "how", [{"workers": 2, "threads": True}, {"workers": 3, "threads": True}, {"workers": 2, "threads": False}]
)
def test_any_workers_give_the_same_bytes(how: dict[str, Any]) -> None:
    """Claim: threads and processes, two or three, change no byte of sweep.csv or summary.json."""
    assert both(small(**how)) == both(small())


def test_both_engines_give_the_same_bytes() -> None:
    """Claim: a sweep on SimPy is the same sweep."""
    assert both(small(engine="simpy")) == both(small())


def test_shared_worlds() -> None:
    """Claim: with inner > 1 no two points share a world, and intervals are those of clusters."""
    found = small(inner=3)
    assert all(point.seen.worlds == 4 for point in found.points)
    assert both(found) == both(small(inner=3, workers=2, threads=True))


def test_a_sweep_goes_on_where_it_was(tmp_path: Path) -> None:
    """Claim: trials that are there are not run again; more of them at each point are added."""
    first = small(out=tmp_path / "kept")
    again = small(out=tmp_path / "kept")
    more = sweep(question(), {PEOPLE: "30:120:30"}, replications=25, workers=1, out=tmp_path / "kept")
    fresh = sweep(question(), {PEOPLE: "30:120:30"}, replications=25, workers=1)
    assert (first.ran, again.ran, more.ran) == (40, 0, 60)
    assert both(first) == both(again)
    assert both(more) == both(fresh)


def test_a_broken_off_sweep_keeps_what_it_has(tmp_path: Path) -> None:
    """Claim: Ctrl-C in the middle keeps finished trials, says how many, and the same call gives the same bytes."""

    def struck(done: int, total: int, rate: float) -> None:
        if done >= 20:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt, match=r"20 trials are kept in .*kept; the same command goes on"):
        small(out=tmp_path / "kept", progress=struck)
    found = small(out=tmp_path / "kept")
    assert found.ran == 20
    assert both(found) == both(small())


def refined(**how: Any) -> Sweep:
    """Twelve numbers of people, ten histories each, and 100 more about 0.9: exactly 0.961 at 60, 0.882 at 70."""
    how = {"workers": 1, "replications": 10, "refine": 100, "target": 0.9, **how}
    return sweep(question(), {PEOPLE: "10:120:10"}, **how)


def test_histories_are_added_about_the_target(tmp_path: Path) -> None:
    """Claim: all that were asked for go where the band contains the target; points clearly off it keep their number."""
    found = refined()
    n = {point.values[0]: point.seen.n for point in found.points}
    assert found.added == sum(n.values()) - 120 == 100
    assert n[60] > 10
    assert n[70] > 10
    assert n[110] == n[120] == 10
    assert "10 histories each and 100 more where the band contains 0.9 (10 to" in " ".join(caveats(found))
    assert as_json(found)["added"] == 100
    assert [int(row.split(",")[1]) for row in as_csv(found).splitlines()[1:]] == list(n.values())


def test_added_histories_are_the_same_bytes(tmp_path: Path) -> None:
    """Claim: on any workers, broken off in the middle of an added batch, and asked for again."""

    def struck(done: int, total: int, rate: float) -> None:
        assert total == 220
        if done > 150:
            raise KeyboardInterrupt

    once = both(refined())
    assert both(refined(workers=2, threads=True)) == once
    with pytest.raises(KeyboardInterrupt, match="trials are kept"):
        refined(out=tmp_path / "kept", progress=struck)
    again = refined(out=tmp_path / "kept")
    assert 0 < again.ran < 70
    assert both(again) == once
    assert refined(out=tmp_path / "kept").ran == 0


def test_nothing_is_added_where_nothing_is_open() -> None:
    """Claim: a target that every band excludes takes no history more, and whole worlds are added; both are said."""
    found = sweep(question(), {PEOPLE: "10:30:10"}, replications=60, workers=1, target=0.3, refine=50)
    assert found.added == 0
    assert "and 0 more where the band contains 0.3 (60 to 60 a point), of 50 asked for" in " ".join(caveats(found))
    worlds = refined(inner=5, refine=103)
    assert worlds.added == 100
    assert all(point.seen.n % 5 == 0 for point in worlds.points)


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGKILL")
def test_killed_in_the_middle(tmp_path: Path) -> None:
    """Claim: after kill -9 in mid-sweep, and again while histories are added about the target, the same command gives
    the bytes of one that was never killed.
    """
    vary = ["--vary", "lift.aircraft.load_h=1:4:1", "-n", "100", "--refine", "400"]
    command = [sys.executable, "-m", "sim", "sweep", str(TINY), *vary, "--no-figures", "-q", "--workers", "1", "--out"]
    place = tmp_path / "killed" / "sweep.sqlite"
    kept = []
    for least in (100, 500):
        child = subprocess.Popen([*command, str(place.parent)], stdout=subprocess.DEVNULL, start_new_session=True)
        until = time.monotonic() + 60
        while time.monotonic() < until and child.poll() is None and _trials(place) < least:
            time.sleep(0.01)
        os.killpg(child.pid, signal.SIGKILL)
        child.wait()
        kept.append(_trials(place))
    subprocess.run([*command, str(tmp_path / "killed")], check=True, stdout=subprocess.DEVNULL)
    subprocess.run([*command, str(tmp_path / "whole")], check=True, stdout=subprocess.DEVNULL)
    assert 0 < kept[0] < 400 < kept[1] < 800
    for name in ("sweep.csv", "summary.json"):
        assert (tmp_path / "killed" / name).read_bytes() == (tmp_path / "whole" / name).read_bytes()


def _trials(place: Path) -> int:
    try:
        with sqlite3.connect(f"file:{place}?mode=ro", uri=True) as connection:
            return int(connection.execute("SELECT count(*) FROM replication").fetchone()[0])
    except sqlite3.Error:
        return 0


# ----------------------------------------------------------------------------------------------- what is said


def test_a_lever_without_effect_is_named() -> None:
    """Claim: where all histories are the same at every value, the sweep says so instead of drawing chance."""
    found = sweep(question(), {"lift.jet.speed_kt": [300, 400, 500]}, replications=5, workers=1)
    assert found.effects == Effects(idle=("lift.jet.speed_kt",))
    assert "lift.jet.speed_kt changes nothing: 10 histories" in str(found)
    assert small().effects == Effects()


@pytest.mark.parametrize(
    ("lever", "idle"),
    [
        ("site.camp.working=1,2,3", True),
        ("site.camp.station.check-out.servers=1,2,3", False),
        ("lift.aircraft.seats=10,12,14", False),
    ],
)
def test_no_sweep_ends_with_the_same_at_every_point_in_silence(lever: str, idle: bool) -> None:
    """Claim: of planted levers without effect each is named: those that move no history, and those that move one
    inside and no date, promise or tonne that a sweep speaks of.
    """
    found = sweep(sim.load(TINY), [lever], replications=12, same_luck=True, workers=1)
    name = lever.partition("=")[0]
    assert len({(p.seen, p.closure_s, p.not_shipped_t) for p in found.points}) == 1
    assert found.effects == (Effects(idle=(name,)) if idle else Effects(unseen=(name,)))
    says = f"{name} changes nothing: 10 histories" if idle else f"{name} moves no closure, promise, tonne or cost of 10"
    assert says in str(found)
    table = as_json(found)
    assert (table["without_effect"], table["moves_no_figure"]) == (([name], []) if idle else ([], [name]))


def test_the_deadline_is_read_off() -> None:
    """Claim: dates of a promise share one set of histories, and are what a run for each date gives."""
    days = [date(2024, 1, 3), date(2024, 1, 5), date(2024, 1, 20)]
    found = sweep(question(), {"milestone.deadline.by": days}, replications=40, workers=1)
    assert found.ran == 40
    assert found.read_off == ("milestone.deadline.by",)
    for day, point in zip(days, found.points, strict=True):
        horizon = 60 + 30 - (day - date(2024, 1, 1)).days
        moved = with_values(question(), {"milestone.deadline.by": day, "clock.horizon_d": horizon})
        assert sim.run(moved, replications=40, workers=1).probability().met == point.seen.met
    assert len({point.seen.met for point in found.points}) == 3


def test_a_date_that_reviews_look_at_is_run() -> None:
    """Claim: the date of the promise that reviews aim at changes what they do, so each date has its own histories."""
    scenario = sim.load(ROOT / "configs" / "base.toml")
    two = axes_of(scenario, ['milestone."equipment done".by=2024-08-18,2024-08-25'])
    assert sweep(scenario, two, replications=2, workers=1).read_off == ()


def test_the_answer_names_the_crossing() -> None:
    """Claim: the answer gives the value at which the curve meets the target, with its interval, and which way."""
    found = sweep(question(), {PEOPLE: "10:120:10"}, replications=50, workers=1, target=0.9)
    meets = found.slices[0].crossing(0.9)
    assert meets is not None
    assert meets.value is not None
    assert meets.low is not None
    assert meets.high is not None
    assert meets.low < 69 < meets.high  # the exact curve: 0.961 at 60, 0.882 at 70
    assert answer(found)[0].startswith(f"P(deadline) = 0.9 is lost beyond {PEOPLE} = {meets.value:.3g}")


def test_words_at_the_ends() -> None:
    """Claim: a target that is met everywhere, or nowhere, is said as such, with the worst or best that was seen."""
    all_met = sweep(question(), {PEOPLE: "10:30:10"}, replications=60, workers=1, target=0.8)
    none = sweep(question(), {PEOPLE: "100:120:10"}, replications=60, workers=1, target=0.8)
    assert "met with group.staff.count anywhere from 10 to 30: the least is 1.000 [0.9" in answer(all_met)[0]
    assert "cannot be reached with group.staff.count from 100 to 120: at most 0." in answer(none)[0]


def test_a_step_is_known_to_lie_between_two_values() -> None:
    """Claim: where all met it at one value and none at the next, the interval of the crossing is that between them."""
    steps = [1.0, 1.1, 1.2, 1.3, 1.4, 1.5]
    found = sweep(sim.load(TINY), {"lift.aircraft.load_h": steps}, replications=100, workers=1)
    assert [point.seen.met for point in found.points] == [100, 100, 100, 100, 0, 0]
    meets = found.slices[0].crossing(0.95)
    assert meets is not None
    assert meets.low is not None
    assert meets.low <= 1.3
    assert meets.high == 1.4
    assert "to 1.4)" in answer(found)[0]


def test_a_map_is_cut_along_its_second_lever() -> None:
    """Claim: over two numbers one surface is drawn, and the answer goes through values of the second."""
    vary = {PEOPLE: "20:120:20", "lift.jet.cancel": [0.1, 0.3, 0.5]}
    found = sweep(question(), vary, replications=20, workers=1, target=0.9)
    assert [piece.along for piece in found.slices] == [(0, 1)]
    sentences = answer(found)
    assert [text.split(":")[0] for text in sentences] == [f"Where lift.jet.cancel = {c}" for c in ("0.1", "0.3", "0.5")]


def test_three_levers_are_small_maps() -> None:
    """Claim: of three levers two make a map, and there is one for each value of the third."""
    vary = {PEOPLE: [30, 60, 90], "lift.jet.cancel": [0.2, 0.4], "lift.jet.seats": [8, 10]}
    found = sweep(question(), vary, replications=5, workers=1)
    assert [piece.fixed for piece in found.slices] == [{2: 8}, {2: 10}]
    maps = [ax for ax in draw(found).axes if ax.get_visible()]
    assert [ax.get_title(loc="left") for ax in maps] == ["lift.jet.seats = 8", "lift.jet.seats = 10"]
    assert "Each value of lift.jet.seats has a map of its own" in " ".join(caveats(found))
    for piece in found.slices:
        counts = [np.array([getattr(point.seen, what) for point in piece.points]) for what in ("met", "n")]
        alone = smooth(piece.curve.points, *counts)
        assert np.array_equal(piece.curve.high, alone.high)  # of its own points alone
        assert (piece.curve.low <= piece.curve.value).all()
        assert (piece.curve.value <= piece.curve.high).all()


def test_names_beside_curves_do_not_overlap() -> None:
    """Claim: names of curves that end together stand apart, in their order, inside the axis; others where they end."""
    for heights, begins in (([0.2, 0.9], 0.0), ([0.97, 0.98, 0.99], 0.0), ([0.5, 0.5, 0.5], 0.4)):
        found = apart(heights, begins)
        gaps = np.diff(found)
        assert (gaps >= 0.045 * (1 - begins) - 1e-12).all()
        assert found[-1] <= 1.0
        assert np.abs(np.subtract(found, heights)).max() <= 0.1
    assert apart([0.2, 0.9], 0.0) == [0.2, 0.9]
    two = sweep(question(), {PEOPLE: "30:90:30", "policy.load": ["slack", "heaviest first"]}, replications=4, workers=1)
    (ax,) = draw(two).axes
    assert {"slack", "heaviest first"} <= {text.get_text() for text in ax.texts}


def test_values_that_are_no_numbers() -> None:
    """Claim: lists are values like others; no curve is drawn over them."""
    scenario = sim.load(ROOT / "configs" / "base.toml")
    found = sweep(scenario, ["reviews"], replications=3, workers=1)
    assert [point.values for point in found.points] == [(("lift", "dispose"),), ((),)]
    assert not found.slices


def test_what_a_lever_sets_is_known() -> None:
    """Claim: a number that an unknown would draw is what the lever says, and the sweep says so."""
    scenario = sim.load(ROOT / "configs" / "base.toml")
    found = sweep(scenario, {"missions a week": [6, 24]}, replications=4, workers=1)
    assert [known.unknown for known in found.known] == ["heavy missions a week"]
    assert "draws lift.C-17.supply.per_week in a run; here it is what the lever says" in str(found)


def test_designs() -> None:
    """Claim: Latin and Sobol' designs take as many points as asked for, each a combination of the stated values."""
    vary = {PEOPLE: "10:120:10", "lift.jet.cancel": [0.1, 0.2, 0.3, 0.4]}
    for design in ("latin", "sobol"):
        found = sweep(question(), vary, design=design, points=12, replications=2, workers=1)
        assert 8 <= len(found.points) <= 12
        assert all(point.values[0] in range(10, 121, 10) for point in found.points)


def test_the_table_for_other_programs() -> None:
    """Claim: a sweep goes to pandas with a column a lever, and to axes of the caller's."""
    pytest.importorskip("pandas")
    frame = small().to_pandas()
    assert list(frame[PEOPLE]) == [30, 60, 90, 120]
    assert {"n", "met", "probability", "smoothed", "closure_p50"} <= set(frame.columns)


def test_costs_of_levers() -> None:
    """Claim: steps of a lever cost what it says, and the sum stands in the table."""
    lever = {"people": {"to": (PEOPLE,), "values": (30, 60), "usd_per_step": 5.0}}
    priced = question(lever=lever)
    assert sweep(priced, ["people"], replications=2, workers=1).usd == (0.0, 5.0)


# ------------------------------------------------------------------------------------------- what is refused


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("lift.jet.seets=1,2", "did you mean lift.jet.seats"),
        (f"{PEOPLE}=90:30:10", "90 is above 30"),
        (f"{PEOPLE}=30:90:0", "with 0 the range never ends"),
        (f"{PEOPLE}=30:90:-5", "expected a step above 0"),
        (f"{PEOPLE}=1:1000000:1", "at most 10,000 values"),
        (f"{PEOPLE}=30:90", "expected FROM:UNTIL:STEP"),
        (f"{PEOPLE}=", "expected values to try"),
        (f"{PEOPLE}", "expected values to try"),
        (f"{PEOPLE}=30,30", "expected each value once"),
        ("=3", "expected KEY=FROM:UNTIL:STEP"),
        ("milestone.deadline.by=2024-01-05:2024-01-01:1", "above"),
        ("milestone.deadline.by=2024-01-01:2024-01-05:x", "a whole number of days"),
    ],
)
def test_levers_that_make_no_sense(text: str, says: str) -> None:
    """Claim: each names what was typed and what was expected."""
    with pytest.raises(ConfigError) as error:
        axis(question(), text)
    assert says in str(error.value)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (f"{PEOPLE}=10:115:10", "expected a step that leads to 115; from 10 in steps of 10 the range comes to 110"),
        (f"{PEOPLE}=10:12:5", "comes to 10, then 15: end it at one of them"),
        ("lift.jet.cancel=0:1:0.333", "comes to 0.999, then 1.332"),
        ("milestone.deadline.by=2024-01-01:2024-01-10:7d", "comes to 2024-01-08, then 2024-01-15"),
    ],
)
def test_a_range_whose_step_misses_its_end(text: str, says: str) -> None:
    """Claim: it is refused with the two ends that would do, not cut in silence."""
    with pytest.raises(ConfigError) as error:
        axis(question(), text)
    assert says in " ".join(str(error.value).split())


@pytest.mark.parametrize(
    ("text", "many"),
    [
        (f"{PEOPLE}=10:110:10", 11),
        ("lift.jet.cancel=0:1:0.1", 11),
        ("lift.jet.cancel=0:0.3:0.1", 4),
        (f"{PEOPLE}=5:5:3", 1),
    ],
)
def test_a_range_whose_step_leads_to_its_end(text: str, many: int) -> None:
    """Claim: fractions that no computer holds exactly lead there too."""
    assert len(axis(question(), text).values) == many


@pytest.mark.parametrize("ask", [sweep, require])
def test_all_that_is_wrong_with_a_question_is_said_at_once(ask: Any) -> None:
    """Claim: a reversed range, a key that is not there, a target and a promise that cannot be are four errors."""
    with pytest.raises(ConfigError) as error:
        ask(question(), {PEOPLE: "120:30:30", "lift.jet.nope": [1]}, target=1.5, milestone="closed", workers=1)
    assert len(error.value.problems) == 4
    said = str(error.value)
    assert all(each in said for each in ("120 is above 30", "lift.jet.nope", "--target = 1.5", "--milestone = closed"))


@pytest.mark.parametrize(
    ("vary", "how", "says"),
    [
        ({PEOPLE: "30:120:30"}, {"target": 1.2}, "target = 1.2"),
        ({PEOPLE: "30:120:30"}, {"target": 0.0}, "target = 0"),
        ({PEOPLE: "30:120:30"}, {"target": float("nan")}, "--target = nan\n    expected a probability between 0 and 1"),
        ({PEOPLE: "30:120:30"}, {"milestone": "closed"}, "milestone = closed"),
        ({PEOPLE: "30:120:30"}, {"replications": 0}, "replications = 0"),
        ({PEOPLE: "30:120:30"}, {"replications": 10**20}, "expected from 1 to 1,000,000"),
        ({PEOPLE: "30:120:30"}, {"refine": -1}, "refine = -1: expected a number of histories"),
        ({PEOPLE: "30:120:30"}, {"refine": 9, "same_luck": True}, "expected fresh luck at each point"),
        ({PEOPLE: [30]}, {"refine": 9}, "expected a lever along which a curve is drawn"),
        ({PEOPLE: "30:120:30"}, {"points": 5}, "a grid has the points"),
        ({PEOPLE: "30:120:30"}, {"design": "sobol"}, "points = None"),
        ({PEOPLE: "1:4000:1", "lift.jet.seats": "1:10:1"}, {}, "expected at most 10,000 points, not 40,000"),
        ({}, {}, "one, two or three levers"),
        ({PEOPLE: [-5, 10]}, {}, "(at group.staff.count = -5)"),
        ({PEOPLE: [30], "group.staff.count ": [30]}, {}, "expected each lever once"),
    ],
)
def test_sweeps_that_make_no_sense(tmp_path: Path, vary: dict[str, Any], how: dict[str, Any], says: str) -> None:
    """Claim: each is refused before anything is written."""
    with pytest.raises((SimError, ConfigError)) as error:
        sweep(question(), vary, out=tmp_path / "none", workers=1, **how)
    assert says in str(error.value)
    assert not (tmp_path / "none").exists()


@pytest.mark.parametrize(
    "command",
    [
        ["sweep", "--vary", RATE, "--target"],
        ["require", "--lever", RATE, "--target"],
        ["require", "--lever", RATE, "--confidence"],
        ["run", "--decide"],
        ["run", "--within"],
        ["compare", "--with", "lift.aircraft.seats=9", "--eliminate", "--error"],
    ],
    ids=" ".join,
)
def test_shares_in_percent(command: list[str], tmp_path: Path) -> None:
    """Claim: what is no number between 0 and 1 is refused with 2, the option and the cure; nothing is written."""
    name, *options = command
    for text, cure in (("95%", "such as 0.95; 95% is 0.95"), ("many", "such as 0.95"), ("nan", "expected a")):
        place = ["--workers", "1", "-q", "--out", str(tmp_path / "none")]
        done = CliRunner().invoke(cli, [name, str(TINY), *options, text, *place])
        assert done.exit_code == 2, done.output
        assert cure in " ".join(done.output.split())
    assert not (tmp_path / "none").exists()


def test_a_folder_of_another_question(tmp_path: Path) -> None:
    """Claim: it is refused with the cure, or a folder beside it is taken where that was allowed."""
    small(out=tmp_path / "kept")
    with pytest.raises(ResultsError, match=r"trials of another question: the scenario, its levers or their values"):
        sweep(question(), {PEOPLE: "30:90:30"}, replications=5, workers=1, out=tmp_path / "kept")
    other = sweep(question(), {PEOPLE: "30:90:30"}, replications=5, workers=1, out=tmp_path / "kept", beside=True)
    assert other.folder is not None
    assert other.folder.name.startswith("kept-")
    assert small(out=tmp_path / "kept").ran == 0


# --------------------------------------------------------------------------------------------- the command


def test_the_command(tmp_path: Path) -> None:
    """Claim: it prints the answer first, and leaves a table, a summary, trials and a figure."""
    vary = ["--vary", "lift.aircraft.load_h=1:3:1", "-n", "5", "-q", "--workers", "1", "--out", str(tmp_path / "s")]
    done = CliRunner().invoke(cli, ["sweep", str(TINY), *vary])
    assert done.exit_code == 0, done.output
    assert done.stdout.startswith("  P(deadline) = 0.95")
    names = {path.name for path in (tmp_path / "s").iterdir()} - {".lock"}
    assert names == {"figures", "scenario.toml", "summary.json", "sweep.csv", "sweep.sqlite"}
    assert (tmp_path / "s" / "figures" / "sweep.png").stat().st_size > 10_000
    assert all(len(line) <= 80 for line in done.stdout.splitlines() if "/tmp" not in line and str(tmp_path) not in line)
    printed = CliRunner().invoke(cli, ["sweep", str(TINY), *vary, "--json"])
    assert json.loads(printed.stdout) == json.loads((tmp_path / "s" / "summary.json").read_text())


@pytest.mark.parametrize("name", ["missions", "missions-by-permission"])
def test_the_sweeps_that_ship(name: str) -> None:
    """Claim: both name levers of the scenario beside them, and make sense at every point."""
    stated = read_sweep(ROOT / "configs" / "sweeps" / f"{name}.toml")
    assert stated is not None
    scenario = sim.load(ROOT / "configs" / "sweeps" / stated.scenario)
    axes = axes_of(scenario, dict.fromkeys(stated.vary))
    assert stated.milestone in scenario.milestone
    assert tried(scenario, axes, [tuple(each.values[0] for each in axes), tuple(each.values[-1] for each in axes)])


def test_a_sweep_file(tmp_path: Path) -> None:
    """Claim: a file says what the command line may say, which goes first; what is wrong in it has its line."""
    file = tmp_path / "mine.toml"
    vary = '"lift.aircraft.load_h" = "1:3:1"'
    (tmp_path / "tiny.toml").write_text(TINY.read_text(encoding="utf-8"), encoding="utf-8")
    file.write_text(f'scenario = "tiny.toml"\nreplications = 3\ntarget = 0.5\n[vary]\n{vary}\n', encoding="utf-8")
    command = ["sweep", str(file), "-q", "--workers", "1", "--no-figures", "--json", "--out"]
    table = json.loads(CliRunner().invoke(cli, [*command, str(tmp_path / "a")]).stdout)
    assert (table["replications"], table["target"], len(table["points"])) == (3, 0.5, 3)
    table = json.loads(CliRunner().invoke(cli, [*command, str(tmp_path / "b"), "-n", "4"]).stdout)
    assert (table["replications"], table["refine"]) == (4, 0)
    more = [*command, str(tmp_path / "b"), "-n", "4", "--refine", "6"]
    assert json.loads(CliRunner().invoke(cli, more).stdout)["refine"] == 6
    for wrong, says in (
        ("target = 1.2", "input should be less than 1"),
        ("replication = 3", "did you mean replications"),
    ):
        file.write_text(f'scenario = "tiny.toml"\n{wrong}\n[vary]\n{vary}\n', encoding="utf-8")
        done = CliRunner().invoke(cli, [*command, str(tmp_path / "c")])
        assert done.exit_code == 2
        assert says in done.output
        assert not (tmp_path / "c").exists()


@pytest.mark.parametrize("command", [["sweep", "--vary"], ["require", "--lever"]])
def test_what_is_set_beside_a_lever(command: list[str], tmp_path: Path) -> None:
    """Claim: a value that nothing reads is warned of, and one that the lever overwrites is refused."""
    options = ["-q", "--workers", "1", "--out", str(tmp_path / "s")]
    asked = [command[0], str(TINY), command[1], "lift.aircraft.load_h=1:2:1", *options]
    idle = CliRunner().invoke(cli, [*asked, "--set", "lift.aircraft.holding_h=7"])
    assert idle.exit_code == 0
    assert "changes nothing that is simulated" in " ".join(idle.stderr.split())
    lost = CliRunner().invoke(cli, [*asked[:-1], str(tmp_path / "none"), "--set", "lift.aircraft.load_h=3"])
    assert lost.exit_code == 2
    assert "sets it at every point" in " ".join(lost.output.split())
    assert not (tmp_path / "none").exists()


def test_levers_of_the_file_are_judged(tmp_path: Path) -> None:
    """Claim: a lever of the file that acts on nothing is an error with its line."""
    file = tmp_path / "mine.toml"
    text = TINY.read_text(encoding="utf-8")
    wrong = 'to = ["lift.aircraft.lode_h"]\nfrom = 1\nuntil = 3\nstep = 1'
    file.write_text(f"{text}\n[lever.loading]\n{wrong}\n", encoding="utf-8")
    with pytest.raises(
        ConfigError, match=r"(?s)mine\.toml:\d+  lever\.loading\.to.*did you mean lift\.aircraft\.load_h"
    ):
        sim.load(file)
    for wrong, says in (
        ("from = 3\nuntil = 1\nstep = 1", "3 is above 1"),
        ("from = 1\nuntil = 3", "from, until and step together"),
        ("from = 1\nuntil = 3\nstep = 1\nvalues = [1]", "either values or a range"),
        ("values = [1]\napply = 'times'\nto = ['policy.load']", "expected a number"),
    ):
        file.write_text(f'{text}\n[lever."lift.aircraft.load_h"]\n{wrong}\n', encoding="utf-8")
        with pytest.raises(ConfigError, match=says):
            sim.load(file)


def test_levers_change_no_study() -> None:
    """Claim: a scenario with levers is the same question as without."""
    scenario = sim.load(ROOT / "configs" / "base.toml")
    bare = scenario.model_copy(update={"lever": {}})
    from sim.config import digest
    from sim.model.digest import plan_digest

    assert scenario.lever
    assert digest(scenario) == digest(bare)
    assert plan_digest(sim.plan(scenario)) == plan_digest(sim.plan(bare))


def test_how_a_lever_acts() -> None:
    """Claim: set, times and plus act on every number that is named; an unknown becomes known."""
    scenario = sim.load(ROOT / "configs" / "base.toml")
    (spots,) = axes_of(scenario, ["working spots"])
    assert {path[1] for path in spots.changes(scenario, 2)} == {"AB101", "AB201"}
    (share,) = axes_of(scenario, ["required share"])
    moved = changed(scenario, share.changes(scenario, 0.3))
    drawn = {float(np.mean([w])) for w in (0.3,)}
    assert moved.uncertainty["required share"].draw.low in drawn  # type: ignore[union-attr]


def test_missions_of_the_question() -> None:
    """Claim: the question behind these tests has the missions that its exact probability is reckoned with."""
    assert len(question().lift["jet"].supply.missions) == MISSIONS  # type: ignore[union-attr]
