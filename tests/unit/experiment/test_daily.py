"""Counts at the end of each day and of given days: `Study.daily`, `Study.at` and `sim run --at`."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner

import sim
from sim.cli.entry import cli
from sim.errors import SimError
from sim.experiment.daily import days_at
from tests.unit.experiment import dice

TINY = Path(__file__).parents[3] / "configs" / "tiny.toml"


@pytest.fixture(scope="module")
def study() -> Any:
    """Return a study of three histories of tiny.toml. In each, 4 people and 9 t of equipment leave camp on
    1 January.
    """
    return sim.run(sim.load(TINY), replications=3, workers=1, engine="simpy")


def test_series_iteration_and_array_say_the_same(study: Any) -> None:
    """The series of one count, the table of each history and the array of all counts have the same numbers."""
    daily = study.daily()
    whole = daily.array()
    assert whole.shape == (len(daily), len(daily.dates), len(daily.places), len(daily.measures))
    assert np.array_equal(np.stack(list(daily)), whole)
    for place, name in enumerate(daily.places):
        for side, measure in enumerate(daily.measures):
            assert np.array_equal(daily.series(measure, name), whole[:, :, place, side])
    assert daily.series("people").tolist() == [[4, *[0] * (len(daily.dates) - 1)]] * 3
    assert len(daily.instants) == len(daily.dates)
    assert (daily.instants[1], daily.dates[1]) == (16 * 3600, "2024-01-02")
    assert "3 histories" in repr(daily)


@pytest.mark.parametrize(("names", "words"), [(("persons",), "no measure persons"), (("kg", "moon"), "no place moon")])
def test_an_unknown_count_is_refused(study: Any, names: tuple[str, ...], words: str) -> None:
    """An unknown measure or place is refused with a list of those that exist."""
    with pytest.raises(KeyError, match=f"{words}; there are "):
        study.daily().series(*names)


def test_counts_at_the_end_of_a_day(study: Any) -> None:
    """The end of 1 January is the following midnight. A day may be text or a date, and a repeated day counts
    once.
    """
    found = study.at("2024-01-01", date(2024, 1, 1))
    assert {name: values.tolist() for name, values in found.items()} == {
        f"{name}{where}@2024-01-01": [each] * 3
        for where in ("", "_camp")
        for name, each in (("people_in_country", 0), ("tonnes_in_country", 0), ("people_out", 4), ("tonnes_out", 9))
    }
    assert study.at() == {}


@pytest.mark.parametrize("when", ["2023-12-31", "2030-01-01", "1 Jan"])
def test_a_day_beyond_the_clock_is_refused(study: Any, when: str) -> None:
    """Text that is no day, and a day that does not end within the clock, are refused with the possible days or
    an example.
    """
    with pytest.raises(sim.SimError, match=r"^at: .*expected a day (of the clock, 2024-01-01 to|such as)"):
        study.at(when)


def test_a_clock_without_a_whole_day_offers_none() -> None:
    """If the clock ends before its first midnight, the error says so and offers no range of days."""
    plan = dice.question(deadline_h=5, horizon_d=0.1)
    with pytest.raises(SimError, match="the clock ends before its first midnight, so no day can be given"):
        days_at(plan, ["2024-01-01"])


def test_run_writes_the_requested_days(tmp_path: Path) -> None:
    """--at adds to outcomes.csv columns with the counts at the end of these days; the next run without --at
    removes the columns.
    """
    typed = ["run", str(TINY), "-n", "3", "--engine", "simpy", "--no-figures", "-q", "--out", str(tmp_path / "r")]
    heads = {}
    for more in (("--at", "2024-01-01", "--at", "2024-01-02"), ()):
        assert CliRunner().invoke(cli, [*typed, *more]).exit_code == 0
        with (tmp_path / "r" / "outcomes.csv").open(encoding="utf-8") as file:
            rows = list(csv.DictReader(file))
        heads[more] = [name for name in rows[0] if "@" in name]
        if more:
            assert [row["tonnes_out_camp@2024-01-02"] for row in rows] == ["9"] * 3
            assert [row["people_in_country@2024-01-01"] for row in rows] == ["0"] * 3
    assert [len(names) for names in heads.values()] == [16, 0]


def test_a_day_that_is_refused_leaves_everything_as_it_was(tmp_path: Path) -> None:
    """A day beyond the clock is refused with exit code 2 before anything is run or written."""
    typed = ["run", str(TINY), "-n", "3", "--engine", "simpy", "--no-figures", "--out", str(tmp_path / "r")]
    refused = CliRunner().invoke(cli, [*typed, "--at", "2030-01-01"])
    assert refused.exit_code == 2
    assert "2030-01-01" in refused.stderr
    assert not (tmp_path / "r").exists()
