"""A study, run on an engine of dice.py, that stops when the interval of its probability is narrow enough."""

from __future__ import annotations

from typing import Any

from sim.experiment.run import run
from sim.experiment.study import Study
from tests.unit.experiment import dice

WITHIN = 0.1


def stopped(**how: Any) -> Study:
    """Run the study until half the width of the interval is at most WITHIN; `how` may state other
    arguments of `run`.
    """
    return run(dice.question(), **{"engine": dice.FAST, "workers": 1, "within": WITHIN, **how})
