"""How often runs that stop by a rule are wrong, where the probability is known exactly.

Sample sizes, seeds and false-alarm rates are fixed beforehand; no test is run again until it passes.
The long versions print the rows of docs/studies/decisions.md.
"""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import binom

from sim.analysis.decisions.stopping import Rule, Watch
from sim.analysis.statistics.estimates import proportion
from sim.experiment.run import run
from tests.unit.experiment.coins import on_time, question

SEED = 47
ALARM = 1e-4
ERROR = 0.05


def most_wrong(studies: int) -> int:
    """Return how many studies may be wrong: at an error rate of 5 %, more are wrong with probability 1e-4 at most."""
    return int(binom.isf(ALARM, studies, ERROR))


@pytest.mark.parametrize(("people", "side"), [(50, "above"), (70, "below")])
def test_real_runs_rarely_name_the_wrong_side(people: int, side: str) -> None:
    """Six runs decide whether P is above 0.95; P is 0.9905 for 50 people and 0.8822 for 70.

    At most `most_wrong` of the runs name the wrong side, and at most as many stop with an interval that misses P.
    """
    truth = on_time(people)
    wrong, missed = 0, 0
    for seed in range(1, 7):
        study = run(question(people), seed=seed, decide=0.95, replications=1000, workers=1)
        wrong += study.stopped.verdict not in (side, None)
        seen = study.probability()
        missed += not seen.low <= truth <= seen.high
    assert wrong <= most_wrong(6)
    assert missed <= most_wrong(6)


def test_a_verdict_is_rarely_given_if_p_is_the_target() -> None:
    """If the target is P itself, at most `most_wrong` of 200 studies say "above", and at most as many "below"."""
    truth = on_time(60)
    rng = np.random.default_rng(SEED)
    said = []
    for _ in range(200):
        watch = Watch(Rule(decide=truth), 2000)
        watch.see(rng.random(2000) < truth)
        said.append(watch.verdict)
    for side in ("above", "below"):
        assert said.count(side) <= most_wrong(200)


def test_the_interval_at_the_stop_covers() -> None:
    """At most `most_wrong` of 60 intervals miss P = 0.8822, if runs stop when half the width is at most 0.05."""
    truth = on_time(70)
    rng = np.random.default_rng(SEED + 1)
    missed = 0
    for _ in range(60):
        watch = Watch(Rule(within=0.05), 2000)
        watch.see(rng.random(2000) < truth)
        assert watch.holds
        low, high = watch.tally.interval()
        missed += not low <= truth <= high
    assert missed <= most_wrong(60)


def test_a_verdict_is_rarely_wrong_if_histories_share_worlds() -> None:
    """100 studies of worlds that differ in P (beta-distributed, mean 0.9) decide whether the mean of P is above 0.9.

    At most `most_wrong` of them say "above", and at most as many "below". If histories count as independent, more than
    `most_wrong` of them name a side. A study has at most 100 worlds with 10 histories each.
    """
    rng = np.random.default_rng(SEED + 2)
    said, plain = [], []
    for _ in range(100):
        met = rng.random((100, 10)) < rng.beta(1.8, 0.2, 100)[:, None]
        for inner, found in ((10, said), (1, plain)):
            watch = Watch(Rule(decide=0.9), 1000, inner)
            watch.see(met.ravel())
            found.append(watch.verdict)
    for side in ("above", "below"):
        assert said.count(side) <= most_wrong(100)
    assert len(plain) - plain.count(None) > most_wrong(100)


def deciding(studies: int, p: float, most: int, target: float = 0.95) -> dict[str, float]:
    """Simulate runs that stop when it is known on which side of the target P lies, or after `most` histories.

    Return the share of runs with each verdict, and the median and mean number of histories.
    """
    rng = np.random.default_rng(SEED + 3)
    said, stops = [], []
    for _ in range(studies):
        watch = Watch(Rule(decide=target), most)
        watch.see(rng.random(most) < p)
        assert watch.stop is not None
        said.append(watch.verdict)
        stops.append(watch.stop)
    each = {side: said.count(side) / studies for side in ("above", "below")}
    return {**each, "median": float(np.median(stops)), "mean": float(np.mean(stops))}


def narrowing(studies: int, within: float, most: int, p: float = 0.9) -> dict[str, float]:
    """Simulate runs that stop when half the width of the interval is at most `within`, or after `most` histories.

    Return the shares of runs in which the interval at the stop contains P (`covered`), in which the interval for a
    fixed number of histories does (`fixed`), and in which the rule holds (`held`); and the median number of histories.
    """
    rng = np.random.default_rng(SEED + 4)
    covered, fixed, stops, held = [], [], [], []
    for _ in range(studies):
        watch = Watch(Rule(within=within), most)
        watch.see(rng.random(most) < p)
        assert watch.stop is not None
        low, high = watch.tally.interval()
        covered.append(low <= p <= high)
        usual = proportion(watch.tally.met, watch.tally.n)
        fixed.append(usual.low <= p <= usual.high)
        stops.append(watch.stop)
        held.append(watch.holds)
    return {
        "covered": float(np.mean(covered)),
        "fixed": float(np.mean(fixed)),
        "held": float(np.mean(held)),
        "median": float(np.median(stops)),
    }


@pytest.mark.long
def test_runs_that_decide_over_many_studies() -> None:
    """At most `most_wrong` of 2,000 runs a row name the wrong side of 0.95; if P is 0.95, this holds for each side."""
    print()
    for p, most in ((0.978, 4000), (0.96, 20_000), (0.95, 20_000), (0.94, 20_000)):
        found = deciding(2000, p, most)
        print(f"decide 0.95, P = {p}:", found)
        for side in ("below",) if p > 0.95 else ("above",) if p < 0.95 else ("above", "below"):
            assert 2000 * found[side] <= most_wrong(2000)


@pytest.mark.long
def test_runs_that_narrow_over_many_studies() -> None:
    """At most `most_wrong` of 500 intervals miss P = 0.9, if runs stop when half the width is at most 0.04."""
    found = narrowing(500, 0.04, 4000)
    print("\nwithin 0.04, P = 0.9:", found)
    assert 500 * (1.0 - found["covered"]) <= most_wrong(500)
