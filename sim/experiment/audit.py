"""The audit: a few stored replications of the compiled engine are run again in SimPy and compared, bit for bit.

In the time in which SimPy runs one history of 130,000 people, the compiled engine runs fifty. So an audit has a time
limit.
"""

from pathlib import Path
from time import monotonic
from typing import Final

import numpy as np

from sim.analysis.summary.totals import plural
from sim.errors import InvariantError, ResultsError
from sim.experiment.keep.folder import withdraw
from sim.experiment.keep.rows import Rows, canonical
from sim.experiment.keep.store import KEPT, Kept, Store
from sim.experiment.reruns import Reruns
from sim.experiment.workers.block import Task, results_of
from sim.experiment.workers.engine import SIMPY, Simulate, engine
from sim.model.divergence import apart

__all__ = ["AUDITED", "answerable", "audit", "evenly"]

AUDITED: Final = 5
"""Largest number of histories that one audit runs again."""
LONGEST_S: Final = 10.0
"""Time after which an audit begins no further history [s]; it always runs at least one."""

WORDS: Final[dict[Kept, str]] = {"daily": "counts by day", "why": "causes"}
"""Names, in messages, of the two parts of a replication that are stored besides its figures."""


def audit(store: Store, first: int, last: int, reruns: Reruns | None = None) -> list[int]:
    """Run some stored replications of [first, last) again, and record the result.

    They are chosen from the blocks that have not been audited yet; then all these blocks count as audited.

    Parameters
    ----------
    store, first, last
        The store of the study, and its replications [first, last).
    reruns
        Another process that runs these replications in ascending order. They are compared in descending order, so that
        this process can run the last ones while the other process still runs the first ones. None if there is no other
        process: all of them are run here.

    Returns
    -------
    list of int
        Replications of [first, last) that this audit or an earlier one has run again with identical results.

    Raises
    ------
    InvariantError
        A stored replication differs from the same replication run in SimPy. All rows of the compiled engine in the
        folder are marked as failed, and files that an earlier run made from them are removed.
    """
    waiting = store.rows.waiting([(first, last)])
    done: list[int] = []
    began = monotonic()
    numbers = evenly(waiting, AUDITED)
    for replication in numbers if reruns is None else reversed(numbers):
        if done and monotonic() - began > LONGEST_S:
            break
        simpy = engine(SIMPY) if reruns is None else reruns.simulate
        if difference := _difference(store, replication, simpy):
            what = f"the {store.engine} engine differs from the SimPy engine: {difference}"
            store.rows.failed(replication, difference)
            if store.folder is not None:
                withdraw(store.folder, store.engine)
                what += f"; the {store.engine} rows in {store.folder} are marked as failed and are not used any more"
            what += f"; run with --engine {SIMPY} and report this"
            raise InvariantError(what, seed=store.identity.seed, replication=replication)
        done.append(replication)
    if done:
        store.rows.passed([(first, last)], sorted(done))
    return store.rows.audited(first, last)


def answerable(rows: Rows, folder: Path | None) -> None:
    """Raise `ResultsError`, which says what can be done, if an audit of these rows of a folder has failed."""
    failure = rows.failure()
    if failure is None:
        return
    replication, difference = failure
    which = "" if replication is None else f" at replication {replication} ({difference})"
    raise ResultsError(
        f"{folder}: the rows of the {rows.engine} engine in this folder failed their audit{which}, so they "
        f"are not used; run with --engine {SIMPY}, which has its own rows, "
        "or with --overwrite to delete the folder's results"
    )


def evenly(numbers: list[int], most: int) -> list[int]:
    """Return at most `most` of some ascending numbers, evenly spread over the list."""
    many = min(most, len(numbers))
    return sorted({numbers[(2 * k + 1) * len(numbers) // (2 * many)] for k in range(many)})


def _difference(store: Store, replication: int, simpy: Simulate) -> str:
    """Compare a history run on SimPy with the same history run on the engine of the store, and with the stored results.

    Return what differs, in words; an empty text if nothing does. `simpy` runs the history on SimPy.
    """
    plan, seed, inner = store.plan, store.identity.seed, store.identity.inner
    other = engine(store.engine)
    history = simpy(plan, seed, replication, inner=inner)
    if differences := apart(history, other(plan, seed, replication, inner=inner)):
        return f"{differences[0]} (SimPy first; {plural(len(differences), 'difference')})"
    span = replication, replication + 1
    record, daily, owners = results_of(plan, Task(SIMPY, seed, inner, *span), simpy, history, replication)
    dtype = store.rows.dtype
    by_simpy, stored = canonical(np.array([record], dtype), store.rows.reals), store.rows.records(*span)
    differing = [name for name in dtype.names or () if by_simpy[name].tobytes() != stored[name].tobytes()]
    if differing:
        name = differing[0]
        many = plural(len(differing), "different figure")
        return f"{name} is {by_simpy[name][0]}, but {stored[name][0]} is stored ({many})"
    for what, packed in zip(KEPT, (daily, owners), strict=True):
        kept = next(store.packed(what, *span))
        if kept != packed and store.content(what, kept) != store.content(what, packed):
            return f"{WORDS[what]} differ from those stored"
    return ""
