"""Curves that only rise, tripwires, the share of variance that is due to unknowns, and bands by day."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.analysis.statistics.ignorance import ignorance
from sim.analysis.statistics.isotonic import rising
from sim.analysis.summary import bands as bands_module
from sim.analysis.summary.bands import BAND, bands
from sim.analysis.summary.tripwires import at_latest, at_least
from sim.analysis.sums.daily import Daily, days
from sim.model.calendars import NEVER
from tests.scenarios import DAY, compiled, dated, lift

samples = st.lists(st.tuples(st.integers(0, 8), st.booleans()), min_size=1, max_size=40)


@given(samples)
def test_the_rising_fit_is_the_min_max_formula(sample: list[tuple[int, bool]]) -> None:
    """The fit at a point equals the min-max formula: for each start up to the point, take the smallest mean between
    this start and an end at or beyond the point; the fit is the largest of these means.
    """
    x, met = np.array([each[0] for each in sample]), np.array([each[1] for each in sample])
    points, fitted = rising(x, met)
    assert points.tolist() == sorted(set(x.tolist()))

    def mean(low: int, high: int) -> float:
        return float(met[(x >= low) & (x <= high)].mean())

    for place, value in enumerate(fitted):
        starts, ends = points[: place + 1], points[place:]
        assert value == pytest.approx(max(min(mean(a, b) for b in ends) for a in starts))


def test_the_tripwire_is_the_least_amount_that_keeps_p() -> None:
    """If P rises in steps at amounts of 100 and 200, these amounts are the tripwires for 0.5 and 0.9."""
    amount = np.repeat([0, 50, 100, 150, 200, 250], 100)
    rate = np.repeat([0.1, 0.1, 0.6, 0.6, 0.97, 0.97], 100)
    met = (np.tile(np.arange(100), 6) + 0.5) / 100 < rate
    assert at_least(amount, met, 0.5).value == 100
    assert at_least(amount, met, 0.9).value == 200


@pytest.mark.parametrize(("hits", "reason"), [(19, "few"), (81, "few"), (20, "never")])
def test_the_reason_why_there_is_no_tripwire(hits: int, reason: str) -> None:
    """The reason is "few" with fewer than 20 successes or fewer than 20 misses, and "never" if P stays below the
    target.
    """
    met = np.arange(100) < hits
    amount = np.zeros(100) if reason == "never" else np.arange(100)
    assert at_least(amount, met, 0.9) == at_least(amount[::-1], met[::-1], 0.9)
    assert at_least(amount, met, 0.9).reason == reason
    assert at_least(amount, met, 0.9).value is None


def test_no_tripwire_if_every_amount_keeps_p() -> None:
    """If P is high enough at the smallest observed amount, there is no tripwire, and the reason is "always"."""
    met = np.arange(1000) % 20 != 0
    wire = at_least(np.zeros(1000), met, 0.9)
    assert (wire.value, wire.reason) == (None, "always")


def test_the_tripwire_of_a_date_is_the_latest_that_keeps_p() -> None:
    """The tripwire of a date is the latest date at which P is high enough. NEVER counts as later than all dates."""
    first = np.repeat([1 * DAY, 9 * DAY, 20 * DAY, NEVER], 50)
    met = np.concatenate([np.ones(50), np.arange(50) < 46, np.arange(50) < 20, np.zeros(50)])
    assert at_latest(first, met, 0.9).value == 9 * DAY
    assert at_latest(first, met, 0.3).value == 20 * DAY


def test_the_share_of_unknowns_is_1_or_0_in_extreme_cases() -> None:
    """The share is 1 if all histories of a world agree and worlds differ. It is 0 if half of the histories of each
    world succeed.
    """
    world = np.repeat(np.arange(100), 20)
    settled = ignorance(world % 2 == 0, world)
    assert (settled.share, settled.hopeless, settled.safe) == (1.0, 0.5, 0.5)
    coin = ignorance(np.tile([0, 1], 1000), world)
    assert (coin.share, coin.hopeless, coin.safe, coin.worlds, coin.inner) == (0.0, 0.0, 0.0, 100, 20)


@pytest.mark.parametrize(("met", "world"), [([1, 1], [0, 1]), ([1, 1, 1, 1], [0, 0, 1, 1]), ([1, 0], [0, 0])])
def test_cases_without_a_share_of_unknowns(met: list[int], world: list[int]) -> None:
    """There is no share if all histories succeed or all fail, if no world has two histories, or if there is only one
    world.
    """
    assert ignorance(np.array(met), np.array(world)).share is None


def test_bands_in_one_pass_or_many(monkeypatch: pytest.MonkeyPatch) -> None:
    """The quantiles by day are NumPy's, and the place "all" is the sum of the sites. With memory for one day, the
    histories are read once for each day and the bands are the same.
    """
    plan = compiled(group={"g": {"site": "A", "count": 3}}, lift={"c": lift(dated(24))}, deadline_h=120, horizon_d=2)
    random = np.random.default_rng(5)
    tables = random.integers(0, 1000, (37, len(days(plan)), 1, 4)).astype(np.int32)
    passes = 0

    def histories() -> Iterator[Daily]:
        nonlocal passes
        passes += 1
        yield from tables

    whole = bands(plan, histories, 37)
    assert passes == 1
    monkeypatch.setattr(bands_module, "MEMORY_BYTES", 37 * 2 * 4 * 4)
    again = bands(plan, histories, 37)
    assert passes == 1 + len(days(plan))
    assert whole.places == ("A", "all")
    expected = np.quantile(tables[..., 1], BAND, axis=0, method="inverted_cdf")
    assert np.array_equal(whole.tonnes[:, 0], np.moveaxis(expected, 0, -1)[:, 0] / 1000)
    assert np.array_equal(whole.people[:, 0], whole.people[:, 1])
    for name in ("people", "tonnes", "people_out", "tonnes_out"):
        assert np.array_equal(getattr(whole, name), getattr(again, name))
