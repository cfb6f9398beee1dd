"""The data of the charts that show, by date, the people and tonnes still at each place, and observations."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any, Final

from sim.analysis.sums.places import ALL
from sim.domain.dates import local_midnights
from sim.errors import ResultsError
from sim.experiment.keep.own import read_own
from sim.experiment.study import Study
from sim.model.calendars import NEVER
from sim.report.words import clock_time, day

__all__ = ["observed", "paths"]

MEASURES: Final = {"people": ("people_in_country", "people_present"), "tonnes": ("tonnes_in_country",)}
"""For each measure of a chart: the observed measures that are drawn on it as points."""


def paths(study: Study, seen: list[dict[str, Any]]) -> dict[str, Any]:
    """Return bands of people and tonnes: for the whole country, then for each place that ever has any.

    If there is only one place, only the bands for the whole country are returned.

    Returns
    -------
    dict
        `histories`: number of histories in the bands; `deadline` [s since the start]; `panels`, each with `place`,
        `measure` ("people" or "tonnes"), `at` [s since the start], `days` (the same instants in words), `bands` (five
        lists: the 5, 25, 50, 75 and 95 % quantiles at each instant), `points` (observations: `at`, `value`, `low`,
        `high`).
    """
    bands, histories = study.course
    last = max([*study.outcomes["closure"][study.outcomes["closure"] < NEVER].tolist(), study.plan.deadline])
    stop = next((row + 2 for row, at in enumerate(bands.instants.tolist()) if at >= last), len(bands.instants))
    instants = bands.instants[:stop].tolist()
    begins = {each.isoformat(): second for each, second in local_midnights(study.plan.clock, study.plan.horizon)}
    in_words = clock_time if len(instants) > 1 and instants[-1] - instants[-2] < 86_400 else day
    panels = []
    order = sorted(range(len(bands.places)), key=lambda row: bands.places[row] != ALL)
    several = len(bands.places) > 2
    for row in order if several else order[:1]:
        for measure in ("people", "tonnes"):
            values = getattr(bands, measure)[:stop, row, :]
            if not values.any():
                continue
            place = bands.places[row]
            points = [
                {"at": begins[each["date"]] + 43_200, **{key: each[key] for key in ("value", "low", "high")}}
                for each in seen
                if each["measure"] in MEASURES[measure] and each["site"] == ("" if place == ALL else place)
                and each["date"] in begins
            ]  # fmt: skip
            panels.append(
                {
                    "place": "all places" if place == ALL else place,
                    "measure": measure,
                    "at": instants,
                    "days": [in_words(at, study.plan.clock) for at in instants],
                    "bands": [values[:, level].tolist() for level in range(values.shape[1])],
                    "points": points,
                }
            )
    return {"histories": histories, "panels": panels, "deadline": study.plan.deadline}


def observed(folder: Path | None) -> list[dict[str, Any]]:
    """Return the rows of `compared.csv` in a results folder: observations, each with the band of the histories.

    The list is empty if there is no folder or no such file.

    Raises
    ------
    ResultsError
        The file is damaged, or is a link.
    """
    path = None if folder is None else folder / "compared.csv"
    if path is None or not path.is_file():
        return []
    rows = []
    try:
        for row in csv.DictReader(read_own(path).decode().splitlines()):
            content: dict[str, Any] = {key: row[key] or "" for key in ("date", "site", "measure", "verdict")}
            content |= {"value": float(row["observed"])}
            content |= {key: float(row[key]) if row[key] else None for key in ("low", "high", "p05", "p50", "p95")}
            rows.append(content)
    except (ValueError, KeyError, TypeError) as error:
        raise ResultsError(f"{path} is damaged ({error}); repeat the same sim run to rewrite it") from error
    return rows
