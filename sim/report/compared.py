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

WORDS = {
    "people_in_country": "people in country",
    "people_present": "people there",
    "people_out": "people out",
    "tonnes_out": "tonnes out",
    "heavy_sorties": "heavy sorties",
    "site_closed": "closed, days after",
    "departures": "departures in all",
    "most_departures_a_day": "most departures/day",
    "most_people_a_day": "most people out/day",
    "pause_h": "longest pause, h",
}


def tally(rows: Sequence[Compared]) -> str:
    """Say in a sentence how many observed figures lie in the band."""
    inside = sum(row.inside for row in rows)
    return f"Observed: {inside} of {len(rows)} figures lie in the 5-95 % band of the histories."


def left_out(unused: Sequence[tuple[Observation, str]]) -> Iterator[str]:
    """Yield a line for each observation that was not compared, with the reason."""
    for seen, reason in unused:
        what = WORDS.get(seen.measure, seen.measure)
        yield f"not compared: {seen.day}, {seen.site or 'all'}, {what}: {reason}"


def as_table(rows: Sequence[Compared]) -> Iterator[str]:
    """Yield the lines of a table, at most 78 columns wide for figures below a million and short names."""
    bands = [f"{_number(row.low)} to {_number(row.high)} ({_number(row.middle)})" for row in rows]
    told = [WORDS.get(row.observation.measure, row.observation.measure) for row in rows]
    values = [f"{row.observation.value if row.observation.measure != 'site_closed' else 0:,.0f}" for row in rows]
    where = 1 + max([5, *(columns(row.observation.site) for row in rows)])
    what, wide = max([10, *map(len, told)]), 1 + max([15, *map(len, bands)])
    many = max([8, *(len(value) + 1 for value in values)])
    yield f"{'day':<7}{'where':<{where}}{'what':<{what}}{'observed':>{many}}  {'5-95 % (middle)':<{wide}}verdict"
    for row, band, name, value in zip(rows, bands, told, values, strict=True):
        seen = row.observation
        day = f"{seen.day.day} {MONTHS[seen.day.month - 1]}"
        verdict = row.verdict.replace(", its span touches", "*")
        yield f"{day:<7}{filled(seen.site or 'all', where)}{name:<{what}}{value:>{many}}  {band:<{wide}}{verdict}"
    if any("touches" in row.verdict for row in rows):
        yield "* outside, but the span that the sources leave touches the band"


def as_csv(rows: Sequence[Compared]) -> str:
    """Return the same as CSV, one observation a line."""
    lines: list[list[str]] = [["date", "site", "measure", "observed", "low", "high", "p05", "p50", "p95", "verdict"]]
    for row in rows:
        seen = row.observation
        band = ["" if math.isinf(x) else f"{x:.6g}" for x in (row.low, row.middle, row.high)]
        figures = [f"{x:.6g}" for x in (seen.value, seen.low, seen.high)]
        lines.append([seen.day.isoformat(), seen.site, seen.measure, *figures, *band, row.verdict])
    return csv_text(lines)


def _number(value: float) -> str:
    return "never" if math.isinf(value) else f"{round(value):,}"


def as_records(rows: Sequence[Compared]) -> list[dict[str, Any]]:
    """Return the same for JSON: None for a quantile that the histories have not reached."""

    def finite(value: float) -> float | None:
        return rounded(value) if math.isfinite(value) else None

    return [
        {
            "day": row.observation.day.isoformat(),
            "site": row.observation.site or None,
            "measure": row.observation.measure,
            "observed": finite(row.observation.value),
            "p05": finite(row.low),
            "p50": finite(row.middle),
            "p95": finite(row.high),
            "verdict": row.verdict,
        }
        for row in rows
    ]
