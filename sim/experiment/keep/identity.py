"""What makes two sets of results one study: the plan's digest, seed, inner, engine, version and code."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from hashlib import blake2b
from importlib import metadata
from typing import Any, Final

import numpy as np

from sim.experiment.keep.code import code_digest
from sim.experiment.workers.engine import ENGINES, SIMPY
from sim.model.plan import Plan
from sim.model.policy import USUAL

__all__ = ["Identity", "identify", "plan_digest", "version"]

FORM: Final = 3
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


def version() -> str:
    """Version of the simulator."""
    try:
        return metadata.version("sim")
    except metadata.PackageNotFoundError:  # run from a folder that was never installed
        return "unknown"


def plan_digest(plan: Plan) -> str:
    """Digest of everything that engines read, and of the names that outcomes carry; without the seed.

    Notes
    -----
    Taken of values, not of a pickle: it is the same on every machine and Python.
    """
    digest = blake2b(digest_size=16)

    def add(*parts: Any) -> None:
        for part in parts:
            digest.update(repr(part).encode() + b"\0")

    add(plan.name, plan.clock.model_dump(mode="json"), plan.horizon, plan.deadline, plan.path, plan.unit)
    add(plan.quantiles, sorted(plan.names.items()))
    for name in sorted(plan.tables):
        table = plan.tables[name]
        add(name, table.shape)
        for column in table.dtype.names or ():  # by column: the bytes between them are nobody's
            add(column, table[column].tolist())
    for array in (plan.number, plan.hazard, plan.carries, plan.hop_lifts, plan.counts, plan.promised):
        add(array.shape, np.ascontiguousarray(array).tolist())
    for array in (
        plan.outage_sites,
        plan.outage_lifts,
        plan.permits,
        plan.permit_sites,
        plan.permit_routes,
        plan.segregate,
    ):
        add(array.shape, array.tolist())
    if (plan.payload_factor != 1.0).any():  # without heat and runway, results of before stay theirs
        by_leg = plan.payload_factor[plan.payload_row]
        add("payload_factor", by_leg.shape, by_leg.tolist())
    if plan.policy != USUAL:  # with the usual rules, results of before stay theirs
        add(plan.policy)
    if plan.known:
        add([tuple(lever) for lever in plan.known])
    return digest.hexdigest()
