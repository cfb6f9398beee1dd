"""Write and remove the files of a results folder beside its database."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import chain
from pathlib import Path
from typing import Any

from sim.analysis.outcomes.column import Column
from sim.analysis.statistics.records import Records
from sim.domain.dates import moment
from sim.domain.scenario import Clock
from sim.errors import ResultsError
from sim.escape import escaped
from sim.experiment.keep.own import BESIDE, read_own
from sim.experiment.keep.written import UNTIL_READY, csv_line, write_text
from sim.model.calendars import NEVER

__all__ = ["DATABASE", "csv_lines", "drop", "forget", "sweep", "withdraw", "write_json", "write_outcomes"]

DATABASE = "study.sqlite"
"""Name of the database of a study."""
WRITTEN = ("answer.txt", "summary.json", "outcomes.csv", "compared.csv", "manifest.json", "scenario.toml")
"""Files that `drop` removes besides the database and the files that `forget` removes."""
PUBLISHED = ("answer.txt", "summary.json", "outcomes.csv", "compared.csv", "manifest.json")
"""Files with results of replications: `withdraw` removes them, and the files that `forget` removes."""
BY_REQUEST = ("answer.txt", "compared.csv", "report.html")
"""Files that not every run writes; a later run removes them (`forget`)."""
OF_MANY = (
    "summary.json", "sweep.csv", "figures/sweep.png", "figures/trade.png", "compare.csv", "compare.json", "compare.png",
)  # fmt: skip
"""Files with the results of a sweep, a search, a comparison or an elimination."""
PICTURES = ("closure", "why", "remaining", "network", "hours", "lift", "ledger")
"""Pictures in `figures/` that a run may write; a later run removes them (`forget`)."""
ASKED = ("sensitivity", "outlook")
"""The picture that `sim sensitivity` draws, and one that only earlier versions drew; a later run removes both."""
Beside = tuple[Sequence[str], Callable[[int], Sequence[float]]]
"""Names of further columns of outcomes.csv, and a function that returns their values for a replication number."""


def drop(folder: Path, *, whole: bool = False) -> None:
    """Remove all files that sim writes for a study, including the database; other files stay.

    Parameters
    ----------
    whole
        Whether to remove the folder and its lock as well, if nothing else is in it.
    """
    for ending in BESIDE:
        (folder / f"{DATABASE}{ending}").unlink(missing_ok=True)
    for name in WRITTEN:
        (folder / name).unlink(missing_ok=True)
    forget(folder)
    sweep(folder)
    if whole and all(path.name == ".lock" for path in folder.iterdir()):
        (folder / ".lock").unlink(missing_ok=True)
        folder.rmdir()


def forget(folder: Path) -> None:
    """Remove pictures, and files that not every run writes, so that they do not seem to belong to a later run."""
    for name in BY_REQUEST:
        (folder / name).unlink(missing_ok=True)
    figures = folder / "figures"
    if figures.is_symlink():
        return  # the link leads to a folder elsewhere, in which nothing is removed
    for name in (*PICTURES, *ASKED):
        (figures / f"{name}.png").unlink(missing_ok=True)
    if figures.is_dir() and not any(figures.iterdir()):
        figures.rmdir()


def withdraw(folder: Path, engine: str) -> None:
    """Remove the files with results of an engine, because its rows are wrong; the database stays.

    Parameters
    ----------
    engine
        Name of the engine. If manifest.json names another engine, nothing is removed.
    """
    try:
        run = json.loads(read_own(folder / "manifest.json"))["run"]
        if run["engine"] != engine:
            return
    except (ResultsError, ValueError, KeyError, TypeError, RecursionError):
        pass  # manifest.json does not say which engine ran, so the files are removed
    for name in PUBLISHED:
        (folder / name).unlink(missing_ok=True)
    forget(folder)


def sweep(folder: Path) -> None:
    """Remove the drafts (`UNTIL_READY`) of files that a run was writing when it was killed."""
    for name in WRITTEN:
        (folder / UNTIL_READY.format(name)).unlink(missing_ok=True)
    if (folder / "figures").is_symlink():
        return
    for name in (*PICTURES, *ASKED):
        (folder / "figures" / UNTIL_READY.format(f"{name}.png")).unlink(missing_ok=True)


def write_json(path: Path, content: Mapping[str, Any]) -> None:
    """Write a table as indented JSON, with control characters and direction marks escaped.

    Raises
    ------
    ValueError
        A number is NaN or infinite.
    ResultsError
        As for `write_bytes`.
    """
    text = json.dumps(content, indent=2, ensure_ascii=False, allow_nan=False)
    write_text(path, [escaped(text, "\n") + "\n"])


def write_outcomes(
    path: Path, columns: tuple[Column, ...], clock: Clock, outcomes: Records, beside: Beside | None = None
) -> None:
    """Write outcomes.csv to `path`; other parameters as for `csv_lines`."""
    write_text(path, csv_lines(columns, clock, outcomes, beside))


def csv_lines(
    columns: tuple[Column, ...], clock: Clock, outcomes: Records, beside: Beside | None = None
) -> Iterable[str]:
    """Return the lines of outcomes.csv: a head, then one line per replication.

    Instants are local times with their offset from UTC. A cell is blank if its instant was never reached or its number
    is NaN.

    Parameters
    ----------
    columns, clock, outcomes
        The columns, the clock of the scenario, and one record per replication.
    beside
        Further columns of numbers; None if there are none.
    """
    form: dict[str, Callable[[Any], str]] = {
        "instant": lambda second: "" if second >= NEVER else moment(second, clock).isoformat(),
        "number": lambda value: "" if value != value else f"{value:.10g}",
    }
    names, more = beside if beside is not None else ((), lambda _: ())
    forms: list[Callable[[Any], str]] = [str, *(form.get(column.kind, str) for column in columns)]
    forms += [form["number"]] * len(names)
    head = ["replication", *(column.name for column in columns), *names]
    rows = (
        [each(value) for each, value in zip(forms, (*record.tolist(), *more(int(record[0]))), strict=True)]
        for record in outcomes
    )
    return map(csv_line, chain([head], rows))
