"""The files beside the database, each written completely or not at all."""

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
PUBLISHED = ("answer.txt", "summary.json", "outcomes.csv", "compared.csv", "manifest.json")
"""Files with the answer of a study."""
BY_REQUEST = ("answer.txt", "compared.csv", "report.html")
"""Files that another run must not seem to have made."""
OF_MANY = ("summary.json", "sweep.csv", "figures/sweep.png", "compare.csv", "compare.json", "compare.png")
"""The same for a sweep, a search or a comparison."""
PICTURES = ("closure", "why", "remaining", "network", "hours", "lift", "ledger")
"""Files that a run leaves beside the database, and the pictures of `sim.plots`: removed for another run."""
ASKED = ("sensitivity", "outlook")
"""Pictures of later questions to a study, and one that earlier versions drew: removed for another run."""
Beside = tuple[Sequence[str], Callable[[int], Sequence[float]]]
"""Names of further columns, and a function that returns their numbers for a replication."""


def drop(folder: Path, *, whole: bool = False) -> None:
    """Remove all files that a run wrote, its database too; other files stay.

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
    """Remove files that a run makes only on request: another run of the study must not seem to have made them."""
    for name in BY_REQUEST:
        (folder / name).unlink(missing_ok=True)
    figures = folder / "figures"
    if figures.is_symlink():
        return  # it leads outside this folder
    for name in (*PICTURES, *ASKED):
        (figures / f"{name}.png").unlink(missing_ok=True)
    if figures.is_dir() and not any(figures.iterdir()):
        figures.rmdir()


def withdraw(folder: Path, engine: str) -> None:
    """Remove the files published by a run of an engine whose rows turned out to be wrong. The database stays.

    Parameters
    ----------
    engine
        Name of the engine. Files published by a run of another engine stay.
    """
    try:
        run = json.loads(read_own(folder / "manifest.json"))["run"]
        if run["engine"] != engine:
            return
    except (ResultsError, ValueError, KeyError, TypeError, RecursionError):
        pass  # it is not known which engine the files are from
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
    """Write a table as JSON for people and machines: indented, in its own order, escaped, no NaN."""
    text = json.dumps(content, indent=2, ensure_ascii=False, allow_nan=False)
    write_text(path, [escaped(text, "\n") + "\n"])


def write_outcomes(
    path: Path, columns: tuple[Column, ...], clock: Clock, outcomes: Records, beside: Beside | None = None
) -> None:
    """Write one line per replication."""
    write_text(path, csv_lines(columns, clock, outcomes, beside))


def csv_lines(
    columns: tuple[Column, ...], clock: Clock, outcomes: Records, beside: Beside | None = None
) -> Iterable[str]:
    """Yield the lines of outcomes.csv: instants as local times with offset, blank for never and for no number.

    Parameters
    ----------
    beside
        Further columns that are not stored, and a function that returns their numbers for a replication.
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
