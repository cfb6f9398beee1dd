"""A sweep: the same question at many points, with the probability at each and smooth curves through them."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import cached_property
from importlib import import_module
from pathlib import Path
from typing import Any

from sim.config.axes import Axis, Vary, axes_of
from sim.domain.dates import seconds
from sim.domain.known import KnownNumber
from sim.domain.scenario import Scenario
from sim.errors import SimError
from sim.experiment.decide.design import points as designed
from sim.experiment.decide.effect import unmoved
from sim.experiment.decide.judge import judged, tried
from sim.experiment.decide.point import Point, tallied
from sim.experiment.decide.refine import refined
from sim.experiment.decide.runner import Report, running
from sim.experiment.decide.slice import Slice, slices_of
from sim.experiment.decide.sweep_words import answer, as_json, caveats
from sim.experiment.decide.trials import Trials, stride
from sim.experiment.engine import BATCH

__all__ = ["Sweep", "sweep"]


@dataclass(frozen=True, eq=False, repr=False)
class Sweep:
    """What came of a sweep.

    Attributes
    ----------
    question
        As it is written.
    axes
        The levers and their values.
    points
        One for each combination, in the order of the design.
    slices
        Smooth curves through them, or maps over two levers: with a third lever one for each of its values, drawn
        through its own points alone. None where no lever is a number, or all points draw the same luck.
    target, milestone, confidence
        The probability that is looked for, of which promise, and how sure the intervals are.
    replications, seed, inner, same_luck
        How each point was run.
    refine, added
        Trials that were asked for where the band straddles the target, and how many were run there.
    known
        Numbers that the levers set and unknowns name, at the first point.
    idle
        Levers that moved no history at the values that were tried.
    read_off
        Levers that are dates of promises: each point reads them off the same histories.
    ran, seconds, audited
        Histories that this call ran, in which time, and how many of them SimPy ran again, all alike.
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
    same_luck: bool
    refine: int = 0
    added: int = 0
    known: tuple[KnownNumber, ...] = ()
    idle: tuple[str, ...] = ()
    read_off: tuple[str, ...] = ()
    ran: int = 0
    seconds: float = 0.0
    audited: int = 0
    folder: Path | None = None

    @cached_property
    def lack_of_fit(self) -> float | None:
        """Smallest chance, over the slices, of counts as far from the curve as these; None where none can be judged."""
        found = [piece.curve.lack_of_fit for piece in self.slices if piece.curve.lack_of_fit is not None]
        return min(1.0, min(found) * len(found)) if found else None

    @property
    def usd(self) -> tuple[float | None, ...]:
        """What the levers of each point cost [USD]; None where some cost is not known."""
        return tuple(self._usd(point) for point in self.points)

    def __str__(self) -> str:
        """The answer, and what it rests on."""
        return "\n".join([*answer(self), *caveats(self)])

    __repr__ = __str__

    def plot(self, ax: Any = None) -> Any:
        """Draw the curve or the map, into axes of yours or as a figure of its own."""
        plots = import_module("sim.plots.sweep")  # by name: figures lie above experiments
        return plots.draw(self) if ax is None else plots.onto(self, ax)

    def to_pandas(self) -> Any:
        """Return one row a point: values of the levers, then the figures of sweep.csv; needs pandas."""
        import pandas

        rows = as_json(self)["points"]
        return pandas.DataFrame([{**row.pop("values"), **row} for row in rows])

    def _usd(self, point: Point) -> float | None:
        total = 0.0
        for axis, value in zip(self.axes, point.values, strict=True):
            if axis.usd_per_step is None:
                return None
            total += axis.usd_per_step * axis.values.index(value)
        return total


def sweep(
    question: Scenario,
    vary: Vary,
    *,
    replications: int = 100,
    design: str = "grid",
    points: int | None = None,
    same_luck: bool = False,
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
    engine: str = BATCH,
    confidence: float = 0.95,
    progress: Report | None = None,
) -> Sweep:
    """Run a question at every point of a design.

    Parameters
    ----------
    question
        What is asked.
    vary
        What is varied: one to three levers or dotted keys with their values, as a dict, as texts of the command line
        (`"lift.C-17.supply.per_week=6:24:2"`), or as axes.
    replications
        Histories at each point.
    design, points, seed
        As for `design.points`; the seed is that of all chance too, the scenario's if none is given.
    same_luck
        Whether all points draw the same luck: differences between points are sharper then, but no curve is drawn, as
        all points share one error. Else each point draws its own.
    refine
        Histories to add, in all, after those: in eight batches, each at the points where the band about the curve then
        contains the target, and on both sides of where the curve crosses it between two points. So many trials differ
        by point. Fewer are added where nothing is left open.
    target, milestone
        The probability that is looked for, and of which promise; `all` stands for all of them together.
    inner, workers, threads, executor, dask, engine, overwrite, confidence
        As for `sim.run`.
    out
        Folder that keeps the trials, resumed if it holds some of this sweep; None keeps them in memory.
    beside
        Whether to take a folder beside it where it holds trials of another question.
    progress
        Called after each block: trials done, all trials, and trials a second in this run.

    Raises
    ------
    ConfigError
        A point makes no sense as a question.
    ResultsError, EngineError, WorkerError, KeyboardInterrupt
        As `sim.run` raises them.
    SimError
        Nonsense was asked for.
    """
    judged(question, target, milestone)
    luck, axes = question.seed if seed is None else seed, axes_of(question, vary)
    if not 1 <= replications <= stride(max(inner, 1)):
        raise SimError(f"replications = {replications:,}: expected from 1 to {stride(max(inner, 1)):,} at each point")
    chosen = designed(axes, design, points, luck)
    free = tuple(place for place, axis in enumerate(axes) if _is_free(question, axis))
    kept = [tuple(value for place, value in enumerate(values) if place not in free) for values in chosen]
    distinct = {values: number for number, values in enumerate(dict.fromkeys(kept))}
    moving = [axis for place, axis in enumerate(axes) if place not in free]
    if refine:
        _refinable(refine, same_luck, axes, free)
    moves = tried(question, moving, list(distinct))
    spans = [(number, 0, replications) for number in distinct.values()]
    with running(
        Trials(question, moves, same_luck),
        len(spans) * replications + refine,
        seed=luck,
        inner=inner,
        engine=engine,
        workers=workers,
        threads=threads,
        executor=executor,
        dask=dask,
        out=out,
        overwrite=overwrite,
        beside=beside,
        progress=progress,
    ) as runner:
        idle = unmoved(question, moving, luck, engine)
        runner.fetch(spans, len(spans) * replications + refine)

        def drawn(counts: Mapping[int, int]) -> tuple[tuple[Point, ...], tuple[Slice, ...]]:
            records = {number: runner.records(number, 0, last) for number, last in counts.items()}
            found = tuple(
                tallied(
                    values,
                    records[distinct[key]],
                    milestone,
                    {str(axes[at].milestone): seconds(values[at], question.clock, ends=True) for at in free},
                    inner=inner,
                    confidence=confidence,
                )
                for values, key in zip(chosen, kept, strict=True)
            )
            return found, () if same_luck else slices_of(axes, found, confidence, free)

        counts = dict.fromkeys(distinct.values(), replications)
        if refine:
            of_values = {values: distinct[key] for values, key in zip(chosen, kept, strict=True)}
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
        found, slices = drawn(counts)
        ran, audited, lasted = runner.here, runner.audited, runner.seconds
        known, folder = runner.work.plan(0).known, runner.kept.folder
    by_place = {id(point): point for point in found}
    for piece in slices:
        for at, point in enumerate(piece.points):
            by_place[id(point)] = point.on(piece.curve, at)
    return Sweep(
        question=question,
        axes=axes,
        points=tuple(by_place[id(point)] for point in found),
        slices=slices,
        target=target,
        milestone=milestone,
        confidence=confidence,
        replications=replications,
        seed=luck,
        inner=inner,
        same_luck=same_luck,
        refine=refine,
        added=sum(counts.values()) - replications * len(counts),
        known=known,
        idle=tuple(idle),
        read_off=tuple(axes[at].name for at in free),
        ran=ran,
        seconds=lasted,
        audited=audited,
        folder=folder,
    )


def _is_free(question: Scenario, axis: Axis) -> bool:
    """Whether an axis is the date of a promise at which nobody looks before it has passed: it is read off histories."""
    name = axis.milestone
    return name in question.milestone and (question.review is None or question.review.of != name)


def _refinable(refine: int, same_luck: bool, axes: tuple[Axis, ...], free: tuple[int, ...]) -> None:
    """Refuse further histories about a curve where none is drawn."""
    if refine < 0:
        raise SimError(f"refine = {refine}: expected a number of histories to add")
    if same_luck:
        raise SimError(f"refine = {refine}: expected fresh luck at each point; on the same luck no curve is drawn")
    if all(axis.positions is None or len(axis.values) == 1 or at in free for at, axis in enumerate(axes)):
        raise SimError(
            f"refine = {refine}: expected a lever along which a curve is drawn: with several numbers or dates"
        )
