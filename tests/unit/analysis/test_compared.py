"""Histories compared with observations of the real case."""

import csv
import math
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest

import sim
from sim.analysis.summary.compared import Compared, compare
from sim.analysis.summary.observed import Observation, observations
from sim.report.compared import as_csv, as_records, as_table, left_out, tally
from tests.scenarios import dated, lift, scenario, staged

ROOT = Path(__file__).parents[3]


def seen(measure: str, value: float, low: float | None = None, high: float | None = None) -> Observation:
    """Return an observation of 7 July 2024."""
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
def test_an_observed_figure_is_inside_above_or_below_its_band(
    observed: Observation, band: tuple[float, float, float], verdict: str
) -> None:
    """An observed figure lies inside, above or below the band of the histories; if it lies outside but its span touches
    the band, the verdict says so. The band of a date is in days after the observed date, so the observed date itself is
    0.
    """
    assert Compared(observed, *band).verdict == verdict


def test_columns_stay_apart_if_bands_are_long() -> None:
    """The verdicts stand below their heading, and a blank separates even a long band from its verdict."""
    rows = [
        Compared(seen("people_in_country", 18500), 14990.0, 17990.0, 20990.0),
        Compared(seen("people_in_country", 40), 0.0, 5.0, 30.0),
    ]
    lines = list(as_table(as_records(rows)))
    assert lines[1].endswith("14,990 to 20,990 (17,990) inside")
    assert lines[2].index("above") == lines[0].index("verdict") == lines[1].index("inside")
    assert max(len(line) for line in lines) <= 78


def test_the_tiny_case_is_compared_by_count() -> None:
    """In tiny.toml 4 people and 9 t leave camp in 3 sorties, the last at 23:00 of 1 January. So on 2 January everything
    is out and no one is present, and camp closed one day before the observed date (-1).

    An observation of the first day, or of an unknown measure, is not compared.
    """
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
    rows, unused = compare(study.store, study.outcomes, asked)
    assert [(row.low, row.middle, row.high) for row in rows] == [
        (4, 4, 4), (0, 0, 0), (9, 9, 9), (3, 3, 3), (-1, -1, -1),
    ]  # fmt: skip
    assert [row.verdict for row in rows] == ["inside", "above", "inside", "inside", "above"]
    assert tally(as_records(rows)).startswith("3 of 5")
    assert max(len(line) for line in as_table(as_records(rows))) <= 78
    assert len(as_csv(rows).splitlines()) == 6
    assert [seen.measure for seen, _ in unused] == ["people_in_country", "unheard of"]
    assert [row.score for row in rows] == [0, 1, 0, 0, 1]
    assert [row.never for row in rows if row.observation.measure == "site_closed"] == [0]


@pytest.mark.parametrize("days", [3, 24], ids=["by day", "by week, with four days in the last week"])
def test_the_last_sorties_count_on_the_last_day_of_the_clock(days: int) -> None:
    """Two flights of the last day are counted at its end, however short the last period of the clock is."""
    jet = lift(dated(24 * days + 2, 24 * days + 6), seats=1)
    short = scenario(group={"a": staged(2)}, lift={"jet": jet}, horizon_d=days, deadline_h=20)
    study = sim.run(short, replications=2, workers=1, engine="simpy")
    last = short.clock.start.date() + timedelta(days=days)
    rows, _ = compare(study.store, study.outcomes, [Observation(last, "", "heavy_sorties", 2, 2, 2)])
    assert [(row.low, row.middle, row.high) for row in rows] == [(2, 2, 2)]


def test_every_observation_of_the_real_case_has_a_band() -> None:
    """All Niger observations are compared, except the one of the first day, which is an input."""
    rows = observations(ROOT / "configs/data/niger-2024-observations.csv")
    study = sim.run(sim.load(ROOT / "configs/base.toml"), replications=2, workers=1)
    compared, _ = compare(study.store, study.outcomes, rows)
    assert len(compared) == len(rows) - 1
    assert all(np.isfinite(row.low) for row in compared if row.observation.measure != "site_closed")


def test_an_observation_that_is_not_compared_is_listed_with_the_reason() -> None:
    """Four kinds of observations are listed with the reason why they are not compared: those of the first day, those of
    one site for a measure of all sites, and those after and before the clock.
    """
    study = sim.run(sim.load(ROOT / "configs" / "tiny.toml"), replications=3, workers=1, engine="simpy")
    day = date(2024, 1, 2)
    asked = [
        Observation(date(2024, 1, 1), "", "people_in_country", 4, 4, 4),
        Observation(day, "", "people_out", 4, 4, 4),
        Observation(day, "camp", "heavy_sorties", 3, 3, 3),
        Observation(day, "camp", "pause_h", 0, 0, 0),
        Observation(date(2030, 1, 1), "", "people_out", 4, 4, 4),
        Observation(date(2023, 12, 1), "", "people_in_country", 4, 4, 4),
    ]
    rows, unused = compare(study.store, study.outcomes, asked)
    assert [row.observation for row in rows] == [asked[1]]
    named = [
        ("2024-01-01, all, people in country", "an input"),
        ("2024-01-02, camp, heavy sorties", "all sites"),
        ("2024-01-02, camp, longest pause, h", "all sites"),
        ("2030-01-01, all, people out", "the clock ends"),
        ("2023-12-01, all, people in country", "the clock begins after that day"),
    ]
    for line, (what, why) in zip(left_out(unused), named, strict=True):
        assert line.startswith(f"not compared: {what}: ")
        assert why in line


def test_sites_shares_and_lifts_are_compared_with_counts_by_hand() -> None:
    """In tiny.toml 4 people and 9 t leave camp in 3 sorties of one lift on 1 January. The expected values follow from
    this. Measures over all sites are not compared for one site.
    """
    study = sim.run(sim.load(ROOT / "configs" / "tiny.toml"), replications=3, workers=1, engine="simpy")
    day, (lift,), sorties = date(2024, 1, 2), study.plan.names["lift"], study.trajectory(0).sortie
    expected = {
        ("tonnes_in_country", "", ""): 0,
        ("tonnes_in_country", "camp", ""): 0,
        ("people_in_country", "camp", ""): 0,
        ("people_out", "camp", ""): 4,
        ("tonnes_out", "camp", ""): 9,
        ("share_out", "", ""): 1,
        ("tonnes_share_out", "", ""): 1,
        ("sorties", "", ""): 3,
        ("sorties", "", lift): 3,
        ("last_sortie", "", lift): -1,
        ("tonnes_a_sortie", "", lift): float(study.outcomes[f"load_{lift}_t"][0]),
        ("transit_d", "", lift): float((sorties["arrived"] - sorties["up"]).mean()) / 86400,
    }
    asked = [Observation(day, site, measure, 0.5, 0.5, 0.5, lift=of) for measure, site, of in expected]
    rows, unused = compare(study.store, study.outcomes, asked)
    assert not unused
    assert [row.middle for row in rows] == pytest.approx(list(expected.values()))
    assert expected["tonnes_a_sortie", "", lift] > 3  # 9 t in 3 sorties, and the weight of the people
    assert 0 < expected["transit_d", "", lift] < 1
    alone = [Observation(day, "camp", "transit_d", 1, 1, 1), Observation(day, "camp", "share_out", 1, 1, 1)]
    assert [reason for _, reason in compare(study.store, study.outcomes, alone)[1]] == [
        "it is counted over all sites together: leave the site empty"
    ] * 2


def test_a_band_that_is_wider_than_half_of_what_is_possible_says_little() -> None:
    """A figure inside a band that is wider than half of the possible range is `inside, but wide`. An infinite upper end
    of a band counts as the end of the clock.
    """
    people, closed = seen("people_out", 50), seen("site_closed", 1)
    for observed, band, possible, verdict in (
        (people, (20.0, 50.0, 70.0), (0.0, 100.0), "inside"),
        (people, (19.0, 50.0, 70.0), (0.0, 100.0), "inside, but wide"),
        (people, (60.0, 80.0, 120.0), (0.0, 100.0), "below"),
        (closed, (-5.0, 3.0, math.inf), (-90.0, 10.0), "inside"),
        (closed, (-50.0, 3.0, math.inf), (-90.0, 10.0), "inside, but wide"),
        (closed, (math.inf,) * 3, (-90.0, 10.0), "below"),
        (seen("people_out", 0), (0.0, 0.0, 0.0), (0.0, 0.0), "inside"),
    ):
        row = Compared(observed, *band, possible)
        assert row.verdict == verdict
    wide = Compared(people, 0.0, 50.0, 90.0, (0.0, 100.0), 7.5)
    lines = list(as_table(as_records([wide])))
    assert (lines[1].split()[-1], lines[2][:5]) == ("wide", "wide:")
    assert max(map(len, lines)) <= 78


def test_an_event_that_never_came_has_a_share_and_no_score() -> None:
    """If an event never came in some histories, its crps and width are blank, and `never` is the share of these
    histories.
    """
    rows = [
        Compared(seen("site_closed", 1), -2.0, 3.0, math.inf, (-9.0, 9.0), math.nan, 0.25),
        Compared(seen("people_out", 5), 4.0, 6.0, 8.0, (0.0, 9.0), 0.5),
    ]
    found = list(csv.DictReader(as_csv(rows).splitlines()))
    assert [(row["width"], row["crps"], row["never"]) for row in found] == [("", "", "0.25"), ("4", "0.5", "")]
    assert [(row["crps"], row["never"]) for row in as_records(rows)] == [(None, 0.25), (0.5, None)]
