"""Build HTML and SVG from nested values: a value that is not `Markup` is text, and text is always escaped."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from sim.escape import escaped

__all__ = ["Content", "Markup", "el", "join", "table"]

VOID = frozenset(("br", "input", "meta"))
"""Elements that have no content and no end tag."""


class Markup(str):
    """A text that is markup already, so it is not escaped; only `join` and `el` create it."""

    __slots__ = ()


Content = str | None | Iterable["Content"]
"""Content of an element: a text, markup, or a list of contents; None stands for nothing."""


def join(*content: Content) -> Markup:
    """Return contents joined in order; a text that is not markup is escaped."""
    parts: list[str] = []
    for each in content:
        if each is None:
            continue
        if isinstance(each, Markup):
            parts.append(each)
        elif isinstance(each, str):
            parts.append(escape(escaped(each, "\n")))
        else:
            parts.append(join(*each))
    return Markup("".join(parts))


def el(name: str, /, *content: Content, **attributes: str | float | bool | None) -> Markup:
    """Return an element.

    Parameters
    ----------
    name
        Name of the element.
    content
        Contents of the element.
    attributes
        Attributes of the element. `class_` and `for_` stand for `class` and `for`, `data_at` for `data-at`; None and
        False omit an attribute, and True writes its name without a value.
    """
    written = [name]
    for key, value in attributes.items():
        if value is None or value is False:
            continue
        key = key.removesuffix("_").replace("_", "-") if key != "viewBox" else key
        if value is True:
            written.append(key)
            continue
        text = f"{value:.6g}" if isinstance(value, float) else str(value)
        written.append(f'{key}="{escape(escaped(text), quote=True)}"')
    opened = f"<{' '.join(written)}>"
    return Markup(opened if name in VOID else f"{opened}{join(*content)}</{name}>")


def table(
    caption: str, heads: Iterable[Content], rows: Iterable[Iterable[Content]], *, numbers: Iterable[int] = ()
) -> Markup:
    """Return a table in a box that scrolls sideways; the first cell of each row is the header of the row.

    Parameters
    ----------
    caption, heads, rows
        Caption, heads of the columns, and cells of each row.
    numbers
        Indices of the columns of numbers, from 0; these columns are right-aligned.
    """
    right = set(numbers)

    def cells(row: Iterable[Content]) -> Markup:
        return join(
            *(
                el(
                    "th" if at == 0 else "td",
                    cell,
                    scope="row" if at == 0 else None,
                    class_="n" if at in right else None,
                )
                for at, cell in enumerate(row)
            )
        )

    head = join(*(el("th", each, scope="col", class_="n" if at in right else None) for at, each in enumerate(heads)))
    body = join(*(el("tr", cells(row)) for row in rows))
    inner = el("table", el("caption", caption), el("thead", el("tr", head)), el("tbody", body))
    return el("div", inner, class_="scroll", tabindex=0, role="group", aria_label=caption)
