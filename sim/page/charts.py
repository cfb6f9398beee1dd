"""Charts of a page as SVG: closures with a movable deadline, people and tonnes by date, bars, and the map."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from sim.analysis.summary.totals import number
from sim.page.html import Content, Markup, el, join

__all__ = ["bar", "closure_chart", "map_chart", "path_chart"]

DAY: Final = 86_400
TICKS: Final = 6
"""Approximate number of dates on the axis of the wide closure chart."""
NODE: Final = (112, 58)
"""Width and height of a place on the map."""


def closure_chart(content: Mapping[str, Any], width: int, label: str) -> Markup:
    """Draw dots for quantiles of closure, and below them the share of histories that are out by each date.

    The deadline is a line that the reader can move.

    Parameters
    ----------
    content
        The result of `closure.closure`.
    width
        Width of the chart in units of the SVG; a chart of at most 500 has smaller dots and fewer dates.
    label
        Description of the chart for readers who cannot see it.
    """
    rows, n = content["rows"], content["n"]
    left, right, top, middle, bottom = 40, width - 14, 26, 150, 290
    first, last = rows[0]["at"], max(rows[-1]["at"], rows[0]["at"] + 1)

    def x(at: float) -> float:
        return round(float(left + (right - left) * (at - first) / (last - first)), 1)

    def y(share: float) -> float:
        return round(bottom - (bottom - middle - 14) * share, 1)

    out = [at for at in content["dots"] if at is not None]
    radius = 6.5 if width > 500 else 4.2
    columns: dict[int, int] = {}
    dots: list[Content] = []
    for at in out:
        column = round((x(at) - left) / (2 * radius + 0.6))
        level = columns[column] = columns.get(column, 0) + 1
        height = (
            middle
            - radius
            - (level - 1) * min(2 * radius + 0.4, (middle - top - 8) / max(_tallest(content, x, left, radius), 1))
        )
        late = " late" if at > content["deadline"] else ""
        dots.append(
            el(
                "circle",
                cx=round(left + column * (2 * radius + 0.6), 1),
                cy=round(height, 1),
                r=radius,
                class_=f"dot{late}",
                data_at=at,
            )
        )
    steps = [f"M{x(first)} {y(rows[0]['value'])}"]
    band_up, band_down = [f"M{x(first)} {y(rows[0]['high'])}"], list[str]()
    for row in rows[1:]:
        steps.append(f"H{x(row['at'])}V{y(row['value'])}")
        band_up.append(f"L{x(row['at'])} {y(row['high'])}")
    band_down += [f"L{x(row['at'])} {y(row['low'])}" for row in reversed(rows)]
    lines = [
        join(
            el("line", x1=left, x2=right, y1=y(share), y2=y(share), class_="grid"),
            el("text", f"{100 * share:.0f} %", x=left - 5, y=y(share) + 4, class_="end"),
        )
        for share in (0, 0.5, 1)
    ]
    rug = [el("line", x1=x(at), x2=x(at), y1=middle + 1, y2=middle + 8, class_="rug") for at in content["late"]]
    never = n - rows[-1]["met"]
    by = x(content["deadline"])
    due = next(row for row in rows if row["at"] == content["deadline"])
    handle = el(
        "g",
        el("rect", x=-16, y=top - 8, width=32, height=bottom - top + 8, class_="grip"),
        el("line", x1=0, x2=0, y1=top, y2=bottom, class_="due"),
        el("path", d=f"M-7 {top - 8}H7V{top}L0 {top + 8}L-7 {top}Z", class_="knob"),
        class_="handle",
        transform=f"translate({by} 0)",
        role="slider",
        tabindex=0,
        aria_label="Deadline",
        aria_orientation="horizontal",
        aria_valuemin=0,
        aria_valuemax=len(rows) - 1,
        aria_valuenow=rows.index(due),
        aria_valuetext=due["words"],
        data_first=first,
        data_last=last,
        data_left=left,
        data_right=right,
    )
    return el(
        "svg",
        el("title", label),
        el(
            "text",
            "50 dots: each is one in 50 histories" if len(content["dots"]) == 50 else "each dot is a history",
            x=left,
            y=13,
            class_="note",
        ),
        lines,
        el("path", d="".join([*band_up, *band_down]) + "Z", class_="band"),
        el("path", d="".join(steps), class_="curve"),
        dots,
        rug,
        el("line", x1=left, x2=right, y1=middle, y2=middle, class_="axis"),
        el("text", f"not out by the end: {never:,}", x=right, y=13, class_="note end") if never else None,
        [_tick(x(row["at"]), bottom, row["words"]) for row in _ticks(rows, width)],
        handle,
        viewBox=f"0 0 {width} {bottom + 24}",
        class_=f"chart closure {'wide' if width > 500 else 'narrow'}",
        role="group",
        aria_label=label,
    )


def _tallest(content: Mapping[str, Any], x: Any, left: float, radius: float) -> int:
    """Return the number of dots in the highest stack."""
    counts: dict[int, int] = {}
    for at in content["dots"]:
        if at is not None:
            column = round((x(at) - left) / (2 * radius + 0.6))
            counts[column] = counts.get(column, 0) + 1
    return max(counts.values(), default=1)


def _ticks(rows: Sequence[Mapping[str, Any]], width: int) -> list[Mapping[str, Any]]:
    most = TICKS if width > 500 else 4
    every = max(1, -(-(len(rows) - 1) // most))
    return list(rows[every // 2 :: every])


def _tick(at: float, bottom: float, words: str) -> Markup:
    day, month, _, *hour = words.split()
    short = " ".join((day, month, *hour))
    return join(
        el("line", x1=at, x2=at, y1=bottom, y2=bottom + 4, class_="axis"),
        el("text", short, x=at, y=bottom + 17, class_="mid"),
    )


def path_chart(panel: Mapping[str, Any], deadline: int, label: str) -> Markup:
    """Draw bands of people or tonnes at a place by date, with observations.

    Parameters
    ----------
    panel
        One of the panels from `paths.paths`.
    deadline
        The deadline [s since the start].
    label
        Description of the chart for readers who cannot see it.
    """
    width, left, right, top, bottom = 340, 46, 332, 12, 130
    at, bands, points = panel["at"], panel["bands"], panel["points"]
    first, last = at[0], max(at[-1], at[0] + 1)
    most = max([*bands[-1], *(point["value"] for point in points), *(point["high"] or 0 for point in points), 1e-9])

    def x(second: float) -> float:
        return round(float(left + (right - left) * (min(second, last) - first) / (last - first)), 1)

    def y(value: float) -> float:
        return round(float(bottom - (bottom - top) * value / most), 1)

    def line(values: Sequence[float], backwards: bool = False) -> str:
        """Return the points of a path through values by date, without the inner points of level parts."""
        corners: list[tuple[float, float]] = []
        for second, value in zip(at, values, strict=True):
            corner = (x(second), y(value))
            if len(corners) > 1 and corners[-1][1] == corners[-2][1] == corner[1]:
                corners[-1] = corner
            else:
                corners.append(corner)
        return "L".join(f"{a:g} {b:g}" for a, b in (reversed(corners) if backwards else corners))

    def band(low: int, high: int) -> str:
        return f"M{line(bands[low])}L{line(bands[high], True)}Z"

    marks = [
        join(
            el("line", x1=x(point["at"]), x2=x(point["at"]), y1=y(point["low"]), y2=y(point["high"]), class_="seen")
            if point["low"] is not None and point["high"] is not None
            else None,
            el("circle", cx=x(point["at"]), cy=y(point["value"]), r=3.5, class_="seen"),
        )
        for point in points
    ]
    dates = [0, len(at) // 3, 2 * len(at) // 3]
    return el(
        "svg",
        el("title", label),
        [
            join(
                el("line", x1=left, x2=right, y1=y(value), y2=y(value), class_="grid"),
                el("text", number(value), x=left - 5, y=y(value) + 4, class_="end"),
            )
            for value in (0, most / 2, most)
        ],
        el("path", d=band(0, 4), class_="band"),
        el("path", d=band(1, 3), class_="band"),
        el("path", d=f"M{line(bands[2])}", class_="curve"),
        el("line", x1=x(deadline), x2=x(deadline), y1=top, y2=bottom, class_="due"),
        marks,
        [el("text", panel["days"][row], x=x(at[row]), y=bottom + 16, class_="start") for row in dates],
        viewBox=f"0 0 {width} {bottom + 22}",
        class_="chart path",
        role="img",
        aria_label=label,
    )


def bar(value: float, most: float, low: float | None = None, high: float | None = None, kind: str = "") -> Markup:
    """Draw a bar from 0 to `value` on a scale that ends at `most`, with a whisker from `low` to `high` if known."""
    scale = 100 / most if most > 0 else 0.0

    def at(amount: float) -> str:
        return f"{min(max(amount * scale, 0.0), 100.0):.2f}%"

    whisker = None
    if low is not None and high is not None and high > low:
        whisker = el("line", x1=at(low), x2=at(high), y1="50%", y2="50%", class_="whisker")
    box = el("rect", x=0, y="18%", width=at(value), height="64%", class_=f"bar {kind}".strip())
    return el("svg", box, whisker, class_="bars", aria_hidden="true")


def map_chart(network: Mapping[str, Any]) -> Markup:
    """Draw the places and ways of a played history; the script fills in the numbers and moves the lift."""
    sites = network["sites"]
    deepest = max([site["layer"] for site in sites.values()], default=0)
    rows = [sum(site["layer"] == layer for site in sites.values()) for layer in range(deepest + 1)]
    wide, high = NODE
    height = 14 + max([1, *rows]) * (high + 14)
    width = max(400, (deepest + 1) * (wide + 30), height)
    places: dict[int, tuple[float, float]] = {}
    for row, site in sites.items():
        gap = (width - (deepest + 1) * wide) / max(deepest, 1) if deepest else 0
        across = (deepest - site["layer"]) * (wide + gap)
        down = (site["row"] + 0.5) * height / rows[site["layer"]]
        places[row] = (across + wide / 2, down)
    ways = [
        el(
            "line",
            x1=round(places[a][0], 1),
            y1=round(places[a][1], 1),
            x2=round(places[b][0], 1),
            y2=round(places[b][1], 1),
            class_="way",
        )
        for a, b in network["ways"]
        if a in places and b in places
    ]
    return el(
        "svg",
        el("title", "Schematic map: places in the country on the left, destinations of lift on the right"),
        ways,
        el("g", class_="movers"),
        [_node(row, sites[row], place) for row, place in places.items()],
        viewBox=f"0 0 {width} {round(height)}",
        class_="chart map big" if width > 560 else "chart map",
        role="img",
        aria_label="Schematic map of the played history",
    )


def _node(row: int, site: Mapping[str, Any], place: tuple[float, float]) -> Markup:
    """Draw a site of the map as a box centred at `place`, with empty texts that the script fills in."""
    wide, high = NODE
    x, y = round(place[0] - wide / 2, 1), round(place[1] - high / 2, 1)
    name = site["name"] if len(site["name"]) <= 15 else f"{site['name'][:14]}…"
    inside = site["place"] is not None
    return el(
        "g",
        el("title", site["name"]),
        el("rect", x=0, y=0, width=wide, height=high, rx=4, class_="node"),
        el("text", name, x=6, y=14, class_="name"),
        el("text", "", x=6, y=28, class_="heads"),
        el("text", "", x=6, y=40, class_="load") if inside else None,
        el("rect", x=6, y=46, width=0, height=6, class_="queue preparing") if inside else None,
        el("rect", x=6, y=46, width=0, height=6, class_="queue ready") if inside else None,
        class_="site" if inside else "site outside",
        data_site=row,
        data_place=site["place"],
        data_x=round(place[0], 1),
        data_y=round(place[1], 1),
        transform=f"translate({x} {y})",
    )
