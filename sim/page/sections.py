"""The lower part of a page: the sections from the causes of the closure to the checklist for a reviewer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from sim.analysis.statistics.estimates import in_words
from sim.analysis.summary.totals import number, percent
from sim.analysis.summary.words import BEHIND, day, money
from sim.page.charts import bar, path_chart
from sim.page.first import observed_table, section
from sim.page.html import Markup, el, table

__all__ = ["sections"]

MOST: Final = 12
"""Largest number of places in the table of hours."""
FIRST: Final = 9
"""Number of charts of people and tonnes that the page shows unfolded."""
FATES: Final = {"shipped": "shipped", **BEHIND}
"""Words for what becomes of equipment."""


def sections(content: Mapping[str, Any]) -> Iterator[Markup]:
    """Yield the sections of the lower part for which the record has content, in the order of the page."""
    for part in (_why, _paths, _hours, _ledger, _doubt, _plans, _assumptions, _limits, _checklist):
        part_of_page = part(content)
        if part_of_page is not None:
            yield part_of_page


def _why(content: Mapping[str, Any]) -> Markup | None:
    """Return the section on the causes of the closure; None if they are not known."""
    summary = content["summary"]
    if not summary["why"]:
        return None
    closure = summary["why"]["closure"]
    whole = closure["days"]
    causes = [cause for cause in closure["causes"] if cause["mean_days"] or cause["not_reached"]["mean_days"]]
    most = max([*(cause["high"] or cause["mean_days"] for cause in causes), 1e-9])
    late = any(cause["share_late"] for cause in causes)
    unit, factor = ("hours", 24.0) if whole < 3 else ("days", 1.0)
    heads = [
        "what it waited for",
        f"{unit} of the {number(whole * factor)} to closure",
        "as a bar",
        f"{100 * content['closure']['confidence']:g} % range",
        "largest cause in",
    ]
    rows = []
    for cause in causes:
        span = "" if cause["low"] is None else f"{number(factor * cause['low'])} to {number(factor * cause['high'])}"
        row: list[Any] = [
            f"{cause['label']}{' (the plan itself)' if cause['planned'] else ''}",
            number(factor * cause["mean_days"]),
            bar(cause["mean_days"], most, cause["low"], cause["high"], "planned" if cause["planned"] else ""),
            span,
            percent(cause["share_most"]),
        ]
        if late:
            row.append(percent(cause["share_late"] or 0.0))
        rows.append(row)
    if late:
        heads.append("largest in late histories")
    still = ""
    if closure["not_reached"]:
        still = f" The last columns also count the {closure['not_reached']:,} that did not close."
    return section(
        "why",
        "Why not sooner?",
        el("p", f"Each history is traced back from its closure to what it waited for at each moment; the spans add up "
           f"to the time to closure. Means of {closure['reached']:,} histories that closed.{still}"),
        table("What the time to closure was spent on", heads, rows, numbers=(1, 3)),
        brief=True,
    )  # fmt: skip


def _paths(content: Mapping[str, Any]) -> Markup | None:
    """Return the section with charts of people and tonnes by date; None if there are no charts."""
    paths = content["paths"]
    if not paths["panels"]:
        return None
    figures = []
    for panel in paths["panels"]:
        what = "people" if panel["measure"] == "people" else "tonnes of equipment"
        title = f"{panel['place']}: {what} still there"
        every = max(1, len(panel["at"]) // 16)
        rows = (
            (panel["days"][at], *(f"{panel['bands'][level][at]:,.0f}" for level in (0, 2, 4)))
            for at in range(0, len(panel["at"]), every)
        )
        listed = table(title, ("date", "5 %", "half", "95 %"), rows, numbers=(1, 2, 3))
        figures.append(
            el(
                "figure",
                el("figcaption", title),
                path_chart(panel, paths["deadline"], title),
                el("details", el("summary", "Table"), listed),
            )
        )
    more = None
    if len(figures) > FIRST:
        several = el("div", figures[FIRST:], class_="panels")
        more = el("details", el("summary", f"{len(figures) - FIRST} more charts of single places"), several)
    seen = None
    if content["observed"]:
        seen = el("details", el("summary", "Observations of the real case"), observed_table(content["observed"]))
    return section(
        "paths",
        "Who and what is still there?",
        el("p", f"Line: half of the histories; dark and light: 25 to 75 % and 5 to 95 % of {paths['histories']:,} "
           "histories. Dashed: the deadline. Points with a span: observed."),
        el("div", figures[:FIRST], class_="panels"),
        more,
        seen,
    )  # fmt: skip


def _hours(content: Mapping[str, Any]) -> Markup | None:
    """Return the section on hours of waiting and work by place; None if nothing waits."""
    hours = content["summary"]["hours"]
    if not hours:
        return None
    places = [(name, each["waiting"], each["working"]) for name, each in hours["station"].items()]
    places += [(f"{site}/staged, to board", waiting, None) for site, waiting in (hours.get("staged") or {}).items()]
    shown = sorted(places, key=lambda each: -each[1])[:MOST]
    if not shown or not any(waiting for _, waiting, _ in shown):
        return None
    most = max(waiting for _, waiting, _ in shown)
    whole = sum(waiting for _, waiting, _ in places)
    rows = [
        (name.replace("/", ": "), f"{waiting:,.0f}", bar(waiting, most), percent(waiting / whole if whole else 0.0),
         "" if working is None else f"{working:,.0f}")
        for name, waiting, working in shown
    ]  # fmt: skip
    left = f" {len(places) - len(shown)} places with less waiting are left out." if len(places) > len(shown) else ""
    return section(
        "hours",
        "Where do the hours go?",
        el("p", f"Hours of waiting and of work of all people and items together, mean of the histories.{left}"),
        table(
            "Hours by place",
            ("place", "hours of waiting", "as a bar", "of all waiting", "hours of work"),
            rows,
            numbers=(1, 4),
        ),
    )


def _ledger(content: Mapping[str, Any]) -> Markup | None:
    """Return the section on what becomes of the equipment; None if there is none."""
    summary = content["summary"]
    ledger = summary["ledger"]
    if not ledger:
        return None
    fates = ["shipped"]
    fates += [fate for fate in BEHIND if any(each[fate]["tonnes"]["mean"] for each in ledger.values() if fate in each)]
    most = max(each["in"]["tonnes"]["mean"] for each in ledger.values())
    rows = []
    for name, each in ledger.items():
        cells = []
        for fate in fates:
            tonnes = each[fate]["tonnes"]
            span = f" ({tonnes['p05']:,.0f} to {tonnes['p95']:,.0f})" if tonnes["p05"] != tonnes["p95"] else ""
            cells.append(f"{tonnes['mean']:,.0f}{span}" if tonnes["mean"] or tonnes["p95"] else "0")
        rows.append(
            (name, f"{each['in']['tonnes']['mean']:,.0f}", bar(each["shipped"]["tonnes"]["mean"], most), *cells)
        )
    more = []
    if summary.get("cost"):
        total = summary["cost"]["total"]
        more.append(
            f"Cost: {money(total['mean'])} USD on average ({money(total['p05'])} to {money(total['p95'])}, 5-95 %)."
        )
    if summary.get("value_left") and summary["value_left"]["mean"]:
        more.append(
            f"To replace what is left behind or still there: {money(summary['value_left']['mean'])} USD on average."
        )
    return section(
        "ledger",
        "What becomes of the equipment?",
        el(
            "p",
            "Mean tonnes over the histories; in brackets 5 to 95 % of the histories. The bar is what is shipped. ",
            " ".join(more),
        ),
        table(
            "Equipment by category, in tonnes",
            ("category", "in all", "as a bar", *(FATES[fate] for fate in fates)),
            rows,
            numbers=(1, *range(3, 3 + len(fates))),
        ),
        brief=True,
    )


def _doubt(content: Mapping[str, Any]) -> Markup | None:
    """Return the section on the unknowns that matter and on when the deadline is missed; None if neither is known."""
    sensitivity, rule = content["sensitivity"], content["discovery"]
    if sensitivity is None and rule is None:
        return None
    parts: list[Markup] = []
    if sensitivity is not None and sensitivity["unknowns"]:
        most = max([*(each["date"] or 0.0 for each in sensitivity["unknowns"]), 1e-9])
        rows = []
        for each in sensitivity["unknowns"]:
            low, high = each.get("lowest_fifth"), each.get("highest_fifth")
            ends = [
                "" if end is None else f"{_chance(end['probability'])} ({_limit(end['limit'], side)})"
                for end, side in ((low, "up to"), (high, "from"))
            ]
            rows.append((each["name"], _share(each["date"]), bar(max(each["date"] or 0.0, 0.0), most), *ends))
        parts.append(
            table(
                "What the date depends on",
                ("not known", "share of the spread of the date", "as a bar", "P where it is low", "P where it is high"),
                rows,
                numbers=(1,),
            )
        )
        noise = sensitivity["noise"]["date"]
        parts.append(
            el(
                "p",
                f"A share below {noise:.3f} may be noise. P where it is low (high): over the fifth of the histories in "
                "which the unknown is lowest (highest).",
                class_="small",
            )
        )
    if rule is not None:
        parts.append(el("h3", "When is the deadline missed?"))
        words = " ".join(line.strip() for line in rule["lines"] if line.strip() and "  " not in line.strip())
        parts.append(el("p", words))
    return section("doubt", "What does it depend on?", *parts)


def _chance(seen: Mapping[str, Any]) -> str:
    return in_words(seen["value"], seen["low"], seen["high"], seen["met"], seen["n"], interval=False)


def _plans(content: Mapping[str, Any]) -> Markup | None:
    """Return the section on the plans of the comparison to which the study belongs; None if it belongs to none."""
    comparison = content["beside"]
    if comparison is None:
        return None
    rows = []
    for plan in comparison["plans"]:
        not_shipped = plan["not_shipped_t"]
        rows.append(
            (
                f"{plan['name']}{' (this study)' if plan['own'] else ''}",
                plan["chance"],
                bar(plan["probability"], 1.0, plan["low"], plan["high"], "" if plan["own"] else "planned"),
                plan["difference"] or "",
                day(plan["median"]),
                "" if not_shipped is None else f"{not_shipped:,.0f}",
            )
        )
    heads = ("plan", "probability [range]", "as a bar", "against plan 1 [range]", "half out by", "tonnes not shipped")
    return section(
        "plans",
        "How do other plans compare?",
        el(
            "p",
            f"Plans compared on the same random numbers, for {comparison['milestone']}. ",
            " ".join(comparison["answer"]),
        ),
        table("Plans of the comparison", heads, rows, numbers=(1, 3, 5)),
    )


def _limit(limit: Any, side: str) -> str:
    return f"{side} {number(limit)}" if isinstance(limit, int | float) else f"{side} {str(limit)[:10]}"


def _share(share: float | None) -> str:
    return "" if share is None else percent(max(share, 0.0))


def _assumptions(content: Mapping[str, Any]) -> Markup | None:
    """Return the section that lists the unknowns; None if there are none."""
    rows = content["assumptions"]
    if not rows:
        return None
    graded = any(row["grade"] for row in rows)
    heads = ["assumption", "5 %", "half", "95 %", "what it does", *(["grade", "source"] if graded else [])]
    cells = (
        (
            row["name"],
            row["low"],
            row["middle"],
            row["high"],
            row["sets"],
            *([row["grade"] or "none", row["source"] or ""] if graded else []),
        )
        for row in rows
    )
    lacking = None
    if not content["graded"]:
        lacking = el("p", "A results folder does not keep the comments of the scenario file, which state grades and "
                     "sources: sim report with --scenario FILE adds them.")  # fmt: skip
    elif not graded:
        lacking = el("p", "The scenario file states no grade beside its unknowns.")
    return section(
        "assumptions",
        "What is assumed?",
        el(
            "p",
            "The draws of each unknown, in the units of the file; those on which the date depends most come first.",
        ),
        lacking,
        table("Assumptions with their range, grade and source", heads, cells, numbers=(1, 2, 3)),
    )


def _limits(content: Mapping[str, Any]) -> Markup:
    return section(
        "limits", "What the model does not know", el("ul", [el("li", each) for each in content["limits"]]), brief=True
    )


def _checklist(content: Mapping[str, Any]) -> Markup:
    """Return the section with the STRESS-DES checklist."""
    listed = table(
        "STRESS-DES: how this simulation study is reported", ("section", "item", "in this study"), content["checklist"]
    )
    about = el(
        "p", "The checklist of Monks et al. (2019), doi 10.1080/17477778.2018.1442155, filled in for this study."
    )
    return section("checklist", "Checklist for a reviewer", about, el("details", el("summary", "STRESS-DES"), listed))
