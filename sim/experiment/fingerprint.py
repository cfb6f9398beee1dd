"""A digest of the results of a study: studies with the same results have the same digest."""

from hashlib import blake2b

import numpy as np

from sim.analysis.outcomes.column import Column
from sim.analysis.statistics.records import Records
from sim.analysis.summary.failed import FAILED
from sim.experiment.keep.store import Store

__all__ = ["fingerprint"]


def fingerprint(columns: tuple[Column, ...], outcomes: Records, store: Store, first: int, last: int) -> str:
    """Return the digest of the columns, figures, daily counts and causes of replications [first, last).

    Parameters
    ----------
    columns, outcomes
        The columns of the outcomes, and the outcomes: one record per replication.
    store
        The store of the study, which holds daily counts and causes.
    """
    digest = blake2b(digest_size=16)
    digest.update(repr([(column.name, column.kind) for column in columns]).encode())
    for name in outcomes.dtype.names or ():
        digest.update(np.ascontiguousarray(outcomes[name]).data)
    for history in store.daily(first, last):
        digest.update(history.tobytes())
    for causes in store.why(first, last):
        digest.update(FAILED if causes is None else causes.tobytes())
    return digest.hexdigest()
