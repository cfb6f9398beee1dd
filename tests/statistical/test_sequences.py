"""Intervals and verdicts that may be checked after every history: how often they are wrong, how soon verdicts come.

Sample sizes, seeds and false-alarm rates are fixed beforehand; no test is run again until it passes.
The long versions print the rows of docs/studies/decisions.md.
"""

from __future__ import annotations

import math
from functools import cache

import numpy as np
import pytest
from scipy.stats import binom

from sim.analysis.decisions.sequence import Means, against, bounded_means, evidence, interval
from sim.analysis.statistics.estimates import proportion

SEED = 43
ALARM = 1e-4
LOOKS = np.unique(np.round(np.geomspace(1, 2000, 60)).astype(int))
BOUND = math.log(20.0)


@cache
def once_covers(met: int, n: int, p: float) -> bool:
    found = proportion(met, n)
    return found.low <= p <= found.high


def ever_wrong(studies: int, p: float) -> tuple[float, float]:
    """Return the shares of studies in which two kinds of 95 % interval ever miss P within 2,000 histories.

    The first kind is the confidence sequence, which is valid at all checks together. It is checked after every history
    up to 200, and after every tenth from there. The second kind is valid for one check only; it is checked at `LOOKS`.
    """
    rng = np.random.default_rng(SEED)
    n = np.concatenate([np.arange(1, 200), np.arange(200, 2001, 10)])
    sequence, one_look = 0, 0
    for _ in range(studies):
        met = np.cumsum(rng.random(2000) < p)
        sequence += bool((against(met[n - 1], n, p) >= BOUND).any())
        one_look += not all(once_covers(int(met[look - 1]), int(look), p) for look in LOOKS)
    return sequence / studies, one_look / studies


def worlds_ever_wrong(studies: int) -> dict[str, float]:
    """Check two confidence sequences after every tenth world, up to 200 worlds of 10 histories.

    The probability of each world is drawn from a beta distribution of mean 0.9. Return the share of studies in which
    the sequence of the means of worlds ever misses 0.9 from the 20th world on (`wrong`), and in which the sequence that
    treats histories as independent ever misses it (`plain`). Return also the mean half-width of the interval of means
    after 200 worlds, in the first 100 studies (`half`).
    """
    rng = np.random.default_rng(SEED + 1)
    wrong, plain, half = 0, 0, []
    for study in range(studies):
        met = rng.binomial(10, rng.beta(1.8, 0.2, 200))
        means, ever = Means(), False
        means.add(met[:10] / 10)
        for start in range(10, 200, 10):
            means.add(met[start : start + 10] / 10)
            ever |= means.against(0.9) >= BOUND
        total = met.cumsum()[9::10]
        plain += bool((against(total, 10 * np.arange(10, 201, 10), 0.9) >= BOUND).any())
        wrong += ever
        if study < 100:
            low, high = means.interval()
            assert (low <= 0.9 <= high) == (means.against(0.9) < BOUND)
            half.append(0.5 * (high - low))
    return {"wrong": wrong / studies, "plain": plain / studies, "half": float(np.mean(half))}


def verdicts(studies: int, p: float, most: int, every: int = 1) -> dict[str, float]:
    """Ask after every `every` histories, up to `most`, whether P is above 0.95 or below.

    Return the shares of studies that ever give each verdict, and the median number of histories at the first verdict
    (`most` + 1 if there is none).
    """
    rng = np.random.default_rng(SEED + 2)
    n = np.arange(every, most + 1, every)
    above, below, stops = 0, 0, []
    for _ in range(studies):
        met = np.cumsum(rng.random(most) < p)[n - 1]
        firsts = [
            int(n[at.argmax()]) if at.any() else most + 1 for at in (each >= BOUND for each in evidence(met, n, 0.95))
        ]
        above += firsts[0] <= most
        below += firsts[1] <= most
        stops.append(min(firsts))
    return {"above": above / studies, "below": below / studies, "median": float(np.median(stops))}


def test_the_sequence_is_hardly_ever_wrong() -> None:
    """In 200 studies, the rate of confidence sequences that are ever wrong is not significantly above 5 %.

    The false-alarm rate is 1e-4. The interval that is valid for one check only is wrong at some check in over 15 %.
    """
    for p in (0.95, 0.5):
        sequence, one_look = ever_wrong(200, p)
        assert 200 * sequence <= binom.isf(ALARM, 200, 0.05)
        assert one_look > 0.15


def test_means_of_worlds_are_hardly_ever_wrong() -> None:
    """If worlds differ, sequences of the means of worlds are ever wrong at a rate not significantly above 5 %.

    There are 200 studies (false-alarm rate 1e-4). The sequence that treats histories as independent is ever wrong in
    more than 5 %.
    """
    found = worlds_ever_wrong(200)
    assert 200 * found["wrong"] <= binom.isf(ALARM, 200, 0.05)
    assert found["plain"] > 0.05


def test_verdicts_come_soon_and_are_rarely_wrong() -> None:
    """With P = 0.978, target 0.95 and a check at every second history, the median verdict takes 230 to 330 histories.

    In 200 studies, the rate of wrong verdicts is not significantly above 5 %. If P is the target itself, the
    same holds for the rate of "above" and for that of "below" (false-alarm rate 1e-4 each).
    """
    found = verdicts(200, 0.978, 4000, 2)
    assert 230 <= found["median"] <= 330
    at = verdicts(200, 0.95, 2000, 2)
    for wrong in (found["below"], at["above"], at["below"]):
        assert 200 * wrong <= binom.isf(ALARM, 200, 0.05)


def test_means_of_zeros_and_ones_give_the_interval_of_counts() -> None:
    """If all means are 0 or 1, the interval of means is that of counts to within 0.001, at 50 % and 99.9 %."""
    for confidence in (0.5, 0.999):
        assert bounded_means([0, 1, 1] * 30, confidence) == pytest.approx(interval(60, 90, confidence), abs=1e-3)


@pytest.mark.long
def test_sequences_over_many_studies() -> None:
    """In 2,000 studies for each row, the rate of sequences that are ever wrong is not significantly above 5 %."""
    limit = binom.isf(ALARM, 2000, 0.05) / 2000
    for p in (0.99, 0.95, 0.5):
        found = ever_wrong(2000, p)
        print(f"\never wrong at {p}:", found)
        assert found[0] <= limit
    worlds = worlds_ever_wrong(2000)
    print("worlds:", worlds)
    assert worlds["wrong"] <= limit


@pytest.mark.long
def test_verdicts_over_many_studies() -> None:
    """In 2,000 studies for each row, verdicts are wrong at a rate not significantly above 5 % (false alarms: 1e-4)."""
    limit = binom.isf(ALARM, 2000, 0.05) / 2000
    for p, most, every in ((0.978, 4000, 1), (0.96, 20_000, 10), (0.95, 20_000, 10), (0.94, 20_000, 10)):
        found = verdicts(2000, p, most, every)
        print(f"\nverdicts at {p}:", found)
        assert p > 0.95 or found["above"] <= limit
        assert p < 0.95 or found["below"] <= limit
