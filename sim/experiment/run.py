"""Run or resume a study, and write its results."""

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import numpy as np

from sim.config import to_toml
from sim.domain.scenario import Scenario
from sim.domain.studies import check_limit
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

BLOCK_UNDER_RULE = 25
"""Replications per block if a stopping rule applies; small blocks waste few replications beyond the stop."""


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
    """Run the replications of a question that are not stored yet, and return its study.

    Parameters
    ----------
    question
        A scenario, or the plan compiled from one.
    replications, first
        How many replications the study has (default 400), and the number of the first one: these are the replications
        [first, first + replications). With a rule, `replications` is a maximum (default 20,000): the rule decides where
        the study ends.
    within
        A rule: stop when half the width of the interval of the probability is at most this value. The interval is valid
        whenever the run stops.
    decide
        A rule: stop when it is known whether the probability is above or below this value; the chance of a wrong
        verdict is at most 1 - confidence. With both rules, the run stops when both hold.
    milestone
        The milestone of the rules: by default the deadline; `all` for all milestones together.
    seed
        Seed of all random numbers; by default the seed of the scenario.
    inner
        Number of replications that share a world (one draw of all unknowns).
    workers
        Number of processes or threads (default: one per core). With 1, everything runs in this process.
    threads
        Whether the workers are threads. By default the faster kind is chosen: threads for little work on the compiled
        engine, processes otherwise.
    executor
        A PEP 3148 executor to use in place of sim's own workers, such as the executor of mpi4py.
    dask
        Address of the scheduler of a Dask cluster to use in place of sim's own workers, as in ``tcp://node7:8786``;
        this needs the extra `dask`.
    out
        Results folder, created if necessary. If it holds part of this study, only the rest is run. If it holds the
        study of another question, it is refused with a list of what changed. None keeps all results in memory.
    overwrite
        Whether to delete results that are already in the folder.
    engine
        Name of the engine: `compiled` or `simpy`, which give the same bits, or `module:function`. A plan that needs
        something that the compiled engine does not support runs on SimPy, as does any plan on a machine that cannot
        compile. Each engine has its own rows in a folder. Before the files with the results are written, a few
        replications of the compiled engine, also from earlier runs, are run again in SimPy and compared with the stored
        rows.
    confidence
        Confidence of all intervals and verdicts.
    progress
        Called in this thread: first for stored replications, if there are any; then after each block; and at the end,
        if a rule has stopped the run early.
    at
        Local days, such as "2024-07-26". For the end of each day, outcomes.csv has the people and equipment in country
        and those out of it (`Study.at`). The histories do not depend on these days.
    hold
        Whether to keep the folder locked after the run, so that the caller can add files; `study.store.release()`
        unlocks it.
    under_way
        A compilation that was begun before (`sim.experiment.workers.engine.compiling`): until it is done, SimPy runs
        the first replications. If it is None and the engine has to be compiled, the run waits for its compilation.

    Raises
    ------
    ResultsError
        The folder holds another study, is damaged, is in use, was deleted during the run, or cannot be written; or its
        rows failed an earlier audit.
    EngineError
        A replication could not be completed. Or its stored results differ from those of SimPy; then all rows of the
        compiled engine in the folder are marked as failed and not used again.
    WorkerError
        A worker process was killed, or the connection to a cluster was lost.
    KeyError, ConfigError
        As for `sim.plan`, if the question is a scenario.
    SimError
        An argument is invalid, such as a day `at` beyond the clock; or the cluster cannot be reached, has no workers,
        or has software that differs from this machine's.
    KeyboardInterrupt
        At Ctrl-C; completed replications are stored, and the message says how many they are.
    """
    for name, value in (("replications", replications), ("inner", inner)):
        check_limit(name, value)
    check_limit("first", first, least=0)
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
            _write_question(question, store)
            damaged = store.rows.mend(first, last)
            stored = store.present(first, last)
            if len(stored):
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
            missing = np.setdiff1d(np.arange(first, last), stored, assume_unique=True)
            work, by_simpy = Histories(plan), missing[:0]
            if under_way is not None:
                by_simpy = run_meanwhile(work, under_way, store, missing, keep, execution, is_enough)
                missing = np.setdiff1d(missing, by_simpy, assume_unique=True)
            if len(missing) and not is_enough():
                load()
            again = []  # with a rule, it is not known yet which histories the audit will choose
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
                    block=None if rule is None else BLOCK_UNDER_RULE,
                    enough=is_enough,
                )
                by_simpy = by_simpy[by_simpy < first + (meter.stop or most)]
                last = first + (meter.stop or most)
                stored, missing = stored[stored < last], missing[missing < last]
                if progress is not None and (end := meter.stopped()) is not None:
                    progress(end)
                if ran == COMPILED and store.rows.waiting([(first, last)]):
                    load()
                audited = audit(store, first, last, reruns) if ran == COMPILED else []
            asked = None if executor is not None else workers
            damaged = [number for number in damaged if number < last]
            others = store.rows.others()
            scenario = question if isinstance(question, Scenario) else None
            facts = circumstances(
                began, asked, kind, len(stored), ran, needs, audited, damaged, others, len(by_simpy), scenario
            )
            store.still_there()
            study = Study(plan, first, last, store, facts, confidence, ended(meter.watch, last - first))
            if out is not None:
                _write(study, Path(out), days)
            if not hold:
                store.release()
        except KeyboardInterrupt:
            kept = _kept_so_far(store, meter, first, first + most, overwrite)
            store.close()
            raise KeyboardInterrupt(kept) from None
        except WorkerError as error:
            kept = _kept_so_far(store, meter, first, first + most, overwrite)
            store.close()
            raise WorkerError(f"{error}; {kept}") from error
        except BaseException:
            store.close()
            raise
        return study


def _kept_so_far(store: Store, meter: Meter, first: int, last: int, overwritten: bool) -> str:
    """Return a sentence: how much of an interrupted run is stored, the estimate so far, and how to continue.

    `overwritten` says whether the run had `--overwrite`, with which the same command would delete what is stored.
    """
    if store.folder is None:
        return "without a results folder nothing is kept"
    done = len(store.present(first, last))
    of = f"{'at most ' if meter.watch is not None else ''}{last - first:,}"
    kept = f"{done:,} of {of} replications are kept in {store.folder}"
    seen = meter.so_far()
    if seen is not None:
        histories = "history" if seen.n == 1 else f"{seen.n:,} histories"
        kept += f"; {so_far(meter.milestone, seen)} so far, from the first {histories}"
        kept += " (the interval is valid whenever the run stops)"
    return f"{kept}; repeat the same command {'without --overwrite ' if overwritten else ''}to continue"


def _opened(
    question: Scenario | Plan, plan: Plan, identity: Identity, folder: Path | None, engine: str, overwrite: bool
) -> Store:
    """Open the store of a study; the error for a folder that holds another study lists what changed, key by key."""
    try:
        return Store(plan, identity, folder, engine=engine, overwrite=overwrite)
    except AnotherStudyError as error:
        assert folder is not None  # only a folder can hold another study
        raise of_another(folder, question, error.stored, identity) from None


def of_another(
    folder: Path, question: Scenario | Plan, stored: Mapping[str, Any], identity: Identity
) -> AnotherStudyError:
    """Return the error for a folder that holds another study; its message lists what changed, key by key.

    `stored` is the identity of the study in the folder, `identity` the identity of the present study.
    """
    listed = "\n".join(f"    {line}" for line in in_words(changes(folder, question, stored, identity)))
    message = f"{folder} holds {identity.other(stored)}. Changed since then:\n{listed}\n"
    message += "Name another folder (--out DIR), or run with --overwrite to delete these results"
    return AnotherStudyError(message, stored)


def _write_question(question: Scenario | Plan, store: Store) -> None:
    """Write scenario.toml before histories are run, so that an interrupted run leaves a record of its question."""
    if store.folder is not None and isinstance(question, Scenario):
        write_text(store.folder / "scenario.toml", [to_toml(question)])


def _write(study: Study, folder: Path, at: Sequence[date]) -> None:
    """Write outcomes.csv, manifest.json and summary.json.

    First, remove the files that an earlier run wrote and this one may not write, such as figures.
    """
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
