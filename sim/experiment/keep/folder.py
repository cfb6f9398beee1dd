"""The files beside the database, each written whole or not at all."""

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
"""Every replication that was finished."""
WRITTEN = ("answer.txt", "summary.json", "outcomes.csv", "compared.csv", "manifest.json", "scenario.toml")
PUBLISHED = ("answer.txt", "summary.json", "outcomes.csv", "compared.csv", "manifest.json")
"""What says or holds the answer of a study."""
BY_REQUEST = ("answer.txt", "compared.csv", "report.html")
"""What another run must not seem to have made."""
OF_MANY = ("summary.json", "sweep.csv", "figures/sweep.png", "compare.csv", "compare.json", "compare.png")
"""The same of a sweep, a search or a comparison."""
PICTURES = ("closure", "why", "remaining", "network", "hours", "lift", "ledger")
"""What a run leaves beside the database, and the pictures of `sim.plots`: another run must not find them."""
ASKED = ("sensitivity", "outlook")
"""Pictures of what is asked of a study later on, and one that earlier versions drew: another run must not find them."""
Beside = tuple[Sequence[str], Callable[[int], Sequence[float]]]
"""Names of further columns, and what gives their numbers for a replication."""


def drop(folder: Path, *, whole: bool = False) -> None:
    """Remove all that a run wrote, its database too; what anybody else put there stays.

    Parameters
    ----------
    whole
        Whether the folder and its lock go as well, if nothing else is in it.
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
    """Remove what a run makes only if it is asked to: another run, also of the same study, must not seem to have made
    it.
    """
    for name in BY_REQUEST:
        (folder / name).unlink(missing_ok=True)
    figures = folder / "figures"
    if figures.is_symlink():
        return  # it leads to what is not ours
    for name in (*PICTURES, *ASKED):
        (figures / f"{name}.png").unlink(missing_ok=True)
    if figures.is_dir() and not any(figures.iterdir()):
        figures.rmdir()


def withdraw(folder: Path, engine: str) -> None:
    """Remove what a run of some engine published: its rows turned out to be wrong. The database stays.

    Parameters
    ----------
    engine
        Its name. What a run of another engine published there stays.
    """
    try:
        run = json.loads(read_own(folder / "manifest.json"))["run"]
        if run["engine"] != engine:
            return
    except (ResultsError, ValueError, KeyError, TypeError, RecursionError):
        pass  # nobody knows whose the files are
    for name in PUBLISHED:
        (folder / name).unlink(missing_ok=True)
    forget(folder)


def sweep(folder: Path) -> None:
    """Remove drafts of files that a run was writing when it was killed."""
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
    """Write one line a replication."""
    write_text(path, csv_lines(columns, clock, outcomes, beside))


def csv_lines(
    columns: tuple[Column, ...], clock: Clock, outcomes: Records, beside: Beside | None = None
) -> Iterable[str]:
    """Lines of outcomes.csv: instants as local dates and times with their offset, blank for never and for no
    number.

    Parameters
    ----------
    beside
        Further columns of numbers, and a function that gives them for a replication: what is not stored.
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
