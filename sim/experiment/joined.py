"""Neighbouring replications of a study in one store."""

from pathlib import Path
from typing import TYPE_CHECKING

from sim.analysis.summary.stopped import FIXED, MERGED, Stopped
from sim.errors import ResultsError
from sim.experiment.keep.store import Store

if TYPE_CHECKING:
    from sim.experiment.study import Study

__all__ = ["joined"]


def joined(one: "Study", two: "Study", folder: Path | None) -> tuple[Store, Stopped]:
    """Return a store with the replications of both, and how the whole came to its end.

    Parameters
    ----------
    one, two
        The earlier and the later part.
    folder
        For the whole; None keeps it in memory.

    Raises
    ------
    ResultsError
        Another study, or engine, or not neighbours.
    """
    mine, theirs = one.store.identity, two.store.identity
    if mine != theirs:
        raise ResultsError(f"cannot merge: {'; '.join(mine.differences(theirs.as_dict()))}")
    if one.store.engine != two.store.engine:
        raise ResultsError(
            f"cannot merge rows of two engines: {two.store.engine} there, {one.store.engine} here; "
            "run both halves on one of them"
        )
    if one.last != two.first:
        spans = f"[{one.first}, {one.last}) and [{two.first}, {two.last})"
        raise ResultsError(f"cannot merge replications {spans}: expected the second to begin where the first ends")
    whole = Store(one.plan, mine, folder, engine=one.store.engine)
    for part in (one, two):
        for block in part.store.blocks(part.first, part.last):
            whole.add(block)
    whole.release()
    how = MERGED if one.stopped.always or two.stopped.always else FIXED
    return whole, Stopped(how, two.last - one.first)
