"""The search for the smallest value that is enough, and the choice of the best plan, where probabilities are known.

Sample sizes, seeds and false-alarm rates are fixed beforehand; no test is run again until it passes.
The long versions print the rows of docs/studies/decisions.md.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from scipy.stats import binom

from sim.analysis.decisions.bracket import Search
from sim.analysis.decisions.selection import Elimination

SEED = 47
ALARM = 1e-4
TARGET = 0.95
MISSIONS = range(6, 26)
STEEP = binom.sf(5, MISSIONS, 0.75)  # at least six of m missions succeed: 0.922 at m = 10, 0.966 at 11
FLAT = binom.sf(8, range(10, 30), 0.6)  # at least nine of m: 0.943 at m = 20, 0.965 at 21
SHORT = np.array([*np.linspace(0.3, 0.9, 10), 0.949, *np.linspace(0.98, 1.0, 9)])  # one P is just below the target


def brackets(studies: int, p: np.ndarray, budget: int) -> dict[str, float]:
    """Search many times for the smallest of 20 values at which P is at least 0.95.

    Return the share of searches with each result, the mean number of values left open, and the median number of
    histories.
    """
    rng = np.random.default_rng(SEED)
    least = int(np.argmax(p >= TARGET))
    found = []
    for _ in range(studies):
        search = Search(range(len(p)), TARGET, budget=budget)
        while (what := search.next()) is not None:
            index, n, _ = what
            search.tell(index, int(rng.binomial(n, p[index])), n)
        found.append(search.bracket())
    return {
        "false suffices": float(np.mean([each.suffices is not None and each.suffices < least for each in found])),
        "false fails": float(np.mean([each.fails is not None and each.fails >= least for each in found])),
        "exact": float(np.mean([(each.suffices, each.fails) == (least, least - 1) for each in found])),
        "unproven": float(np.mean([each.suffices is None for each in found])),
        "open": float(np.mean([len(each.open) for each in found])),
        "best short": float(np.mean([each.best is not None and each.best[0] < least for each in found])),
        "median": float(np.median([each.histories for each in found])),
    }


def races(studies: int, p: Sequence[float], shared: float) -> dict[str, float]:
    """Compare plans many times in batches of 50 rounds, until each comparison is settled.

    On average, a share `shared` of the rounds uses the same random number for all plans. Return the share of
    comparisons with each result, and the median and largest number of rounds.
    """
    rng = np.random.default_rng(SEED + 1)
    k, best = len(p), max(p)
    names = [str(plan) for plan in range(k)]
    lost, wrong, single, rounds = 0, 0, 0, []
    for _ in range(studies):
        race = Elimination(names)
        while not race.settled:
            uniforms = np.where(rng.random(50) < shared, rng.random(50), rng.random((k, 50)))
            race.add(uniforms < np.array(p)[:, None])
        left = [p[int(name)] for name in race.survivors]
        lost += "0" not in race.survivors
        wrong += min(left) < best - race.indifference
        single += len(left) == 1
        rounds.append(race.rounds)
    return {
        "best lost": lost / studies,
        "wrong": wrong / studies,
        "one left": single / studies,
        "median": float(np.median(rounds)),
        "longest": float(np.max(rounds)),
    }


def test_a_value_said_to_suffice_does_suffice() -> None:
    """At most 5 % of searches call a value enough that is not, and at most 5 % reject a value that is enough.

    There are 200 searches of each curve. If the true rate is 5 %, a check fails with a probability below 1e-4.
    """
    most = binom.isf(ALARM, 200, 0.05) / 200
    steep = brackets(200, STEEP, 6000)
    assert steep["exact"] > 0.8
    assert 2000 <= steep["median"] <= 4000
    for found in (steep, brackets(200, SHORT, 2500)):
        assert found["false suffices"] <= most
        assert found["false fails"] <= most
        assert found["unproven"] < 0.1


def test_the_best_plan_is_kept() -> None:
    """A comparison eliminates the best plan in at most 5 % of cases, and keeps a clearly worse one in at most 5 %.

    There are 100 comparisons of each set of plans. If the true rate is 5 %, a check fails with a probability below
    1e-4. If one plan is better by 0.05, it alone is left in over 90 %; if all are equal, one alone is never left.
    """
    most = binom.isf(ALARM, 100, 0.05) / 100
    slippage = races(100, [0.95, *[0.90] * 9], 0.8)
    assert slippage["one left"] > 0.9
    equal = races(100, [0.92] * 10, 1.0)
    assert equal["one left"] == 0.0
    for found in (slippage, equal):
        assert found["best lost"] <= most
        assert found["wrong"] <= most


@pytest.mark.long
def test_brackets_over_many_studies() -> None:
    """In 2,000 searches a row, the rate of either error is not significantly above 5 % (false-alarm rate 1e-4)."""
    most = binom.isf(ALARM, 2000, 0.05) / 2000
    for name, p, budget in (
        ("steep", STEEP, 6000),
        ("steep", STEEP, 3000),
        ("flat", FLAT, 6000),
        ("short", SHORT, 6000),
    ):
        found = brackets(2000, p, budget)
        print(f"\n{name}, {budget}:", found)
        assert found["false suffices"] <= most
        assert found["false fails"] <= most


@pytest.mark.long
def test_races_over_many_studies() -> None:
    """In 2,000 comparisons a row, the rate of either error is not significantly above 5 % (false-alarm rate 1e-4)."""
    most = binom.isf(ALARM, 2000, 0.05) / 2000
    rows = (
        ("slippage of ten", [0.95, *[0.90] * 9], 0.8),
        ("slippage of twenty", [0.90, *[0.85] * 19], 0.5),
        ("equal and the same", [0.92] * 10, 1.0),
        ("equal", [0.92] * 5, 0.9),
    )
    for name, p, shared in rows:
        found = races(2000, p, shared)
        print(f"\n{name}:", found)
        assert found["best lost"] <= most
        assert found["wrong"] <= most
