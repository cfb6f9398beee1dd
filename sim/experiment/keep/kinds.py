"""Whose a folder is, by what lies in it: a study, a sweep, a search, an elimination and a comparison each have one."""

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
"""File by which each is known, the surest first: an elimination has the table of a comparison too."""


def other_kind(folder: Path) -> str:
    """Say what a folder holds that is no study; empty for a study and for what nothing is known of."""
    kinds = (what for name, what in KINDS.items() if (folder / name).exists())
    what = next(kinds, "")
    return "" if what == KINDS[DATABASE] else what


def refuse_other_kinds(folder: Path, own: str) -> None:
    """Refuse a folder that holds something of another kind, whose files would be replaced.

    Parameters
    ----------
    folder
        Where something is to be written; it need not be there.
    own
        The file by which that is known.

    Raises
    ------
    ResultsError
        Naming what the folder holds.
    """
    for name, what in KINDS.items():
        if (folder / name).exists():
            if name == own:
                return
            raise ResultsError(
                f"{folder} holds {what}, in {name}; expected a folder without one: name another (--out DIR)"
            )
