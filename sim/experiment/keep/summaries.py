"""Read the summary.json of results folders, without the database."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final, NoReturn

from sim.errors import ResultsError
from sim.experiment.keep.own import read_own

__all__ = ["legible", "studies_under", "summary_of"]

DEEPEST = 3
"""Number of levels of subfolders in which `studies_under` looks for studies."""
WRONG_FORM: Final = (ValueError, LookupError, TypeError, AttributeError, ArithmeticError, RecursionError, RuntimeError)
"""Exceptions that the use of a summary raises if an entry is missing or has the wrong type or value."""


@contextmanager
def legible(path: Path) -> Iterator[None]:
    """Turn the exceptions of `WRONG_FORM` in a `with` block into a `ResultsError` about the summary at `path`.

    Raises
    ------
    ResultsError
        The summary lacks an entry, or an entry has the wrong type or value.
    """
    try:
        yield
    except WRONG_FORM as error:
        raise ResultsError(
            f"{path} is not the summary of one study ({error!r}); expected a file that sim run wrote"
        ) from error


def summary_of(folder: Path) -> dict[str, Any]:
    """Return the summary.json of a study.

    Raises
    ------
    ResultsError
        The file does not exist, is a link, cannot be read, or is not the summary of a study.
    """
    path = folder / "summary.json"
    if not (path.is_file() or path.is_symlink()):
        raise ResultsError(f"{folder} has no answer (summary.json); expected a folder written by sim run")
    content = read_own(path)
    with legible(path):
        summary: dict[str, Any] = json.loads(content, parse_constant=_no_number)
        _check(summary["milestones"][0], summary["replications"])
        summary["run"]  # raises KeyError if it is missing
    return summary


def _no_number(text: str) -> NoReturn:
    """Refuse NaN and infinity, which Python would read although JSON does not have them."""
    raise ValueError(f"expected a number; it is {text}")


def _check(milestone: dict[str, Any], n: int) -> None:
    """Check that a probability and its limits are from 0 to 1, and that 0 to `n` histories met the milestone."""
    for name in ("low", "probability", "high"):
        if not 0.0 <= milestone[name] <= 1.0:
            raise ValueError(f"{name}: expected a probability; it is {milestone[name]}")
    if not 0 <= milestone["met"] <= n or n < 1:
        raise ValueError(f"met: expected a number from 0 to {n}; it is {milestone['met']}")


def studies_under(folder: Path) -> tuple[dict[Path, dict[str, Any]], list[str]]:
    """Return the summary of each study below a folder, by the path of the study, and a list of problems.

    The paths are sorted, links are skipped, and `DEEPEST` levels of subfolders are searched. The list has a line for
    each folder or summary that cannot be read, with the reason.
    """
    found: dict[Path, dict[str, Any]] = {}
    unread: list[str] = []
    places = [folder]
    for _ in range(DEEPEST):
        places = [each for place in places for each in _folders(place, unread)]
        for place in places:
            try:
                if (place / "summary.json").is_file():
                    found[place] = summary_of(place)
            except ResultsError as error:
                unread.append(str(error))
            except OSError as error:
                unread.append(f"{place}: {error.strerror}")
    return dict(sorted(found.items())), unread


def _folders(place: Path, unread: list[str]) -> list[Path]:
    """Return the folders in a folder, without links; if it cannot be listed, add a line with the reason to `unread`."""
    try:
        return [each for each in sorted(place.iterdir()) if each.is_dir() and not each.is_symlink()]
    except OSError as error:
        unread.append(f"{place}: {error.strerror}")
        return []
