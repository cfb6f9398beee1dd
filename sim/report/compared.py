"""The comparison of the histories with observations, as a table for a terminal, as CSV and as records."""

import csv
import math
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import Any, Final

from sim.analysis.summary.compared import Compared
from sim.analysis.summary.ensemble import DATED
from sim.analysis.summary.observed import Observation
from sim.analysis.summary.rounded import rounded
from sim.domain.columns import columns, filled
from sim.domain.dates import day_and_month
from sim.experiment.keep.written import csv_text

__all__ = ["Record", "as_csv", "as_records", "as_table", "left_out", "observed_in", "of_csv", "tally"]

Record = dict[str, Any]
"""One observation and its comparison with the histories: name of a field -> value."""
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
    "last_sortie": "last sortie",
    "tonnes_a_sortie": "t a sortie",
    "transit_d": "transit, d",
    "site_closed": "closed",
    "departures": "departures in all",
    "most_departures_a_day": "most departures/day",
    "most_people_a_day": "most people out/day",
    "pause_h": "longest pause, h",
}
DECIMALS = {"share_out": 2, "tonnes_share_out": 2, "tonnes_a_sortie": 1, "transit_d": 2}
"""Measure -> number of decimals that are shown; 0 for all other measures."""
SHORT: Final[dict[str, str]] = {"inside, but wide": "wide"}
"""Verdict -> its short form in a table."""


def tally(rows: Sequence[Record]) -> str:
    """Return a sentence on how many observed figures lie in the 5-95 % band; rows from `as_records` or `of_csv`."""
    inside = sum(row["verdict"].startswith("inside") for row in rows)
    wide = sum(row["verdict"] in SHORT for row in rows)
    lie = "lies" if inside == 1 else "lie"
    text = f"{inside} of {len(rows)} observed figures {lie} in the 5-95 % band of the histories"
    return f"{text}; for {wide} of these {inside}, the band is too wide to say much." if wide else f"{text}."


def left_out(unused: Sequence[tuple[Observation, str]]) -> Iterator[str]:
    """Yield a line for each observation that was not compared, with the reason."""
    for seen, reason in unused:
        yield f"not compared: {seen.day}, {seen.site or 'all'}, {_what(seen.measure, seen.lift)}: {reason}"


def as_table(rows: Sequence[Record], width: int | None = None) -> Iterator[str]:
    """Yield the lines of a table of the observations, then the meaning of the marks in it.

    Parameters
    ----------
    rows
        Rows from `as_records` or `of_csv`.
    width
        Number of columns available; if the table is wider, each observation takes two lines. None for no limit.
    """
    bands, values = [], []
    for row in rows:
        low, middle, high = (_figure(row, row[name]) for name in ("p05", "p50", "p95"))
        bands.append(f"{low} to {high} ({middle})")
        values.append(_figure(row, row["observed"]))
    measures = [_what(row["measure"], row["lift"]) for row in rows]
    where = 1 + max([5, *(columns(row["site"] or "") for row in rows)])
    what, wide = max([10, *map(columns, measures)]), 1 + max([15, *map(len, bands)])
    size = max([8, *(len(value) + 1 for value in values)])
    shown = [f"{'day':<7}{'where':<{where}}{'what':<{what}}{'observed':>{size}}  {'5-95 % (middle)':<{wide}}verdict"]
    stacked = ["observed, 5-95 % of the histories (middle), verdict"]
    for row, band, name, value in zip(rows, bands, measures, values, strict=True):
        verdict = str(SHORT.get(row["verdict"], row["verdict"])).replace(", its span touches", "*")
        head = f"{_date(date.fromisoformat(row['day'])):<7}{filled(row['site'] or 'all', where)}"
        shown.append(f"{head}{filled(name, what)}{value:>{size}}  {band:<{wide}}{verdict}")
        stacked += [f"{head}{name}", f"{'':<7}{value}, {band}, {verdict}"]
    yield from shown if width is None or max(map(columns, shown)) <= width else stacked
    if any("touches" in row["verdict"] for row in rows):
        yield "* outside, but the span that the sources allow touches the band"
    if any(row["verdict"] in SHORT for row in rows):
        yield "wide: inside, but the band is over half of what is possible, so it says little"


def as_csv(rows: Sequence[Compared]) -> str:
    """Return the comparison as CSV, one observation per line.

    A number that is infinite or NaN gives a blank cell; `Compared` says when this happens.
    """
    lines: list[list[str]] = [[*COLUMNS]]
    for row in rows:
        seen = row.observation
        band = [_cell(x) for x in (row.low, row.middle, row.high)]
        scores = [_cell(x) for x in (row.width, row.score, row.never)]
        figures = [f"{x:.6g}" for x in (seen.value, seen.low, seen.high)]
        lines.append([seen.day.isoformat(), seen.site, seen.measure, *figures, *band, row.verdict, *scores, seen.lift])
    return csv_text(lines)


def _what(measure: str, lift: str | None) -> str:
    """Return a measure in words, with its lift."""
    words = WORDS.get(measure, measure)
    return f"{words}, {lift}" if lift else words


def _cell(value: float) -> str:
    """Return a value for a cell of the CSV; empty if it is not finite."""
    return f"{value:.6g}" if math.isfinite(value) else ""


def _figure(row: Record, value: float | None) -> str:
    """Return a figure of a row as text: a date if it is a number of days after the observed day, "never" for None."""
    if value is None:
        return "never"
    if row["measure"] in DATED:
        return _date(date.fromisoformat(row["day"]) + timedelta(days=round(value)))
    decimals = DECIMALS.get(row["measure"], 0)
    return f"{round(value, decimals):,.{decimals}f}" if decimals else f"{round(value):,}"


def _date(day: date) -> str:
    return day_and_month(day)


def as_records(rows: Sequence[Compared]) -> list[Record]:
    """Return the comparison as records for JSON, with None for cells that are blank in the CSV."""

    def finite(value: float) -> float | None:
        return rounded(value) if math.isfinite(value) else None

    return [
        {
            "day": row.observation.day.isoformat(),
            "site": row.observation.site or None,
            "lift": row.observation.lift or None,
            "measure": row.observation.measure,
            "observed": finite(row.value),
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


def observed_in(lines: Iterable[str]) -> list[Observation]:
    """Return the observations in the lines of a compared.csv.

    Raises
    ------
    ValueError, KeyError
        The lines are not those of a compared.csv.
    """
    return [
        Observation(
            date.fromisoformat(cells["date"]),
            cells["site"],
            cells["measure"],
            float(cells["observed"]),
            float(cells["low"]),
            float(cells["high"]),
            lift=cells["lift"],
        )
        for cells in csv.DictReader(lines)
    ]


def of_csv(lines: Iterable[str]) -> list[Record]:
    """Return the lines of a compared.csv as records in the form of `as_records`.

    Raises
    ------
    ValueError, KeyError
        The lines are not those of a compared.csv.
    """
    numbers = ("p05", "p50", "p95", "width", "crps", "never")
    rows: list[Record] = []
    for cells in csv.DictReader(lines):
        if None in cells or None in cells.values() or not cells["verdict"]:
            raise ValueError(f"expected {len(COLUMNS)} cells including a verdict; {cells}")
        row: Record = {name: _number(cells[name]) if cells[name] else None for name in numbers}
        row |= {"day": cells["date"], "site": cells["site"] or None, "lift": cells["lift"] or None}
        row |= {"measure": cells["measure"], "verdict": cells["verdict"]}
        rows.append(row | {"observed": 0.0 if row["measure"] in DATED else _number(cells["observed"])})
    return rows


def _number(text: str) -> float:
    """Return the number that a text states; raise ValueError if it is not finite."""
    if not math.isfinite(value := float(text)):
        raise ValueError(f"expected a finite number; {text}")
    return value
