"""Fixtures: small studies, each run once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from sim.experiment.study import Study
from tests.unit.plots.cases import CASES, study_of

Make = Callable[..., Study]


@pytest.fixture(scope="session", params=CASES, ids=lambda case: case.__name__)
def case(request: pytest.FixtureRequest, make: Make) -> Study:
    """Return the study of one case; a test that uses it runs once for each case."""
    return make(request.param)


@pytest.fixture(scope="session")
def make() -> Make:
    """Return a function that runs a small study, once for each set of changes."""
    studies: dict[Any, Study] = {}

    def made(*changes: Callable[[dict[str, Any]], None], n: int = 12) -> Study:
        if (changes, n) not in studies:
            studies[changes, n] = study_of(*changes, n=n)
        return studies[changes, n]

    return made
