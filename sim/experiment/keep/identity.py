"""The identity of a study: digest of its plan, seed, inner, engine, version and code."""

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
"""Version of the folder format; raised when older folders can no longer be read."""


MADE_BY: Final = ("sim", "code", "form")
"""Parts of an identity that say which version of sim made the study."""


@dataclass(frozen=True, slots=True)
class Identity:
    """The facts that identify a study: in studies with equal identities, each replication is the same bit for bit.

    Attributes
    ----------
    scenario
        Name of the scenario.
    digest
        Digest of the plan, see `plan_digest`.
    seed, inner
        Seed, and number of replications per world.
    engine
        The engine of the histories: `simpy` for both engines that come with sim, which agree bit for bit. So the
        identity does not say which of the two ran a replication; their rows are stored separately
        (`sim.experiment.keep.rows`).
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
        """Return the parts by name."""
        return asdict(self)

    def other(self, stored: Mapping[str, Any]) -> str:
        """Return in words what a folder holds whose study has another identity."""
        own = self.as_dict()
        if any(stored.get(part) != own[part] for part in own if part not in MADE_BY):
            return "the study of another question"
        return "a study that another version of sim made"

    def differences(self, stored: Mapping[str, Any]) -> list[str]:
        """Return how the identity of another study differs; an earlier version may have written it with other parts."""
        own = self.as_dict()
        return [
            f"{name}: {stored.get(name, 'none')} in the other, {own[name]} in this one"
            for name in own
            if own[name] != stored.get(name)
        ]


def identify(plan: Plan, seed: int, inner: int, engine: str) -> Identity:
    """Return the identity of a study of a plan that an engine runs."""
    named = SIMPY if engine in ENGINES else engine
    return Identity(plan.name, plan_digest(plan), seed, inner, named, version(), code_digest(named))
