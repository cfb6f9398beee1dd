"""The files beside the database of a study: their names, how they are written, and how they are removed."""

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
"""The database of all finished replications."""
WRITTEN = ("answer.txt", "summary.json", "outcomes.csv", "compared.csv", "manifest.json", "scenario.toml")
"""Files that a run writes beside the database."""
PUBLISHED = ("answer.txt", "summary.json", "outcomes.csv", "compared.csv", "manifest.json")
"""Files with the answer of a study."""
BY_REQUEST = ("answer.txt", "compared.csv", "report.html")
"""Files that not every run writes: they are removed, so that they do not seem to belong to a later run."""
OF_MANY = ("summary.json", "sweep.csv", "figures/sweep.png", "compare.csv", "compare.json", "compare.png")
"""Files with the answer of a sweep, a search or a comparison."""
PICTURES = ("closure", "why", "remaining", "network", "hours", "lift", "ledger")
"""Pictures of `sim.plots` that a run writes: they are removed before a later run."""
ASKED = ("sensitivity", "outlook")
"""Pictures that commands draw after a run, and one that earlier versions drew: they are removed before a later run."""
Beside = tuple[Sequence[str], Callable[[int], Sequence[float]]]
"""Names of further columns, and a function that returns their numbers for the replication of a given number."""


def drop(folder: Path, *, whole: bool = False) -> None:
    """Remove all files that a run wrote, including its database; other files stay.

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
    """Remove the files and pictures that not every run writes, so that they do not seem to belong to a later run."""
    for name in BY_REQUEST:
        (folder / name).unlink(missing_ok=True)
    figures = folder / "figures"
    if figures.is_symlink():
        return  # a link leads outside this folder
    for name in (*PICTURES, *ASKED):
        (figures / f"{name}.png").unlink(missing_ok=True)
    if figures.is_dir() and not any(figures.iterdir()):
        figures.rmdir()


def withdraw(folder: Path, engine: str) -> None:
    """Remove the files that a run of an engine published, because rows of that engine are wrong. The database stays.

    Parameters
    ----------
    engine
        Name of the engine. Files that a run of another engine published stay.
    """
    try:
        run = json.loads(read_own(folder / "manifest.json"))["run"]
        if run["engine"] != engine:
            return
    except (ResultsError, ValueError, KeyError, TypeError, RecursionError):
        pass  # the engine of the files is not known, so they are removed
    for name in PUBLISHED:
        (folder / name).unlink(missing_ok=True)
    forget(folder)


def sweep(folder: Path) -> None:
    """Remove unfinished files of a run that was killed while writing."""
    for name in WRITTEN:
        (folder / UNTIL_READY.format(name)).unlink(missing_ok=True)
    if (folder / "figures").is_symlink():
        return
    for name in (*PICTURES, *ASKED):
        (folder / "figures" / UNTIL_READY.format(f"{name}.png")).unlink(missing_ok=True)


def write_json(path: Path, content: Mapping[str, Any]) -> None:
    """Write a table as JSON, indented, its keys in their order, unsafe characters escaped; NaN is refused."""
    text = json.dumps(content, indent=2, ensure_ascii=False, allow_nan=False)
    write_text(path, [escaped(text, "\n") + "\n"])


def write_outcomes(
    path: Path, columns: tuple[Column, ...], clock: Clock, outcomes: Records, beside: Beside | None = None
) -> None:
    """Write outcomes.csv; parameters as for `csv_lines`."""
    write_text(path, csv_lines(columns, clock, outcomes, beside))


def csv_lines(
    columns: tuple[Column, ...], clock: Clock, outcomes: Records, beside: Beside | None = None
) -> Iterable[str]:
    """Yield the lines of outcomes.csv: a head, then one line per replication.

    Instants are local times with their offset. A cell is blank for an instant that was never reached, and for NaN.

    Parameters
    ----------
    columns, clock, outcomes
        The columns, the clock of the scenario, and one record per replication.
    beside
        Further columns that are not stored; None if there are none.
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
