"""The result of a comparison: figures of a few plans on the same random numbers, and which plans may be the best."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from importlib import import_module
from pathlib import Path
from textwrap import wrap
from typing import Any

import numpy as np
import numpy.typing as npt

from sim.analysis.decisions.ranking import beaten, choice, looked_at
from sim.analysis.statistics.estimates import Estimate, estimate
from sim.analysis.statistics.paired import Paired
from sim.analysis.statistics.quantiles import quantile
from sim.analysis.summary.rounded import due_as_iso, local_date
from sim.analysis.summary.words import known
from sim.config.prices import Prices
from sim.domain.scenario import Scenario
from sim.experiment.dataframe import arrays_of_rows, of_rows
from sim.experiment.decide.compare.sample import Sample, alike, pair
from sim.experiment.decide.compare.sample import criteria as criteria_of
from sim.experiment.decide.compare.table import WIDTH, rows
from sim.experiment.decide.compare.words import answer, as_json, caveats
from sim.experiment.study import Study
from sim.model.calendars import NEVER
from sim.model.compile import plan
from sim.model.digest import plan_digest
from sim.model.plan import Plan

__all__ = ["Comparison", "Ended", "Outcome", "compared"]

Array = npt.NDArray[Any]


@dataclass(frozen=True, slots=True)
class Ended:
    """How an elimination ended.

    Attributes
    ----------
    error, indifference
        As given to `compare`.
    rounds
        Number of histories of each plan that is left.
    out
        For each eliminated plan, by name: the plan that beat it, and the number of histories after which it did.
    says
        "one left", "no matter" (the plans left differ by less than the indifference), or "open" (the histories were too
        few to tell).
    """

    error: float
    indifference: float
    rounds: int
    out: Mapping[str, tuple[str, int]]
    says: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """The results of one plan.

    Attributes
    ----------
    name
        Name of the plan.
    seen
        Share of the plan's histories that met the milestone.
    paired
        Differences from the baseline in this share and in the closure, history by history: this plan minus the
        baseline. None for the baseline itself.
    by
        Date of the milestone (ISO); of all milestones together, the latest date.
    closure
        Local day by which half of the histories are closed (ISO); None if fewer close.
    not_shipped_t, not_shipped_usd, cost_usd
        Averages over the histories: weight and value of equipment not shipped, and cost. The value is None if the plan
        states no values, the cost if it states no prices.
    levers_usd
        Cost of the levers of the plan [USD]; None for all plans if no lever's cost differs between them.
    beaten_by
        The plan that is better than this plan beyond sampling error; None if there is none, so that this plan may be
        the best.
    on_front
        Whether the plan is on the front: no other plan is at least as good in every criterion and better in one.
    front_settled
        Whether `on_front`, true or false, is beyond sampling error.
    dominated_by
        The plans that are at least as good in every criterion and better in one.
    same_as
        The first plan whose compiled tables are identical with those of this plan; None if there is no earlier one.
    known
        Sentences on numbers that the plan sets although an unknown would draw them.
    """

    name: str
    seen: Estimate
    paired: Paired | None
    by: str
    closure: str | None
    not_shipped_t: float
    not_shipped_usd: float | None
    cost_usd: float | None
    levers_usd: float | None
    beaten_by: str | None
    on_front: bool
    front_settled: bool
    dominated_by: tuple[str, ...]
    same_as: str | None
    known: tuple[str, ...]

    @property
    def spent_usd(self) -> float | None:
        """Average cost of the plan including its levers [USD]; None if neither has a price."""
        stated = [usd for usd in (self.cost_usd, self.levers_usd) if usd is not None]
        return sum(stated) if stated else None


@dataclass(frozen=True, eq=False)
class Comparison:
    """The result of a comparison.

    Attributes
    ----------
    question
        The baseline.
    outcomes
        The results of each plan, the baseline first.
    criteria
        The criteria of a choice between plans: "probability"; "cost", if costs are known for all plans; and "value not
        shipped" or, if not all plans state values, "tonnes not shipped".
    common
        Number of histories that every plan has. `on_front` is computed from these histories.
    ended
        How an elimination ended; None without an elimination.
    notes
        Remarks for the reader.
    plans
        The compiled tables of each plan, by name.
    studies
        The study of each plan, by name; empty after an elimination.
    ran, seconds, audited
        After an elimination: number of histories that this call ran, time taken [s], and number of histories that SimPy
        ran again for the audit, all identical. Otherwise 0.
    run_again
        Number of histories that this call ran again because their stored results were damaged.
    """

    question: Scenario
    outcomes: tuple[Outcome, ...]
    milestone: str
    criteria: tuple[str, ...]
    common: int
    confidence: float
    seed: int
    inner: int
    replications: int
    ended: Ended | None = None
    notes: tuple[str, ...] = ()
    plans: Mapping[str, Plan] = field(default_factory=dict)
    studies: Mapping[str, Study] = field(default_factory=dict)
    folder: Path | None = None
    ran: int = 0
    seconds: float = 0.0
    audited: int = 0
    run_again: int = 0

    @property
    def best(self) -> Outcome:
        """The plan with the highest probability of those that no plan beats.

        Of equal plans, it is the first on the front, or the first of all if none is on the front.
        """
        left = (each for each in self.outcomes if each.beaten_by is None)
        return max(left, key=lambda each: (each.seen.value, each.on_front))

    def __getitem__(self, name: str) -> Outcome:
        """Return the results of a plan."""
        for outcome in self.outcomes:
            if outcome.name == name:
                return outcome
        raise KeyError(f"no plan {name}; there are {', '.join(outcome.name for outcome in self.outcomes)}")

    def __str__(self) -> str:
        """Return the answer, a table of the plans, and sentences on how they were compared."""
        first, last = (
            [line for sentence in part for line in wrap(sentence, WIDTH, subsequent_indent="  ")]
            for part in (answer(self), caveats(self))
        )
        return "\n".join([*first, "", *rows(self), "", *last])

    def plot(self, ax: Any = None) -> Any:
        """Draw a new figure of the comparison; or, if `ax` is given, draw its probabilities into `ax`."""
        plots = import_module("sim.plots.compare")  # by name: the layer of figures is above that of experiments
        return plots.draw(self) if ax is None else plots.onto(self, ax)

    def to_pandas(self) -> Any:
        """Return one row per plan, with the columns of compare.csv.

        Raises
        ------
        SimError
            pandas is not installed.
        """
        return of_rows(as_json(self)["plans"])

    def arrays(self) -> dict[str, npt.NDArray[Any]]:
        """Return the rows of `to_pandas` as one array per column, as `polars.DataFrame` takes them."""
        return arrays_of_rows(as_json(self)["plans"])


def compared(
    samples: Sequence[Sample],
    *,
    milestone: str,
    seed: int,
    inner: int = 1,
    replications: int,
    confidence: float = 0.95,
    ended: Ended | None = None,
    prices: Prices | None = None,
    **more: Any,
) -> Comparison:
    """Compare plans by their histories on the same random numbers.

    Parameters
    ----------
    samples
        The histories of each plan, the baseline first; history i of every plan has the same replication number.
    milestone, seed, inner, replications
        The milestone, and the arguments with which the plans were run.
    confidence
        Confidence of all intervals.
    ended
        How an elimination ended; the intervals are then valid whenever the run stops. None if the number of histories
        was fixed beforehand.
    prices
        Prices of the levers, for remarks on prices that are not known or not used; the costs are in `samples`.
    more
        Further fields of `Comparison`.
    """
    first, common = samples[0], min(len(each.met) for each in samples)
    names = [each.name for each in samples]
    plans = {each.name: plan(each.scenario) for each in samples}
    same = _same(plans)
    kinds = [(same[each.name], each.levers_usd) for each in samples]
    world = np.arange(common) // inner if inner > 1 else None
    met = [each.met[:common] for each in samples]
    criteria, others = criteria_of(samples, common)
    chosen = choice(met, others, world, same=[kinds.index(one) for one in kinds], confidence=confidence)
    if ended is None:
        winners = [None if by is None else names[by] for by in beaten(met, world, confidence)]
    else:
        winners = [ended.out[name][0] if name in ended.out else None for name in names]
    outcomes = []
    for at, each in enumerate(samples):
        own_plan = plans[each.name]
        many = len(each.met)
        own = np.arange(many) // inner if inner > 1 else None
        half = quantile(each.closure, 0.5, never=NEVER, world=own, confidence=confidence).value
        outcomes.append(
            Outcome(
                each.name,
                estimate(each.met, own, confidence) if ended is None else looked_at(each.met, confidence),
                None if at == 0 else pair(each, first, milestone, inner, confidence, fixed=ended is None),
                _due(own_plan, milestone),
                local_date(half, own_plan.clock),
                float(each.not_shipped_t.mean()),
                None if each.not_shipped_usd is None else float(each.not_shipped_usd.mean()),
                None if each.cost_usd is None else float(each.cost_usd.mean()),
                each.levers_usd,
                winners[at],
                at in chosen.kept,
                chosen.settled[at],
                tuple(names[other] for other in chosen.dominated[at]),
                same[each.name] if same[each.name] != each.name else None,
                tuple(known(number._asdict() for number in own_plan.known)),
            )
        )
    without_notes = Comparison(
        question=first.scenario,
        outcomes=tuple(outcomes),
        milestone=milestone,
        criteria=criteria,
        common=common,
        confidence=confidence,
        seed=seed,
        inner=inner,
        replications=replications,
        ended=ended,
        plans=plans,
        **more,
    )
    notes = (*without_notes.notes, *_notes(samples, without_notes), *(() if prices is None else prices.notes()))
    return replace(without_notes, notes=notes)


def _same(plans: Mapping[str, Plan]) -> dict[str, str]:
    """Return, for each plan by name, the name of the first plan with identical tables, which may be the plan itself."""
    digests = {name: plan_digest(replace(one, name="")) for name, one in plans.items()}
    first: dict[str, str] = {}
    for name, digest in digests.items():
        first.setdefault(digest, name)
    return {name: first[digest] for name, digest in digests.items()}


def _due(plan: Plan, milestone: str) -> str:
    """Return the date of a milestone (ISO); for all milestones together, the latest date."""
    by = dict(zip(plan.names["milestone"], plan.milestone["by"].tolist(), strict=True))
    return due_as_iso(max(by.values()) if milestone == "all" else by[milestone], plan.clock)


def _notes(samples: Sequence[Sample], comparison: Comparison) -> list[str]:
    """Return remarks on plans that are alike, and on seeds, dates, milestones and prices that differ between plans."""
    notes = [
        f'{each.name} and "{each.same_as}" are the same plan.'
        for each in comparison.outcomes
        if each.same_as is not None
    ]
    notes += alike(samples, {each.name for each in comparison.outcomes if each.same_as is not None})
    if len({each.scenario.seed for each in samples}) > 1:
        unused = ", ".join(each.name for each in samples if each.scenario.seed != comparison.seed)
        notes.append(f"All plans use seed {comparison.seed}; the seed of {unused} is not used.")
    first, *others = comparison.outcomes
    moved = [f"{each.name} by {each.by}" for each in others if each.by != first.by]
    if moved:
        notes.append(f"Dates differ: {first.name} by {first.by}, {', '.join(moved)}.")
    unlike = [each.name for each in samples if set(each.scenario.milestone) != set(samples[0].scenario.milestone)]
    if unlike and comparison.milestone == "all":
        notes.append(f"The milestones of {', '.join(unlike)} differ from those of {first.name}.")
    unpriced = [each.name for each in samples if each.cost_usd is None]
    if unpriced and len(unpriced) < len(samples):
        notes.append(f"Cost is left out of the choice: no prices for {', '.join(unpriced)}.")
    return notes
