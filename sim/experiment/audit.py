"""Audit: a few stored replications of the compiled engine run again in SimPy and compared, bit for bit.

A history of 130,000 people takes SimPy as long as fifty take the compiled engine, so the audit has a time limit.
"""

from pathlib import Path
from time import monotonic
from typing import Final

import numpy as np

from sim.errors import InvariantError, ResultsError
from sim.experiment.keep.folder import withdraw
from sim.experiment.keep.rows import Rows, canonical
from sim.experiment.keep.store import KEPT, Kept, Store
from sim.experiment.reruns import Reruns
from sim.experiment.workers.block import Task, made_of
from sim.experiment.workers.engine import SIMPY, Simulate, engine
from sim.model.divergence import apart

__all__ = ["AUDITED", "answerable", "audit", "evenly"]

AUDITED: Final = 5
"""How many of the histories not audited yet are run again."""
LONGEST_S: Final = 10.0
"""Time after which no further history is begun [s]."""

WORDS: Final[dict[Kept, str]] = {"daily": "counts by day", "why": "causes"}


def audit(store: Store, first: int, last: int, reruns: Reruns | None = None) -> list[int]:
    """Run some stored replications [first, last) that were not audited yet again, and record the result.

    Parameters
    ----------
    reruns
        Has run some of them already; the last ones are compared first, while it runs the others.

    Returns
    -------
    list of int
        Replications of [first, last) that were run again with identical results, including earlier audits.

    Raises
    ------
    InvariantError
        A stored replication differs from SimPy's. All rows of that engine in the folder are marked as failed, and files
        that an earlier run published from them are removed.
    """
    waiting = store.rows.waiting([(first, last)])
    done: list[int] = []
    began = monotonic()
    numbers = evenly(waiting, AUDITED)
    for replication in numbers if reruns is None else reversed(numbers):
        if done and monotonic() - began > LONGEST_S:
            break
        one = engine(SIMPY) if reruns is None else reruns.simulate
        if found := _difference(store, replication, one):
            what = f"the {store.engine} engine differs from the SimPy engine: {found}"
            store.rows.failed(replication, found)
            if store.folder is not None:
                withdraw(store.folder, store.engine)
                what += f"; its rows in {store.folder} are marked as failed and are not used any more"
            what += f"; run with --engine {SIMPY} and report this"
            raise InvariantError(what, seed=store.identity.seed, replication=replication)
        done.append(replication)
    if done:
        store.rows.passed([(first, last)], sorted(done))
    return store.rows.audited(first, last)


def answerable(rows: Rows, folder: Path | None) -> None:
    """Check that no audit of some rows in a folder has failed.

    Raises
    ------
    ResultsError
        One has; the rows are not used any more.
    """
    failure = rows.failure()
    if failure is None:
        return
    replication, found = failure
    which = "" if replication is None else f" at replication {replication} ({found})"
    raise ResultsError(
        f"{folder}: the rows of the {rows.engine} engine in this folder failed their audit{which}, so they "
        f"are not used; run with --engine {SIMPY}, which has its own rows, "
        "or with --overwrite to delete the folder's results"
    )


def evenly(numbers: list[int], most: int) -> list[int]:
    """Return at most so many of some numbers, evenly spread, ascending."""
    many = min(most, len(numbers))
    return sorted({numbers[(2 * k + 1) * len(numbers) // (2 * many)] for k in range(many)})


def _difference(store: Store, replication: int, one: Simulate) -> str:
    """Return where SimPy, run by `one`, differs from the other engine, run here, or from the stored results.

    The text is empty if they do not differ.
    """
    plan, seed, inner = store.plan, store.identity.seed, store.identity.inner
    other = engine(store.engine)
    history = one(plan, seed, replication, inner=inner)
    if parted := apart(history, other(plan, seed, replication, inner=inner)):
        return f"{parted[0]} (SimPy first; {len(parted)} differences)"
    span = replication, replication + 1
    record, daily, owners = made_of(plan, Task(SIMPY, seed, inner, *span), one, history, replication)
    dtype = store.rows.dtype
    made, stored = canonical(np.array([record], dtype), store.rows.reals), store.rows.records(*span)
    differing = [name for name in dtype.names or () if made[name].tobytes() != stored[name].tobytes()]
    if differing:
        name = differing[0]
        return f"{name} is {made[name][0]}, but {stored[name][0]} is stored ({len(differing)} figures differ)"
    for what, packed in zip(KEPT, (daily, owners), strict=True):
        there = next(store.packed(what, *span))
        if there != packed and store.content(what, there) != store.content(what, packed):
            return f"{WORDS[what]} differ from those stored"
    return ""
