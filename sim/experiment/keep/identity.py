"""What makes two sets of results one study: the plan's digest, seed, inner, engine, version and code."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Final

from sim.experiment.keep.code import code_digest
from sim.experiment.workers.build import version
from sim.experiment.workers.engine import ENGINES, SIMPY
from sim.model.digest import plan_digest
from sim.model.plan import Plan

__all__ = ["Identity", "identify"]

FORM: Final = 4
"""Form of a results folder; raised when an older one cannot be read any more."""


@dataclass(frozen=True, slots=True)
class Identity:
    """The address of a study: with the same one, replication k is the same to the bit.

    Attributes
    ----------
    scenario
        Name of the case.
    digest
        Of the plan, see `plan_digest`.
    seed, inner
        As the study was run.
    engine
        Whose histories these are: `simpy` for both engines that ship, which give the same to the bit. Which of the two
        ran a replication is no part of a study's address; the rows of each are kept apart (`sim.experiment.keep.rows`).
    sim, code, form
        Version of the simulator, digest of the code that makes histories (`code_digest`), and form of the results
        folder.
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

    def differences(self, there: Mapping[str, Any]) -> list[str]:
        """Say where the address of another study differs; it may be one of an earlier version, with other parts."""
        mine = self.as_dict()
        return [
            f"{name} {there.get(name, 'none')} there, {mine[name]} here"
            for name in mine
            if mine[name] != there.get(name)
        ]


def identify(plan: Plan, seed: int, inner: int, engine: str) -> Identity:
    """Return the address of a study."""
    whose = SIMPY if engine in ENGINES else engine
    return Identity(plan.name, plan_digest(plan), seed, inner, whose, version(), code_digest(whose))
