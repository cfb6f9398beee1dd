"""The histories beside what was observed."""

import math
from datetime import date
from pathlib import Path

import numpy as np
import pytest

import sim
from sim.analysis.summary.compared import Compared, compare, uncompared
from sim.analysis.summary.observed import Observation, observations
from sim.report.compared import as_csv, as_table, left_out, tally

ROOT = Path(__file__).parents[3]


def seen(measure: str, value: float, low: float | None = None, high: float | None = None) -> Observation:
    """Return an observation of 7 July."""
    low, high = (value if low is None else low), (value if high is None else high)
    return Observation(date(2024, 7, 7), "", measure, value, low, high)


@pytest.mark.parametrize(
    ("observed", "band", "verdict"),
    [
        (seen("people_out", 5), (4.0, 6.0, 8.0), "inside"),
        (seen("people_out", 9), (4.0, 6.0, 8.0), "above"),
        (seen("people_out", 9, 7, 11), (4.0, 6.0, 8.0), "above, its span touches"),
        (seen("people_out", 1), (4.0, 6.0, 8.0), "below"),
        (seen("site_closed", 1), (-2.0, 3.0, math.inf), "inside"),
        (seen("site_closed", 1), (2.0, 3.0, 9.0), "below"),
    ],
)
def test_verdict(observed: Observation, band: tuple[float, float, float], verdict: str) -> None:
    """A figure is inside, above or below its band; a closing day is compared as days after the one observed."""
    assert Compared(observed, *band).verdict == verdict


def test_bands_of_tens_of_thousands_keep_their_distance() -> None:
    """Every column of the table begins at the same place, and a space parts a long band from its verdict."""
    rows = [
        Compared(seen("people_in_country", 18500), 14990.0, 17990.0, 20990.0),
        Compared(seen("people_in_country", 40), 0.0, 5.0, 30.0),
    ]
    lines = list(as_table(rows))
    assert lines[1].endswith("14,990 to 20,990 (17,990) inside")
    assert lines[2].index("above") == lines[0].index("verdict") == lines[1].index("inside")
    assert max(len(line) for line in lines) <= 78


def test_tiny_history_is_compared_by_count() -> None:
    """In tiny.toml everybody is out at 23:00 of the first day, so the next day knows 4 people out and none there."""
    study = sim.run(sim.load(ROOT / "configs" / "tiny.toml"), replications=3, workers=1)
    day = date(2024, 1, 2)
    asked = [
        Observation(day, "", "people_out", 4, 4, 4),
        Observation(day, "camp", "people_present", 1, 1, 1),
        Observation(day, "", "tonnes_out", 9, 9, 9),
        Observation(day, "", "heavy_sorties", 3, 3, 3),
        Observation(day, "camp", "site_closed", 1, 1, 1),
        Observation(date(2024, 1, 1), "", "people_in_country", 4, 4, 4),
        Observation(day, "", "unheard of", 4, 4, 4),
    ]
    rows = compare(study.plan, study.outcomes, study.bands(), asked)
    assert [(row.low, row.middle, row.high) for row in rows] == [
        (4, 4, 4), (0, 0, 0), (9, 9, 9), (3, 3, 3), (-1, -1, -1),
    ]  # fmt: skip
    assert [row.verdict for row in rows] == ["inside", "above", "inside", "inside", "above"]
    assert tally(rows).startswith("Observed: 3 of 5")
    assert max(len(line) for line in as_table(rows)) <= 78
    assert len(as_csv(rows).splitlines()) == 6


def test_every_observation_of_the_real_case_has_a_band() -> None:
    """All rows of the Niger observations but the first day's, which is an input, are compared."""
    rows = observations(ROOT / "configs/data/niger-2024-observations.csv")
    study = sim.run(sim.load(ROOT / "configs/base.toml"), replications=2, workers=1)
    compared = compare(study.plan, study.outcomes, study.bands(), rows)
    assert len(compared) == len(rows) - 1
    assert all(np.isfinite(row.low) for row in compared if row.observation.measure != "site_closed")


def test_what_is_not_compared_is_named_with_the_reason() -> None:
    """Claim: every observation is either compared or named: of the first day, of one site where all are counted."""
    study = sim.run(sim.load(ROOT / "configs" / "tiny.toml"), replications=3, workers=1, engine="simpy")
    day = date(2024, 1, 2)
    asked = [
        Observation(date(2024, 1, 1), "", "people_in_country", 4, 4, 4),
        Observation(day, "", "people_out", 4, 4, 4),
        Observation(day, "camp", "heavy_sorties", 3, 3, 3),
        Observation(day, "camp", "pause_h", 0, 0, 0),
        Observation(date(2030, 1, 1), "", "people_out", 4, 4, 4),
    ]
    about = (study.plan, study.outcomes, study.bands(), asked)
    assert [row.observation for row in compare(*about)] == [asked[1]]
    assert list(left_out(uncompared(*about))) == [
        "not compared: 2024-01-01, all, people in country: the first day of the clock is an input",
        "not compared: 2024-01-02, camp, heavy sorties: the histories have no figure for it",
        "not compared: 2024-01-02, camp, longest pause, h: the histories have no figure for it",
        "not compared: 2030-01-01, all, people out: the histories have no figure for it",
    ]
