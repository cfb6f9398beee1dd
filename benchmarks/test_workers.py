"""Worker processes start at the same time: none waits until another has started and read its work."""

import pickle
from time import perf_counter

import sim
from sim.experiment.workers.block import Task
from sim.experiment.workers.engine import SIMPY
from sim.experiment.workers.pool import Pool
from sim.experiment.workers.work import Histories

PIPE = 65_536
"""Capacity of a pipe on Linux [bytes]: a process that writes more has to wait for the reader."""
PROCESSES = 3


def test_processes_start_side_by_side() -> None:
    """Submitting the work of three processes takes less than a third of the time until the first returns a history.

    The work is larger than `PIPE`.
    """
    work = Histories(sim.plan(sim.load("configs/base.toml")))
    assert len(pickle.dumps(work)) > PIPE
    pool = Pool(work, PROCESSES)
    try:
        begun = perf_counter()
        futures = [pool.submit(Task(SIMPY, 1, 1, number, number + 1)) for number in range(PROCESSES)]
        submitted = perf_counter() - begun
        first = futures[0].result()
        done = perf_counter() - begun
        assert [int(record["replication"]) for record in first.outcomes] == [0]
        assert submitted < done / 3
    finally:
        pool.close()
