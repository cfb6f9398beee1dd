"""Application of overrides, such as `--set` states them, to the tables of a scenario."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sim.config.literal import dotted, shown
from sim.config.options import Override
from sim.config.shape import ROOT, Shape, is_date, step
from sim.config.tables import COMMAND_LINE, Keys, Step, Tables, placed
from sim.domain.check.finding import nearest
from sim.domain.check.meant import meant
from sim.domain.written import read_date
from sim.errors import Problem

__all__ = ["with_overrides"]

MOST_SHOWN = 3
"""Largest number of paths that an error lists, if several paths of the file end with the stated path."""


class _MisfitError(ValueError):
    """The path of an override does not exist.

    The message says what was expected; `suggestion` is the most similar key and `unit` its unit, or None.
    """

    def __init__(self, expectation: str, suggestion: str | None = None, unit: str | None = None) -> None:
        super().__init__(expectation)
        self.suggestion, self.unit = suggestion, unit


def with_overrides(tables: Tables, overrides: Iterable[Override]) -> Step:
    """Return the tables with each value applied, and a problem for each key that does not exist."""
    problems = []
    data, options = tables.data, {}
    for path, value, option_name in overrides:
        option = f"{option_name} {dotted(path)}"
        try:
            data = placed(data, {path: _fitting(data, path, value)})
        except _MisfitError as misfit:
            text, near, unit = str(misfit), misfit.suggestion, misfit.unit
            problems.append(Problem(COMMAND_LINE, None, option, shown(value), text, near, unit=unit))
        else:
            options[path] = option
    return tables.but(data, options=options), problems


def _fitting(data: dict[str, Any], path: Keys, value: Any) -> Any:
    """Return the value to put at a path: the stated value, or a date if the path requires one.

    Raises
    ------
    _MisfitError
        Neither the file nor the schema has the path.
    """
    here: Any = data
    shape: Shape | None = ROOT
    for depth, name in enumerate(path):
        last = depth == len(path) - 1
        if isinstance(here, list):
            if not (name.isascii() and name.isdigit() and int(name) < len(here)):
                named = dotted(path[:depth])
                if not here:
                    raise _MisfitError(f"{named} is an empty list: set it as a whole, {named}=[...]")
                raise _MisfitError(f"expected a position from 0 to {len(here) - 1} in {named}")
            below = here[int(name)]
        elif isinstance(here, dict):
            _refuse_bare_dots(path, depth, here)
            if not _exists(shape, name, here, last and isinstance(value, dict)):
                raise _nowhere(path, depth, shape, here, value if last else None)
            below = here.get(name, {})
        else:
            raise _MisfitError(f"expected a table at {dotted(path[:depth])}, which is {shown(here)}")
        if last:
            return _dated(shape, name, value)
        here = below
        shape = None if shape is None else step(shape, name)
    return value


def _refuse_bare_dots(path: Keys, depth: int, here: dict[str, Any]) -> None:
    """Check that the parts of a path from `depth` on are not one name with dots that lacks its quotes.

    `here` is the table in which the first of these parts is looked up.

    Raises
    ------
    _MisfitError
        A name in this table consists of the next parts joined by dots, or the parts are the path of a number that an
        alternative sets.
    """
    rest, n_parts = path[depth:], 0
    if path[depth] not in here:
        n_parts = max((size for size in range(2, len(rest) + 1) if ".".join(rest[:size]) in here), default=0)
        if path[0] == "uncertainty" and path[2:3] == ("alternatives",) and path[depth - 1 : depth] == ("set",):
            n_parts = len(rest) if len(rest) > 1 else 0
    if n_parts:
        right = dotted((*path[:depth], ".".join(rest[:n_parts]), *rest[n_parts:]))
        raise _MisfitError(f"expected a name with dots in quotes, and the whole in other quotes: '{right}=VALUE'")


def _dated(shape: Shape | None, name: str, value: Any) -> Any:
    """Return a value as a date if its key takes a date. Options also accept forms that TOML lacks, such as 20240915."""
    below = None if shape is None else step(shape, name)
    if below is None or not is_date(below) or isinstance(value, bool) or not isinstance(value, int | str):
        return value
    try:
        return read_date(str(value))
    except ValueError:
        return value


def _exists(shape: Shape | None, name: str, here: dict[str, Any], whole: bool) -> bool:
    """Whether a key may be set: the file states it, the schema has it, or the value is a whole new entry (`whole`)."""
    if name in here or shape is None or whole:
        return True
    below = step(shape, name)
    if below is None:
        return False
    # a new name may get a plain number (shares.AB201), but not one key of a new entry, which would be incomplete
    return shape.noun is not None or below.noun is None


def _levers(data: dict[str, Any]) -> dict[str, list[Any]]:
    """Return lever -> its targets, for the levers of the file that state targets."""
    levers = data.get("lever")
    stated = levers.items() if isinstance(levers, dict) else ()
    to = {name: lever.get("to") for name, lever in stated if isinstance(lever, dict)}
    return {name: keys for name, keys in to.items() if isinstance(keys, list) and keys}


def _nowhere(whole: Keys, depth: int, shape: Shape | None, here: dict[str, Any], value: Any) -> _MisfitError:
    """Return the error that the part of a path at `depth` does not exist, with the key that was probably meant.

    `here` is the table in which the part was looked up, and `shape` the shape of this table.
    """
    noun, path = None if shape is None else shape.noun, whole[: depth + 1]
    if not depth and path[0] in _levers(here):
        keys = _levers(here)[path[0]]
        instead = "that key" if len(keys) == 1 else "each of these keys"
        sets = ", ".join(map(str, keys))
        return _MisfitError(f"this is a lever of the file, which sets {sets}: set {instead} instead")
    if not depth and (longer := _ending_with(whole, here)):
        if len(longer) == 1:
            return _MisfitError(f"unknown key {dotted(path)}", longer[0])
        more = ", ..." if len(longer) > MOST_SHOWN else ""
        return _MisfitError(f"unknown key {dotted(path)}; name one of {', '.join(longer[:MOST_SHOWN])}{more}")
    if noun is not None:
        clause, near, unit = meant(path[-1], noun.model_fields, value)
        return _MisfitError(f"unknown key {dotted(path)}{clause}", near, unit)
    names = ", ".join(sorted(here)) or "none"
    return _MisfitError(f'no {path[-2]} is called "{path[-1]}"; there is {names}', nearest(path[-1], here))


def _ending_with(path: Keys, data: dict[str, Any]) -> list[str]:
    """Return the longer paths that end with a path: those that the file states, or if none, possible ones."""
    stated, possible = [], []
    tables: list[tuple[Keys, Any, Shape | None]] = [((), data, ROOT)]
    while tables:
        above, here, shape = tables.pop()
        if not isinstance(here, dict) or shape is None:
            continue
        if above:
            is_stated, is_possible = _leads(path, here, shape)
            found = dotted((*above, *path))
            stated += [found] * is_stated
            possible += [found] * is_possible
        tables += [((*above, name), below, step(shape, name)) for name, below in here.items()]
    return sorted(stated or possible)


def _leads(path: Keys, here: Any, shape: Shape | None) -> tuple[bool, bool]:
    """Return (whether a path leads from a table to a stated key, whether it leads to a key of the schema).

    All parts of the path but the last must be stated tables.
    """
    *tables, key = path
    for name in tables:
        if not isinstance(here, dict) or name not in here or shape is None:
            return False, False
        here, shape = here[name], step(shape, name)
    if not isinstance(here, dict) or shape is None:
        return False, False
    return key in here, shape.noun is not None and step(shape, key) is not None
