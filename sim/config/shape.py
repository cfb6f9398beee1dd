"""The values allowed at a path of keys of a scenario file, in words, and their meaning.

Both come from the classes of `sim.domain`. If several kinds of table are allowed, such as the kinds of distribution,
each is a *family* and has a tag, its name.
"""

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
        The type: a class of the scenario, int, float, str, bool, `dict`, `tuple`, `Literal` or a union.
    marks
        Bounds, tags and discriminators in the type of the field.
    about
        The meaning of the values: the docstring of the field, or None.
    """

    kind: Any
    marks: tuple[Any, ...] = ()
    about: str | None = None

    @property
    def noun(self) -> type[Noun] | None:
        """The class of the scenario whose objects are allowed here; None if there is not exactly one."""
        return self.kind if isinstance(self.kind, type) and issubclass(self.kind, Noun) else None


def _shape(annotation: Any, marks: tuple[Any, ...] = (), about: str | None = None) -> Shape:
    """Return the shape of a type. `Annotated` and `| None` are taken off; the marks in `Annotated` are kept."""
    while True:
        if get_origin(annotation) is Annotated:
            inner, *more = get_args(annotation)
            flat = [mark for each in more for mark in (each.metadata if isinstance(each, FieldInfo) else [each])]
            annotation, marks = inner, (*marks, *flat)
            continue
        if get_origin(annotation) in (Union, types.UnionType):
            members = [member for member in get_args(annotation) if member is not type(None)]
            if len(members) == 1:
                annotation = members[0]
                continue
            if set(members) == {datetime, date}:
                annotation = datetime | date
        return Shape(annotation, marks, about)


def _field(field: FieldInfo) -> Shape:
    """Return the shape of the values of a field."""
    marks = (*field.metadata, *([field.discriminator] if field.discriminator is not None else []))
    return _shape(field.annotation, marks, field.description)


ROOT = Shape(Scenario)
"""The shape of a scenario, from which a path of keys starts."""
BEYOND = 2**53
"""Messages leave out bounds of this size or more, because no stated number reaches them."""


def families(shape: Shape) -> dict[str, Shape]:
    """Return tag -> shape of each family allowed here, such as "lognormal" or "rate"; empty if there is none.

    If a plain number is allowed beside distributions, its tag is "number".
    """
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
    """Return the members of a union, with inner unions replaced by their members; empty if the shape is no union."""
    if get_origin(shape.kind) not in (Union, types.UnionType):
        return []
    members = [member for member in get_args(shape.kind) if member is not type(None)]
    # `Chance | None` is a union that contains a union: the inner one has the tags
    return [part for member in members for part in (_members(_shape(member)) or [member])]


def step(shape: Shape, key: str) -> Shape | None:
    """Return the shape one key further down; None if there is no such key.

    Parameters
    ----------
    shape
        The shape of a table or list.
    key
        A name or position in it.
    """
    if shape.noun is not None:
        field = shape.noun.model_fields.get(key)
        return None if field is None else _field(field)
    if get_origin(shape.kind) is dict or get_origin(shape.kind) is tuple:
        return item(shape)
    fitting = [step(member, key) for member in families(shape).values() if member.noun is not None]
    return next((found for found in fitting if found is not None), None)


def item(shape: Shape) -> Shape:
    """Return the shape of each entry of a list, or of a table whose keys are names."""
    arguments = get_args(shape.kind)
    return _shape(arguments[1] if get_origin(shape.kind) is dict else arguments[0])


def words(shape: Shape) -> str:
    """Return the allowed values in words, such as "a whole number of at least 1"."""
    kind, origin = shape.kind, get_origin(shape.kind)
    if origin is Literal:
        return _listed([f'"{choice}"' for choice in get_args(kind)])
    if origin is tuple:
        return f"a list{_length(shape.marks)}, each {words(item(shape))}"
    if origin is dict and get_origin(get_args(kind)[0]) is Literal:
        key, *_ = names = get_args(get_args(kind)[0])
        return f"a table such as {{ {key} = ... }}, each key one of {_listed([str(name) for name in names])}"
    if origin is dict or shape.noun is not None:
        return f"a table{_example(shape.noun)}"
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
        return 'a table with per_week, missions, csv or tails, or with kind = "ready" or "scheduled"'
    return "a distribution such as { low = 1, mode = 2, high = 4 }"


def _length(marks: tuple[Any, ...]) -> str:
    """Return the number of entries that a list may have, such as " of 2 entries"; "" if it may have any number."""
    least = next((mark.min_length for mark in marks if hasattr(mark, "min_length")), 0)
    most = next((mark.max_length for mark in marks if hasattr(mark, "max_length")), None)
    if most is None:
        return f" of at least {least} entries" if least > 1 else ""
    return f" of {most} entries" if least == most else f" of at most {most} entries"


def _example(noun: type[Noun] | None) -> str:
    """Return an example of a table, with its required keys; "" if it has none."""
    keys = [] if noun is None else [name for name, field in noun.model_fields.items() if field.is_required()]
    return f" such as {{ {', '.join(f'{key} = ...' for key in keys)} }}" if keys else ""


def is_date(shape: Shape) -> bool:
    """Whether a date, with or without a time of day, is allowed here."""
    return set(get_args(shape.kind)) == {datetime, date}


def _bounds(marks: tuple[Any, ...]) -> str:
    """Return in words the bounds that marks state, such as " from 0 to 1" or " of at least 1"; "" without bounds."""
    text = {"ge": "of at least", "gt": "above", "le": "of at most", "lt": "below"}
    bound = {name: getattr(mark, name) for mark in marks for name in text if hasattr(mark, name)}
    bound = {name: limit for name, limit in bound.items() if limit < BEYOND}
    if "ge" in bound and "le" in bound:
        return f" from {bound['ge']:g} to {bound['le']:g}"
    return " and".join(f" {text[name]} {limit:g}" for name, limit in bound.items())


def _listed(choices: list[str]) -> str:
    """Return choices as one text: "a, b or c"."""
    return choices[0] if len(choices) == 1 else f"{', '.join(choices[:-1])} or {choices[-1]}"


def meaning(shape: Shape) -> str:
    """Return, in parentheses, the meaning of a key: the first clause of its docstring; "" if it has none."""
    if not shape.about:
        return ""
    about = " ".join(shape.about.replace("`", "").split())
    first = re.split(r"(?<=\D)[.;](?:\s|$)| \(", about, maxsplit=1)[0].strip(" .")
    if first[1:2].islower() or first[1:2] == " ":
        first = first[0].lower() + first[1:]
    return f" ({first})"
