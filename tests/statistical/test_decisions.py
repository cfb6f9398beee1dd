"""Sensitivity, discovery and the value of information recover known answers from samples.

Sample sizes, seeds and false-alarm rates are fixed beforehand; no test is run again until it passes.
"""

from __future__ import annotations

import math

import numpy as np
from scipy.special import ndtr, roots_hermitenorm
from scipy.stats import norm

from sim.analysis.decisions.discovery import discovery
from sim.analysis.decisions.information import information
from sim.analysis.decisions.inputs import Input
from sim.analysis.decisions.knowing import largest_by_chance
from sim.analysis.decisions.sensitivity import sensitivity

SEED = 20
LOADS = (0.6, 0.35, 0.0)
LIMIT = 0.8


def probit_index(load: float) -> float:
    """Return the share of an input in the variance of whether the sum is at most `LIMIT`, by Gauss-Hermite quadrature.

    The sum is load x input, summed over all inputs (standard normal), plus normal chance; its variance is 1.
    """
    nodes, weights = roots_hermitenorm(60)
    weights = weights / weights.sum()
    given = ndtr((LIMIT - load * nodes) / math.sqrt(1.0 - load**2))
    p = ndtr(LIMIT)
    return float(weights @ np.square(given - p)) / (p * (1.0 - p))


def test_shares_of_an_additive_probit_case_are_recovered() -> None:
    """On average, the share of an input in the variance of a date is its squared load.

    Its share in the variance of whether the sum is at most `LIMIT` is `probit_index`. There are 20
    studies of 1,000 worlds. The standard error of a mean share is below 0.007, and the limit, 0.028, is 4 standard
    errors; for the six shares together, the false-alarm rate is 1 in 2,500.
    """
    random = np.random.default_rng(SEED)
    found = []
    for _ in range(20):
        z = random.normal(size=(1_000, len(LOADS)))
        total = z @ LOADS + math.sqrt(1.0 - sum(load**2 for load in LOADS)) * random.normal(size=1_000)
        inputs = [Input(str(place), np.exp(column)) for place, column in enumerate(z.T)]
        days = 86_400 * (50.0 + 8.0 * total)
        seen = sensitivity(inputs, days, total <= LIMIT, np.arange(1_000), until=86_400 * 400)
        found.append([(each.date, each.met) for each in sorted(seen.owners, key=lambda each: each.input.name)])
    date, met = np.mean(found, axis=0).T
    assert np.abs(date - np.square(LOADS)).max() < 0.028
    assert np.abs(met - [probit_index(load) for load in LOADS]).max() < 0.028
    assert probit_index(LOADS[0]) > 0.1  # the largest share is well above 0


def test_shares_are_recovered_if_histories_share_worlds() -> None:
    """With 5 histories in each world, shares are still parts of the variance of single histories.

    An input with the load 0.5 has the share 0.5^2 = 0.25. So has the variance between worlds, since the input is all
    that differs between worlds. There are 12 studies of 400 worlds; the standard error of a mean share is 0.009.
    """
    random = np.random.default_rng(SEED + 1)
    found = []
    for _ in range(12):
        z = np.repeat(random.normal(size=400), 5)
        days = 86_400 * (50.0 + 8.0 * (0.5 * z + math.sqrt(0.75) * random.normal(size=2_000)))
        worlds = np.repeat(np.arange(400), 5)
        seen = sensitivity([Input("z", z)], days, days < 86_400 * 50, worlds, until=86_400 * 400)
        found.append((seen.owners[0].date, seen.date_between))
    assert np.abs(np.mean(found, axis=0) - 0.25).max() < 0.04


def test_unknowns_that_do_nothing_stay_below_the_noise() -> None:
    """If no input has an effect, the largest share exceeds the noise in about 1 of 20 studies.

    This may happen in at most 14 of 100 studies (false-alarm rate 1 in 10,000). A study has 150 worlds with 4 inputs.
    """
    random = np.random.default_rng(SEED + 2)
    above = 0
    for _ in range(100):
        inputs = [Input(str(place), random.random(150)) for place in range(4)]
        seen = sensitivity(inputs, 86_400 * random.random(150), random.random(150) < 0.5, np.arange(150), until=86_400)
        above += max(each.date for each in seen.owners) > seen.date_noise
    assert above <= 14


def test_a_planted_rule_is_found() -> None:
    """The two conditions of a planted rule are found in each of 20 studies of 400 histories with 8 inputs.

    The rule is that input 2 is below 0.5 and input 5 at least 0.4; the limits that are found differ from these by less
    than 0.12. The probability of a miss is 0.8 under the rule and 0.05 elsewhere.
    """
    random = np.random.default_rng(SEED + 3)
    for _ in range(20):
        x = random.random((400, 8))
        missed = random.random(400) < np.where((x[:, 2] < 0.5) & (x[:, 5] >= 0.4), 0.8, 0.05)
        seen = discovery([Input(str(place), column) for place, column in enumerate(x.T)], ~missed, np.arange(400))
        assert seen.found
        assert {(each.input.name, each.below) for each in seen.conditions} == {("2", True), ("5", False)}
        assert all(abs(each.value - {"2": 0.5, "5": 0.4}[each.input.name]) < 0.12 for each in seen.conditions)


def test_rules_are_rarely_found_if_no_input_matters() -> None:
    """If misses do not depend on any input, the p-value of the best rule is at most 0.05 in about 1 of 20 studies.

    This may happen in at most 10 of 60 studies (false-alarm rate 1 in 5,000). A study has 160 histories with 4 inputs.
    A rule is found in at most 2 studies, since the half of the histories that was not used to find it must confirm it.
    """
    random = np.random.default_rng(SEED + 4)
    seen = [
        discovery(
            [Input(str(place), random.random(160)) for place in range(4)], random.random(160) < 0.6, np.arange(160)
        )
        for _ in range(60)
    ]
    assert sum(each.p <= 0.05 for each in seen) <= 10
    assert sum(each.found for each in seen) <= 2


def test_the_value_of_information_of_a_linear_normal_gain_is_recovered() -> None:
    """If the gain is a + b x + noise and x is standard normal, the mean estimate of the value of knowing x is right.

    With s = |b|, knowing x is worth s phi(a/s) + a Phi(a/s) - max(0, a). For each a and b there are 60 studies of 400
    pairs; the standard error of the mean estimate is 0.005, and the limit is 0.02. The 95 % interval must contain the
    true value in at least 50 of the 60 studies (false-alarm rate 1 in 1,500).
    """
    random = np.random.default_rng(SEED + 5)
    for a, b in ((-0.5, 1.0), (0.4, -1.0)):
        scale = abs(b)
        known = scale * norm.pdf(a / scale) + a * norm.cdf(a / scale) - max(0.0, a)
        seen = []
        for _ in range(60):
            x = random.normal(size=400)
            seen.append(information("x", np.exp(x), a + b * x + random.normal(size=400)))
        assert abs(np.mean([each.value for each in seen]) - known) < 0.02
        assert sum(each.low <= known <= each.high for each in seen) >= 50
        assert all(each.noise < each.value for each in seen)


def test_information_that_changes_no_choice_is_worth_nothing() -> None:
    """If one plan is far better for every value of the unknown, knowing the value is worth exactly 0."""
    random = np.random.default_rng(SEED + 6)
    x = random.random(400)
    seen = information("x", x, 5.0 + x + random.normal(size=400))
    assert (seen.value, seen.turns, seen.noise) == (0.0, 0.0, 0.0)


def test_the_most_valuable_of_many_unknowns_is_rarely_named_by_chance() -> None:
    """If none of 8 unknowns matters, the largest value exceeds `largest_by_chance` in about 1 of 20 studies.

    It may do so in at most 10 of 60 studies of 200 pairs (false-alarm rate 1 in 5,000). In at least 12 of the studies,
    the value of some unknown exceeds its own noise, which does not allow for the choice of the largest of eight.
    """
    random = np.random.default_rng(SEED + 7)
    named = alone = 0
    for _ in range(60):
        gain = random.choice([-1.0, 0.0, 1.0], p=[0.1, 0.79, 0.11], size=200)
        inputs = [random.random(200) for _ in range(8)]
        noise = largest_by_chance(inputs, gain)
        found = [information("x", x, gain) for x in inputs]
        named += max(each.value for each in found) > noise
        alone += any(each.value > each.noise for each in found)
    assert named <= 10
    assert alone >= 12


def test_noise_of_unknowns_counts_each_world_once() -> None:
    """Three equal histories of each world give the same noise as one; without an unknown, the noise is 0."""
    random = np.random.default_rng(SEED + 8)
    x, gain = random.random(150), random.choice([-1.0, 0.0, 1.0], size=150)
    shared = largest_by_chance([np.repeat(x, 3)], np.repeat(gain, 3), np.repeat(np.arange(150), 3))
    assert shared == largest_by_chance([x], gain) > 0.0
    assert largest_by_chance([], gain) == 0.0
