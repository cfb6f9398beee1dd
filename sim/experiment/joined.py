"""Merge two adjacent parts of a study."""

from pathlib import Path
from typing import TYPE_CHECKING

from sim.analysis.summary.stopped import FIXED, MERGED, Stopped
from sim.errors import ResultsError
from sim.experiment.keep.store import Store

if TYPE_CHECKING:
    from sim.experiment.study import Study

__all__ = ["joined"]


def joined(mine: "Study", theirs: "Study", out: str | Path | None) -> "Study":
    """Return the study that two adjacent parts of the same study make together.

    Parameters
    ----------
    mine, theirs
        The parts; one ends where the other begins.
    out
        Folder for the merged study; None keeps it in memory.

    Raises
    ------
    ResultsError
        The parts are of different studies or engines, or are not adjacent; or the folder cannot be used.
    """
    identity = mine.store.identity
    if identity != theirs.store.identity:
        raise ResultsError(f"cannot merge: {'; '.join(identity.differences(theirs.store.identity.as_dict()))}")
    if mine.store.engine != theirs.store.engine:
        raise ResultsError(
            f"cannot merge rows of two engines: {mine.store.engine} in this part, {theirs.store.engine} in the other; "
            "run both parts on the same engine"
        )
    one, two = sorted((mine, theirs), key=lambda study: study.first)
    if one.last != two.first:
        spans = f"[{one.first}, {one.last}) and [{two.first}, {two.last})"
        raise ResultsError(f"cannot merge replications {spans}: expected the second to begin where the first ends")
    store = Store(mine.plan, identity, None if out is None else Path(out), engine=mine.store.engine)
    for part in (one, two):
        for block in part.store.blocks(part.first, part.last):
            store.add(block)
    store.release()
    how = MERGED if one.stopped.always or two.stopped.always else FIXED
    stopped = Stopped(how, two.last - one.first)
    run = {"merged": [one.run, two.run]}
    return type(mine)(mine.plan, one.first, two.last, store, run, mine.confidence, stopped)
