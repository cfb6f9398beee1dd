"""Charts of a sweep, search or comparison: a curve along one lever, a map over two levers, plans in rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

from sim.analysis.summary.totals import number
from sim.experiment.decide.words import as_text
from sim.page.html import Markup, el, join

__all__ = ["curve_chart", "map_table", "plans_chart"]

SHARES: Final = (0.0, 0.25, 0.5, 0.75, 1.0)
"""Probabilities that have a grid line; a narrow chart of plans shows only every second one."""
WIDE: Final = 500
"""A chart that is wider than this shows more labels."""
REACHED: Final = {"yes": "reaches it", "open": "not decided", "no": "does not"}
"""Words for whether a value reaches the target."""


def _places(values: Sequence[Any]) -> list[float]:
    """Return the positions of values on a line: numbers and dates to scale, other values one after the other."""
    if all(isinstance(value, int | float) and not isinstance(value, bool) for value in values):
        return [float(value) for value in values]
    try:
        return [float(date.fromisoformat(value).toordinal()) for value in values]
    except (ValueError, TypeError):
        return [float(at) for at in range(len(values))]


def _short(name: str, letters: int) -> str:
    """Return a name; if it is longer than `letters`, only its end."""
    return name if len(name) <= letters else f"..{name[2 - letters :]}"


def _y(share: float, top: float, bottom: float) -> float:
    """Return the SVG coordinate y of a share on an axis from 0 at `bottom` to 1 at `top`."""
    return round(bottom - (bottom - top) * share, 1)


def curve_chart(points: Sequence[Mapping[str, Any]], lever: str, target: float, width: int, label: str) -> Markup:
    """Draw the probability at each value of a lever with its interval, the smooth curve if it exists, and the target.

    Parameters
    ----------
    points
        Points from `findings.finding`, each with the value of one lever.
    lever, target
        Name of the lever, and the probability to reach.
    width
        Width of the chart in units of the SVG.
    label
        Description of the chart for readers who cannot see it.
    """
    left, right, top, bottom = 46, width - 16, 14, 230
    order = sorted(
        zip(_places([point["values"][0] for point in points]), points, strict=True), key=lambda pair: pair[0]
    )
    first, last = order[0][0], order[-1][0]

    def x(place: float) -> float:
        middle = (left + right) / 2
        return round(middle if last == first else left + 14 + (right - left - 28) * (place - first) / (last - first), 1)

    grid = [
        join(
            el("line", x1=left, x2=right, y1=_y(share, top, bottom), y2=_y(share, top, bottom), class_="grid"),
            el("text", f"{100 * share:.0f} %", x=left - 5, y=_y(share, top, bottom) + 4, class_="end"),
        )
        for share in SHARES
    ]
    marks = [_mark(x(place), point, top, bottom) for place, point in order]
    smooth = [(x(place), point["smoothed"]) for place, point in order if point["smoothed"] is not None]
    curve = None
    if len(smooth) > 1:
        up = [f"{at} {_y(ends[2], top, bottom)}" for at, ends in smooth]
        down = [f"{at} {_y(ends[1], top, bottom)}" for at, ends in reversed(smooth)]
        line = [f"{at} {_y(ends[0], top, bottom)}" for at, ends in smooth]
        curve = join(
            el("path", d=f"M{'L'.join([*up, *down])}Z", class_="band"),
            el("path", d=f"M{'L'.join(line)}", class_="curve"),
        )
    every = -(-len(order) // (10 if width > WIDE else 5))
    ticks = [
        el("text", as_text(point["values"][0])[:12], x=x(place), y=bottom + 17, class_="mid")
        for place, point in order[::every]
    ]
    goal = _y(target, top, bottom)
    begins = abs(order[0][1]["probability"] - target) > abs(order[-1][1]["probability"] - target)
    at, kind = (left + 4, "note halo") if begins else (right, "note halo end")
    return el(
        "svg",
        el("title", label),
        grid,
        curve,
        el("line", x1=left, x2=right, y1=goal, y2=goal, class_="due"),
        marks,
        el("text", f"target {target:g}", x=at, y=goal - 5 if target < 0.93 else goal + 14, class_=kind),
        ticks,
        el("text", _short(lever, width // 8), x=(left + right) / 2, y=bottom + 36, class_="mid note"),
        viewBox=f"0 0 {width} {bottom + 42}",
        class_=f"chart along {'wide' if width > WIDE else 'narrow'}",
        role="img",
        aria_label=label,
    )  # fmt: skip


def _mark(at: float, point: Mapping[str, Any], top: float, bottom: float) -> Markup:
    """Draw the probability of a point at horizontal position `at`, with its interval.

    The dot is filled if the point reaches the target, hollow if it does not, and has a dashed rim if this is not
    decided.
    """
    y = _y(point["probability"], top, bottom)
    whisker = el(
        "line", x1=at, x2=at, y1=_y(point["low"], top, bottom), y2=_y(point["high"], top, bottom), class_="whisker"
    )
    look = "" if point["reaches"] == "yes" else " late" if point["reaches"] == "no" else " open"
    return join(whisker, el("circle", cx=at, cy=y, r=5, class_=f"dot{look}"))


def map_table(points: Sequence[Mapping[str, Any]], names: Sequence[str], caption: str) -> Markup | None:
    """Return a map over two levers as a table of probabilities, each marked by whether it reaches the target.

    Parameters
    ----------
    points
        Points from `findings.finding`; the first two values of each point belong to the two levers.
    names
        Names of the levers: first the lever of the columns, then the lever of the rows.
    caption
        Caption of the map.

    Returns
    -------
    Markup or None
        None if the points do not fill a grid.
    """
    across, down = ([*dict.fromkeys(as_text(point["values"][at]) for point in points)] for at in (0, 1))
    cells = {(as_text(point["values"][0]), as_text(point["values"][1])): point for point in points}
    if len(cells) != len(across) * len(down):
        return None
    head = el("tr", el("th", f"{names[1]} / {names[0]}", scope="col"), [el("th", one, scope="col") for one in across])
    rows = [
        el("tr", el("th", row, scope="row"), [_cell(cells[column, row]) for column in across]) for row in reversed(down)
    ]
    inner = el("table", el("caption", caption), el("thead", head), el("tbody", rows), class_="map-table")
    return el("div", inner, class_="scroll", tabindex=0, role="group", aria_label=caption)


def _cell(point: Mapping[str, Any]) -> Markup:
    """Return one cell of a map: the probability, with a sign and a colour for whether it reaches the target.

    The probability is the value of the smooth surface, or the share of the histories if there is no surface.
    """
    value = point["probability"] if point["smoothed"] is None else point["smoothed"][0]
    sign = {"yes": "\u2713", "open": "?", "no": ""}[point["reaches"]]
    spoken = el("span", f" {REACHED[point['reaches']]}", class_="unseen")
    return el("td", f"{min(max(value, 0.01), 0.99):.2f}", f" {sign}" if sign else None, spoken, class_=point["reaches"])


def plans_chart(plans: Sequence[Mapping[str, Any]], width: int, label: str) -> Markup:
    """Draw the probability of each plan with its interval; the dot of a plan that is worse than another is hollow.

    Parameters
    ----------
    plans
        Plans from `findings.finding`.
    width, label
        As for `curve_chart`.
    """
    left, right, top, step = 30, width - 16, 8, 26
    bottom = top + step * len(plans)

    def x(share: float) -> float:
        return round(left + (right - left) * share, 1)

    grid = [
        join(
            el("line", x1=x(share), x2=x(share), y1=top, y2=bottom, class_="grid"),
            el("text", f"{100 * share:.0f} %", x=x(share), y=bottom + 16, class_="mid"),
        )
        for share in SHARES[:: 1 if width > WIDE else 2]
    ]
    rows = []
    for at, plan in enumerate(plans):
        y = top + step * (at + 0.5)
        rows.append(
            join(
                el("text", number(at + 1), x=left - 10, y=y + 4, class_="end"),
                el("line", x1=x(plan["low"]), x2=x(plan["high"]), y1=y, y2=y, class_="whisker"),
                el("circle", cx=x(plan["probability"]), cy=y, r=5, class_="dot" if plan["best"] else "dot late"),
            )
        )
    return el(
        "svg",
        el("title", label),
        grid,
        rows,
        viewBox=f"0 0 {width} {bottom + 22}",
        class_=f"chart plans {'wide' if width > WIDE else 'narrow'}",
        role="img",
        aria_label=label,
    )
