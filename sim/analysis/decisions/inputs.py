"""Inputs of questions to a study: an input has a value in each history, and is an unknown or is chance."""

from dataclasses import dataclass
from typing import Any

import numpy.typing as npt

__all__ = ["Input"]


@dataclass(frozen=True, slots=True, eq=False)
class Input:
    """Something that differs from history to history and that the outcome may depend on.

    Attributes
    ----------
    name
        Its name for a planner; for an unknown the name of its entry.
    values
        One number per history, shape (n,), in the units of the file; histories of a world share that of an unknown.
    chance
        Whether it is chance, seen only as a history goes on. Unknowns are independent of each other; what is seen later
        correlates with them and with the rest of chance.
    also
        Other entries of `[uncertainty]` that have the same draw.
    midnights
        Local midnights [s since the start] if values are instants, which are then printed as dates; else empty.
    """

    name: str
    values: npt.NDArray[Any]
    chance: bool = False
    also: tuple[str, ...] = ()
    midnights: tuple[int, ...] = ()
