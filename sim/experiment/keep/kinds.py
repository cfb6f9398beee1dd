"""Tell by file names whether a folder holds a study, a sweep, a search, an elimination or a comparison."""

from pathlib import Path
from typing import Final

from sim.errors import ResultsError
from sim.experiment.keep.folder import DATABASE

__all__ = ["COMPARISON", "ELIMINATION", "SEARCH", "SWEEP", "other_kind", "refuse_other_kinds"]

SWEEP: Final = "sweep.sqlite"
SEARCH: Final = "require.sqlite"
ELIMINATION: Final = "compare.sqlite"
COMPARISON: Final = "compare.json"
KINDS: Final = {
    DATABASE: "a study (sim run)",
    SWEEP: "a sweep (sim sweep)",
    SEARCH: "a search (sim require)",
    ELIMINATION: "an elimination (sim compare --eliminate)",
    COMPARISON: "a comparison (sim compare)",
}
"""The file that identifies each kind of results, and the kind in words. The order matters: the folder of an elimination
also has the file of a comparison, so the elimination comes first."""


def other_kind(folder: Path) -> str:
    """Return the kind of the results in a folder, in words; empty if the folder has no results, or those of a study."""
    kinds = (what for name, what in KINDS.items() if (folder / name).exists())
    what = next(kinds, "")
    return "" if what == KINDS[DATABASE] else what


def refuse_other_kinds(folder: Path, own: str) -> None:
    """Refuse a folder that holds results of another kind, because their files might be replaced.

    Parameters
    ----------
    folder
        The folder to be written; it need not exist.
    own
        The file that identifies the kind of results to be written.

    Raises
    ------
    ResultsError
        The folder is of another kind, which the message names.
    """
    for name, what in KINDS.items():
        if (folder / name).exists():
            if name == own:
                return
            raise ResultsError(f"{folder} holds {what}, in {name}; choose another folder (--out DIR)")
