"""A sweep: the same question at many points, with the probability at each and smooth curves through them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field
from functools import cached_property
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from sim.config.axes import Axis, Vary
from sim.domain.dates import seconds
from sim.domain.known import KnownNumber
from sim.domain.scenario import Scenario
from sim.errors import SimError
from sim.experiment.dataframe import arrays_of_rows, of_rows
from sim.experiment.decide.effect import Effects, effects
from sim.experiment.decide.judge import axes_asked, changes_at
from sim.experiment.decide.sweep.design import points as designed
from sim.experiment.decide.sweep.point import Point, met_of, tallied
from sim.experiment.decide.sweep.refine import refined
from sim.experiment.decide.sweep.slice import Slice, slices_of
from sim.experiment.decide.sweep.trade import Figures, Trade, trade
from sim.experiment.decide.sweep.trade_words import trade_rows, trade_sentences
from sim.experiment.decide.sweep.words import answer, as_json, caveats
from sim.experiment.decide.trials.kept import Place
from sim.experiment.decide.trials.runner import Report, Seeding, running
from sim.experiment.decide.trials.trial import Trials, stride
from sim.experiment.workers.engine import COMPILED
from sim.experiment.workers.execution import Execution

__all__ = ["Sweep", "sweep"]


@dataclass(frozen=True, eq=False, repr=False)
class Sweep:
    """The result of a sweep.

    Attributes
    ----------
    question
        The question as its file states it.
    axes
        The levers and their values.
    points
        The results at each point, in the order of the design.
    slices
        Smooth curves along one lever, or surfaces over two, one for each combination of values of the other levers.
        Empty if points share random numbers, or if no lever outside `read_off` has several numbers or dates.
    target, milestone, confidence
        The target probability, its milestone, and the confidence of the intervals.
    replications, seed, inner, common_random_numbers
        The arguments of `sweep`.
    refine, added
        Largest number of trials to add near the target, and number of trials that were added.
    usd
        Cost of the levers at each point [USD]: the sum over levers whose cost is stated; None if none is stated.
    trade
        The points on the front: no other point is at least as good in probability, cost and equipment not shipped, and
        better in one. None for a single point, or for more than 600.
    known
        Numbers that a lever sets although an unknown would draw them, at the first point.
    effects
        Levers without effect at the values tried.
    read_off
        Levers that are dates of milestones: all their values use the same histories.
    ran, seconds, audited
        Number of histories that this call ran, time taken [s], and number of histories that SimPy ran again for the
        audit, all identical.
    run_again
        Number of histories that this call ran again because their stored results were damaged.
    folder
        Folder that stores the trials; None if they were kept in memory.
    """

    question: Scenario
    axes: tuple[Axis, ...]
    points: tuple[Point, ...]
    slices: tuple[Slice, ...]
    target: float
    milestone: str
    confidence: float
    replications: int
    seed: int
    inner: int
    common_random_numbers: bool
    refine: int = 0
    added: int = 0
    usd: tuple[float | None, ...] = ()
    trade: Trade | None = None
    known: tuple[KnownNumber, ...] = ()
    effects: Effects = field(default_factory=Effects)
    read_off: tuple[str, ...] = ()
    ran: int = 0
    seconds: float = 0.0
    audited: int = 0
    run_again: int = 0
    folder: Path | None = None

    @cached_property
    def lack_of_fit(self) -> float | None:
        """Chance of counts at least as far from the curves as these, if the curves were true; None if it is unknown.

        It is the smallest chance of a curve, times the number of curves that have one (Bonferroni), but at most 1.
        """
        chances = [piece.curve.lack_of_fit for piece in self.slices if piece.curve.lack_of_fit is not None]
        return min(1.0, min(chances) * len(chances)) if chances else None

    def __str__(self) -> str:
        """Return the answer, the points to choose from, and sentences on how the answer was computed."""
        return "\n".join([*answer(self), *trade_sentences(self), *trade_rows(self, 80), *caveats(self)])

    __repr__ = __str__

    def plot(self, ax: Any = None) -> Any:
        """Draw a new figure of the sweep; or, if `ax` is given, draw its curves or its first map into `ax`."""
        plots = import_module("sim.plots.sweep")  # by name: the layer of figures is above that of experiments
        return plots.draw(self) if ax is None else plots.onto(self, ax)

    def to_pandas(self) -> Any:
        """Return one row per point: values of the levers, then the figures of sweep.csv.

        Raises
        ------
        SimError
            pandas is not installed.
        """
        return of_rows(self._rows())

    def arrays(self) -> dict[str, npt.NDArray[Any]]:
        """Return the rows of `to_pandas` as one array per column, as `polars.DataFrame` takes them."""
        return arrays_of_rows(self._rows())

    def _rows(self) -> list[dict[str, Any]]:
        figures = (row for row in as_json(self)["points"])
        levers = [axis.name for axis in self.axes]
        return [
            {**dict(zip(levers, point.values, strict=True)), **{key: row[key] for key in row if key != "values"}}
            for point, row in zip(self.points, figures, strict=True)
        ]


def sweep(
    question: Scenario,
    vary: Vary,
    *,
    replications: int = 100,
    design: str = "grid",
    points: int | None = None,
    common_random_numbers: bool = False,
    refine: int = 0,
    target: float = 0.95,
    milestone: str = "deadline",
    seed: int | None = None,
    inner: int = 1,
    workers: int | None = None,
    threads: bool | None = None,
    executor: Executor | None = None,
    dask: str | None = None,
    out: Path | None = None,
    overwrite: bool = False,
    beside: bool = False,
    engine: str = COMPILED,
    confidence: float = 0.95,
    progress: Report | None = None,
) -> Sweep:
    """Run a question at every point of a design.

    Parameters
    ----------
    question
        The scenario.
    vary
        What to vary: one to three levers or dotted keys, each with its values; as a dict, as texts in the form of the
        command line (`"lift.C-17.supply.per_week=6:24:2"`), or as objects of type `Axis`.
    replications
        Number of histories at each point.
    design, points, seed
        The design, the number of its points, and its seed: as for `sim.experiment.decide.sweep.design.points`. The seed
        is also that of the histories; the default is the seed of the scenario.
    common_random_numbers
        Whether all points share random numbers. Differences between points are then more precise, but no curve is
        fitted, because the errors of the points are not independent. Otherwise each point has its own random numbers.
    refine
        Largest number of histories to add in all, in at most eight batches. Each batch goes to the points where the
        band of the curve still contains the target, and to those beside a crossing of the curve with the target.
    target, milestone
        The target probability, and its milestone; `all` stands for all milestones together.
    inner, workers, threads, executor, dask, engine, overwrite, confidence
        As for `sim.run`.
    out
        Folder for the trials. If it holds trials of this sweep already, the sweep continues from them. None keeps the
        trials in memory.
    beside
        Whether to use another folder, beside `out`, if `out` holds trials of another question.
    progress
        Called after each block with three numbers: trials done, largest number of trials needed, and trials per second.

    Raises
    ------
    ConfigError
        A lever, the target or the milestone is invalid, or a point is not a valid question.
    ResultsError, EngineError, WorkerError, KeyboardInterrupt
        As for `sim.run`.
    SimError
        An argument is invalid.
    """
    chosen_seed, axes = question.seed if seed is None else seed, axes_asked(question, vary, "--vary", target, milestone)
    if not 1 <= replications <= stride(max(inner, 1)):
        raise SimError(f"replications = {replications:,}: expected from 1 to {stride(max(inner, 1)):,} at each point")
    designed_values = designed(axes, design, points, chosen_seed)
    free = tuple(place for place, axis in enumerate(axes) if _is_free(question, axis))  # all their dates share one plan
    run_values = [tuple(value for place, value in enumerate(values) if place not in free) for values in designed_values]
    plan_numbers = {values: number for number, values in enumerate(dict.fromkeys(run_values))}
    run_axes = [axis for place, axis in enumerate(axes) if place not in free]
    if refine:
        _refinable(refine, common_random_numbers, axes, free)
    changes = changes_at(question, run_axes, list(plan_numbers))
    spans = [(number, 0, replications) for number in plan_numbers.values()]
    with running(
        Trials(question, changes, common_random_numbers),
        len(spans) * replications + refine,
        Seeding(chosen_seed, inner, engine),
        Execution(workers, threads, executor, dask),
        Place(out, overwrite, beside),
        progress,
    ) as runner:
        effects_seen = effects(question, run_axes, chosen_seed, engine)
        runner.fetch(spans, len(spans) * replications + refine)
        due = [
            {str(axes[at].milestone): seconds(values[at], question.clock, ends=True) for at in free}
            for values in designed_values
        ]

        def drawn(counts: Mapping[int, int]) -> tuple[tuple[Point, ...], tuple[Slice, ...]]:
            """Return points and curves from the given number of trials of each plan."""
            records = {number: runner.records(number, 0, last) for number, last in counts.items()}
            at_points = tuple(
                tallied(values, records[plan_numbers[key]], milestone, dates, inner=inner, confidence=confidence)
                for values, key, dates in zip(designed_values, run_values, due, strict=True)
            )
            return at_points, () if common_random_numbers else slices_of(axes, at_points, confidence, free)

        counts = dict.fromkeys(plan_numbers.values(), replications)
        if refine:
            of_values = {values: plan_numbers[key] for values, key in zip(designed_values, run_values, strict=True)}
            counts = refined(
                runner,
                counts,
                refine,
                target,
                lambda counts: drawn(counts)[1],
                lambda piece, at: of_values[piece.points[at].values],
                inner,
            )
        runner.audit([(number, 0, last) for number, last in counts.items()])
        results, slices = drawn(counts)
        shared: Sequence[Figures] = ()
        usd = tuple(_usd(axes, point) for point in results)
        world = None
        if common_random_numbers:
            records = [runner.records(*span) for span in spans]
            shared = _shared(records, results, usd, milestone, due, [plan_numbers[key] for key in run_values])
            world = records[0]["replication"] % stride(inner) // inner if inner > 1 else None
        ran, audited, lasted, run_again = runner.here, runner.audited, runner.seconds, runner.run_again
        known, folder = runner.work.plan(0).known, runner.store.folder
    by_place = {id(point): point for point in results}
    for piece in slices:
        for at, point in enumerate(piece.points):
            by_place[id(point)] = point.on(piece.curve, at)
    unpriced = [axis.name for axis in axes if any(axis.usd(value) is None for value in axis.values)]
    smooth = [by_place[id(point)] for point in results]
    return Sweep(
        question=question,
        axes=axes,
        points=tuple(smooth),
        slices=slices,
        target=target,
        milestone=milestone,
        confidence=confidence,
        replications=replications,
        seed=chosen_seed,
        inner=inner,
        common_random_numbers=common_random_numbers,
        refine=refine,
        added=sum(counts.values()) - replications * len(counts),
        usd=usd,
        trade=trade(smooth, usd, unpriced, confidence, shared, world),
        known=known,
        effects=effects_seen,
        read_off=tuple(axes[at].name for at in free),
        ran=ran,
        seconds=lasted,
        audited=audited,
        run_again=run_again,
        folder=folder,
    )


def _is_free(question: Scenario, axis: Axis) -> bool:
    """Return whether a lever is the date of a milestone on which no history depends."""
    name = axis.milestone
    return name in question.milestone and (question.review is None or question.review.of != name)


def _refinable(refine: int, common_random_numbers: bool, axes: tuple[Axis, ...], free: tuple[int, ...]) -> None:
    """Raise `SimError` if no histories can be added near the target: no curve is fitted, or `refine` is negative."""
    if refine < 0:
        raise SimError(f"refine = {refine}: expected a number of histories to add, at least 0")
    if common_random_numbers:
        raise SimError(f"refine = {refine}: expected separate random numbers at each point, not common ones")
    if all(axis.positions is None or len(axis.values) == 1 or at in free for at, axis in enumerate(axes)):
        raise SimError(f"refine = {refine}: expected a lever with several numbers or dates, not dates of a milestone")


def _usd(axes: Sequence[Axis], point: Point) -> float | None:
    """Return the sum of the stated costs of the levers at a point [USD]; None if no cost is stated."""
    costs = [axis.usd(value) for axis, value in zip(axes, point.values, strict=True)]
    stated = [cost for cost in costs if cost is not None]
    return sum(stated) if stated else None


def _shared(
    records: Sequence[npt.NDArray[Any]],
    points: Sequence[Point],
    usd: Sequence[float | None],
    milestone: str,
    due: Sequence[Mapping[str, int]],
    places: Sequence[int],
) -> list[Figures]:
    """Return the figures of each point by which points are compared, history by history.

    `records` has the trials of each plan. For each point, `usd` has the cost of its levers, `due` the dates of
    milestones that levers set [s since the start], and `places` the index of its plan in `records`.
    """
    figures = []
    for point, cost, dates, place in zip(points, usd, due, places, strict=True):
        trials = records[place]
        left = "not_shipped_t" if point.not_shipped_usd is None else "not_shipped_usd"
        others = [np.asarray(trials[left])]
        if point.cost_usd is not None or any(each is not None for each in usd):
            spent = trials["cost_usd"] if point.cost_usd is not None else np.zeros(len(trials))
            others.insert(0, np.asarray(spent) + (cost or 0.0))
        figures.append(Figures(met_of(trials, milestone, dates), tuple(others)))
    return figures
