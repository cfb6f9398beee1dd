"""The inputs of analyses of a study: each has a value in every history, and is either an unknown or chance."""

from dataclasses import dataclass
from typing import Any

import numpy.typing as npt

__all__ = ["Input"]


@dataclass(frozen=True, slots=True, eq=False)
class Input:
    """A quantity that differs from history to history and on which the outcome may depend.

    Attributes
    ----------
    name
        Name for a planner; for an unknown, the name of its entry.
    values
        Its value in each history, shape (n,), for an unknown in the unit of the file; all histories of a world have the
        same value of an unknown.
    chance
        Whether the input is chance: its value shows only in the course of a history. Unknowns are independent of each
        other; an input that is chance may correlate with any other input.
    also
        Names of other entries of `[uncertainty]` that share the draw of this unknown.
    midnights
        Local midnights [s since the start] if the values are instants, which are printed as dates; otherwise empty.
    """

    name: str
    values: npt.NDArray[Any]
    chance: bool = False
    also: tuple[str, ...] = ()
    midnights: tuple[int, ...] = ()
