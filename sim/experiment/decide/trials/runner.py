"""Run trials of many plans, store them, and continue where an earlier run was interrupted."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from time import monotonic
from typing import Any

import numpy as np
import numpy.typing as npt

from sim.domain.studies import check_limit
from sim.errors import InvariantError
from sim.experiment.audit import answerable, evenly
from sim.experiment.decide.trials.kept import Place, TrialStore
from sim.experiment.decide.trials.trial import Trial, Trials, stride
from sim.experiment.keep.code import code_digest
from sim.experiment.keep.folder import OF_MANY
from sim.experiment.keep.identity import Identity
from sim.experiment.keep.rows import canonical
from sim.experiment.workers.block import Task
from sim.experiment.workers.build import version
from sim.experiment.workers.cluster import connected
from sim.experiment.workers.contract import Workers
from sim.experiment.workers.engine import COMPILED, SIMPY, fitting, ready
from sim.experiment.workers.execution import Execution
from sim.experiment.workers.replicate import WorkerError, hired, runs, spread

__all__ = ["Report", "Runner", "Seeding", "running"]

BLOCK = 50
"""Largest number of histories per block."""
AUDITED = 5
"""Largest number of trials that one audit runs again on the SimPy engine."""

Report = Callable[[int, int, float], None]
"""Called with three numbers: trials done, trials requested, and trials per second in this call."""


@dataclass(frozen=True, slots=True)
class Seeding:
    """Seed, histories per world (`inner`) and name of the engine of a run; as for `sim.run`."""

    seed: int
    inner: int = 1
    engine: str = COMPILED


class Runner:
    """Runs trials on workers and stores them.

    Attributes
    ----------
    here
        Number of trials that this runner has run so far.
    audited
        Number of trials that this runner ran again on the SimPy engine, with identical results.
    run_again
        Number of trials that were run again because their stored results were damaged.
    """

    def __init__(
        self, work: Trials, seeding: Seeding, store: TrialStore, crew: Workers, progress: Report | None
    ) -> None:
        self.work, self.store, self.step = work, store, stride(seeding.inner)
        self.here, self.audited, self.run_again = 0, 0, 0
        self._seeding, self._crew, self._progress = seeding, crew, progress
        self._began = monotonic()

    @property
    def seconds(self) -> float:
        """Time since this runner was created, in seconds."""
        return monotonic() - self._began

    def fetch(self, spans: Sequence[tuple[int, int, int]], total: int | None = None, before: int = 0) -> None:
        """Run those trials of some spans that are not stored yet, and store them.

        Parameters
        ----------
        spans
            Each is (point, first, last): trials [first, last) of a point.
        total, before
            For progress only: number of all trials requested (default: the trials in `spans`), and number of trials
            that earlier calls requested.
        """
        wanted = np.concatenate([np.arange(first, last) + point * self.step for point, first, last in spans])
        stored = self.store.present(int(wanted.min()), int(wanted.max()) + 1)
        missing = np.setdiff1d(wanted, stored, assume_unique=True)
        done, total = before + len(wanted) - len(missing), total or len(wanted)

        def keep(block: Trial) -> None:
            nonlocal done
            self.store.add(block)
            self.here += len(block.outcomes)
            done += len(block.outcomes)
            if self._progress is not None:
                self._progress(done, total, self.here / max(self.seconds, 1e-9))

        if self._progress is not None:
            self._progress(done, total, self.here / max(self.seconds, 1e-9))
        seed, inner, engine = self._seeding.seed, self._seeding.inner, self._seeding.engine
        self.run_again += len(np.intersect1d(missing, self.store.damaged))
        tasks = [Task(engine, seed, inner, *span) for span in runs(missing, BLOCK)]
        if tasks:
            spread(self._crew, tasks, keep)

    def records(self, point: int, first: int, last: int) -> npt.NDArray[Any]:
        """Return the records of the stored trials [first, last) of a point, in order."""
        return self.store.records(point * self.step + first, point * self.step + last)

    def audit(self, spans: Sequence[tuple[int, int, int]]) -> None:
        """Run up to `AUDITED` stored trials of some spans again on the SimPy engine, and compare the results.

        Only trials whose block was not audited before are chosen; an earlier run may have made them. Nothing is done
        unless the engine of the run is the compiled one. Trials of a plan that runs on SimPy anyway are not run again.

        Raises
        ------
        ResultsError
            The database was deleted, moved or replaced.
        InvariantError
            A stored trial differs from the same trial on SimPy. All stored trials of the compiled engine have then been
            marked as failed, and the files with the answer of an earlier run have been removed.
        """
        self.store.still_there()
        if self._seeding.engine != COMPILED or not spans:
            return
        numbers = [(point * self.step + first, point * self.step + last) for point, first, last in spans]
        asked = self.store.rows.waiting(numbers)
        again = []
        for number in evenly(asked, AUDITED):
            point = number // self.step
            if fitting(self.work.plan(point), COMPILED)[0] != COMPILED:
                continue
            task = Task(SIMPY, self._seeding.seed, self._seeding.inner, number, number + 1)
            by_simpy = canonical(self.work.run(task).outcomes, self.store.rows.reals)
            if by_simpy.tobytes() != self.store.records(number, number + 1).tobytes():
                raise self._engines_differ(number, point, self.work.replication_of(task))
            again.append(number)
        if asked:
            self.store.rows.passed(numbers, again)
        self.audited += len(again)

    def _engines_differ(self, number: int, point: int, replication: int) -> InvariantError:
        """Mark all trials of the compiled engine as failed because trial `number` differs, and return the error.

        `replication` is the replication number that determines the random numbers of that trial.
        """
        what = f"the compiled engine differs from the SimPy engine at {self.work.in_words(point)}"
        self.store.rows.failed(number, what)
        if (folder := self.store.folder) is not None:
            for name in OF_MANY:
                (folder / name).unlink(missing_ok=True)
            what += f"; the trials of the compiled engine in {folder} are marked as failed and are not used any more"
        what += f"; run with --engine {SIMPY} and report this"
        return InvariantError(what, seed=self._seeding.seed, replication=replication)


@contextmanager
def running(
    work: Trials,
    many: int,
    seeding: Seeding,
    execution: Execution,
    place: Place,
    progress: Report | None = None,
) -> Iterator[Runner]:
    """Yield a runner of trials; at the end of the `with` block, release its workers and close its store.

    Parameters
    ----------
    work
        The points, and how their trials are run.
    many
        Approximate number of trials that will be requested.
    seeding, execution
        The seed and the engine, and the workers to use.
    place
        Where trials are stored.
    progress
        Called when `Runner.fetch` begins, and after each block.

    Raises
    ------
    ResultsError, EngineError, WorkerError, KeyboardInterrupt
        As for `sim.run`. WorkerError and KeyboardInterrupt say how many trials are kept.
    SimError
        An argument is invalid.
    """
    check_limit("inner", seeding.inner)
    base = work.plan(0)
    ran = fitting(base, seeding.engine)[0]
    named = SIMPY if seeding.engine == COMPILED else seeding.engine  # both engines give the same bits
    identity = Identity(base.name, work.digest, seeding.seed, seeding.inner, named, version(), code_digest(named))
    with connected(execution.dask) as cluster:
        store = TrialStore(work.columns, identity, place, engine=seeding.engine)
        try:
            answerable(store.rows, store.folder)
            ready(base, ran)
            with hired(work, many, execution, cluster, engine=ran) as crew:
                yield Runner(work, seeding, store, crew, progress)
        except KeyboardInterrupt:
            raise KeyboardInterrupt(_kept_in(store, place.overwrite)) from None
        except WorkerError as error:
            raise WorkerError(f"{error}; {_kept_in(store, place.overwrite)}") from error
        finally:
            store.close()


def _kept_in(store: TrialStore, overwritten: bool) -> str:
    """Return a sentence: how many trials are kept in which folder, and how to continue.

    `overwritten` says whether the run had `--overwrite`, with which the same command would delete what is stored.
    """
    if store.folder is None:
        return "without a results folder nothing is kept"
    done = len(store.present(0, 2**62))
    again = f"repeat the same command {'without --overwrite ' if overwritten else ''}to continue"
    return f"{done:,} trials are kept in {store.folder}; {again}"
