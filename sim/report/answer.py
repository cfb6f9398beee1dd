"""What a planner reads after a run: the answer first, in words; the folder with everything else last.

The words of the answer are those of the library (`sim.analysis.summary.words`); only the command line knows which
file was run and where the results are.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from sim.analysis.summary import words
from sim.analysis.summary.failed import Failure
from sim.model.plan import Plan
from sim.report.typed import typed
from sim.report.words import block, number, packed, plural

__all__ = [
    "answer_lines",
    "engine_lines",
    "failure_lines",
    "folder_lines",
    "policy_lines",
    "question_lines",
    "replay_command",
    "simpy_lines",
]


def question_lines(plan: Plan) -> list[str]:
    """Return the question: name, force, bases, deadline."""
    return packed(words.headline(plan).split("  "))


def answer_lines(told: Mapping[str, Any], replay: str) -> Iterator[str]:
    """Yield the answer of a study.

    Parameters
    ----------
    told
        Its summary, as in summary.json.
    replay
        The command that tells one of its histories, without the number.
    """
    for line in words.answer(told):
        yield f"  {line}"
    yield from _late(told)
    if told["stuck"]:
        yield from block(f"`{replay} {told['stuck_replications'][0]}` tells one.", 4, 6)


def folder_lines(folder: Path, told: Mapping[str, Any], names: Iterable[str]) -> list[str]:
    """Return the last lines: where everything is, and how to get the same again."""
    return packed([f"{folder}/", *names, f"(repeat: seed {told['seed']})"])


def engine_lines(run: Mapping[str, Any], many: int) -> Iterator[str]:
    """Yield how many histories of the compiled engine were run again in SimPy, or why it did not run the case; and what
    of the folder was damaged or is not used.

    Parameters
    ----------
    run
        The run block of the manifest.
    many
        Histories of the study.
    """
    if run.get("audited"):
        yield from block(f"audited {len(run['audited'])} of {many:,} on the SimPy engine: identical", 2, 4)
    if run.get("by_simpy_meanwhile"):
        many_by_simpy = plural(run["by_simpy_meanwhile"], "history", "histories")
        yield from block(f"SimPy ran {many_by_simpy} while the engine was being compiled; the bits are the same", 2, 4)
    if run.get("not_compiled"):
        needs = ", ".join(run["not_compiled"])
        yield from block(f"run on the SimPy engine: {needs}", 2, 4)
    if str(run.get("workers_are", "")).startswith("threads ("):
        yield from block(f"run on {run['workers_are']}; the results are the same", 2, 4)
    if run.get("run_again"):
        damaged = plural(len(run["run_again"]), "history", "histories")
        yield from block(f"damaged in study.sqlite, and run again: {damaged}", 2, 4)
    for name, rows in run.get("not_used", {}).items():
        kept = plural(rows, "history", "histories")
        yield from block(f"not used: {kept} of the {name} engine in study.sqlite; each engine has its own", 2, 4)


def failure_lines(failures: Iterable[Failure]) -> Iterator[str]:
    """Yield what could not be drawn: a bug, to be reported."""
    for failure in failures:
        yield from block(f"Not drawn: {failure.part}. This is a bug of sim ({failure.error}); please report it.", 2, 4)


def policy_lines(plan: Plan) -> Iterator[str]:
    """Yield which rules were in force, where they are not the usual ones, and which of them SimPy alone can ask."""
    named = plan.policy.unusual()
    if not named:
        return
    told = ", ".join(f'{kind} "{name}"' for kind, name in named.items())
    yield from block(f"Policies: {told}.", 2, 4)
    yield from simpy_lines(plan, 2)


def simpy_lines(plan: Plan, indent: int) -> Iterator[str]:
    """Yield which rules of the user's own SimPy alone can ask."""
    for rule in plan.policy.own():
        told = f"The {rule} looks at the situation: it runs on the SimPy engine only."
        yield from block(told, indent, indent + 2)


def replay_command(config: str, options: Iterable[str]) -> str:
    """Return the command that tells a history of a run, as one types it; the number follows."""
    return f"{typed(['sim', 'replay', config, *options])} --replication"


def _late(told: Mapping[str, Any]) -> Iterator[str]:
    """Yield how late the late ones are."""
    late = told["days_late"]
    if not late:
        return
    if late["never"]:
        beyond = plural(late["never"], "history", "histories")
        yield from block(f"{beyond} did not close before the end of the clock; they count as late.", 2, 4)
    few, median, many = late.get("p05"), late.get("p50"), late.get("p95")
    if median is not None and late["n"] > late["never"]:
        span = f" (5-95 %: {number(few, 2)}-{number(many, 2)})" if few is not None and many is not None else ""
        yield from block(f"When late: by more than {number(median, 2)} days in half of the cases{span}.", 2, 4)
