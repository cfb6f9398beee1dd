"""Runs that stop by a rule give the same bytes on any workers, and say how they stopped."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner, Result

import sim
import sim.plots
from sim.analysis.decisions.sequence import bounded_means, interval
from sim.analysis.statistics.estimates import proportion
from sim.cli.entry import cli
from sim.errors import SimError
from sim.experiment.run import run
from sim.experiment.study import Study
from sim.experiment.workers.progress import Progress
from sim.report.progress import PLAIN, progress_line, quiet_line
from tests.unit.experiment import dice
from tests.unit.experiment.dice_that_stop import WITHIN, stopped


def files(folder: Path) -> tuple[bytes, ...]:
    """Return the content of outcomes.csv, summary.json and manifest.json, the last two without their block `run`."""
    tables = [json.loads((folder / f"{name}.json").read_text(encoding="utf-8")) for name in ("summary", "manifest")]
    for table in tables:
        assert table.pop("run")
    return (folder / "outcomes.csv").read_bytes(), *(json.dumps(table).encode() for table in tables)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Study:
    """Return the study that stops by the rule `within`, run by one process."""
    return stopped(out=tmp_path_factory.mktemp("whole") / "r")


@pytest.fixture(scope="module")
def written(whole: Study) -> tuple[bytes, ...]:
    assert whole.store.folder is not None
    return files(whole.store.folder)


# ------------------------------------------------------------------------------------------- where a run stops


def test_the_study_ends_at_the_first_look_at_which_the_rule_holds(whole: Study) -> None:
    """After each 25 histories there is a look, and the study ends at the first look at which the interval is
    narrow enough.
    """
    got = whole.stopped
    assert (got.how, got.holds, got.most) == ("within", True, 20_000)
    assert len(whole) == len(whole.outcomes) == got.histories == 25 * (got.looks or 0)
    met = whole.outcomes["met_deadline"] != 0
    halves = [np.diff(interval(int(met[:n].sum()), n))[0] / 2 for n in range(25, len(met) + 1, 25)]
    assert halves[-1] <= WITHIN < min(halves[:-1])
    assert got.half_width == halves[-1]


@pytest.mark.slow
def test_any_number_of_workers_gives_the_same_bytes(written: tuple[bytes, ...], tmp_path: Path) -> None:
    """One process, two processes and three threads give the same files, whatever histories they ran beyond the
    stop.
    """
    stopped(workers=2, out=tmp_path / "two")
    assert files(tmp_path / "two") == written
    with ThreadPoolExecutor(3) as threads:
        stopped(executor=threads, workers=None, out=tmp_path / "threads")
    assert files(tmp_path / "threads") == written


@pytest.mark.slow
def test_stored_replications_do_not_change_the_stop(whole: Study, written: tuple[bytes, ...], tmp_path: Path) -> None:
    """Stored replications do not change the files, whether there are fewer than needed, more than needed, or
    only some from the middle.
    """
    for name, first, replications in (("less", 0, 40), ("gap", 50, 30), ("more", 0, len(whole) + 30)):
        folder = tmp_path / name
        run(dice.question(), first=first, replications=replications, engine=dice.FAST, workers=1, out=folder)
        again = stopped(out=folder)
        assert files(folder) == written
        assert again.run["resumed"] == min(replications, len(whole))
    assert stopped(out=folder).run["workers_are"] == "nothing was run"


class Strikes:
    """A progress callback that raises KeyboardInterrupt once, when at least this many replications are done."""

    def __init__(self, at: int) -> None:
        self.at = at

    def __call__(self, now: Progress) -> None:
        if now.done >= self.at:
            self.at = 2**62
            raise KeyboardInterrupt


def test_ctrl_c_prints_the_estimate_and_the_run_can_be_continued(written: tuple[bytes, ...], tmp_path: Path) -> None:
    """At Ctrl-C the message has the estimate so far, with the interval that is valid whenever a run stops. The
    same command then gives the files of an undisturbed run.
    """
    with pytest.raises(KeyboardInterrupt) as struck:
        stopped(out=tmp_path / "r", progress=Strikes(50))
    said = str(struck.value)
    assert said.startswith("50 of at most 20,000 replications are kept in ")
    met = int(stopped().outcomes["met_deadline"][:50].sum())
    low, high = interval(met, 50)
    assert f"P(on time) {met / 50:.3f} [{low:.3f}, {high:.3f}] so far, from the first 50 histories" in said
    assert "valid whenever the run stops" in said
    assert said.endswith("repeat the same command to continue")
    with pytest.raises(KeyboardInterrupt, match="repeat the same command without --overwrite to continue"):
        stopped(out=tmp_path / "s", progress=Strikes(50), overwrite=True)
    stopped(out=tmp_path / "r")
    assert files(tmp_path / "r") == written


def test_ctrl_c_counts_complete_worlds(tmp_path: Path) -> None:
    """If a run of a fixed number of histories is interrupted, the interval of its message counts only complete
    worlds.
    """
    with pytest.raises(KeyboardInterrupt) as struck:
        run(dice.question(), replications=90, inner=20, engine=dice.FAST, out=tmp_path, progress=Strikes(50), workers=1)
    said = re.search(r"^(\d+) of 90 replications .* from the first (\d+) histories", str(struck.value))
    assert said
    kept, counted = int(said[1]), int(said[2])
    assert 50 <= kept < 90
    assert counted == kept // 20 * 20


class LastFirst(Executor):
    """An executor that runs its tasks in groups of six, and the tasks of a group in reverse order."""

    _max_workers = 3

    def __init__(self) -> None:
        self._tasks: list[tuple[Future[Any], Callable[[], Any]]] = []

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        self._tasks.append((future, lambda: fn(*args, **kwargs)))
        if len(self._tasks) == 2 * self._max_workers:
            tasks, self._tasks = self._tasks, []
            for waiting, work in reversed(tasks):
                waiting.set_running_or_notify_cancel()
                try:
                    waiting.set_result(work())
                except Exception as error:
                    waiting.set_exception(error)
        return future


def test_a_failure_beyond_the_stop_does_not_matter(written: tuple[bytes, ...], whole: Study) -> None:
    """A history that fails makes a study fail only if the study does not stop before this history."""
    assert 150 < len(whole) <= dice.TOO_LATE
    assert stopped(engine=dice.LATER, executor=LastFirst(), workers=None).fingerprint == whole.fingerprint
    with pytest.raises(SimError, match=f"replication {dice.TOO_LATE}"):
        stopped(engine=dice.LATER, executor=LastFirst(), workers=None, within=0.01)


# --------------------------------------------------------------------------------------------- the answer


def test_intervals_are_valid_at_any_stop(whole: Study) -> None:
    """After a run with a rule, the library, summary.json and the figure have for each milestone the interval
    that is valid whenever a run stops.
    """
    seen, summary = whole.probability(), whole.summary
    assert (seen.low, seen.high) == interval(seen.met, seen.n)
    for milestone in [*summary["milestones"], summary["all_milestones"]]:
        low, high = interval(milestone["met"], len(whole))
        assert (milestone["low"], milestone["high"]) == pytest.approx((low, high), abs=1e-6)
    caption = " ".join(sim.plots.of(whole).closure().get_supxlabel().split())
    assert "On time: 95 % interval, sampling error only, valid whenever the run stops." in caption
    got = summary["stopped"]
    assert got["intervals"]["milestones"] == "valid whenever the run stops"
    assert got["intervals"]["all_others"] == "valid for a number of histories fixed beforehand"
    assert (got["rule"], got["within"], got["decide"], got["most"]) == ("within", WITHIN, None, 20_000)


def test_a_fixed_number_keeps_its_interval() -> None:
    """Without a rule the interval is that of Clopper and Pearson, and the summary says that the number of
    histories was fixed.
    """
    study = run(dice.question(), replications=60, engine=dice.FAST, workers=1)
    assert study.probability() == proportion(study.probability().met, 60)
    assert study.summary["stopped"]["rule"] == "fixed number"
    assert "interval 95 %, sampling error only." in " ".join(repr(study).split())


def test_the_answer_of_a_decision() -> None:
    """The answer says on which side of the value of `decide` P lies, how certain that is and after how many
    histories, or that it is not decided. With two rules it says the result of both.
    """
    below = " ".join(repr(stopped(within=None, decide=0.95)).split())
    assert re.search(r"Rule P is below 0\.95 \(95 % sure\), after \d+ histories\.", below)
    assert "interval 95 %, sampling error only, valid whenever the run stops." in below
    share = stopped().probability().value
    study = stopped(within=0.2, decide=share, replications=100)
    assert (study.stopped.how, study.stopped.holds, study.stopped.verdict) == ("within and decide", False, None)
    text = " ".join(repr(study).split())
    assert f"After 100 histories it is not decided whether P is above or below {share:g}; more histories" in text
    assert re.search(r"Half the width of the interval of P is 0\.1\d* after 100 histories; 0\.2 was requested\.", text)
    assert "not yet 0.05" in " ".join(repr(stopped(within=0.05, replications=100)).split())


@pytest.mark.parametrize(("within", "decide"), [(0.1, 0.95), (0.2, 0.5)])
def test_two_rules_stop_when_both_hold(within: float, decide: float) -> None:
    """A run with `within` and `decide` stops where the later of the two would stop, with the verdict that
    `decide` alone gives. If fewer histories are allowed, the run ends when these are done, and `holds` is false.
    """
    narrow, decided, both = (stopped(within=w, decide=d) for w, d in ((within, None), (None, decide), (within, decide)))
    assert len(narrow) != len(decided)
    assert len(both) == max(len(narrow), len(decided))
    assert (both.stopped.how, both.stopped.holds) == ("within and decide", True)
    assert both.stopped.verdict == decided.stopped.verdict
    short = stopped(within=within, decide=decide, replications=len(both) - 25)
    assert (len(short), short.stopped.holds) == (len(both) - 25, False)
    got = " ".join(command("run", "--help").output.split())
    assert "With --within: stop when both rules hold." in got


def test_a_rule_about_all_milestones() -> None:
    """A rule may be about all milestones together, and the answer names them."""
    study = stopped(milestone="all", within=None, decide=0.99)
    assert study.summary["stopped"]["milestone"] == "all"
    assert "P of all milestones is below 0.99" in repr(study)


@pytest.mark.slow
def test_a_run_with_worlds_stops_after_whole_worlds() -> None:
    """If histories share worlds, the study stops after whole worlds, and its interval is that of the means of
    worlds.
    """
    study = stopped(inner=20, within=0.2)
    assert len(study) % 20 == 0
    means = (study.outcomes["met_deadline"] != 0).reshape(-1, 20).mean(axis=1)
    seen = study.probability()
    assert (seen.low, seen.high) == bounded_means(means)
    assert seen.worlds == len(means)
    assert seen.high - seen.low <= 0.4
    assert stopped(inner=20, within=0.2, workers=2).fingerprint == study.fingerprint


def test_a_merged_study_keeps_the_interval(whole: Study) -> None:
    """If replications are added to a study that stopped by a rule, its interval is still the one that is valid
    whenever a run stops.
    """
    more = run(dice.question(), first=len(whole), replications=20, engine=dice.FAST, workers=1)
    both = whole.merge(more)
    assert both.stopped.how == both.summary["stopped"]["rule"] == "merged"
    seen = both.probability()
    assert (seen.low, seen.high) == interval(seen.met, len(whole) + 20)


# ----------------------------------------------------------------------------------------------- progress


@pytest.mark.parametrize("inner", [1, 20])
def test_the_progress_line_has_the_interval_valid_at_any_stop(inner: int) -> None:
    """Progress counts the histories before the first one that is missing. Its interval is the one that is valid
    whenever a run stops, and is that of the means of worlds if histories share worlds.
    """
    readings: list[Progress] = []
    study = run(
        dice.question(),
        replications=200,
        inner=inner,
        engine=dice.FAST,
        executor=Sized(ThreadPoolExecutor(1)),
        progress=readings.append,
    )
    met = study.outcomes["met_deadline"] != 0
    seen = [reading.estimate for reading in (readings[0], readings[-1])]
    for estimate in filter(None, seen):
        counted = met[: estimate.n]
        assert estimate.met == counted.sum()
        expected = (
            interval(int(counted.sum()), estimate.n)
            if inner == 1
            else bounded_means(counted.reshape(-1, inner).mean(axis=1))
        )
        assert (estimate.low, estimate.high) == expected
    assert seen[-1] is not None
    assert seen[-1].n == 200


class Sized(Executor):
    """An executor that passes its tasks to another executor and says that it has twenty workers."""

    _max_workers = 20

    def __init__(self, other: Executor) -> None:
        self._other = other

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        return self._other.submit(fn, *args, **kwargs)


def test_progress_ends_with_the_stop(whole: Study) -> None:
    """Until the run stops, the progress line says "of at most" and does not say how much time is left. The last line
    has the number of histories of the study. Each line is shorter than 80 columns.
    """
    readings: list[Progress] = []
    stopped(progress=readings.append)
    assert quiet_line(readings[0]).startswith("  25 of at most 20,000  P(on time) 0.")
    assert " left" not in quiet_line(readings[0])
    last = readings[-1]
    assert (last.done, last.total) == (len(whole), len(whole))
    assert quiet_line(last).endswith("done")
    assert last.estimate == whole.probability()
    wide = Progress(99_999, 100_000, proportion(60_000, 99_999), 7.4, 6000.0, at_most=True)
    assert len(progress_line(wide, 80, PLAIN)) < 80
    assert "P(all) 0." in quiet_line(Progress(5, 9, proportion(3, 5), 7.4, 60.0, milestone="all"))


# --------------------------------------------------------------------------------------------- the command


def command(*arguments: str) -> Result:
    return CliRunner().invoke(cli, list(arguments), catch_exceptions=False)
