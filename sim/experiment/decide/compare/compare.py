"""Run a few plans on the same random numbers: a fixed number of histories each, or rounds until the best is known."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import Executor
from pathlib import Path
from typing import Any, Final

import numpy as np

from sim.analysis.decisions.selection import Elimination
from sim.config.change import changed
from sim.config.choices import levers_of, values_of
from sim.config.prices import LeverValues, Prices, prices_of
from sim.domain.scenario import Scenario
from sim.domain.studies import check_limit
from sim.errors import SimError
from sim.experiment.decide.compare.comparison import Comparison, Ended, compared
from sim.experiment.decide.compare.sample import Sample
from sim.experiment.decide.trials.kept import Place
from sim.experiment.decide.trials.plans import plans as work_of
from sim.experiment.decide.trials.runner import Runner, Seeding, running
from sim.experiment.keep.kinds import ELIMINATION
from sim.experiment.study import Study
from sim.experiment.variants import compare as run_each
from sim.experiment.workers.engine import COMPILED
from sim.experiment.workers.execution import Execution
from sim.experiment.workers.progress import Progress

__all__ = ["DATABASE", "MOST", "MOST_PLANS", "REPLICATIONS", "checked", "compare", "too_many"]

MOST_PLANS: Final = 20
"""Largest number of plans of one comparison, the baseline included."""
REPLICATIONS: Final = 400
"""Default number of histories of each plan."""
MOST: Final = 2_000
"""Default of the largest number of histories of each plan in an elimination."""
ROUND: Final = 50
"""Histories of each plan between two checks of whether the best plan is known."""
DATABASE: Final = ELIMINATION

Report = Callable[[Progress], None]


def compare(
    scenario: Scenario,
    plans: Mapping[str, Scenario | Mapping[str, Any]],
    *,
    replications: int | None = None,
    milestone: str = "deadline",
    eliminate: bool = False,
    error: float = 0.05,
    indifference: float = 0.01,
    baseline: str | None = None,
    levers: LeverValues | None = None,
    seed: int | None = None,
    inner: int = 1,
    workers: int | None = None,
    threads: bool | None = None,
    executor: Executor | None = None,
    dask: str | None = None,
    out: str | Path | None = None,
    overwrite: bool = False,
    beside: bool = False,
    engine: str = COMPILED,
    progress: Callable[[str], Report | None] = lambda _: None,
) -> Comparison:
    """Compare plans with a scenario, on the same random numbers.

    Parameters
    ----------
    scenario
        The baseline.
    plans
        The other plans by name. A plan is another scenario, or changes to the baseline by dotted key, as in
        `{"lift.C-17.supply.per_week": 18}`. A key may also be the name of a lever of the baseline, or have `*` in place
        of a name. A value may also be relative, such as `"+10%"`, `"*1.2"` or `"+2"`.
    replications
        Histories of each plan (default 400); in an elimination, the largest number for each plan (default 2,000).
    milestone
        The milestone whose probabilities are compared; `all` stands for all milestones together.
    eliminate
        Whether to run rounds of histories, and after each round to go on only with plans that may be the best.
    error
        In an elimination, the largest chance that the best plan is eliminated. It is also, separately, the largest
        chance of calling the plans left equally good although one of them is worse by more than the indifference.
    indifference
        In an elimination, a difference of two probabilities that is too small to run more histories for.
    baseline
        Name of the baseline in the list of plans; by default the name of the scenario, with "(baseline)" appended if
        another plan has this name.
    levers
        The values of levers in plans that are scenarios, by name of the plan and of the lever; the cost of levers is
        computed from them. The levers are those of the baseline. A lever that sets numbers need not be given, because
        its value is read from the plan.
    seed, inner, workers, threads, executor, dask, overwrite, engine
        As for `sim.run`; the default seed is that of the baseline. An elimination needs `inner` = 1.
    out
        Folder in which each plan gets a results folder, or for the trials of an elimination. Results of the same plans
        that it already holds are used. None keeps all results in memory.
    beside
        In an elimination, whether to use another folder, beside `out`, if `out` holds trials of other plans.
    progress
        Called with the name of a plan; returns the function to call after each block of this plan, or None. An
        elimination calls it once, with "all plans".

    Raises
    ------
    ConfigError
        A plan is not a valid question.
    ResultsError, EngineError, WorkerError, KeyboardInterrupt
        As for `sim.run`.
    SimError
        An argument is invalid.
    """
    name = baseline or (scenario.name if scenario.name not in plans else f"{scenario.name} (baseline)")
    questions, at = {name: scenario}, dict(levers or {})
    for other, stated in plans.items():
        if other in questions:
            raise SimError(f"plan {other}: expected a name that differs from that of the baseline")
        if not isinstance(stated, Scenario):
            option = f'plan "{other}"'
            at[other] = levers_of(scenario, stated)
            stated = changed(scenario, values_of(scenario, stated, option), option)
        questions[other] = stated
    many = replications if replications is not None else MOST if eliminate else REPLICATIONS
    checked(questions, milestone, many, eliminate=eliminate, error=error, indifference=indifference, inner=inner)
    prices = prices_of(questions, at)
    chosen_seed, folder = scenario.seed if seed is None else seed, None if out is None else Path(out)
    if eliminate:
        report = progress("all plans")
        with running(
            work_of(questions),
            many * len(questions),
            Seeding(chosen_seed, engine=engine),
            Execution(workers, threads, executor, dask),
            Place(folder, overwrite, beside, DATABASE),
            None if report is None else _as_progress(report),
        ) as runner:
            return _eliminated(runner, questions, prices, milestone, many, error, indifference, chosen_seed)
    variants = run_each(
        questions,
        replications=many,
        seed=chosen_seed,
        inner=inner,
        workers=workers,
        threads=threads,
        executor=executor,
        dask=dask,
        engine=engine,
        out=folder,
        overwrite=overwrite,
        milestone=milestone,
        progress=progress,
    )
    studies = {each.name: each.study for each in variants}
    samples = [_of_study(name, questions[name], study, milestone, prices.usd[name]) for name, study in studies.items()]
    return compared(
        samples,
        prices=prices,
        milestone=milestone,
        seed=chosen_seed,
        inner=inner,
        replications=many,
        studies=studies,
        folder=folder,
        run_again=sum(len(study.run.get("run_again", ())) for study in studies.values()),
    )


def checked(
    questions: Mapping[str, Scenario],
    milestone: str,
    replications: int,
    *,
    eliminate: bool = False,
    error: float = 0.05,
    indifference: float = 0.01,
    inner: int = 1,
) -> None:
    """Check the arguments of a comparison.

    Raises
    ------
    SimError
        The number of plans or another argument is invalid; the message says what was expected.
    """
    too_many(len(questions))
    if len(questions) < 2:
        raise SimError("expected a plan to compare with the baseline")
    for name, scenario in questions.items():
        if milestone != "all" and milestone not in scenario.milestone:
            expected = ", ".join([*scenario.milestone, "all"])
            raise SimError(f"milestone = {milestone}: expected one of {expected} (milestones of {name})")
    check_limit("replications", replications)
    for what, value in (("error", error), ("indifference", indifference)):
        if not 0.0 < value < 1.0:
            raise SimError(f"{what} = {value:g}: expected a number between 0 and 1, such as 0.05")
    if eliminate and inner > 1:
        raise SimError(
            f"inner = {inner}: an elimination needs independent histories; set inner to 1, or drop eliminate"
        )


def too_many(plans: int) -> None:
    """Raise `SimError` if there are more than `MOST_PLANS` plans, the baseline included."""
    if plans > MOST_PLANS:
        cure = "use a larger step or fewer plans, or sim sweep, which draws a curve along a lever"
        raise SimError(f"expected at most {MOST_PLANS} plans, the baseline included, not {plans:,}; {cure}")


def _as_progress(report: Report) -> Callable[[int, int, float], None]:
    def report_trials(done: int, total: int, rate: float) -> None:
        report(Progress(done, total, None, rate, (total - done) / rate if rate else None))

    return report_trials


def _of_study(name: str, scenario: Scenario, study: Study, milestone: str, usd: float | None) -> Sample:
    """Return the figures of a study that are compared; `usd` is the cost of the levers of its plan."""
    table = study.outcomes
    names = table.dtype.names or ()
    met = f"met_{milestone}" if f"met_{milestone}" in names else "all_met"
    left = [
        column
        for column in names
        if column.startswith("ledger_") and column.endswith("_usd") and column.split("_")[-2] in LEFT
    ]
    return Sample(
        name,
        scenario,
        np.asarray(table[met]),
        np.asarray(table["closure"]),
        np.asarray(table["equipment_t"] - table["out_t"]),
        sum((np.asarray(table[column]) for column in left), np.zeros(len(table))) if left else None,
        np.asarray(table["cost_total_usd"]) if "cost_total_usd" in names else None,
        usd,
    )


LEFT: Final = ("transferred", "sold", "destroyed", "retained", "abandoned", "remaining")
"""What became of equipment that was not shipped, as in the names of the ledger's columns."""


def _eliminated(
    runner: Runner,
    questions: Mapping[str, Scenario],
    prices: Prices,
    milestone: str,
    most: int,
    error: float,
    indifference: float,
    seed: int,
) -> Comparison:
    """Run rounds of `ROUND` histories of each plan that is left, and return the comparison.

    The rounds end when one plan is left, when the plans left differ by less than the indifference, or when each plan
    left has `most` histories.
    """
    names = list(questions)
    test = Elimination(names, error, indifference)
    column = "all_met" if milestone == "all" else f"met_{milestone}"
    ran, asked, spans = [0] * len(names), 0, []
    while test.rounds < most and not test.settled:
        first, last = test.rounds, min(test.rounds + ROUND, most)
        alive = [at for at, name in enumerate(names) if name in test.survivors]
        now = [(at, first, last) for at in alive]
        runner.fetch(now, asked + len(alive) * (most - first), asked)
        asked += len(alive) * (last - first)
        spans += now
        met = np.zeros((len(names), last - first), np.int64)
        for at in alive:
            met[at] = runner.records(at, first, last)[column] != 0
            ran[at] = last
        test.add(met)
    runner.audit(spans)
    says = "open" if not test.settled else "one left" if len(test.survivors) == 1 else "no matter"
    ended = Ended(error, indifference, test.rounds, dict(test.eliminated), says)
    samples = []
    for at, name in enumerate(names):
        trials = runner.records(at, 0, ran[at])
        columns = trials.dtype.names or ()
        usd, cost = (trials[each] if each in columns else None for each in ("not_shipped_usd", "cost_usd"))
        figures = trials[column], trials["closure"], trials["not_shipped_t"], usd, cost, prices.usd[name]
        samples.append(Sample(name, questions[name], *figures))
    return compared(
        samples,
        prices=prices,
        milestone=milestone,
        seed=seed,
        replications=most,
        confidence=1.0 - error,
        ended=ended,
        folder=runner.store.folder,
        ran=runner.here,
        seconds=runner.seconds,
        audited=runner.audited,
        run_again=runner.run_again,
    )
