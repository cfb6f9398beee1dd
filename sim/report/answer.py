"""The words printed after a run: the answer first, the folder with everything else last.

The answer is worded by the library (`sim.analysis.summary.answer`); only the command line knows which file was run and
where the results are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from sim.analysis.summary.answer import answer
from sim.analysis.summary.failed import Failure
from sim.analysis.summary.next_step import CONFIG, RESULTS, Step
from sim.analysis.summary.words import headline
from sim.model.plan import Plan
from sim.report.compared import Record, as_table, tally
from sim.report.typed import typed
from sim.report.words import INDENT, WIDTH, block, packed, plural

__all__ = [
    "answer_lines",
    "command_of",
    "engine_lines",
    "failure_lines",
    "folder_lines",
    "policy_lines",
    "question_lines",
    "simpy_lines",
]


def question_lines(plan: Plan) -> list[str]:
    """Return the question: name, force, bases, deadline."""
    return packed(headline(plan).split("  "))


def answer_lines(
    summary: Mapping[str, Any],
    observed: Sequence[Record] = (),
    *,
    unused: Iterable[str] = (),
    command: Callable[[Step], str] | None = None,
    long: bool = False,
    width: int = WIDTH,
) -> list[str]:
    """Return the answer of a study; with `long` everything else too, under headings, and the table of observations.

    Parameters
    ----------
    summary
        As in summary.json.
    observed
        The comparison with observations, as in compared.csv.
    unused
        Observations that were not compared, each with the reason.
    command
        Function that returns the command for the next step; None to leave it out.
    width
        Columns of the widest line.
    """
    unused = list(unused)
    seen = [tally(observed)] if observed else []
    if unused:
        many = f"{plural(len(unused), 'observed figure')} {'is' if len(unused) == 1 else 'are'}"
        seen.append(f"{many} not compared (--long and answer.txt say why).")
    lines = answer(summary, [("Observed", " ".join(seen))] if seen else [], long=long, width=width, command=command)
    if long and (observed or unused):
        lines += ["", f"{' ' * INDENT}Beside what was observed"]
        indent = " " * 2 * INDENT
        lines += [indent + line for line in as_table(observed, width - 2 * INDENT)] if observed else []
        lines += [line for each in unused for line in block(each, 2 * INDENT, 3 * INDENT, width)]
    return lines


def command_of(config: str, folder: Path, options: Iterable[str] = ()) -> Callable[[Step], str]:
    """Return the function that gives the command for a next step, as it would be typed.

    Parameters
    ----------
    config
        The scenario file.
    folder
        The results folder.
    options
        Options of the run, which are needed to run or replay it again.
    """
    given = tuple(options)

    def command(step: Step) -> str:
        words = [{CONFIG: config, RESULTS: str(folder)}.get(word, word) for word in step.command]
        return typed(["sim", *words, *(given if CONFIG in step.command else ())])

    return command


def folder_lines(folder: Path, text: Mapping[str, Any], names: Iterable[str]) -> list[str]:
    """Return the last lines: where the files are, and how to repeat the run."""
    return packed([f"{folder}/", *names, f"(repeat: seed {text['seed']})"])


def engine_lines(run: Mapping[str, Any], many: int) -> Iterator[str]:
    """Yield how many histories were audited on SimPy, or why the compiled engine was not used; and which parts of the
    folder were damaged or are not used.

    Parameters
    ----------
    run
        The `run` block of the manifest.
    many
        Number of histories of the study.
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
    """Yield the figures that could not be drawn because of a bug, with the request to report it."""
    for failure in failures:
        yield from block(f"Not drawn: {failure.part}. This is a bug of sim ({failure.error}); please report it.", 2, 4)


def policy_lines(plan: Plan) -> Iterator[str]:
    """Yield which rules were in force if they are not the defaults, and which of them only SimPy can call."""
    named = plan.policy.unusual()
    if not named:
        return
    text = ", ".join(f'{kind} "{name}"' for kind, name in named.items())
    yield from block(f"Policies: {text}.", 2, 4)
    yield from simpy_lines(plan, 2)


def simpy_lines(plan: Plan, indent: int) -> Iterator[str]:
    """Yield which of the user's own rules only SimPy can call."""
    for rule in plan.policy.own():
        text = f"The {rule} depends on the situation: it runs only on the SimPy engine."
        yield from block(text, indent, indent + 2)
