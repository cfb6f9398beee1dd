"""Runs trials of many plans, keeps them, and goes on where an earlier run was broken off."""

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

__all__ = ["Luck", "Report", "Runner", "running"]

BLOCK = 50
"""Most histories a block: about half a second of work, for a plan that is made for it."""
AUDITED = 5
"""Trials of which the history is run again on the other engine and compared."""

Report = Callable[[int, int, float], None]
"""(done, asked for, a second) -> None."""


@dataclass(frozen=True, slots=True)
class Luck:
    """The chance of a run, and the engine that draws it; as for `sim.run`."""

    seed: int
    inner: int = 1
    engine: str = COMPILED


class Runner:
    """Workers, and what they have done so far.

    Attributes
    ----------
    here
        Trials run by this process.
    audited
        Trials that were run again on the SimPy engine, all alike.
    run_again
        Trials that the folder held, damaged, and that were run again.
    """

    def __init__(self, work: Trials, luck: Luck, kept: Kept, crew: Workers, progress: Report | None) -> None:
        self.work, self.kept, self.step = work, kept, stride(luck.inner)
        self.here, self.audited, self.run_again = 0, 0, 0
        self._luck, self._crew, self._progress = luck, crew, progress
        self._began = monotonic()

    @property
    def seconds(self) -> float:
        """Time since the workers were there [s]."""
        return monotonic() - self._began

    def fetch(self, spans: Sequence[tuple[int, int, int]], total: int | None = None, before: int = 0) -> None:
        """Run what is missing of some spans of trials: (point, first, last) each.

        Parameters
        ----------
        total, before
            Trials that are asked for in all, and those asked for earlier, for the progress line.
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
        seed, inner, engine = self._luck.seed, self._luck.inner, self._luck.engine
        self.run_again += len(np.intersect1d(missing, self.kept.damaged))
        tasks = [Task(engine, seed, inner, *span) for span in runs(missing, BLOCK)]
        if tasks:
            spread(self._crew, tasks, keep)

    def records(self, point: int, first: int, last: int) -> npt.NDArray[Any]:
        """Return trials [first, last) of a point, in order."""
        return self.kept.records(point * self.step + first, point * self.step + last)

    def audit(self, spans: Sequence[tuple[int, int, int]]) -> None:
        """Run a few stored trials that no audit has seen, also those of an earlier run, again on the SimPy engine.

        Raises
        ------
        InvariantError
            What is kept of a trial differs from what SimPy gives. All trials of that engine in the folder are marked as
            failed, and what an earlier run published from them is removed.
        """
        self.kept.still_there()
        if self._luck.engine != COMPILED or not spans:
            return
        numbers = [(point * self.step + first, point * self.step + last) for point, first, last in spans]
        asked = self.kept.rows.waiting(numbers)
        again = []
        for number in evenly(asked, AUDITED):
            point, trial = divmod(number, self.step)
            if fitting(self.work.plan(point), COMPILED)[0] != COMPILED:
                continue
            task = Task(SIMPY, self._luck.seed, self._luck.inner, number, number + 1)
            made = canonical(self.work.run(task).outcomes, self.kept.rows.reals)
            if made.tobytes() != self.kept.records(number, number + 1).tobytes():
                raise self._parted(number, point, trial)
            again.append(number)
        if asked:
            self.kept.rows.passed(numbers, again)
        self.audited += len(again)

    def _parted(self, number: int, point: int, trial: int) -> InvariantError:
        """Mark all trials of the engine of which one is wrong, and say so."""
        what = f"the compiled engine parts from the SimPy engine at {dict(self.work.points[point])}"
        self.kept.rows.failed(number, what)
        if (folder := self.kept.folder) is not None:
            for name in OF_MANY:
                (folder / name).unlink(missing_ok=True)
            what += f"; its trials in {folder} are marked and answer nothing any more"
        what += f"; run with --engine {SIMPY} and report this"
        return InvariantError(what, seed=self._luck.seed, replication=trial)


@contextmanager
def running(
    work: Trials,
    many: int,
    luck: Luck,
    execution: Execution,
    place: Place,
    progress: Report | None = None,
) -> Iterator[Runner]:
    """Yield what runs trials of some work.

    Parameters
    ----------
    many
        About how many trials will be asked for.
    luck, execution
        Of which chance, by which engine, and on whose processors.
    place
        Where they are kept.
    progress
        Called after each block.

    Raises
    ------
    ResultsError, EngineError, WorkerError, KeyboardInterrupt
        As `sim.run` raises them; after what was done has been kept, and saying how much that is.
    SimError
        Nonsense was asked for.
    """
    fits("inner", luck.inner)
    base = work.plan(0)
    ran = fitting(base, luck.engine)[0]
    whose = SIMPY if luck.engine == COMPILED else luck.engine
    identity = Identity(base.name, work.digest, luck.seed, luck.inner, whose, version(), code_digest(whose))
    with connected(execution.dask) as cluster:
        kept = Kept(work.columns, identity, place, engine=luck.engine)
        try:
            answerable(kept.rows, kept.folder)
            ready(base, ran)
            with hired(work, many, execution, cluster, engine=ran) as crew:
                yield Runner(work, luck, kept, crew, progress)
        except KeyboardInterrupt:
            raise KeyboardInterrupt(_kept(kept)) from None
        except WorkerError as error:
            raise WorkerError(f"{error}; {_kept(kept)}") from error
        finally:
            kept.close()


def _kept(kept: Kept) -> str:
    if kept.folder is None:
        return "nothing is kept without a results folder"
    done = len(kept.present(0, 2**62))
    return f"{done:,} trials are kept in {kept.folder}; the same command goes on from there"
