"""Run a study: run or resume its replications, and write the results."""

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import numpy as np

from sim.config import to_toml
from sim.domain.scenario import Scenario
from sim.domain.studies import fits
from sim.experiment.asked import plan as compiled
from sim.experiment.audit import AUDITED, answerable, audit, evenly
from sim.experiment.daily import days_at
from sim.experiment.keep.changes import changes, in_words
from sim.experiment.keep.database import AnotherStudyError
from sim.experiment.keep.disk_errors import explained
from sim.experiment.keep.folder import forget, write_json, write_outcomes
from sim.experiment.keep.identity import Identity, identify
from sim.experiment.keep.manifest import circumstances, manifest
from sim.experiment.keep.store import Store
from sim.experiment.keep.written import write_text
from sim.experiment.meanwhile import run_meanwhile
from sim.experiment.reruns import rerunning
from sim.experiment.stopping import ended, rule_of
from sim.experiment.study import Study
from sim.experiment.workers.block import Block, Task
from sim.experiment.workers.cluster import connected
from sim.experiment.workers.engine import COMPILED, Compiling, fitting, ready
from sim.experiment.workers.execution import Execution
from sim.experiment.workers.progress import Meter, Progress, so_far
from sim.experiment.workers.replicate import WorkerError, replicate
from sim.experiment.workers.work import Histories
from sim.model.plan import Plan

__all__ = ["of_another", "run"]

LOOKED_AT = 25
"""Replications per block if a stopping rule applies: those beyond the stop are wasted."""


def run(
    question: Scenario | Plan,
    *,
    replications: int | None = None,
    within: float | None = None,
    decide: float | None = None,
    milestone: str | None = None,
    seed: int | None = None,
    inner: int = 1,
    first: int = 0,
    workers: int | None = None,
    threads: bool | None = None,
    executor: Executor | None = None,
    dask: str | None = None,
    out: str | Path | None = None,
    overwrite: bool = False,
    engine: str = COMPILED,
    confidence: float = 0.95,
    progress: Callable[[Progress], None] | None = None,
    at: Sequence[str | date] = (),
    hold: bool = False,
    under_way: Compiling | None = None,
) -> Study:
    """Run replications of a question, or those that are missing.

    Parameters
    ----------
    question
        A scenario, or a plan made of one.
    replications, first
        How many, starting from which: [first, first + replications); 400 by default. With a rule, the maximum, 20,000
        by default: the study is [first, stop).
    within
        A rule: stop when half the width of the interval of the probability is at most this. The interval is valid
        whenever one stops.
    decide
        A rule: stop when it is known whether the probability is above or below this; the chance of a wrong verdict is
        at most 1 - confidence. With both rules the run stops when both hold.
    milestone
        The milestone that rules use; the deadline by default, `all` for all milestones together.
    seed
        Seed of all random numbers; None takes the scenario's.
    inner
        Replications that share a world (one draw of all unknowns).
    workers
        Processes or threads (default: one per core); 1 runs in this process.
    threads
        Whether they are threads; None takes the faster: threads for small amounts of work on the compiled engine.
    executor
        Any PEP 3148 executor instead of sim's own workers, e.g. that of mpi4py.
    dask
        Address of the scheduler of a Dask cluster to run on instead, as in ``tcp://node7:8786``; needs `sim[dask]`.
    out
        Results folder, created if necessary and resumed if it holds part of this study; None keeps all in memory. A
        folder with the study of another question is refused, with what changed.
    overwrite
        Delete the results in the folder.
    engine
        Name of the engine: `compiled` or `simpy`, which give the same bits, or `module:function`.
        A plan that needs something the compiled engine does not support runs on SimPy. Each engine has its own rows in
        a folder. A few rows of the compiled engine, also from earlier runs, are run again in SimPy and compared with
        what is stored, before anything is published.
    confidence
        Of all intervals and verdicts.
    progress
        Called after each block, in this thread.
    at
        Local days, such as "2024-07-26", for whose end outcomes.csv gives people and equipment in country and out of it
        (`Study.at`). Not part of the question: the histories do not depend on it.
    hold
        Keep the folder locked after the run, so that the caller can add files; `study.store.release()` unlocks it.
    under_way
        The compilation under way (`sim.experiment.workers.engine.compiling`): until it is done, SimPy runs the first
        replications. None waits for it.

    Raises
    ------
    ResultsError
        The folder holds another study, is damaged, in use, was deleted during the run, or cannot be written; or its
        rows failed their audit.
    EngineError
        A replication could not be completed; or its stored results differ from SimPy's: then all rows of the compiled
        engine in that folder are marked and not used again.
    WorkerError
        A worker process was killed, or a cluster was lost.
    SimError
        An argument is invalid, such as a day `at` beyond the clock; or the cluster cannot be reached, has no workers,
        or has software that differs from this machine's.
    KeyboardInterrupt
        At Ctrl-C, after completed replications have been stored; the message says how many.
    """
    for name, value in (("replications", replications), ("inner", inner)):
        fits(name, value)
    fits("first", first, least=0)
    execution = Execution(workers, threads, executor, dask)
    began = datetime.now(UTC)
    plan = compiled(question) if isinstance(question, Scenario) else question
    days = days_at(plan, at)
    rule, most = rule_of(
        plan,
        within=within,
        decide=decide,
        milestone=milestone,
        replications=replications,
        first=first,
        inner=inner,
        confidence=confidence,
    )
    identity = identify(plan, plan.seed if seed is None else seed, inner, engine)
    ran, needs = fitting(plan, engine)
    last = first + most
    meter = Meter(first, last, inner, confidence, rule)
    with connected(dask) as cluster:
        store = _opened(question, plan, identity, None if out is None else Path(out), ran, overwrite)
        try:
            answerable(store.rows, store.folder)
            _ask(question, store)
            damaged = store.rows.mend(first, last)
            there = store.present(first, last)
            if len(there):
                for records in store.pieces(first, last):
                    reading = meter.count(records, before=True)
                if progress is not None:
                    progress(reading)

            def is_enough() -> bool:
                return meter.stop is not None

            def load() -> None:
                """Load the compiled engine into this process."""
                if under_way is None:
                    ready(plan, ran)
                else:
                    under_way.finish()

            def keep(block: Block) -> None:
                store.add(block)
                reading = meter.count(block.outcomes)
                if progress is not None:
                    progress(reading)

            last = first + (meter.stop or most)  # the existing replications may be enough
            missing = np.setdiff1d(np.arange(first, last), there, assume_unique=True)
            work, by_simpy = Histories(plan), missing[:0]
            if under_way is not None:
                by_simpy = run_meanwhile(work, under_way, store, missing, keep, execution, is_enough)
                missing = np.setdiff1d(missing, by_simpy, assume_unique=True)
            if len(missing) and not is_enough():
                load()
            again = []  # with a rule it is not known yet where the study ends
            if ran == COMPILED and rule is None:
                again = evenly(sorted({*store.rows.waiting([(first, last)]), *missing.tolist()}), AUDITED)
            with rerunning(
                work, again, len(missing), Task(ran, identity.seed, inner, first, last), execution
            ) as reruns:
                kind = replicate(
                    work,
                    identity.seed,
                    missing,
                    keep,
                    inner=inner,
                    engine=ran,
                    execution=execution,
                    cluster=cluster,
                    block=None if rule is None else LOOKED_AT,
                    enough=is_enough,
                )
                by_simpy = by_simpy[by_simpy < first + (meter.stop or most)]
                last = first + (meter.stop or most)
                there, missing = there[there < last], missing[missing < last]
                if progress is not None and (end := meter.stopped()) is not None:
                    progress(end)
                if ran == COMPILED and store.rows.waiting([(first, last)]):
                    load()
                audited = audit(store, first, last, reruns) if ran == COMPILED else []
            asked = None if executor is not None else workers
            damaged = [number for number in damaged if number < last]
            others = store.rows.others()
            stated = question if isinstance(question, Scenario) else None
            circumstance = circumstances(
                began, asked, kind, len(there), ran, needs, audited, damaged, others, len(by_simpy), stated
            )
            store.still_there()
            study = Study(plan, first, last, store, circumstance, confidence, ended(meter.watch, last - first))
            if out is not None:
                _write(study, Path(out), days)
            if not hold:
                store.release()
        except KeyboardInterrupt:
            kept = _kept(store, meter, first, first + most)
            store.close()
            raise KeyboardInterrupt(kept) from None
        except WorkerError as error:
            kept = _kept(store, meter, first, first + most)
            store.close()
            raise WorkerError(f"{error}; {kept}") from error
        except BaseException:
            store.close()
            raise
        return study


def _kept(store: Store, meter: Meter, first: int, last: int) -> str:
    """Return how much of an interrupted run is stored, its estimate so far, and how to continue."""
    if store.folder is None:
        return "without a results folder nothing is kept"
    done = len(store.present(first, last))
    of = f"{'at most ' if meter.watch is not None else ''}{last - first:,}"
    kept = f"{done:,} of {of} replications are kept in {store.folder}"
    seen = meter.so_far()
    if seen is not None:
        histories = "history" if seen.n == 1 else f"{seen.n:,} histories"
        kept += f"; {so_far(meter.milestone, seen)} so far, from the first {histories} (the interval is valid whenever "
        kept += "one stops)"
    return f"{kept}; repeat the same command to continue"


def _opened(
    question: Scenario | Plan, plan: Plan, identity: Identity, folder: Path | None, engine: str, overwrite: bool
) -> Store:
    """Open the store of a study; a folder of another study is refused with what changed, key by key."""
    try:
        return Store(plan, identity, folder, engine=engine, overwrite=overwrite)
    except AnotherStudyError as error:
        assert folder is not None  # only a folder can hold another study
        raise of_another(folder, question, error.there, identity) from None


def of_another(
    folder: Path, question: Scenario | Plan, there: Mapping[str, Any], identity: Identity
) -> AnotherStudyError:
    """Return the error that refuses a folder of another study, with what changed, key by key."""
    listed = "\n".join(f"    {line}" for line in in_words(changes(folder, question, there, identity)))
    message = f"{folder} holds the study of another question. Changed since then:\n{listed}\n"
    message += "Name another folder (--out DIR), or run with --overwrite to delete its results"
    return AnotherStudyError(message, there)


def _ask(question: Scenario | Plan, store: Store) -> None:
    """Write the question before it is answered, so that an interrupted run leaves a record of it."""
    if store.folder is not None and isinstance(question, Scenario):
        write_text(store.folder / "scenario.toml", [to_toml(question)])


def _write(study: Study, folder: Path, at: Sequence[date]) -> None:
    """Write the files beside the database; files that only some runs make are removed first."""
    with explained(folder):
        forget(folder)
    further = {f"drawn_{name}": values for name, values in study.drawn.items()} | study.at(*at)
    beside = (list(further), lambda number: [values[number - study.first].item() for values in further.values()])
    write_outcomes(folder / "outcomes.csv", study.columns, study.plan.clock, study.outcomes, beside)
    write_json(
        folder / "manifest.json",
        manifest(
            study.store.identity,
            study.first,
            study.last,
            study.plan,
            study.run,
            study.summary["failed"],
            study.stopped.as_dict(),
            study.store.rows.checksum(study.first, study.last, study.stopped.how),
        ),
    )
    write_json(folder / "summary.json", study.summary)
