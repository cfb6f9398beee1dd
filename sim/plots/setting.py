"""The data on a study that every figure shows: number of histories, scenario, seed, deadline."""

from dataclasses import dataclass

from sim.analysis.statistics.estimates import Estimate
from sim.domain.scenario import Clock
from sim.experiment.study import Study
from sim.experiment.workers.engine import SIMPY

__all__ = ["Milestone", "Setting", "setting"]


@dataclass(frozen=True, slots=True)
class Milestone:
    """A milestone: its name, and the instant at which it is due [s since the start]."""

    name: str
    by: int


@dataclass(frozen=True, slots=True)
class Setting:
    """A study, as described in figures.

    Attributes
    ----------
    scenario, n, seed, engine
        Name of the case, histories, seed, engine (empty for the shipped engines, which give the same histories).
    clock
        Clock, to convert seconds to local dates.
    deadline, horizon
        Instants [s since the start].
    milestones
        All milestones except the deadline.
    on_time
        Probability of the deadline, as seen.
    inner
        Histories that share a world.
    always
        Whether the interval of `on_time` is valid at any stopping time, because a rule stopped the run.
    stops
        Whether any mover passes other sites on the way out.
    """

    scenario: str
    n: int
    seed: int
    engine: str
    clock: Clock
    deadline: int
    horizon: int
    milestones: tuple[Milestone, ...]
    on_time: Estimate
    inner: int = 1
    always: bool = False
    stops: bool = False


def setting(study: Study) -> Setting:
    """Return the data on a study for figures."""
    plan, identity = study.plan, study.store.identity
    due = zip(plan.names["milestone"], plan.milestone["by"].tolist(), strict=True)
    return Setting(
        identity.scenario,
        len(study),
        identity.seed,
        "" if identity.engine == SIMPY else identity.engine,
        plan.clock,
        plan.deadline,
        plan.horizon,
        tuple(Milestone(name, by) for name, by in due if name != "deadline"),
        study.probability("deadline"),
        identity.inner,
        study.stopped.always,
        len(plan.stop) > 0,
    )
