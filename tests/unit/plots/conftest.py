"""Small studies, run once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from sim.experiment.study import Study
from tests.unit.plots.cases import CASES, study_of

Make = Callable[..., Study]


@pytest.fixture(scope="session", params=CASES, ids=lambda case: case.__name__)
def case(request: pytest.FixtureRequest, make: Make) -> Study:
    """Each of the cases, as a study."""
    return make(request.param)


@pytest.fixture(scope="session")
def make() -> Make:
    """Return a function that runs a small study, once for each set of changes."""
    known: dict[Any, Study] = {}

    def made(*changes: Callable[[dict[str, Any]], None], n: int = 12) -> Study:
        if (changes, n) not in known:
            known[changes, n] = study_of(*changes, n=n)
        return known[changes, n]

    return made
