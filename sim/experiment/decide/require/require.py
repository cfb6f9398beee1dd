"""The inverse question: the smallest value of a lever that suffices for a probability.

If less of the lever is better, the largest value is sought instead. The answer is a bracket: a value that suffices and
a value that does not. Each of the two statements is wrong with at most a stated chance.
"""

from __future__ import annotations

from concurrent.futures import Executor
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from sim.analysis.decisions.bracket import Bracket, Search
from sim.analysis.statistics.estimates import Estimate, proportion
from sim.analysis.statistics.paired import paired_proportion
from sim.config.axes import Axis, Vary
from sim.domain.scenario import Scenario
from sim.errors import SimError
from sim.experiment.dataframe import arrays_of_rows, of_rows
from sim.experiment.decide.effect import Effects, effects
from sim.experiment.decide.judge import axes_asked, changes_at
from sim.experiment.decide.require.words import caveats, cheapest, sentence
from sim.experiment.decide.trials.kept import Place
from sim.experiment.decide.trials.runner import Report, Runner, Seeding, running
from sim.experiment.decide.trials.trial import Trials
from sim.experiment.keep.kinds import SEARCH
from sim.experiment.workers.engine import COMPILED
from sim.experiment.workers.execution import Execution

__all__ = ["BUDGET", "Answer", "Requirement", "require"]

BUDGET: Final = 6_000
"""Default of the largest number of histories of one search."""
PILOT: Final = 100
"""Number of histories at each end of a range before the search; they show which end is better."""
SURE: Final = 0.99
"""Confidence with which one end of a range is called better than the other."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The result of one search.

    Attributes
    ----------
    fixed
        Value of the second lever; None if there is no second lever.
    rising
        Whether more of the lever makes the milestone likelier; None if the two ends of the range do not differ beyond
        chance, or if there is only one value.
    bracket
        The value that suffices, the value that does not, and the values for which neither is known.
    seen
        Each value that was run, with the share of its histories that met the milestone; in order from the worse end of
        the range to the better end.
    """

    fixed: Any
    rising: bool | None
    bracket: Bracket
    seen: tuple[tuple[Any, Estimate], ...]

    @property
    def most(self) -> tuple[Any, Estimate]:
        """The value, among those that were run, with the highest estimate; and this estimate."""
        return max(self.seen, key=lambda each: each[1].value)


@dataclass(frozen=True, eq=False, repr=False)
class Requirement:
    """The result of `require`: the value of a lever that is enough for a probability.

    Attributes
    ----------
    question, lever, other
        The scenario; the lever whose value is sought; and a second lever, for each value of which there is one search
        (None if there is no second lever).
    target, milestone, confidence
        The target probability, its milestone, and the confidence of each of the two statements of a bracket.
    answers
        One answer; with a second lever, one answer for each of its values.
    histories, seconds, ran, audited
        Number of histories used for the answers, time taken [s], number of histories that this call ran, and number of
        histories that SimPy ran again for the audit, all identical.
    run_again
        Number of histories that this call ran again because their stored results were damaged.
    effects
        Levers without effect at the values tried; levers that are dates of milestones are not tried.
    """

    question: Scenario
    lever: Axis
    other: Axis | None
    target: float
    milestone: str
    confidence: float
    answers: tuple[Answer, ...]
    seed: int
    histories: int
    seconds: float
    ran: int
    audited: int
    run_again: int = 0
    effects: Effects = field(default_factory=Effects)
    folder: Path | None = None

    def usd(self, answer: Answer, value: Any = None) -> float | None:
        """Return the cost of the levers of an answer [USD].

        The cost is that of a value of the lever, by default of the value that suffices, together with the value of the
        second lever. A lever whose cost is not stated counts as zero. Return None if no cost is stated, or if no value
        is given and none suffices.
        """
        value = answer.bracket.suffices if value is None else value
        if value is None:
            return None
        costs = self.lever.usd(value), None if self.other is None else self.other.usd(answer.fixed)
        stated = [usd for usd in costs if usd is not None]
        return sum(stated) if stated else None

    def __str__(self) -> str:
        """Return the answers, the cheapest of them, and sentences on how certain they are and on the work done."""
        return "\n".join([*(sentence(self, answer) for answer in self.answers), *cheapest(self), *caveats(self)])

    __repr__ = __str__

    def plot(self, ax: Any = None) -> Any:
        """Draw a new figure of all searches; or, if `ax` is given, draw the first search into `ax`."""
        plots = import_module("sim.plots.require")  # by name: the layer of figures is above that of experiments
        return plots.draw(self) if ax is None else plots.onto(self, ax)

    def to_pandas(self) -> Any:
        """Return one row per value that was run: the share that met the milestone, its interval, and the levers' cost.

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
        """Return the rows of `to_pandas`."""
        rows = []
        for answer in self.answers:
            other = {} if self.other is None else {self.other.name: answer.fixed}
            for value, seen in answer.seen:
                share = {"n": seen.n, "met": seen.met, "probability": seen.value, "low": seen.low, "high": seen.high}
                rows.append({**other, self.lever.name: value, **share, "levers_usd": self.usd(answer, value)})
        return rows


def require(
    question: Scenario,
    vary: Vary,
    *,
    target: float = 0.95,
    milestone: str = "deadline",
    budget: int = BUDGET,
    confidence: float = 0.95,
    seed: int | None = None,
    workers: int | None = None,
    threads: bool | None = None,
    executor: Executor | None = None,
    dask: str | None = None,
    out: Path | None = None,
    overwrite: bool = False,
    beside: bool = False,
    engine: str = COMPILED,
    progress: Report | None = None,
) -> Requirement:
    """Find the smallest value of a lever that reaches a probability; or the largest, if less of the lever is better.

    Parameters
    ----------
    question
        The scenario.
    vary
        The lever with its possible values, as for `sim.sweep`. With a second lever, there is one search for each of its
        values.
    target, milestone
        The target probability, and its milestone; `all` stands for all milestones together.
    budget
        Largest number of histories of one search.
    confidence
        Confidence of the statement that a value suffices, and separately of the statement that a value does not; from
        0.5 to below 1.
    seed, workers, threads, executor, dask, out, beside, overwrite, engine
        As for `sim.sweep`. An interrupted search continues from the trials in `out`.
    progress
        Called after each block with three numbers: trials done, largest number of trials needed, and trials per second.

    Raises
    ------
    ConfigError
        A lever, the target or the milestone is invalid, or the question is invalid with a value of a lever.
    ResultsError, EngineError, WorkerError, KeyboardInterrupt
        As for `sim.run`.
    SimError
        Another argument is invalid, or the values of the first lever are neither numbers nor dates.
    """
    levers = axes_asked(question, vary, "--lever", target, milestone)
    if not 1 <= len(levers) <= 2:
        raise SimError(f"expected one lever, or two for a frontier, not {len(levers)}")
    if not 0.5 <= confidence < 1.0:
        raise SimError(f"confidence = {confidence:g}: expected at least 0.5, and below 1")
    if budget < 2 * PILOT:
        raise SimError(f"budget = {budget:,}: expected at least {2 * PILOT:,} histories")
    lever, other = levers[0], levers[1] if len(levers) == 2 else None
    values = _ordered(lever)
    seconds = other.values if other is not None else (None,)
    points = [(value,) if other is None else (value, second) for second in seconds for value in values]
    chosen_seed = question.seed if seed is None else seed
    with running(
        Trials(question, changes_at(question, levers, points, "--lever")),
        budget * len(seconds),
        Seeding(chosen_seed, engine=engine),
        Execution(workers, threads, executor, dask),
        Place(out, overwrite, beside, SEARCH),
        progress,
    ) as runner:
        moved = effects(question, [each for each in levers if each.milestone is None], chosen_seed, engine)
        search = _Searches(runner, milestone, target, 1.0 - confidence, budget, budget * len(seconds))
        answers = tuple(search.answer(values, second, at * len(values)) for at, second in enumerate(seconds))
        runner.audit(search.spans)
        return Requirement(
            question=question,
            lever=lever,
            other=other,
            target=target,
            milestone=milestone,
            confidence=confidence,
            answers=answers,
            seed=chosen_seed,
            histories=search.asked,
            seconds=runner.seconds,
            ran=runner.here,
            audited=runner.audited,
            run_again=runner.run_again,
            effects=moved,
            folder=runner.store.folder,
        )


def _ordered(lever: Axis) -> tuple[Any, ...]:
    """Return the values of a lever, ascending; raise `SimError` if they are neither numbers nor dates."""
    if lever.positions is None:
        raise SimError(f"{lever.name}: expected numbers or dates to search, such as 6:24:2")
    pairs = sorted(zip(lever.positions, lever.values, strict=True), key=lambda each: each[0])
    return tuple(value for _, value in pairs)


class _Searches:
    """Runs searches one after another, on the same workers.

    A search uses the trials of a point in the order of their numbers. It does not use those of the pilot (`PILOT`)
    again, because they have decided the order of the values.
    """

    def __init__(self, runner: Runner, milestone: str, target: float, error: float, budget: int, most: int) -> None:
        self.asked = 0
        self.spans: list[tuple[int, int, int]] = []
        self._runner, self._column = runner, "all_met" if milestone == "all" else f"met_{milestone}"
        self._target, self._error, self._budget, self._most = target, error, budget, most

    def answer(self, values: tuple[Any, ...], fixed: Any, first: int) -> Answer:
        """Search among the values of the lever, and return the answer.

        The values are those at the points [first, first + len(values)). `fixed` is the value of the second lever there.
        """
        many = len(values)
        counts = np.zeros((many, 2), np.int64)

        def run(index: int, histories: int) -> tuple[int, int]:
            done = int(counts[index, 1])
            span = (first + index, done, done + histories)
            self._fetch([span])
            met = int(np.count_nonzero(self._runner.records(*span)[self._column]))
            counts[index] += (met, histories)
            return met, histories

        ends = (0, many - 1) if many > 1 else (0,)
        self._fetch([(first + end, 0, PILOT) for end in ends])
        pilot = [self._runner.records(first + end, 0, PILOT)[self._column] != 0 for end in ends]
        for end, met in zip(ends, pilot, strict=True):
            counts[end] += (int(met.sum()), PILOT)
        gain = paired_proportion(pilot[-1], pilot[0], None, SURE)
        rising = None if gain.low <= 0.0 <= gain.high else gain.value > 0.0
        order = range(many) if gain.value >= 0.0 else range(many - 1, -1, -1)
        search = Search(
            list(range(many)), self._target, error=self._error, budget=max(self._budget - len(ends) * PILOT, 1)
        )
        while (step := search.next()) is not None:
            place, histories, _ = step
            search.tell(place, *run(order[place], histories))
        result = search.bracket()

        def value(place: float | None) -> Any:
            return None if place is None else values[order[int(place)]]

        bracket = Bracket(
            value(result.suffices),
            value(result.fails),
            tuple(value(place) for place in result.open),
            result.histories + len(ends) * PILOT,
            result.confidence,
            None if result.best is None else (value(result.best[0]), result.best[1]),
        )
        seen = tuple(
            (values[index], proportion(int(counts[index, 0]), int(counts[index, 1]), 1.0 - self._error))
            for index in order
            if counts[index, 1]
        )
        return Answer(fixed, rising, bracket, seen)

    def _fetch(self, spans: list[tuple[int, int, int]]) -> None:
        self._runner.fetch(spans, self._most, self.asked)
        self.asked += sum(last - first for _, first, last in spans)
        self.spans += spans
