"""How often `beaten` falsely says that another plan is better than the best one, where probabilities are known.

Sample sizes, seeds and false-alarm rates are fixed beforehand; no test is run again until it passes.
"""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import binom

from sim.analysis.decisions.ranking import beaten

SEED = 61
ALARM = 1e-4


def lost(studies: int, p: list[float], shared: float, n: int = 100) -> float:
    """Return the share of studies in which a plan is said to beat the best one (if several are best, the first).

    On average, a share `shared` of the `n` histories uses the same random number for all plans.
    """
    rng = np.random.default_rng(SEED)
    found = 0
    for _ in range(studies):
        uniforms = np.where(rng.random(n) < shared, rng.random(n), rng.random((len(p), n)))
        found += beaten(list((uniforms < np.array(p)[:, None]).astype(int)), None)[int(np.argmax(p))] is not None
    return found / studies


@pytest.mark.parametrize(
    ("p", "shared"), [([0.9] * 4, 0.5), ([0.97] * 4, 0.0), ([0.95, 0.94, 0.94, 0.9], 0.8)], ids=str
)
def test_the_best_plan_is_hardly_ever_called_worse(p: list[float], shared: float) -> None:
    """Of 150 studies, not significantly more than 5 % call the best plan worse (false-alarm rate 1e-4)."""
    assert lost(150, p, shared) * 150 <= binom.ppf(1 - ALARM, 150, 0.05)


@pytest.mark.long
def test_the_best_plan_is_hardly_ever_called_worse_in_many_studies() -> None:
    """The best plan is called worse in at most 5 % of 2,000 studies of four plans, or of 300 studies of twenty."""
    for p in ([0.9] * 4, [0.97] * 20, [0.95, 0.94, 0.94, 0.9]):
        share = lost(2_000 if len(p) < 20 else 300, p, 0.5)
        print(f"{len(p)} plans, best {max(p)}: called worse in {100 * share:.1f} %")
        assert share <= 0.05
