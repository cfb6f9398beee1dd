"""The identity of a study, by which a results folder is recognised as belonging to it."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Final

from sim.experiment.keep.code import code_digest
from sim.experiment.workers.build import version
from sim.experiment.workers.engine import ENGINES, SIMPY
from sim.model.digest import plan_digest
from sim.model.plan import Plan

__all__ = ["MADE_BY", "Identity", "identify"]

FORM: Final = 4
"""Version of the folder format; it is raised by a change after which older folders cannot be read."""


MADE_BY: Final = ("sim", "code", "form")
"""Parts of an identity that say which version of sim made the study."""


@dataclass(frozen=True, slots=True)
class Identity:
    """The identity of a study: if two studies have equal identities, their replications agree bit for bit.

    Attributes
    ----------
    scenario
        Name of the scenario.
    digest
        Digest of the plan (`plan_digest`); for trials, digest of their work.
    seed, inner
        Seed, and number of replications per world.
    engine
        The engine of the histories: `simpy` for both engines that come with sim, since they agree bit for bit. The rows
        of the two engines are stored separately (`sim.experiment.keep.rows`).
    sim, code, form
        Version of the simulator, digest of the code that makes histories (`code_digest`), and version of the folder
        format.
    """

    scenario: str
    digest: str
    seed: int
    inner: int
    engine: str
    sim: str
    code: str
    form: int = FORM

    def as_dict(self) -> dict[str, Any]:
        """Return the parts of the identity by name."""
        return asdict(self)

    def other(self, stored: Mapping[str, Any]) -> str:
        """Return in words how a stored study differs: it is of another question, or made by another version of sim."""
        own = self.as_dict()
        if any(stored.get(part) != own[part] for part in own if part not in MADE_BY):
            return "the study of another question"
        return "a study that another version of sim made"

    def differences(self, stored: Mapping[str, Any]) -> list[str]:
        """Return a text for each part in which the identity of another study differs; `stored` may lack parts."""
        own = self.as_dict()
        return [
            f"{name}: {stored.get(name, 'none')} in the other, {own[name]} in this one"
            for name in own
            if own[name] != stored.get(name)
        ]


def identify(plan: Plan, seed: int, inner: int, engine: str) -> Identity:
    """Return the identity of the study of a plan; `engine` is the name of an engine, as for `sim.run`."""
    named = SIMPY if engine in ENGINES else engine
    return Identity(plan.name, plan_digest(plan), seed, inner, named, version(), code_digest(named))
