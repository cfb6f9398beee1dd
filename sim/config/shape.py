"""Follow the schema along a path of keys: the allowed values at a path, in words, and their meaning."""

from __future__ import annotations

import re
import types
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import Tag
from pydantic.fields import FieldInfo

from sim.domain.nouns import Noun
from sim.domain.scenario import Scenario
from sim.domain.written import EXAMPLE

__all__ = ["ROOT", "Shape", "families", "is_date", "item", "meaning", "or_whole", "step", "words"]


@dataclass(frozen=True)
class Shape:
    """The allowed values at one path of a scenario file.

    Parameters
    ----------
    kind
        The plain type: a class of the scenario, int, float, str, bool, `dict`, `tuple`, `Literal` or a union.
    marks
        Bounds, tags and discriminators of the annotation.
    about
        Its meaning: the field's docstring, or None.
    """

    kind: Any
    marks: tuple[Any, ...] = ()
    about: str | None = None

    @property
    def noun(self) -> type[Noun] | None:
        """The class of the scenario allowed here, if there is only one."""
        return self.kind if isinstance(self.kind, type) and issubclass(self.kind, Noun) else None


def _shape(annotation: Any, marks: tuple[Any, ...] = (), about: str | None = None) -> Shape:
    """Return the shape of an annotation without `Annotated` and `| None`, keeping their marks."""
    while True:
        if get_origin(annotation) is Annotated:
            inner, *more = get_args(annotation)
            flat = [mark for each in more for mark in (each.metadata if isinstance(each, FieldInfo) else [each])]
            annotation, marks = inner, (*marks, *flat)
            continue
        if get_origin(annotation) in (Union, types.UnionType):
            some = [member for member in get_args(annotation) if member is not type(None)]
            if len(some) == 1:
                annotation = some[0]
                continue
            if set(some) == {datetime, date}:
                annotation = datetime | date
        return Shape(annotation, marks, about)


def _field(field: FieldInfo) -> Shape:
    marks = (*field.metadata, *([field.discriminator] if field.discriminator is not None else []))
    return _shape(field.annotation, marks, field.description)


ROOT = Shape(Scenario)
BEYOND = 2**53
"""Upper bounds from here on are left out of messages, because no stated number reaches them."""


def families(shape: Shape) -> dict[str, Shape]:
    """Return the families allowed here, by tag ("lognormal", "rate", "number"); often none."""
    found = {}
    for member in _members(shape):
        inner = _shape(member)
        for mark in inner.marks:
            if isinstance(mark, Tag):
                found[mark.tag] = inner
    return found


def or_whole(shape: Shape) -> bool:
    """Whether either a whole number or a word is allowed here."""
    return any(_shape(member).kind is int for member in _members(shape))


def _members(shape: Shape) -> list[Any]:
    if get_origin(shape.kind) not in (Union, types.UnionType):
        return []
    some = [member for member in get_args(shape.kind) if member is not type(None)]
    # `Chance | None` is a union of a union: the inner one has the tags
    return [part for member in some for part in (_members(_shape(member)) or [member])]


def step(shape: Shape, key: str, data: Any = None) -> Shape | None:
    """Return the shape one key further down; None if there is no such key.

    Parameters
    ----------
    shape
        The shape here.
    key
        Name or position.
    data
        The value in the file here, which determines the family of a distribution.
    """
    if shape.noun is not None:
        field = shape.noun.model_fields.get(key)
        return None if field is None else _field(field)
    if get_origin(shape.kind) is dict or get_origin(shape.kind) is tuple:
        return item(shape)
    fitting = [step(member, key) for member in families(shape).values() if member.noun is not None]
    return next((found for found in fitting if found is not None), None)


def item(shape: Shape) -> Shape:
    """Return the shape of each entry of a table of names, or of a list."""
    arguments = get_args(shape.kind)
    return _shape(arguments[1] if get_origin(shape.kind) is dict else arguments[0])


def words(shape: Shape) -> str:
    """Return the allowed values in words, such as "a whole number of at least 1"."""
    kind, origin = shape.kind, get_origin(shape.kind)
    if origin is Literal:
        return _listed([f'"{choice}"' for choice in get_args(kind)])
    if origin is tuple:
        return f"a list{_length(shape.marks)}, each {words(item(shape))}{_entry(item(shape).noun)}"
    if origin is dict and get_origin(get_args(kind)[0]) is Literal:
        key, *_ = names = get_args(get_args(kind)[0])
        return f"a table such as {{ {key} = ... }}, its keys of {_listed([str(name) for name in names])}"
    if origin is dict or shape.noun is not None:
        return "a table"
    if kind in (int, float):
        return ("a whole number" if kind is int else "a number") + _bounds(shape.marks)
    if kind in (bool, str):
        return "true or false" if kind is bool else "text in quotes"
    if is_date(shape):
        return EXAMPLE
    if or_whole(shape):
        return ", or ".join(words(_shape(member)) for member in _members(shape))
    tags = families(shape)
    if "number" in tags:
        return f"{words(tags['number'])}, or a distribution such as {{ low = 1, mode = 2, high = 4 }}"
    if "rate" in tags:
        return "a table with per_week, missions or tails"
    return "a distribution such as { low = 1, mode = 2, high = 4 }"


def _length(marks: tuple[Any, ...]) -> str:
    """Return the number of entries that a list may have, such as " of 2 entries"; empty if that is any number."""
    least = next((mark.min_length for mark in marks if hasattr(mark, "min_length")), 0)
    most = next((mark.max_length for mark in marks if hasattr(mark, "max_length")), None)
    if most is None:
        return f" of at least {least}" if least > 1 else ""
    return f" of {most} entries" if least == most else f" of at most {most} entries"


def _entry(noun: type[Noun] | None) -> str:
    """Return an example entry of a list of tables, with its required keys; empty if there are none."""
    keys = [] if noun is None else [name for name, field in noun.model_fields.items() if field.is_required()]
    return f" such as {{ {', '.join(f'{key} = ...' for key in keys)} }}" if keys else ""


def is_date(shape: Shape) -> bool:
    """Whether a date, with or without a time of day, is allowed here."""
    return set(get_args(shape.kind)) == {datetime, date}


def _bounds(marks: tuple[Any, ...]) -> str:
    """Return the bounds of an annotation in words, such as " from 0 to 1" or " of at least 1"."""
    text = {"ge": "of at least", "gt": "above", "le": "of at most", "lt": "below"}
    bound = {name: getattr(mark, name) for mark in marks for name in text if hasattr(mark, name)}
    bound = {name: limit for name, limit in bound.items() if limit < BEYOND}
    if "ge" in bound and "le" in bound:
        return f" from {bound['ge']:g} to {bound['le']:g}"
    return " and".join(f" {text[name]} {limit:g}" for name, limit in bound.items())


def _listed(choices: list[str]) -> str:
    return choices[0] if len(choices) == 1 else f"{', '.join(choices[:-1])} or {choices[-1]}"


def meaning(shape: Shape) -> str:
    """Return the meaning of a number in parentheses: the first clause of its docstring; empty if there is none."""
    if not shape.about:
        return ""
    about = " ".join(shape.about.replace("`", "").split())
    first = re.split(r"(?<=\D)[.;](?:\s|$)| \(", about, maxsplit=1)[0].strip(" .")
    if first[1:2].islower() or first[1:2] == " ":
        first = first[0].lower() + first[1:]
    return f" ({first})"
