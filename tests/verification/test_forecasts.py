"""Forecasts of Mali 2022 and Chad 2025 from their first day, scored beside two simple forecasts: a straight line and a
rule for each figure.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

import sim
from sim.analysis.statistics.score import crps
from sim.analysis.summary.ensemble import DATED, ensembles
from sim.analysis.summary.observed import Observation, observations
from sim.domain.dates import seconds
from sim.experiment.study import Study

ROOT = Path(__file__).parents[2]
NAMES = ("mali-2022", "chad-2025")
HISTORIES = 400
LINE: dict[str, dict[str, date | float]] = {
    "mali-2022": {
        "site_closed Gossi": date(2022, 4, 18),
        "site_closed Menaka": date(2022, 6, 17),
        "site_closed Gao": date(2022, 8, 17),
        "tonnes_out all": 12_000 * 138 / 181,
        "tonnes_share_out all": 138 / 181,
    },
    "chad-2025": {
        "site_closed Faya": date(2025, 1, 3),
        "site_closed Abeche": date(2025, 1, 17),
        "site_closed N'Djamena": date(2025, 1, 31),
    },
}
"""A straight line: the share that is out grows from nothing on the first day to everything on the day of the milestone,
and sites are closed one after the other, after equal times.
"""
RULE: dict[str, dict[str, date | float]] = {
    "mali-2022": {
        "site_closed Gossi": date(2022, 6, 17),
        "site_closed Menaka": date(2022, 6, 17),
        "site_closed Gao": date(2022, 8, 14),
        "tonnes_out all": (430 * 8 + 140 * 10) / 46 * 138,
        "tonnes_share_out all": 1.0,
        "sorties A400M": 7 * 179 / 7,
        "sorties convoy": 5 / 46 * 179,
        "transit_d convoy": 450 / 76,
    },
    "chad-2025": {
        "site_closed Faya": date(2024, 12, 29),
        "site_closed Abeche": date(2024, 12, 29),
        "site_closed N'Djamena": date(2025, 1, 28),
    },
}
"""One line of arithmetic for each figure, for example tonnes at the pace of autumn 2021. The page of each case in docs/
explains its rules.
"""


@dataclass(frozen=True)
class Row:
    """An observed figure beside the histories: their 5-95 % band and median, their score (CRPS), and the errors of the
    two simple forecasts.
    """

    name: str
    seen: Observation
    low: float
    middle: float
    high: float
    score: float
    line: float | None
    rule: float | None

    @property
    def value(self) -> float:
        """The observed figure; 0 if it is a date, since figures of histories are in days after the observed date."""
        return 0.0 if self.seen.measure in DATED else self.seen.value

    @property
    def verdict(self) -> str:
        """Whether the observed figure lies above, below or inside the 5-95 % band of the histories."""
        return "above" if self.value > self.high else "below" if self.value < self.low else "inside"

    @property
    def crps(self) -> str:
        """The score as the page prints it."""
        return self.shown(self.score, fine=self.seen.measure in DATED)

    def shown(self, number: float | None, *, fine: bool = False) -> str:
        """Return a figure as the page prints it, with the decimals of its measure."""
        digits = {"tonnes_share_out": 2, "transit_d": 1}.get(self.seen.measure, int(fine))
        return "-" if number is None else f"{round(number, digits) + 0.0:,.{digits}f}"  # avoids -0

    def __str__(self) -> str:
        """Return the line of the page's table."""
        shown, fine = self.shown, self.seen.measure in DATED
        cells = [f"{self.seen.day.day} {self.seen.day:%b}", self.name, shown(self.value)]
        cells += [f"{shown(self.low)} to {shown(self.high)} ({shown(self.middle)})", self.verdict]
        cells += [shown(each, fine=fine) for each in (self.score, self.line, self.rule)]
        return f"| {' | '.join(cells)} |"


def named(seen: Observation) -> str:
    """Return the name that an observation has in `LINE`, in `RULE` and in the stored histories."""
    return f"{seen.measure} {seen.site or seen.lift or 'all'}"


def error(seen: Observation, forecast: date | float | None) -> float | None:
    """Return the absolute error of a forecast (in days for dates); None if there is no forecast."""
    if isinstance(forecast, date):
        return float(abs((forecast - seen.day).days))
    return None if forecast is None else abs(forecast - seen.value)


def observed(name: str) -> tuple[Observation, ...]:
    return observations(ROOT / f"configs/data/{name}-observations.csv")


def kept(name: str) -> dict[str, npt.NDArray[np.float64]]:
    """Return the figures of the stored histories on which a page is based, by the name of the observation."""
    with (ROOT / f"docs/{name}-histories.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return {key: np.array([float(row[key]) for row in rows]) for key in rows[0]}


def rows(name: str) -> list[Row]:
    """Return the rows of a page's table, one for each observation."""
    found = []
    for seen in observed(name):
        values = kept(name)[named(seen)]
        low, middle, high = (float(np.sort(values)[max(int(np.ceil(len(values) * p - 1e-9)), 1) - 1])
                             for p in (0.05, 0.5, 0.95))  # fmt: skip
        score = crps(values, 0.0 if seen.measure in DATED else seen.value)
        rulers = (error(seen, table[name].get(named(seen))) for table in (LINE, RULE))
        found.append(Row(named(seen), seen, low, middle, high, score, *rulers))
    return found


def figures(study: Study, name: str) -> dict[str, npt.NDArray[np.float64]]:
    """Return the figure of each history of a study, by the name of the observation."""
    seen = observed(name)
    found = ensembles(study.store, study.outcomes, seen)
    assert not any(isinstance(each, str) for each in found), found
    return {named(one): np.round(each.values, 4) for one, each in zip(seen, found, strict=True)}  # type: ignore[union-attr]


@pytest.mark.parametrize("name", NAMES)
def test_observations_are_later_than_the_first_day(name: str) -> None:
    """All observations are later than the first day, and the heading of each unknown in the file has a grade."""
    scenario = sim.load(ROOT / f"configs/{name}.toml")
    assert all(seconds(seen.day, scenario.clock, ends=False) > 0 for seen in observed(name))
    text = (ROOT / f"configs/{name}.toml").read_text(encoding="utf-8")
    for block in re.split(r"\n(?=\[uncertainty\.)", text)[1:]:
        assert re.search(r"# *[OWRA]\b", block.splitlines()[0]), block


@pytest.mark.parametrize("name", NAMES)
def test_the_page_agrees_with_its_histories(name: str) -> None:
    """Each line of the page's table, and the number of figures in the band, follow from the stored histories and the
    two simple forecasts.
    """
    page = (ROOT / f"docs/{name}.md").read_text(encoding="utf-8")
    found = rows(name)
    assert len(kept(name)[found[0].name]) == HISTORIES
    for row in found:
        assert str(row) in page
        before = r"\w+, [\d.,]+ \| \w+, [\d.,]+"
        assert re.search(rf"^\| {row.name} \| {before} \| {row.verdict}, {row.crps} \|", page, re.M), row.name
    inside = sum(row.verdict == "inside" for row in found)
    assert f"{inside} of {len(found)} figures lie in the 5-95 % band" in page


@pytest.mark.parametrize("name", NAMES)
def test_the_line_forecasts_equal_parts(name: str) -> None:
    """In `LINE`, sites close after equal parts of the time from the first day to the milestone, to within a day."""
    scenario = sim.load(ROOT / f"configs/{name}.toml")
    start, end = scenario.clock.start, scenario.milestone["deadline"].by
    closed = [when for key, when in LINE[name].items() if key.startswith("site_closed")]
    for at, when in enumerate(closed, 1):
        assert abs(when - (start + (end - start) * at / len(closed))) <= timedelta(days=1)  # type: ignore[operator]


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_the_scenario_still_gives_the_histories_of_the_page(name: str, tmp_path: Path) -> None:
    """The scenario still gives the first four stored histories of the page."""
    study = sim.run(sim.load(ROOT / f"configs/{name}.toml"), replications=4, workers=1, out=tmp_path)
    for key, values in figures(study, name).items():
        assert list(kept(name)[key][:4]) == pytest.approx(list(values)), key


@pytest.mark.slow
def test_a_post_is_left_before_the_capital(tmp_path: Path) -> None:
    """In each of twenty histories Faya is left no later than the capital, N'Djamena, and the last people from the
    capital are out no earlier than 28 January.
    """
    scenario = sim.load(ROOT / "configs/chad-2025.toml")
    study = sim.run(scenario, replications=20, workers=1, out=tmp_path)
    after = figures(study, "chad-2025")
    apart = (date(2025, 1, 30) - date(2024, 12, 26)).days  # figures are in days after the observed dates
    assert (after["site_closed Faya"] <= after["site_closed N'Djamena"] + apart).all()
    assert study.outcomes["out_N'Djamena"].min() >= seconds(date(2025, 1, 28), scenario.clock, ends=False)
