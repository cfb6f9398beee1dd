"""The page of a sweep, a search or a comparison: its answer, its chart, and a table of its points or plans."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import groupby
from pathlib import Path
from typing import Any, Final

from sim.analysis.summary.totals import number
from sim.analysis.summary.words import day, last_day
from sim.experiment.decide.words import as_text
from sim.page.assemble import document
from sim.page.finding_charts import REACHED, curve_chart, map_table, plans_chart
from sim.page.findings import finding
from sim.page.first import section
from sim.page.html import Markup, el, join, table
from sim.page.trust import LIMITS

__all__ = ["choice_page"]

PRINTED: Final = 30
"""A table with more rows than this is folded on the screen and is not printed on paper."""
MAPS: Final = 3
"""Largest number of maps that are printed on paper."""
WIDTHS: Final = (720, 340)
"""Widths of a chart on a wide and on a narrow screen."""


def choice_page(folder: Path) -> str:
    """Return the findings of a sweep, search or comparison as an HTML document that needs no other file.

    Parameters
    ----------
    folder
        Folder of `sim sweep`, `sim require` or `sim compare`.

    Raises
    ------
    ResultsError
        The file with the results is missing or damaged, or is a link.
    """
    findings = finding(folder)
    parts = {"sweep": _sweep, "search": _search, "comparison": _plans}[findings["kind"]](findings)
    body = join(_first(findings, folder), *parts, _limits())
    footer = f"{findings['name']}: seed {findings['seed']}. Made by sim report; this file makes no network requests."
    return document(findings["name"], body, footer, ("answer", "Skip to the picture"))


def _question(findings: Mapping[str, Any]) -> str:
    """Return the question that a sweep, a search or a comparison answers."""
    name = findings["milestone"]
    what = {"deadline": "the deadline", "all milestones": name}.get(name, f'"{name}"')
    if findings["by"] is not None:
        what += f" {'of' if name == 'deadline' else 'by'} {last_day(findings['by'])}"
    goal = f"{what} with a chance of {findings['target']:g}" if findings["target"] is not None else ""
    if findings["kind"] == "sweep":
        return f"What does it take to meet {goal}?"
    if findings["kind"] == "search":
        return f'Which "{findings["levers"][0]["name"]}" is enough to meet {goal}?'
    return f"Which plan meets {what} most often?"


def _first(findings: Mapping[str, Any], folder: Path) -> Markup:
    """Return the first screen: question, answer, descriptions of the levers, and how the answer was computed."""
    answer = [el("p", line, class_="word" if at == 0 else None) for at, line in enumerate(findings["answer"])]
    meant = [el("p", f"{each['name']}: {each['about'].rstrip('.')}.") for each in findings["levers"] if each["about"]]
    card = el(
        "aside",
        el("h2", "Can I trust this?", id="trust-title"),
        [el("p", line, class_="small") for line in findings["rests"]],
        el("p", "Results folder: ", el("code", folder.name), class_="small"),
        class_="card",
        id="trust",
        aria_labelledby="trust-title",
    )
    left = el("div", el("p", findings["name"], class_="case"), el("h1", _question(findings)), answer, meant)
    return el("header", left, card, class_="first")


def _both(draw: Any, *content: Any) -> list[Markup]:
    """Return a chart drawn twice by `draw`, for wide and for narrow screens.

    `content` has all arguments of `draw` except the width, which is inserted before the last of them.
    """
    return [draw(*content[:-1], width, content[-1]) for width in WIDTHS]


def _values(points: list[dict[str, Any]], target: float) -> Markup:
    """Return a sentence on the values at which the whole interval of the probability reaches the target."""
    named = [as_text(point["values"][0]) for point in points if point["reaches"] == "yes"]
    words = f"Of the values tried, these reach {target:g} with the whole range of the probability: {', '.join(named)}."
    return el(
        "p", words if named else f"None of the values tried reaches {target:g} with the whole range of the probability."
    )


def _key(target: float) -> Markup:
    words = (
        f"Filled: reaches {target:g}, with its whole range. Hollow: does not. Dashed rim: not decided. Strokes: "
        "the range of each share. Line and band: the smooth curve at these values with its range."
    )
    return el("p", words, class_="small")


def _listed(caption: str, heads: list[str], rows: list[list[str]], numbers: Iterator[int] | range) -> Markup:
    """Return a table; a long table is folded on the screen and not printed."""
    listed = table(caption, heads, rows, numbers=numbers)
    return listed if len(rows) <= PRINTED else el("details", el("summary", f"Table of {len(rows):,} rows"), listed)


def _sweep(findings: Mapping[str, Any]) -> Iterator[Markup]:
    """Yield the sections of a sweep: a chart or maps, and the table of its points."""
    names, points, target = [each["name"] for each in findings["levers"]], findings["points"], findings["target"]
    pictures: list[Markup] = []
    if len(names) == 1:
        label = f"Probability of {findings['milestone']} at each value of {names[0]}"
        pictures = [_values(points, target), *_both(curve_chart, points, names[0], target, label), _key(target)]
    else:
        for fixed, part in _maps(points):
            where = f", {names[2]} = {fixed}" if fixed is not None else ""
            drawn = map_table(part, names, f"Probability of {findings['milestone']}{where}")
            spare = len(pictures) >= MAPS
            pictures += [el("div", drawn, class_="screen") if spare else drawn] if drawn is not None else []
        words = f"\u2713: reaches {target:g} with its whole range; ?: not decided; no sign: does not."
        none = "The points fill no grid, so there is no map: see the table."
        pictures.append(el("p", words if pictures else none, class_="small"))
    yield section("answer", "What it takes", *pictures, brief=True)
    prices = any(point["cost_usd"] is not None for point in points)
    heads = [
        *names,
        "met",
        "probability [range]",
        f"{target:g}?",
        "half out by",
        "t left",
        *(["USD"] if prices else []),
    ]
    heads.append("front")
    rows = [
        [
            *map(as_text, point["values"]),
            f"{point['met']:,} of {point['n']:,}",
            point["chance"],
            REACHED[point["reaches"]],
            "never" if point["half"] is None else day(point["half"]),
            "" if point["left_t"] is None else number(point["left_t"]),
            *([("" if point["cost_usd"] is None else number(point["cost_usd"]))] if prices else []),
            "o" if point["front"] else "",
        ]
        for point in points
    ]
    yield section(
        "values",
        "Each point",
        [el("p", line) for line in findings["trade"]],
        _listed("Probability, dates and tonnes at each point", heads, rows, range(1, len(names) + 1)),
        el("p", "o: no other point is as good in everything. t left: tonnes not shipped, on average.", class_="small"),
        brief=True,
    )


def _maps(points: list[dict[str, Any]]) -> Iterator[tuple[str | None, list[dict[str, Any]]]]:
    """Yield each value of the third lever with its points; without a third lever, yield None with all points."""
    if len(points[0]["values"]) < 3:
        yield None, points
        return
    ordered = sorted(points, key=lambda point: as_text(point["values"][2]))
    for fixed, part in groupby(ordered, key=lambda point: as_text(point["values"][2])):
        yield fixed, list(part)


def _search(findings: Mapping[str, Any]) -> Iterator[Markup]:
    """Yield a section for each value of the second lever, or one section if there is no second lever.

    A section has a chart and a table of the values of the first lever that were tried.
    """
    name, target = findings["levers"][0]["name"], findings["target"]
    for at, one in enumerate(findings["searches"]):
        where = "" if one["fixed"] is None else f" where {findings['levers'][1]['name']} = {as_text(one['fixed'])}"
        rows = [
            [
                as_text(point["values"][0]),
                f"{point['met']:,} of {point['n']:,}",
                point["chance"],
                "suffices" if point["reaches"] == "yes" and point["values"][0] == one["suffices"] else
                REACHED[point["reaches"]],
            ]
            for point in one["points"]
        ]  # fmt: skip
        label = f"Probability of {findings['milestone']} at the values of {name} that were tried{where}"
        drawn = _both(curve_chart, one["points"], name, target, label) if one["points"] else []
        yield section(
            "answer" if at == 0 else f"answer-{at + 1}",
            f"What was tried{where}",
            *drawn,
            _listed(f"Values of {name} that were tried{where}", [name, "met", "probability [range]", f"{target:g}?"],
                    rows, range(1, 2)),
            brief=at < 2,
        )  # fmt: skip


def _plans(findings: Mapping[str, Any]) -> Iterator[Markup]:
    """Yield the section of a comparison: a chart and a table of its plans."""
    plans = findings["plans"]
    label = f"Probability of {findings['milestone']} under each plan"
    rows = [
        [
            f"{at}",
            plan["name"],
            plan["chance"],
            plan["difference"] or "",
            "never" if plan["median"] is None else day(plan["median"]),
            "" if plan["not_shipped_t"] is None else number(plan["not_shipped_t"]),
            "*" * plan["best"] + "o" * plan["front"],
        ]
        for at, plan in enumerate(plans, 1)
    ]
    heads = [
        "plan",
        "what it changes",
        "probability [range]",
        "against plan 1 [range]",
        "half out by",
        "t left",
        "winner",
    ]
    yield section(
        "answer",
        "The plans",
        *_both(plans_chart, plans, label),
        el(
            "p",
            "Filled: may be the best plan. Hollow: worse. Strokes: ranges. Numbers: as in the table.",
            class_="small",
        ),
        _listed(f"Plans, and how often each meets {findings['milestone']}", heads, rows, range(1)),
        el("p", "*: may be the best plan. o: no other plan is as good in everything.", class_="small"),
        brief=True,
    )


def _limits() -> Markup:
    return section("limits", "What the model does not know", el("ul", [el("li", each) for each in LIMITS]), brief=True)
