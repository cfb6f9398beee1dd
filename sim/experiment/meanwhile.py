"""Run replications on SimPy while the compiled engine is being compiled.

The two engines give the same bits, so these histories are stored as rows of the compiled engine. They are not audited:
an audit would run them on SimPy a second time.
"""

import os
from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from sim.experiment.keep.store import Store
from sim.experiment.workers.block import Block, Task
from sim.experiment.workers.engine import SIMPY, Compiling
from sim.experiment.workers.execution import Execution
from sim.experiment.workers.replicate import hired, runs, spread
from sim.experiment.workers.work import Work

__all__ = ["run_meanwhile"]

Numbers = npt.NDArray[np.int64]


def run_meanwhile(
    work: Work,
    compiling: Compiling,
    store: Store,
    missing: Numbers,
    keep: Callable[[Block], None],
    execution: Execution,
    enough: Callable[[], bool],
) -> Numbers:
    """Run replications on SimPy until all are run, the compiled engine is ready, or there are enough histories.

    Parameters
    ----------
    work, store
        The work of the study, and its store.
    compiling
        The compilation of the engine. If none is under way, nothing is run.
    missing
        Numbers of the replications to run, ascending.
    keep
        Called with each finished block.
    execution
        The processors to use; if there are several, one of them is left to the compiler. With an executor of the caller
        or a cluster, nothing is run.
    enough
        Called to ask whether there are enough histories.

    Returns
    -------
    NDArray
        Numbers of the replications that SimPy has run, ascending.
    """
    if not compiling.is_under_way or execution.executor is not None or execution.dask is not None:
        return missing[:0]
    done: list[int] = []

    def note(block: Block) -> None:
        keep(block)
        done.extend(block.outcomes["replication"].tolist())

    workers = max(1, (execution.workers or os.cpu_count() or 1) - 1)
    seed, inner = store.identity.seed, store.identity.inner
    tasks = [Task(SIMPY, seed, inner, *span, compiles=False) for span in runs(missing, 1)]
    with hired(work, len(missing), Execution(workers), engine=SIMPY) as crew:
        spread(crew, tasks, note, lambda: not compiling.is_under_way or enough())
    store.rows.passed(list(runs(sorted(done), len(missing))), [])
    return np.array(sorted(done), np.int64)
