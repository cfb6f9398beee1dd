"""A comparison: a few plans on the same random numbers, the results of each, and which may be the best."""

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
        As requested.
    rounds
        Histories of each plan left.
    out
        For each plan eliminated, by name: the plan that beat it, and after how many histories.
    says
        "one left", "no matter" (those left differ by less than the indifference), or "open".
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
        As stated.
    seen
        Share of its histories that met the milestone.
    paired
        This share less the baseline's, history by history; None for the baseline.
    by
        Date of the milestone.
    closure
        Local day by which half of the histories are closed; None if not reached.
    not_shipped_t, not_shipped_usd, cost_usd
        Averages; None if the plan states no values or prices.
    levers_usd
        Cost of its levers; None if plans differ in no lever with a price.
    beaten_by
        The plan that is settled to be better; None if none is, so that this one may be the best.
    on_front, front_settled, dominated_by
        Whether no other plan is at least as good in every criterion and better in one; whether that is beyond sampling
        error; and which plans are.
    same_as
        An earlier plan with an identical simulation.
    known
        Sentences on numbers that were set and that an unknown would draw.
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
        """Its average cost including levers; None if neither has a price."""
        known = [usd for usd in (self.cost_usd, self.levers_usd) if usd is not None]
        return sum(known) if known else None


@dataclass(frozen=True, eq=False)
class Comparison:
    """The result of a comparison.

    Attributes
    ----------
    question
        The baseline.
    outcomes
        One per plan, the baseline first.
    criteria
        The criteria of the front.
    common
        Number of histories that all plans have, used for the front.
    ended
        How an elimination ended; None if all plans ran equally many histories.
    notes
        Remarks for the reader.
    plans
        Each plan, compiled, by name.
    studies
        The study of each; empty after an elimination.
    ran, seconds, audited
        Histories that an elimination ran in this call, the time, and how many SimPy ran again, all identical.
    run_again
        Histories that were stored but damaged, and that this call ran again.
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
        """Of the plans not beaten, the one with the highest probability; of several, the first on the front."""
        left = (each for each in self.outcomes if each.beaten_by is None)
        return max(left, key=lambda each: (each.seen.value, each.on_front))

    def __getitem__(self, name: str) -> Outcome:
        """Return the results of a plan."""
        for outcome in self.outcomes:
            if outcome.name == name:
                return outcome
        raise KeyError(f"no plan {name}; there are {', '.join(outcome.name for outcome in self.outcomes)}")

    def __str__(self) -> str:
        """Return the answer, its basis, and a line per plan."""
        first, last = (
            [line for sentence in part for line in wrap(sentence, WIDTH, subsequent_indent="  ")]
            for part in (answer(self), caveats(self))
        )
        return "\n".join([*first, "", *rows(self), "", *last])

    def plot(self, ax: Any = None) -> Any:
        """Draw the plans, into your axes or as a new figure."""
        plots = import_module("sim.plots.compare")  # by name: the layer of figures is above that of experiments
        return plots.draw(self) if ax is None else plots.onto(self, ax)

    def to_pandas(self) -> Any:
        """Return one row per plan: the figures of compare.csv.

        Raises
        ------
        SimError
            pandas is not installed.
        """
        return of_rows(as_json(self)["plans"])

    def arrays(self) -> dict[str, npt.NDArray[Any]]:
        """Return the same by column as plain arrays, as `polars.DataFrame` takes them."""
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
    """Compare plans on the same random numbers.

    Parameters
    ----------
    samples
        One per plan, the baseline first; row i of all from the same replication.
    milestone, seed, inner, replications
        As they were run.
    confidence
        Of all intervals.
    ended
        How an elimination ended, whose intervals hold whenever one stops; None for a number of histories fixed
        beforehand.
    prices
        Costs of the levers of the plans, and which are not known.
    more
        Further fields of `Comparison`.
    """
    first, common = samples[0], min(len(each.met) for each in samples)
    names = [each.name for each in samples]
    plans = {each.name: plan(each.scenario) for each in samples}
    same = _same(plans)
    alike = [(same[each.name], each.levers_usd) for each in samples]
    world = np.arange(common) // inner if inner > 1 else None
    met = [each.met[:common] for each in samples]
    criteria, others = criteria_of(samples, common)
    chosen = choice(met, others, world, same=[alike.index(one) for one in alike], confidence=confidence)
    if ended is None:
        winners = [None if by is None else names[by] for by in beaten(met, world, confidence)]
    else:
        winners = [ended.out[name][0] if name in ended.out else None for name in names]
    found = []
    for at, each in enumerate(samples):
        asked = plans[each.name]
        many = len(each.met)
        own = np.arange(many) // inner if inner > 1 else None
        half = quantile(each.closure, 0.5, never=NEVER, world=own, confidence=confidence).value
        found.append(
            Outcome(
                each.name,
                estimate(each.met, own, confidence) if ended is None else looked_at(each.met, confidence),
                None if at == 0 else pair(each, first, milestone, inner, confidence, fixed=ended is None),
                _due(asked, milestone),
                local_date(half, asked.clock),
                float(each.not_shipped_t.mean()),
                None if each.not_shipped_usd is None else float(each.not_shipped_usd.mean()),
                None if each.cost_usd is None else float(each.cost_usd.mean()),
                each.levers_usd,
                winners[at],
                at in chosen.kept,
                chosen.settled[at],
                tuple(names[other] for other in chosen.dominated[at]),
                same[each.name] if same[each.name] != each.name else None,
                tuple(known(number._asdict() for number in asked.known)),
            )
        )
    about = Comparison(
        question=first.scenario,
        outcomes=tuple(found),
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
    return replace(about, notes=(*about.notes, *_notes(samples, about), *(() if prices is None else prices.notes())))


def _same(plans: Mapping[str, Plan]) -> dict[str, str]:
    """Return the first plan identical with each one, by name; itself if it is the first."""
    digests = {name: plan_digest(replace(asked, name="")) for name, asked in plans.items()}
    first: dict[str, str] = {}
    for name, digest in digests.items():
        first.setdefault(digest, name)
    return {name: first[digest] for name, digest in digests.items()}


def _due(plan: Plan, milestone: str) -> str:
    """Return the date of a milestone; for all milestones, the last date."""
    by = dict(zip(plan.names["milestone"], plan.milestone["by"].tolist(), strict=True))
    return due_as_iso(max(by.values()) if milestone == "all" else by[milestone], plan.clock)


def _notes(samples: Sequence[Sample], about: Comparison) -> list[str]:
    found = [
        f'{each.name} and "{each.same_as}" are the same plan.' for each in about.outcomes if each.same_as is not None
    ]
    found += alike(samples, {each.name for each in about.outcomes if each.same_as is not None})
    seeds = [each.name for each in samples if each.scenario.seed != samples[0].scenario.seed]
    if seeds:
        found.append(f"All plans use seed {about.seed}; the seed of {', '.join(seeds)} is not used.")
    first, *others = about.outcomes
    moved = [f"{each.name} by {each.by}" for each in others if each.by != first.by]
    if moved:
        found.append(f"Dates differ: {first.name} by {first.by}, {', '.join(moved)}.")
    unlike = [each.name for each in samples if set(each.scenario.milestone) != set(samples[0].scenario.milestone)]
    if unlike and about.milestone == "all":
        found.append(f"Milestones differ: those of {', '.join(unlike)} are not those of {first.name}.")
    unpriced = [each.name for each in samples if each.cost_usd is None]
    if unpriced and len(unpriced) < len(samples):
        found.append(f"Cost is left out of the choice: {', '.join(unpriced)} without prices.")
    return found
