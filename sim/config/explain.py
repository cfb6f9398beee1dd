"""Errors from pydantic in words for planners: dotted key, value, what is expected, and the most similar name."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, time
from typing import Any, Literal, NamedTuple, get_args, get_origin

from pydantic_core import ErrorDetails

from sim.config.literal import literal, shown
from sim.config.mending import cure, is_value
from sim.config.parse import parsed
from sim.config.shape import ROOT, Shape, families, is_date, item, meaning, or_whole, step, words
from sim.domain.check.finding import Finding, nearest, quoted
from sim.domain.check.meant import meant
from sim.domain.misfit import MISFIT
from sim.domain.uncertainty import FAMILIES, Uncertainty
from sim.domain.written import advice_on_date

__all__ = ["explain"]

BY_SHIFT = (
    "one whole number, that of the largest shift; a smaller shift states its own, like this: "
    "hours = [{ open_h = 6, close_h = 18 }, { open_h = 18, close_h = 30, servers = 1 }]"
)
"""Advice for a user who states the servers of a station by hours; the message puts words before it."""
SHIFT = re.compile(r"shift|night|servers_|_servers|by_hour")
"""Unknown keys of a station that get this advice."""
COUNTS = ("servers", "teams", "count", "people")
"""Unknown keys in `hours` of a station that stand for its key `servers`."""
NOT_NAMED = ("number", "datetime", "date")
"""Parts of the location of a pydantic error that name a type, not a key of the file."""


class Around(NamedTuple):
    """Shapes around a key; a `Shape` describes the values that are allowed at one path.

    Attributes
    ----------
    own
        Shape of the table that contains the key.
    others
        Shapes of all kinds of table that may stand in its place, such as the kinds of distribution; empty if
        only one kind is allowed.
    """

    own: list[Shape]
    others: list[Shape]


def explain(errors: Iterable[ErrorDetails]) -> list[Finding]:
    """Return one finding for each path that has an error.

    Notes
    -----
    A required key that is misspelt is reported as misspelt, and not also as missing.
    """
    found: dict[tuple[str, ...], Finding] = {}
    missing, misspelt = set(), set()
    for error in errors:
        finding = _finding(error)
        found.setdefault(finding.path, finding)  # pydantic reports one error for each type that a key may have
        if error["type"] == "missing":
            missing.add(finding.path)
        if error["type"] == "extra_forbidden" and finding.suggestion is not None:
            misspelt.add((*finding.path[:-1], finding.suggestion))
    return [finding for path, finding in found.items() if path not in missing & misspelt]


def _finding(error: ErrorDetails) -> Finding:
    """Return the finding of one error."""
    path, shape, around, of_key = _walk(error["loc"])
    kind, value = error["type"], error.get("input")
    if kind == "extra_forbidden":
        return _unknown_key(path, around, value)
    if kind == "missing":
        text = f"missing; expected {words(shape)}{meaning(shape)}"
        return Finding(path, None, text)
    if of_key:
        return _bad_name(path, around)
    if "station" in path[2:3] and path[-1] == "servers" and isinstance(value, list | tuple | dict):
        return Finding(path, None if isinstance(value, dict) else shown(value), f"expected {BY_SHIFT}")
    if kind in ("union_tag_invalid", "union_tag_not_found"):
        return _bad_family(path, shape, value)
    if kind == MISFIT:
        for key in error["ctx"]["keys"]:
            path, value = (*path, key), _below(value, key)
        return Finding(path, shown(value), str(error["msg"]))
    if kind == "value_error":
        text = str(error["msg"]).removeprefix("Value error, ")
        return Finding(path, shown(value), text)
    if kind == "too_short" and not value:
        return Finding(path, None if isinstance(value, dict) else "[]", "expected at least one entry")
    if kind in ("string_too_short", "string_too_long"):
        least, most = (error.get("ctx", {}).get(key) for key in ("min_length", "max_length"))
        length = f"at most {most} characters, not {len(str(value))}" if least is None else f"at least {least} character"
        return Finding(path, shown(value), f"expected text of {length}{meaning(shape)}")
    text = f"expected {words(shape)}{meaning(shape)}"
    if kind in ("too_short", "too_long"):
        return Finding(path, shown(value), f"{text}; there {_are(len(value))}")
    if kind == "tuple_type" and isinstance(value, str) and path[-2:-1] == ("segregate",):
        return Finding(path, shown(value), 'expected a pair in brackets: segregate = [["people", "lethal"]]')
    advice = advice_on_date(value) if is_date(shape) else ""
    choices = [str(choice) for choice in get_args(shape.kind)] if get_origin(shape.kind) is Literal else []
    if not choices:
        text += (not _in_quotes(value) and advice) or _meant(value, path, shape)
    near = nearest(value, choices) if isinstance(value, str) else None
    where = shown(value) if not isinstance(value, dict) else "{...}"
    return Finding(path, where, text, near)


def _below(value: Any, key: str) -> Any:
    """Return the value at a key, or at a position, of a table or list; None if there is none."""
    if isinstance(value, list | tuple):
        return value[int(key)] if int(key) < len(value) else None
    return value.get(key) if isinstance(value, dict) else None


def _are(n: int) -> str:
    """Return "is 1", "are 3" and the like, for a number of entries."""
    return "is 1" if n == 1 else f"are {n}"


def _meant(value: Any, path: tuple[str, ...], shape: Shape) -> str:
    """Return advice on how to write a value of the wrong kind; "" if its meaning is not obvious."""
    key = path[-1] if path else ""
    if isinstance(value, date) and path[:1] == ("uncertainty",):
        return "; state the draw, `least` and `most` all as numbers or all as dates"
    if isinstance(value, time):
        value = value.isoformat(timespec="minutes")
    elif isinstance(value, dict) and get_origin(shape.kind) is tuple and item(shape).noun is not None:
        return "; a list of one table is written [{ ... }]"
    elif not isinstance(value, str):
        return ""
    elif get_origin(shape.kind) is tuple and item(shape).kind is str and not value.startswith("["):
        return f"; write [{literal(value)}]"
    elif _in_quotes(value) and _is_of_kind(parsed(f"value = {value}")["value"], shape):
        return "; write it without quotes"
    found = cure(value.strip(), key)
    return f"; {found.words}" if found.value is not None and not found.value.startswith('"') else ""


def _in_quotes(value: Any) -> bool:
    """Whether a text, written in the file without quotes, would be a TOML value."""
    return isinstance(value, str) and bool(value.strip()) and is_value(value)


def _is_of_kind(value: Any, shape: Shape) -> bool:
    """Whether a value has a type that a shape allows; its bounds, or its keys, may still be wrong."""
    if isinstance(value, bool):
        return shape.kind is bool
    if isinstance(value, int | float):
        return shape.kind in (int, float) or "number" in families(shape) or or_whole(shape)
    if isinstance(value, date):
        return is_date(shape)
    if isinstance(value, list):
        return get_origin(shape.kind) is tuple
    is_table = shape.noun is not None or get_origin(shape.kind) is dict or bool(families(shape))
    return isinstance(value, dict) and is_table


def _walk(loc: tuple[int | str, ...]) -> tuple[tuple[str, ...], Shape, Around, bool]:
    """Return the path of an error, the shape of its value, the shapes around it, and whether the error is in a name.

    If several types are allowed, the location `loc` of pydantic also names the type that it tried; the path leaves
    this part out.
    """
    path: tuple[str, ...] = ()
    shape, around = ROOT, Around([ROOT], [])
    rivals: list[Shape] = []
    for piece in map(str, loc):
        if piece == "[key]":
            return path, shape, around, True
        tags = families(shape)
        if piece == "number" and piece in tags:
            continue  # the message then lists all forms that the key allows
        if piece in tags:
            shape, rivals = tags[piece], list(tags.values())
            continue
        if tags or (not _has_keys(shape) and piece in NOT_NAMED):
            continue
        path, around = (*path, piece), Around([shape], rivals)
        shape, rivals = step(shape, piece) or Shape(object), []
    return path, shape, around, False


def _has_keys(shape: Shape) -> bool:
    """Whether values of a shape have keys or positions."""
    return shape.noun is not None or get_origin(shape.kind) in (dict, tuple)


def _unknown_key(path: tuple[str, ...], around: Around, value: Any) -> Finding:
    """Return the finding that a table has an unknown key."""
    if path[0] == "uncertainty" and path[1] in ROOT.kind.model_fields:
        while isinstance(value, dict) and len(value) == 1 and not set(value) & set(Uncertainty.model_fields):
            path, value = (*path, *value), next(iter(value.values()))
        text = f'unknown key; put a dotted path in quotes: [uncertainty."{".".join(path[1:])}"]'
        return Finding(path, None, text)
    if path[0] == "uncertainty" and len(path) == 3 and any(path[2] in family.model_fields for family in FAMILIES):
        stated = f"{path[2]} = {literal(value)}"
        return Finding(path, None, f"unknown key; state the distribution in draw: draw = {{ {stated}, ... }}")
    if "station" in path[2:3] and (SHIFT.search(path[-1]) or ("hours" in path and path[-1] in COUNTS)):
        if "hours" in path and path[-1] in COUNTS:
            return Finding(path, None, "unknown key; servers states how many work in this shift", "servers")
        return Finding(path, None, f"unknown key; state in servers {BY_SHIFT}")
    own, others = (
        [name for shape in shapes if shape.noun is not None for name in shape.noun.model_fields] for shapes in around
    )
    found = meant(path[-1], own, value)
    if found.key is None:
        found = meant(path[-1], others, value)
    listed = f"; expected one of {', '.join(own)}" if found.key is None and own else ""
    return Finding(path, None, f"unknown key{found.clause}{listed}", found.key, unit=found.unit)


def _bad_name(path: tuple[str, ...], around: Around) -> Finding:
    """Return the finding that the last part of a path is not a valid name in its table."""
    names = get_args(get_args(around.own[0].kind)[0])
    if names and all(isinstance(name, str) for name in names):
        return Finding(path, None, f"expected one of {', '.join(names)}", nearest(path[-1], names))
    return Finding(path, None, "expected a name of 1 to 80 characters")


def _bad_family(path: tuple[str, ...], shape: Shape, value: Any) -> Finding:
    """Return the finding that a table is none of the kinds of distribution or supply that are allowed here."""
    known = [tag for tag in families(shape) if tag != "number"]
    stated = next((tag for tag in ("dist", "kind") if isinstance(value, dict) and tag in value), None)
    if stated is not None and isinstance(value, dict):
        word = str(value[stated])
        text = f"expected one of {', '.join(known)}"
        return Finding((*path, stated), quoted(word), text, nearest(word, known))
    return Finding(
        path,
        shown(value) if not isinstance(value, dict) else None,
        f"expected {words(shape)}{meaning(shape)}{_meant(value, path, shape)}",
    )
