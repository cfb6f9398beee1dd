"""Inputs on which the outcome of a study may depend: its unknowns, and what chance decides in each history."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

import numpy as np

from sim.analysis.decisions.inputs import Input
from sim.analysis.sums.periods import WEEK, periods
from sim.domain.dates import local_midnights
from sim.experiment.workers.engine import routines
from sim.model.world.unknowns import known_anyway, regimes, sources

if TYPE_CHECKING:
    from sim.experiment.study import Study

__all__ = ["inputs", "of_chance", "unknowns"]

WEEKS: Final = 4
"""Number of weeks from the start; how many missions each lift flew in them is an input."""


def inputs(study: "Study") -> list[Input]:
    """Return all inputs of a study: the unknowns first, then what chance decided."""
    return [*unknowns(study), *of_chance(study)]


def unknowns(study: "Study") -> list[Input]:
    """Return an input for each unknown that changes a number; unknowns that share one draw are one input."""
    plan, names = study.plan, study.plan.names["uncertainty"]
    source, known = sources(plan), known_anyway(plan)
    independent = []
    for row in sorted(set(source), key=lambda row: (row in known, row)):
        sharing = [other for other in range(len(source)) if source[other] == row and other not in known]
        if sharing:
            first = row if row in sharing else sharing[0]
            also = tuple(names[other] for other in sharing if other != first)
            independent.append(Input(names[first], study.drawn[names[first]], also=also))
    return independent


def of_chance(study: "Study") -> Iterator[Input]:
    """Yield an input for each thing that chance decides.

    For each permission, these are the instant at which it was first given, and for how many days in all, up to the
    deadline, it was withdrawn. For each crisis, it is whether the crisis began. For each lift, it is the number of
    missions flown in the first `WEEKS` weeks; this input is left out if histories have at most `WEEKS` weeks, or count
    missions by the day.
    """
    plan, outcomes = study.plan, study.outcomes
    permissions = plan.names["permission"]
    if permissions:
        values = np.reshape(list(study.drawn.values()), (len(plan.uncertain), len(outcomes))).T
        times = regimes(plan, study.seed, outcomes["replication"].tolist(), study.inner, values, routines())
        midnights = tuple(second for _, second in local_midnights(plan.clock, plan.horizon))
        for row, name in enumerate(permissions):
            yield Input(f"permission {name} given", times[:, row, 0], True, (), midnights)
            yield Input(f"days of permission {name} lost", times[:, row, 1] / 86_400, True)
    for name in plan.names["crisis"]:
        yield Input(f"crisis {name}", study.outcomes[f"crisis_{name}"], True)
    begins = periods(plan)
    if len(begins) <= WEEKS or (begins[1][0] - begins[0][0]).days != WEEK:
        return
    for lift in plan.names["lift"]:
        flown = sum(outcomes[f"flown_{lift}_{day.isoformat()}"] for day, _ in begins[:WEEKS])
        yield Input(f"missions of {lift} in the first {WEEKS} weeks", flown, True)
