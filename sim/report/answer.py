"""The text printed after a run: the answer first, the results folder last.

`sim.analysis.summary.answer` writes the answer itself; this module adds the lines before and after it and the lines on
observations.
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
    """Return the lines that name the question: scenario, force, bases and deadline."""
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
    """Return the lines of the answer of a study; with `long` also the details and the table of observations.

    Parameters
    ----------
    summary
        The summary, as in summary.json.
    observed
        The rows of the comparison with observations, as in compared.csv.
    unused
        A line for each observation that was not compared, with the reason.
    command
        Function that returns the command for the next step; None leaves the command out.
    width
        Largest number of columns of a line.
    """
    unused = list(unused)
    sentences = [tally(observed)] if observed else []
    if unused:
        further = "observed figure" if not observed else "further observed figure"
        subject = f"{plural(len(unused), further)} {'is' if len(unused) == 1 else 'are'}"
        sentences.append(f"{subject} not compared (--long and answer.txt say why).")
    more = [("Observed", " ".join(sentences))] if sentences else []
    lines = answer(summary, more, long=long, width=width, command=command)
    if long and (observed or unused):
        lines += ["", f"{' ' * INDENT}Beside what was observed"]
        indent = " " * 2 * INDENT
        lines += [indent + line for line in as_table(observed, width - 2 * INDENT)] if observed else []
        lines += [line for each in unused for line in block(each, 2 * INDENT, 3 * INDENT, width)]
    return lines


def command_of(
    config: str, folder: Path, options: Iterable[str] = (), for_search: Iterable[str] = ()
) -> Callable[[Step], str]:
    """Return the function that returns the command for a next step, as it would be typed.

    Parameters
    ----------
    config
        The scenario file.
    folder
        The results folder.
    options
        Options of the run, which are added to commands that read the scenario file.
    for_search
        The same options without those that `sim require` does not take: `--inner`, and `--set` of what its lever sets.
    """
    given, searching = tuple(options), tuple(for_search)

    def command(step: Step) -> str:
        words = [{CONFIG: config, RESULTS: str(folder)}.get(word, word) for word in step.command]
        more = searching if step.command[0] == "require" else given
        return typed(["sim", *words, *(more if CONFIG in step.command else ())])

    return command


def folder_lines(folder: Path, text: Mapping[str, Any], names: Iterable[str]) -> list[str]:
    """Return the last lines: the results folder, the names of its files, and the seed that repeats the run."""
    return packed([f"{folder}/", *names, f"(repeat: seed {text['seed']})"])


def engine_lines(run: Mapping[str, Any], n: int) -> Iterator[str]:
    """Yield lines on how the histories were run, as far as they apply.

    They say how many histories SimPy ran again as an audit; how many SimPy ran while the other engine was compiled; why
    all were run in SimPy; that threads ran them; how many stored histories were damaged and run again; and how many
    stored histories of other engines are not used.

    Parameters
    ----------
    run
        The part `run` of the manifest.
    n
        Number of histories of the study.
    """
    if run.get("audited"):
        yield from block(f"audited {len(run['audited'])} of {n:,} on the SimPy engine: identical", 2, 4)
    if run.get("by_simpy_meanwhile"):
        by_simpy = plural(run["by_simpy_meanwhile"], "history", "histories")
        yield from block(f"SimPy ran {by_simpy} while the engine was being compiled; the results are the same", 2, 4)
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
        yield from block(f"not used: {kept} of the {name} engine in study.sqlite; each engine uses only its own", 2, 4)


def failure_lines(failures: Iterable[Failure]) -> Iterator[str]:
    """Yield lines that name the figures that could not be drawn because of a bug, and ask to report the bug."""
    for failure in failures:
        yield from block(f"Not drawn: {failure.part}. This is a bug of sim ({failure.error}); please report it.", 2, 4)


def policy_lines(plan: Plan) -> Iterator[str]:
    """Yield lines on the rules in force other than the defaults, and on those that run only on the SimPy engine."""
    named = plan.policy.unusual()
    if not named:
        return
    text = ", ".join(f'{kind} "{name}"' for kind, name in named.items())
    yield from block(f"Policies: {text}.", 2, 4)
    yield from simpy_lines(plan, 2)


def simpy_lines(plan: Plan, indent: int) -> Iterator[str]:
    """Yield a line for each of the user's own rules that runs only on the SimPy engine."""
    for rule in plan.policy.own():
        text = f"The {rule} depends on the situation: it runs only on the SimPy engine."
        yield from block(text, indent, indent + 2)
