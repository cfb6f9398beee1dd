"""The histories beside what was observed, as a table for a terminal and as CSV."""

import math
from collections.abc import Iterator, Sequence
from typing import Any

from sim.analysis.summary.compared import Compared
from sim.analysis.summary.observed import Observation
from sim.analysis.summary.rounded import rounded
from sim.domain.columns import columns, filled
from sim.experiment.keep.written import csv_text
from sim.report.words import MONTHS

__all__ = ["as_csv", "as_records", "as_table", "left_out", "tally"]

COLUMNS = (
    *("date", "site", "measure", "observed", "low", "high", "p05", "p50", "p95", "verdict"),
    *("width", "crps", "never", "lift"),
)
WORDS = {
    "people_in_country": "people in country",
    "people_present": "people there",
    "people_out": "people out",
    "tonnes_in_country": "tonnes there",
    "tonnes_out": "tonnes out",
    "share_out": "share of people out",
    "tonnes_share_out": "share of tonnes out",
    "heavy_sorties": "heavy sorties",
    "sorties": "sorties",
    "last_sortie": "last sortie, d after",
    "tonnes_a_sortie": "t a sortie",
    "transit_d": "transit, d",
    "site_closed": "closed, days after",
    "departures": "departures in all",
    "most_departures_a_day": "most departures/day",
    "most_people_a_day": "most people out/day",
    "pause_h": "longest pause, h",
}
DECIMALS = {"share_out": 2, "tonnes_share_out": 2, "tonnes_a_sortie": 1, "transit_d": 2}
"""Of measures that are no whole numbers of people, tonnes or days; the others are shown without."""
SHORT = {"inside, but wide": "wide"}
"""Verdicts as a table has them."""


def tally(rows: Sequence[Compared]) -> str:
    """Say in a sentence how many observed figures lie in the band."""
    inside, wide = sum(row.inside for row in rows), sum(row.inside and row.wide for row in rows)
    text = f"Observed: {inside} of {len(rows)} figures lie in the 5-95 % band of the histories"
    return f"{text}, {wide} of these in a wide one." if wide else f"{text}."


def left_out(unused: Sequence[tuple[Observation, str]]) -> Iterator[str]:
    """Yield a line for each observation that was not compared, with the reason."""
    for seen, reason in unused:
        yield f"not compared: {seen.day}, {seen.site or 'all'}, {_what(seen)}: {reason}"


def as_table(rows: Sequence[Compared], width: int | None = None) -> Iterator[str]:
    """Yield the lines of a table, at most 78 columns wide for figures below a million and short names.

    Parameters
    ----------
    width
        Columns that there are: where the table is wider, each observation has two lines. None: as wide as it is.
    """
    bands, values = [], []
    for row in rows:
        low, middle, high, seen_value = (
            _number(each, row.observation.measure) for each in (row.low, row.middle, row.high, row.value)
        )
        bands.append(f"{low} to {high} ({middle})")
        values.append(seen_value)
    measures = [_what(row.observation) for row in rows]
    where = 1 + max([5, *(columns(row.observation.site) for row in rows)])
    what, wide = max([10, *map(columns, measures)]), 1 + max([15, *map(len, bands)])
    many = max([8, *(len(value) + 1 for value in values)])
    shown = [f"{'day':<7}{'where':<{where}}{'what':<{what}}{'observed':>{many}}  {'5-95 % (middle)':<{wide}}verdict"]
    stacked = ["observed, 5-95 % of the histories (middle), verdict"]
    for row, band, name, value in zip(rows, bands, measures, values, strict=True):
        seen = row.observation
        day = f"{seen.day.day} {MONTHS[seen.day.month - 1]}"
        verdict = SHORT.get(row.verdict, row.verdict).replace(", its span touches", "*")
        head = f"{day:<7}{filled(seen.site or 'all', where)}"
        shown.append(f"{head}{filled(name, what)}{value:>{many}}  {band:<{wide}}{verdict}")
        stacked += [f"{head}{name}", f"{'':<7}{value}, {band}, {verdict}"]
    yield from shown if width is None or max(map(columns, shown)) <= width else stacked
    if any("touches" in row.verdict for row in rows):
        yield "* outside, but the span that the sources leave touches the band"
    if any(row.inside and row.wide for row in rows):
        yield "wide: inside, but the band is over half of what is possible, so it says little"


def as_csv(rows: Sequence[Compared]) -> str:
    """Return the same as CSV, one observation a line.

    Blank is what has no number: a quantile, and the width of a band, that never comes; the score, `crps`, where it
    never came in some history; `never`, the share of these, where nothing has to come.
    """
    lines: list[list[str]] = [[*COLUMNS]]
    for row in rows:
        seen = row.observation
        band = [_cell(x) for x in (row.low, row.middle, row.high)]
        scores = [_cell(x) for x in (row.width, row.score, row.never)]
        figures = [f"{x:.6g}" for x in (seen.value, seen.low, seen.high)]
        lines.append([seen.day.isoformat(), seen.site, seen.measure, *figures, *band, row.verdict, *scores, seen.lift])
    return csv_text(lines)


def _what(seen: Observation) -> str:
    """What was counted, in words; and of which lift."""
    words = WORDS.get(seen.measure, seen.measure)
    return f"{words}, {seen.lift}" if seen.lift else words


def _cell(value: float) -> str:
    return f"{value:.6g}" if math.isfinite(value) else ""


def _number(value: float, measure: str) -> str:
    if math.isinf(value):
        return "never"
    many = DECIMALS.get(measure, 0)
    return f"{round(value, many):,.{many}f}" if many else f"{round(value):,}"


def as_records(rows: Sequence[Compared]) -> list[dict[str, Any]]:
    """Return the same for JSON: None for what is blank in the CSV."""

    def finite(value: float) -> float | None:
        return rounded(value) if math.isfinite(value) else None

    return [
        {
            "day": row.observation.day.isoformat(),
            "site": row.observation.site or None,
            "lift": row.observation.lift or None,
            "measure": row.observation.measure,
            "observed": finite(row.observation.value),
            "p05": finite(row.low),
            "p50": finite(row.middle),
            "p95": finite(row.high),
            "verdict": row.verdict,
            "width": finite(row.width),
            "crps": finite(row.score),
            "never": finite(row.never),
        }
        for row in rows
    ]
