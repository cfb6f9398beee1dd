"""Sweep files: which scenario, what is varied, and how."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field, ValidationError

from sim.config.inside import inside
from sim.config.literal import dotted, shown
from sim.config.locate import locate, nearest_line
from sim.config.parse import dated, refuse_long_keys, too_deep
from sim.config.reading import read_text
from sim.config.salvage import frozen
from sim.config.shape import Shape, meaning, step, words
from sim.config.tables import COMMAND_LINE
from sim.domain.check.finding import nearest
from sim.domain.nouns import Name, Noun
from sim.errors import ConfigError, Problem

__all__ = ["SweepFile", "read_sweep", "reported_in_file", "scenario_of"]


VARIES = re.compile(r"^\s*\[?\s*vary\b", re.MULTILINE)
"""A file with such a line counts as a sweep file even if it cannot be parsed."""


class SweepFile(Noun):
    """Contents of a sweep file; the command line may add to it or override it."""

    scenario: str
    """The scenario file: in or below the folder that contains the folder of the sweep file (`scenario_of`)."""
    vary: Annotated[dict[Name, Any], Field(min_length=1, max_length=3)]
    """Lever or dotted key -> a range such as "6:24:2", a list of values, or true for all values of the lever."""
    set: tuple[str, ...] = ()
    """Changes of the scenario, as for `--set`."""
    replications: Annotated[int, Field(ge=1)] | None = None
    """Histories at each point."""
    target: Annotated[float, Field(gt=0, lt=1)] | None = None
    """Probability to be reached."""
    milestone: str | None = None
    """Milestone to be met, or "all"; default: the deadline."""
    common_random_numbers: bool = False
    """Whether all points use the same random numbers."""
    refine: Annotated[int, Field(ge=0)] = 0
    """Histories to add, in all, to the points where the confidence band of the curve contains the target."""
    design: Literal["grid", "latin", "sobol"] = "grid"
    """How points are chosen: all combinations of values, a Latin hypercube or a Sobol sequence."""
    points: Annotated[int, Field(ge=1)] | None = None
    """Number of points of a Latin hypercube or Sobol sequence."""
    seed: Annotated[int, Field(ge=0, lt=2**63)] | None = None
    """Seed of all random numbers; default: that of the scenario."""
    inner: Annotated[int, Field(ge=1)] | None = None
    """Number of histories that share one draw of the unknowns."""
    about: str = ""
    """Description for readers."""


def read_sweep(path: str | Path) -> SweepFile | None:
    """Return the contents of a sweep file; None for any other file, such as a scenario, and for an unreadable one.

    Raises
    ------
    ConfigError
        The file has a table `vary`, so it is a sweep file, and it has errors.
    """
    path = Path(path)
    try:
        text = read_text(path, "toml", named=True)
    except ConfigError:
        return None
    try:
        if VARIES.search(text):
            refuse_long_keys(path, text)
        data = dated(text)
    except RecursionError:
        if VARIES.search(text) is None:
            return None
        raise too_deep(path, text) from None
    except tomllib.TOMLDecodeError as error:
        if (sweep := VARIES.search(text)) is None:
            return None  # the reader of scenarios reports the error
        where = re.search(r"at line (\d+)", str(error))
        line = int(where[1]) if where else text.count("\n", 0, sweep.start()) + 1
        reason = str(error)
        expected = f"expected TOML: {reason[:1].lower()}{reason[1:]}"
        raise ConfigError([Problem(str(path), line, "", None, expected)]) from None
    if "vary" not in data:
        return None
    try:
        return SweepFile.model_validate(frozen(data), strict=True)
    except ValidationError as error:
        raise ConfigError(list(_problems(path, text, data, error))) from None


@contextmanager
def reported_in_file(path: Path, stated: Mapping[str, tuple[str, ...]]) -> Iterator[None]:
    """Within this context, an error in an option that a sweep file states is reported at the key of that file.

    Parameters
    ----------
    path
        The sweep file.
    stated
        Option with its key, as an error names it ("--vary lift.c17.load_h") -> path of the key of the sweep file that
        states this option.
    """
    try:
        yield
    except ConfigError as error:
        if not any(each.key in stated for each in error.problems):
            raise
        raise ConfigError(list(_moved(error.problems, path, stated))) from None


def _moved(problems: Iterable[Problem], path: Path, stated: Mapping[str, tuple[str, ...]]) -> Iterator[Problem]:
    """Yield the problems; problems of options that the sweep file states get its name, and the line and key there."""
    try:
        lines = locate(read_text(path, "toml"))
    except ConfigError:  # a pipe, which can be read only once
        lines = {}
    for each in problems:
        if each.file == COMMAND_LINE and (at := stated.get(each.key)):
            option, _, changed = each.key.partition(" ")
            value = f'"{changed}={each.value}"' if option == "--set" else each.value
            each = replace(each, file=str(path), line=nearest_line(lines, at), key=dotted(at), value=value)
        yield each


def scenario_of(path: Path, stated: SweepFile) -> Path:
    """Return the path of the scenario that a sweep file names.

    The scenario must lie in or below the parent of the folder of the sweep file.

    Raises
    ------
    ConfigError
        It lies elsewhere, or its path is invalid.
    """
    return inside(path.parent, stated.scenario, path.parent.resolve().parent)


def _problems(path: Path, text: str, data: dict[str, Any], error: ValidationError) -> Iterator[Problem]:
    """Yield the errors of a sweep file as problems with their lines."""
    lines = locate(text)
    for each in error.errors(include_url=False):
        at = tuple(str(part) for part in each["loc"])
        here: Any = data
        for part in each["loc"]:
            here = here.get(part) if isinstance(here, dict) else None
        if each["type"] == "extra_forbidden":
            expected, near = "unknown key of a sweep", nearest(at[-1], SweepFile.model_fields)
            expected += "" if near else f"; expected one of {', '.join(SweepFile.model_fields)}"
        elif each["type"] == "missing":
            expected, near = "missing; a sweep file must state scenario and vary", None
        elif at[0] == "vary":
            expected, near = "expected a table of one, two or three levers or dotted keys, each with its values", None
        else:
            shape = step(Shape(SweepFile), at[0]) or Shape(object)
            expected, near = f"expected {words(shape)}{meaning(shape)}", None
        yield Problem(str(path), nearest_line(lines, at), dotted(at), shown(here), expected, near)
