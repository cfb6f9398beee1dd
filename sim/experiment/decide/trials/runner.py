"""Runs trials of many plans, stores them, and continues where an earlier run was interrupted."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from time import monotonic
from typing import Any

import numpy as np
import numpy.typing as npt

from sim.domain.studies import fits
from sim.errors import InvariantError
from sim.experiment.audit import answerable, evenly
from sim.experiment.decide.trials.kept import Kept, Place
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
"""Most histories per block: about half a second of work, worth compiling a plan for."""
AUDITED = 5
"""Number of trials whose history is run again on the other engine and compared."""

Report = Callable[[int, int, float], None]
"""(done, asked for, per second) -> None."""


@dataclass(frozen=True, slots=True)
class Seeding:
    """The random numbers and the engine of a run; as for `sim.run`."""

    seed: int
    inner: int = 1
    engine: str = COMPILED


class Runner:
    """Workers, and the work that they have done so far.

    Attributes
    ----------
    here
        Trials run by this process.
    audited
        Trials that were run again on the SimPy engine, all identical.
    run_again
        Trials that were stored but damaged, and were run again.
    """

    def __init__(self, work: Trials, seeding: Seeding, kept: Kept, crew: Workers, progress: Report | None) -> None:
        self.work, self.kept, self.step = work, kept, stride(seeding.inner)
        self.here, self.audited, self.run_again = 0, 0, 0
        self._seeding, self._crew, self._progress = seeding, crew, progress
        self._began = monotonic()

    @property
    def seconds(self) -> float:
        """Time since the workers were ready [s]."""
        return monotonic() - self._began

    def fetch(self, spans: Sequence[tuple[int, int, int]], total: int | None = None, before: int = 0) -> None:
        """Run the missing trials of some spans, each (point, first, last).

        Parameters
        ----------
        total, before
            Trials requested in all, and those requested earlier, for the progress line.
        """
        wanted = np.concatenate([np.arange(first, last) + point * self.step for point, first, last in spans])
        there = self.kept.present(int(wanted.min()), int(wanted.max()) + 1)
        missing = np.setdiff1d(wanted, there, assume_unique=True)
        done, total = before + len(wanted) - len(missing), total or len(wanted)

        def keep(block: Trial) -> None:
            nonlocal done
            self.kept.add(block)
            self.here += len(block.outcomes)
            done += len(block.outcomes)
            if self._progress is not None:
                self._progress(done, total, self.here / max(self.seconds, 1e-9))

        if self._progress is not None:
            self._progress(done, total, self.here / max(self.seconds, 1e-9))
        seed, inner, engine = self._seeding.seed, self._seeding.inner, self._seeding.engine
        self.run_again += len(np.intersect1d(missing, self.kept.damaged))
        tasks = [Task(engine, seed, inner, *span) for span in runs(missing, BLOCK)]
        if tasks:
            spread(self._crew, tasks, keep)

    def records(self, point: int, first: int, last: int) -> npt.NDArray[Any]:
        """Return trials [first, last) of a point, in order."""
        return self.kept.records(point * self.step + first, point * self.step + last)

    def audit(self, spans: Sequence[tuple[int, int, int]]) -> None:
        """Run a few stored trials that were not audited yet, also of earlier runs, again on the SimPy engine.

        Raises
        ------
        InvariantError
            A stored trial differs from SimPy's. All trials of that engine in the folder are marked as failed, and files
            that an earlier run published from them are removed.
        """
        self.kept.still_there()
        if self._seeding.engine != COMPILED or not spans:
            return
        numbers = [(point * self.step + first, point * self.step + last) for point, first, last in spans]
        asked = self.kept.rows.waiting(numbers)
        again = []
        for number in evenly(asked, AUDITED):
            point, trial = divmod(number, self.step)
            if fitting(self.work.plan(point), COMPILED)[0] != COMPILED:
                continue
            task = Task(SIMPY, self._seeding.seed, self._seeding.inner, number, number + 1)
            made = canonical(self.work.run(task).outcomes, self.kept.rows.reals)
            if made.tobytes() != self.kept.records(number, number + 1).tobytes():
                raise self._parted(number, point, trial)
            again.append(number)
        if asked:
            self.kept.rows.passed(numbers, again)
        self.audited += len(again)

    def _parted(self, number: int, point: int, trial: int) -> InvariantError:
        """Mark all trials of an engine as failed because one is wrong, and return the error."""
        what = f"the compiled engine differs from the SimPy engine at {dict(self.work.points[point])}"
        self.kept.rows.failed(number, what)
        if (folder := self.kept.folder) is not None:
            for name in OF_MANY:
                (folder / name).unlink(missing_ok=True)
            what += f"; its trials in {folder} are marked as failed and are not used any more"
        what += f"; run with --engine {SIMPY} and report this"
        return InvariantError(what, seed=self._seeding.seed, replication=trial)


@contextmanager
def running(
    work: Trials,
    many: int,
    seeding: Seeding,
    execution: Execution,
    place: Place,
    progress: Report | None = None,
) -> Iterator[Runner]:
    """Yield a runner of trials of some work.

    Parameters
    ----------
    many
        About how many trials will be requested.
    seeding, execution
        The random numbers and the engine, and the processors to use.
    place
        Where trials are stored.
    progress
        Called after each block.

    Raises
    ------
    ResultsError, EngineError, WorkerError, KeyboardInterrupt
        As for `sim.run`; after completed trials were stored, with a message that says how many.
    SimError
        An argument is invalid.
    """
    fits("inner", seeding.inner)
    base = work.plan(0)
    ran = fitting(base, seeding.engine)[0]
    whose = SIMPY if seeding.engine == COMPILED else seeding.engine
    identity = Identity(base.name, work.digest, seeding.seed, seeding.inner, whose, version(), code_digest(whose))
    with connected(execution.dask) as cluster:
        kept = Kept(work.columns, identity, place, engine=seeding.engine)
        try:
            answerable(kept.rows, kept.folder)
            ready(base, ran)
            with hired(work, many, execution, cluster, engine=ran) as crew:
                yield Runner(work, seeding, kept, crew, progress)
        except KeyboardInterrupt:
            raise KeyboardInterrupt(_kept(kept)) from None
        except WorkerError as error:
            raise WorkerError(f"{error}; {_kept(kept)}") from error
        finally:
            kept.close()


def _kept(kept: Kept) -> str:
    if kept.folder is None:
        return "without a results folder nothing is kept"
    done = len(kept.present(0, 2**62))
    return f"{done:,} trials are kept in {kept.folder}; repeat the same command to continue"
