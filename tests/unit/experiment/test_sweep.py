"""A sweep over many plans: what it runs, stores and says, and that it is the same on any workers."""

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

import sim
from sim.analysis.decisions.curve import smooth
from sim.config.axes import axes_of
from sim.config.change import changed, with_values
from sim.experiment.decide.effect import Effects
from sim.experiment.decide.sweep.sweep import Sweep, sweep
from sim.experiment.decide.sweep.words import answer, as_csv, as_json, caveats
from sim.experiment.decide.trials.trial import STRIDE
from sim.plots.sweep import apart, draw
from tests.unit.experiment.coins import question

ROOT = Path(__file__).parents[3]
TINY = ROOT / "configs" / "tiny.toml"
PEOPLE = "group.staff.count"


def small(**how: Any) -> Sweep:
    """Run a sweep over four numbers of people, with ten histories at each."""
    return sweep(question(), {PEOPLE: "30:120:30"}, replications=10, **{"workers": 1, **how})


def both(found: Sweep) -> tuple[str, str]:
    """Return the sweep as CSV and as JSON."""
    return as_csv(found), json.dumps(as_json(found))


def test_a_point_equals_a_run_of_the_changed_scenario() -> None:
    """The trials of point p are replications of the changed scenario, numbered from p * STRIDE on."""
    found = small()
    for number, point in enumerate(found.points):
        plan = changed(question(), {("group", "staff", "count"): point.values[0]})
        study = sim.run(plan, replications=10, first=number * STRIDE, workers=1)
        assert point.seen.met == int(study.outcomes["met_deadline"].sum())
        left_t = float((study.outcomes["equipment_t"] - study.outcomes["out_t"]).mean())
        assert point.not_shipped_t == pytest.approx(left_t)


def test_the_same_random_numbers_at_all_points() -> None:
    """On common random numbers the trials of each point are replications 0 to 9 of its scenario."""
    found = small(common_random_numbers=True)
    met = [point.seen.met for point in found.points]
    plan = changed(question(), {("group", "staff", "count"): 90})
    assert found.points[2].seen.met == int(sim.run(plan, replications=10, workers=1).outcomes["met_deadline"].sum())
    assert met == sorted(met, reverse=True)
    assert not found.slices
    assert "the same random numbers at all" in " ".join(caveats(found))


@pytest.mark.parametrize(
    "how", [{"workers": 2, "threads": True}, {"workers": 3, "threads": True}, {"workers": 2, "threads": False}]
)
def test_any_workers_give_the_same_bytes(how: dict[str, Any]) -> None:
    """Threads or processes give the same CSV and JSON as one process."""
    assert both(small(**how)) == both(small())


def test_both_engines_give_the_same_bytes() -> None:
    assert both(small(engine="simpy")) == both(small())


def test_a_point_counts_its_worlds() -> None:
    """If three histories share a world, a point says that its ten histories belong to four worlds."""
    found = small(inner=3)
    assert all(point.seen.worlds == 4 for point in found.points)
    assert both(found) == both(small(inner=3, workers=2, threads=True))


def test_a_sweep_uses_stored_trials(tmp_path: Path) -> None:
    """Stored trials are not run again. A larger number adds trials at each point."""
    first = small(out=tmp_path / "kept")
    again = small(out=tmp_path / "kept")
    more = sweep(question(), {PEOPLE: "30:120:30"}, replications=25, workers=1, out=tmp_path / "kept")
    fresh = sweep(question(), {PEOPLE: "30:120:30"}, replications=25, workers=1)
    assert (first.ran, again.ran, more.ran) == (40, 0, 60)
    assert both(first) == both(again)
    assert both(more) == both(fresh)


def test_an_interrupted_sweep_keeps_finished_trials(tmp_path: Path) -> None:
    """At Ctrl-C a sweep says how many trials it keeps. The same call then runs only the others."""

    def struck(done: int, total: int, rate: float) -> None:
        if done >= 20:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt, match="repeat the same command without --overwrite to continue"):
        small(out=tmp_path / "kept", progress=struck, overwrite=True)
    with pytest.raises(KeyboardInterrupt, match=r"20 trials are kept in .*kept; repeat the same command to"):
        small(out=tmp_path / "kept", progress=struck, overwrite=False)
    found = small(out=tmp_path / "kept")
    assert found.ran == 20
    assert both(found) == both(small())


def refined(**how: Any) -> Sweep:
    """Run a sweep over twelve numbers of people with ten histories at each, and 100 more in all where P may be 0.9.

    The exact P is 0.961 with 60 people and 0.882 with 70.
    """
    how = {"workers": 1, "replications": 10, "refine": 100, "target": 0.9, **how}
    return sweep(question(), {PEOPLE: "10:120:10"}, **how)


def test_histories_are_added_near_the_target(tmp_path: Path) -> None:
    """The added histories go to points where P may be 0.9, such as those of 60 and 70 people, but not of 110 or 120."""
    found = refined()
    n = {point.values[0]: point.seen.n for point in found.points}
    assert found.added == sum(n.values()) - 120 == 100
    assert n[60] > 10
    assert n[70] > 10
    assert n[110] == n[120] == 10
    assert "10 histories each and 100 more near P = 0.9 (10 to" in " ".join(caveats(found))
    assert as_json(found)["added"] == 100
    assert [int(row.split(",")[1]) for row in as_csv(found).splitlines()[1:]] == list(n.values())


def test_added_histories_have_the_same_bytes(tmp_path: Path) -> None:
    """Added histories have the same bytes on two threads, and after an interruption within a batch."""

    def struck(done: int, total: int, rate: float) -> None:
        assert total == 220
        if done > 150:
            raise KeyboardInterrupt

    expected = both(refined())
    assert both(refined(workers=2, threads=True)) == expected
    with pytest.raises(KeyboardInterrupt, match="trials are kept"):
        refined(out=tmp_path / "kept", progress=struck)
    again = refined(out=tmp_path / "kept")
    assert 0 < again.ran < 70
    assert both(again) == expected
    assert refined(out=tmp_path / "kept").ran == 0


def test_no_histories_are_added_if_no_point_is_open() -> None:
    """If no band contains the target, no history is added. If five histories share a world, whole worlds are
    added: 100 histories where 103 are requested.
    """
    found = sweep(question(), {PEOPLE: "10:30:10"}, replications=60, workers=1, target=0.3, refine=50)
    assert found.added == 0
    assert "and 0 more near P = 0.3 (60 to 60 per point), of 50 requested" in " ".join(caveats(found))
    worlds = refined(inner=5, refine=103)
    assert worlds.added == 100
    assert all(point.seen.n % 5 == 0 for point in worlds.points)


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGKILL")
def test_a_killed_sweep_can_be_continued(tmp_path: Path) -> None:
    """After a sweep was killed twice, the second time while it added histories, the same command gives the bytes
    of an undisturbed sweep.
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


# ----------------------------------------------------------------------------------------------- the answer


def test_a_lever_without_effect_is_named() -> None:
    """A lever is named if the histories are the same at each of its values."""
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
def test_every_lever_without_effect_is_named(lever: str, idle: bool) -> None:
    """A lever that changes no history is named. One that changes histories, but no figure of the sweep, is named
    in another sentence.
    """
    found = sweep(sim.load(TINY), [lever], replications=12, common_random_numbers=True, workers=1)
    name = lever.partition("=")[0]
    assert len({(p.seen, p.closure_s, p.not_shipped_t) for p in found.points}) == 1
    assert found.effects == (Effects(idle=(name,)) if idle else Effects(unseen=(name,)))
    says = f"{name} changes nothing: 10 histories" if idle else f"{name} changes no closure, milestone, weight or cost"
    assert says in str(found)
    table = as_json(found)
    assert (table["without_effect"], table["moves_no_figure"]) == (([name], []) if idle else ([], [name]))


def test_dates_of_a_milestone_share_their_histories() -> None:
    """All dates of a milestone use the same histories; P at each date is that of a run with this date."""
    days = [date(2024, 1, 3), date(2024, 1, 5), date(2024, 1, 20)]
    found = sweep(question(), {"milestone.deadline.by": days}, replications=40, workers=1)
    assert found.ran == 40
    assert found.read_off == ("milestone.deadline.by",)
    for day, point in zip(days, found.points, strict=True):
        horizon = 60 + 30 - (day - date(2024, 1, 1)).days
        moved = with_values(question(), {"milestone.deadline.by": day, "clock.horizon_d": horizon})
        assert sim.run(moved, replications=40, workers=1).probability().met == point.seen.met
    assert len({point.seen.met for point in found.points}) == 3


def test_dates_that_reviews_aim_at_have_their_own_histories() -> None:
    """If reviews aim at the milestone, its date changes histories, so each date has its own."""
    scenario = sim.load(ROOT / "configs" / "base.toml")
    two = axes_of(scenario, ['milestone."equipment done".by=2024-08-18,2024-08-25'])
    assert sweep(scenario, two, replications=2, workers=1).read_off == ()


def test_the_answer_names_the_crossing() -> None:
    """The answer has the number of people at which the curve falls to the target. Its interval contains 69."""
    found = sweep(question(), {PEOPLE: "10:120:10"}, replications=50, workers=1, target=0.9)
    meets = found.slices[0].crossing(0.9)
    assert meets is not None
    assert meets.value is not None
    assert meets.low is not None
    assert meets.high is not None
    assert meets.low < 69 < meets.high  # the exact P is 0.961 at 60 and 0.882 at 70
    assert answer(found)[0].startswith(f"P(deadline) = 0.9 is lost beyond {PEOPLE} = {meets.value:.3g}")


def test_a_target_that_all_points_or_none_reach() -> None:
    """If all points reach the target, the answer gives the lowest P; if none does, the highest."""
    all_met = sweep(question(), {PEOPLE: "10:30:10"}, replications=60, workers=1, target=0.8)
    none = sweep(question(), {PEOPLE: "100:120:10"}, replications=60, workers=1, target=0.8)
    assert "met with group.staff.count anywhere from 10 to 30: the least is 1.000 [0.9" in answer(all_met)[0]
    assert "cannot be reached with group.staff.count from 100 to 120: the highest is 0." in answer(none)[0]


def test_a_step_lies_between_two_values() -> None:
    """If all histories are in time at 1.3 and none at 1.4, the interval of the crossing is from 1.3 or less to 1.4."""
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
    """Two levers have one common fit, and the answer has a sentence for each value of the second lever."""
    vary = {PEOPLE: "20:120:20", "lift.jet.cancel": [0.1, 0.3, 0.5]}
    found = sweep(question(), vary, replications=20, workers=1, target=0.9)
    assert [piece.along for piece in found.slices] == [(0, 1)]
    sentences = answer(found)
    assert [text.split(":")[0] for text in sentences] == [f"Where lift.jet.cancel = {c}" for c in ("0.1", "0.3", "0.5")]


def test_three_levers_give_a_map_for_each_value_of_the_third() -> None:
    vary = {PEOPLE: [30, 60, 90], "lift.jet.cancel": [0.2, 0.4], "lift.jet.seats": [8, 10]}
    found = sweep(question(), vary, replications=5, workers=1)
    assert [piece.fixed for piece in found.slices] == [{2: 8}, {2: 10}]
    maps = [ax for ax in draw(found).axes if ax.get_visible()]
    assert [ax.get_title(loc="left") for ax in maps] == ["lift.jet.seats = 8", "lift.jet.seats = 10"]
    assert "Each value of lift.jet.seats has a map of its own" in " ".join(caveats(found))
    for piece in found.slices:
        counts = [np.array([getattr(point.seen, what) for point in piece.points]) for what in ("met", "n")]
        alone = smooth(piece.curve.points, *counts)
        assert np.array_equal(piece.curve.high, alone.high)  # the map uses its own points only
        assert (piece.curve.low <= piece.curve.value).all()
        assert (piece.curve.value <= piece.curve.high).all()


def test_names_beside_curves_do_not_overlap() -> None:
    """If curves end close together, their names are moved apart. Other names stand at the ends of curves."""
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


def test_a_lever_may_have_lists_as_values() -> None:
    """A lever may have lists as values; no curve is fitted over them."""
    scenario = sim.load(ROOT / "configs" / "base.toml")
    found = sweep(scenario, ["reviews"], replications=3, workers=1)
    assert [point.values for point in found.points] == [(("lift", "dispose"),), ((),)]
    assert not found.slices


def test_a_lever_takes_precedence_over_an_unknown() -> None:
    """If an unknown would draw the number of a lever, the lever sets it, and the sweep says so."""
    scenario = sim.load(ROOT / "configs" / "base.toml")
    found = sweep(scenario, {"missions a week": [6, 24]}, replications=4, workers=1)
    assert [known.unknown for known in found.known] == ["heavy missions a week"]
    assert "draws lift.C-17.supply.per_week in a run; here the lever sets it" in str(found)


def test_designs_have_about_the_requested_number_of_points() -> None:
    """Latin and Sobol' designs with 12 points requested have 8 to 12 points, all with stated values."""
    vary = {PEOPLE: "10:120:10", "lift.jet.cancel": [0.1, 0.2, 0.3, 0.4]}
    for design in ("latin", "sobol"):
        found = sweep(question(), vary, design=design, points=12, replications=2, workers=1)
        assert 8 <= len(found.points) <= 12
        assert all(point.values[0] in range(10, 121, 10) for point in found.points)
