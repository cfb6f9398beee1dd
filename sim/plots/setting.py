"""The facts about a study that its figures share, such as the number of histories, scenario, seed and deadline."""

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
    """The facts about a study that figures show.

    Attributes
    ----------
    scenario, n, seed, engine
        Name of the scenario, number of histories, seed, and name of the engine; the name is empty for the two engines
        of sim, which give the same histories.
    clock
        The clock, which converts seconds to local dates.
    deadline, horizon
        Instants of the deadline and of the end of the clock [s since the start].
    milestones
        All milestones except the deadline.
    on_time
        Estimated probability of meeting the deadline.
    inner
        Number of histories that share a world.
    always
        Whether the interval of `on_time` is valid whenever the run stops; this is so if a rule stopped the run.
    stops
        Whether any group or lot passes other sites on its way out.
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
    """Return the facts about a study that figures show."""
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
