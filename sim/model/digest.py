"""The digest of a plan: plans with the same digest give the same histories for the same seed."""

from hashlib import blake2b
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from sim.model.plan import Plan
from sim.model.policy import USUAL
from sim.model.schema.plan import PLAN
from sim.model.schema.row import is_unused

__all__ = ["plan_digest"]

ADDED: Final = frozenset({"configuration"})
"""Tables that enter the digest only if they have rows, so that digests stored before the tables existed stay valid."""


def plan_digest(plan: Plan) -> str:
    """Return a digest of everything in a plan that engines read, and of all names in its tables.

    It is computed from values, so it is the same on every machine and Python version.
    """
    digest = blake2b(digest_size=16)

    def add(*parts: Any) -> None:
        for part in parts:
            digest.update(repr(part).encode() + b"\0")

    add(plan.name, plan.clock.model_dump(mode="json"), plan.horizon, plan.deadline, plan.path, plan.unit)
    add(plan.quantiles, sorted(item for item in plan.names.items() if item[1] or item[0] not in ADDED))
    for name in sorted(plan.tables):
        table = plan.tables[name]
        if name in ADDED and not len(table):
            continue
        add(name, table.shape)
        for column in table.dtype.names or ():  # by column, because padding bytes between columns are undefined
            if is_unused(PLAN[name].columns[column], table[column]):
                continue
            add(column, table[column].tolist())
    for array in (plan.number, plan.hazard, plan.carries, plan.hop_lifts, plan.counts, plan.covered):
        add(array.shape, np.ascontiguousarray(array).tolist())
    for array in (
        plan.outage_sites,
        plan.outage_lifts,
        plan.permits,
        plan.permit_sites,
        plan.permit_routes,
        plan.crisis_lifts,
        plan.crisis_routes,
        _segregate(plan),
    ):
        add(array.shape, array.tolist())
    if (plan.payload_factor != 1.0).any():  # so that stored digests of plans without payload factors stay valid
        by_leg = plan.payload_factor[plan.payload_row]
        add("payload_factor", by_leg.shape, by_leg.tolist())
    if plan.policy != USUAL:  # so that stored digests of plans with the default policies stay valid
        add(plan.policy)
    if plan.known:
        add([tuple(known) for known in plan.known])
    return digest.hexdigest()


def _segregate(plan: Plan) -> npt.NDArray[np.bool_]:
    """Return what may not ride together: a table for each lift, or a single one if all lifts agree.

    The single table keeps stored digests valid.
    """
    first = plan.segregate[:1]
    return plan.segregate if (plan.segregate != first).any() or not len(first) else first[0]
