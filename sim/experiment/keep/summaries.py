"""What results folders say of themselves: summary.json and compared.csv, read without the database."""

import json
from pathlib import Path
from typing import Any

from sim.errors import ResultsError
from sim.experiment.keep.own import read_own

__all__ = ["studies_under", "summary_of"]

DEEPEST = 3
"""Folders below the one that is named which are looked into: results/, a sweep in it, its points."""


def summary_of(folder: Path) -> dict[str, Any]:
    """Return the summary.json of a study.

    Raises
    ------
    ResultsError
        There is none, it is damaged, or it is a link.
    """
    path = folder / "summary.json"
    if not (path.is_file() or path.is_symlink()):
        raise ResultsError(f"{folder} holds no answer (summary.json); expected a folder that sim run wrote")
    try:
        found = json.loads(read_own(path))
        found["milestones"][0]["probability"], found["replications"], found["run"]
    except (ValueError, KeyError, IndexError, TypeError, RecursionError) as error:
        raise ResultsError(f"{path} is not the answer of one study ({error!r}); expected one of sim run") from error
    answers: dict[str, Any] = found
    return answers


def studies_under(folder: Path) -> dict[Path, dict[str, Any]]:
    """Return the summary of each study in a folder or below it, in the order of their names.

    Folders that cannot be read, and links, are left out.
    """
    found: dict[Path, dict[str, Any]] = {}
    places = [folder]
    for _ in range(DEEPEST):
        places = [
            each for place in places for each in sorted(place.iterdir()) if each.is_dir() and not each.is_symlink()
        ]
        for place in places:
            if (place / "summary.json").is_file():
                try:
                    found[place] = summary_of(place)
                except ResultsError:
                    continue
    return dict(sorted(found.items()))
