"""The upper part of a page: first screen, closure and milestones; also the table of observations."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sim.analysis.statistics.estimates import in_words
from sim.analysis.summary.words import day
from sim.page.charts import closure_chart
from sim.page.html import Markup, el, join, table

__all__ = ["chance_in_words", "closure_section", "first_screen", "milestones_section", "section"]


def section(key: str, title: str, *content: Any, brief: bool = False) -> Markup:
    """Return a section of the page with its title; only a `brief` section is printed on paper."""
    heading = el("h2", title, id=f"{key}-title")
    return el("section", heading, *content, id=key, aria_labelledby=f"{key}-title", class_=None if brief else "screen")


def chance_in_words(row: Mapping[str, Any], n: int) -> str:
    """Return a probability with its interval as text, in the words of the terminal."""
    return in_words(row.get("probability", row.get("value", 0.0)), row["low"], row["high"], row["met"], n)


def first_screen(content: Mapping[str, Any]) -> Markup:
    """Return the first screen; `content` is a record as returned by `record.record`."""
    answer = content["answer"]
    number = el(
        "p",
        el("strong", answer["number"], class_="number"),
        el("span", f"{answer['word']} ({answer['span']})", class_="word"),
        class_="answer",
    )
    decides = el("ol", [el("li", each) for each in answer["decides"]]) if answer["decides"] else None
    card = el(
        "aside",
        el("h2", "Can I trust this?", id="trust-title"),
        el(
            "dl",
            [
                el("div", el("dt", name), el("dd", el("code", text) if name == "Make it again" else text))
                for name, text in content["trust"]
            ],
        ),
        class_="card",
        id="trust",
        aria_labelledby="trust-title",
    )
    left = el(
        "div",
        el("p", content["name"], class_="case"),
        el("h1", answer["question"]),
        number,
        el("p", f"{answer['met']}; {answer['range']}.", class_="small"),
        el("ul", [el("li", each) for each in answer["dates"]], class_="dates"),
        el("h2", "What decides"),
        decides or el("p", "No cause stands out."),
        el("h2", "What stays"),
        el("p", answer["stays"]),
        el("h2", "The assumption that matters most"),
        el("p", answer["assumption"]),
    )
    return el("header", left, card, class_="first")


def closure_section(content: Mapping[str, Any]) -> Markup:
    """Return the section of the closure: a chart with dots, a curve and a movable deadline, and a table of dates."""
    closure, n = content["closure"], content["n"]
    due = next(row for row in closure["rows"] if row["at"] == closure["deadline"])
    live = el(
        "output",
        el("strong", due["words"], class_="due-day"),
        ": out in ",
        el("strong", f"{due['met']:,} of {n:,}", class_="due-met"),
        " histories, P ",
        el("strong", chance_in_words(due, n), class_="due-chance"),
        id="due",
        aria_live="polite",
    )
    label = f"Dates by which the histories are out, and the deadline {due['words']}"
    every = max(1, len(closure["rows"]) // 24)
    rows = closure["rows"]
    shown = sorted({*range(0, len(rows), every), rows.index(due), len(rows) - 1})
    listed = table(
        "Histories that are out by a date",
        ("by the end of", "out", "probability [range]"),
        (
            (
                f"{row['words']}{' (deadline)' if row is due else ''}",
                f"{row['met']:,}",
                chance_in_words(row, n),
            )
            for row in (rows[at] for at in shown)
        ),
        numbers=(1,),
    )
    other = None
    if not closure["met_is_out"]:
        other = el(
            "p",
            "Meeting the deadline of this scenario is not the same as being out by its date: each history draws a date "
            "of its own, or the deadline counts something other than all that must leave. The chart shows when all are "
            "out.",
        )
    once, week = ("a day", "a week") if closure["unit"] == "day" else ("an hour", "a day")
    hint = f"Drag the deadline, or choose it and press the arrow keys: {once} at a time; Page Up and Page Down {week}."
    return section(
        "closure",
        "When will all be out?",
        other,
        live,
        el("button", "Back to the deadline of the scenario", type="button", id="due-back", class_="script"),
        closure_chart(closure, 720, label),
        closure_chart(closure, 340, label),
        el("p", "Dots: hollow if late. Strokes below the dots: single late histories. Curve: the share of "
           f"histories that are out by each date, with its {100 * closure['confidence']:g} % range. ",
            el("span", hint, class_="script"), class_="small"),
        el("details", el("summary", "Table of dates"), listed),
        brief=True,
    )  # fmt: skip


def milestones_section(content: Mapping[str, Any]) -> Markup:
    """Return the section that lists every milestone with its probability."""
    summary, n = content["summary"], content["n"]
    rows = [
        (each["name"].replace("_", " "), day(each["by"]), f"{each['met']:,} of {n:,}", chance_in_words(each, n))
        for each in summary["milestones"]
    ]
    if len(rows) > 1:
        each = summary["all_milestones"]
        rows.append(("all of them together", day(each["by"]), f"{each['met']:,} of {n:,}", chance_in_words(each, n)))
    return section(
        "milestones",
        "Every milestone",
        table(
            "Milestones, how often they were met, and how likely each is",
            ("milestone", "by", "met", "probability [range]"),
            rows,
            numbers=(1, 2, 3),
        ),
        brief=True,
    )


def observed_table(seen: list[dict[str, Any]]) -> Markup:
    """Return the table of observations, each with the band of the histories and a verdict."""

    def number(value: float | None) -> str:
        return "never" if value is None or value in (float("inf"), float("-inf")) else f"{value:,.6g}"

    rows = (
        (day(each["date"]), each["measure"].replace("_", " "), each["site"] or "all", number(each["value"]),
         f"{number(each['p05'])} to {number(each['p95'])}", each["verdict"])
        for each in seen
    )  # fmt: skip
    return join(
        table(
            "Observed figures beside the 5-95 % band of the histories (for a date: days after the observed date)",
            ("date", "what", "where", "observed", "histories", "verdict"),
            rows,
            numbers=(3,),
        )
    )
