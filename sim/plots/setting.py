"""What every figure says of the study it shows: how many histories, of what, with which seed, due when."""

from dataclasses import dataclass

from sim.analysis.statistics.estimates import Estimate
from sim.domain.scenario import Clock
from sim.experiment.study import Study
from sim.experiment.workers.engine import SIMPY

__all__ = ["Promise", "Setting", "setting"]


@dataclass(frozen=True, slots=True)
class Promise:
    """A dated promise: its name, and the instant at which it is due [s since the start]."""

    name: str
    by: int


@dataclass(frozen=True, slots=True)
class Setting:
    """A study, as figures name it.

    Attributes
    ----------
    scenario, n, seed, engine
        Name of the case, histories, seed, engine (empty for those that ship, which tell the same).
    clock
        Turns seconds into local dates.
    deadline, horizon
        Instants [s since the start].
    promises
        All milestones but the deadline.
    on_time
        Probability of the deadline, as seen.
    inner
        Histories that share a world.
    always
        Whether the interval of `on_time` is valid whenever one stops: a rule stopped the run.
    stops
        Whether somebody passes other sites on the way out.
    """

    scenario: str
    n: int
    seed: int
    engine: str
    clock: Clock
    deadline: int
    horizon: int
    promises: tuple[Promise, ...]
    on_time: Estimate
    inner: int = 1
    always: bool = False
    stops: bool = False


def setting(study: Study) -> Setting:
    """Return what figures say of a study."""
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
        tuple(Promise(name, by) for name, by in due if name != "deadline"),
        study.probability("deadline"),
        identity.inner,
        study.stopped.always,
        len(plan.stop) > 0,
    )
