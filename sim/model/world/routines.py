"""The loops that make a world, in Python or compiled: they give the same results bit for bit."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from importlib import import_module
from typing import Any

import numpy as np
import numpy.typing as npt

from sim.model.schema.row import Table, rows
from sim.model.world.windows import Windows

__all__ = ["Constant", "Routines"]


class Constant:
    """A table, or an array of numbers, that is the same in every world of a plan.

    Parameters
    ----------
    table
        The table or array. It must not be changed.
    """

    def __init__(self, table: Table) -> None:
        self.table = table

    @cached_property
    def rows(self) -> list[Any]:
        """The table as a list of records, or the array as a list of numbers; Python reads lists faster than arrays."""
        return rows(self.table) if self.table.dtype.names else list(self.table.tolist())


@dataclass(frozen=True, eq=False)
class Routines:
    """The loops that make a world.

    Each loop is written once, in the module named here, as a function of tables and numbers, and the compiled engine
    compiles it unchanged. Python loops read tables as lists of records, compiled loops read them as arrays (`read`).

    Attributes
    ----------
    home
        Where this object is found: `module:name`. A pickled world refers to its routines in this way.
    is_compiled
        Whether these are the compiled loops.
    one, many
        The random number at an address, and those at many addresses (`sim.model.draws.uniform`, `uniforms`).
    alternate
        The intervals of an outage (`sim.model.world.weather`).
    draw_unknowns, put_unknowns, put_shapes
        Values of unknowns; the numbers that they change; distributions (`sim.model.world.shapes`).
    weigh
        People and items, with their weights and positions (`sim.model.world.weighing`).
    put_fits, put_expected
        Which lift can carry which lot, and what a sortie is expected to carry (`sim.model.world.carrying`).
    put_arrivals, put_releases
        When people and items arrive and may begin (`sim.model.world.arriving`).
    subtract
        A calendar without some intervals, which may be in any order (`sim.model.calendars.put_remainder`).
    """

    home: str
    is_compiled: bool
    one: Callable[[int, int, int, int, int, int, int], float]
    many: Callable[..., npt.NDArray[Any]]
    alternate: Callable[..., int]
    draw_unknowns: Callable[..., None]
    put_unknowns: Callable[..., None]
    put_shapes: Callable[..., int]
    weigh: Callable[..., int]
    put_fits: Callable[..., None]
    put_expected: Callable[..., None]
    put_arrivals: Callable[..., None]
    put_releases: Callable[..., None]
    subtract: Callable[[Windows, list[tuple[int, int]]], Windows]

    def __reduce__(self) -> tuple[Callable[[str], Any], tuple[str]]:
        return _found_at, (self.home,)

    def read(self, constant: Constant) -> Any:
        """Return a table or array in the form in which these loops read it fastest."""
        return constant.table if self.is_compiled else constant.rows

    def write(self, table: Table) -> Table:
        """Return a table in the form in which these loops write its rows."""
        return table if self.is_compiled else table.view(np.recarray)


def _found_at(home: str) -> Any:
    """Return an object by its module and name."""
    module, _, name = home.partition(":")
    return getattr(import_module(module), name)
