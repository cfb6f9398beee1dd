"""Fixtures that the benchmarks share: compiled plans of shipped scenarios."""

from pathlib import Path

import pytest

from sim.config import load
from sim.model.compile import plan
from sim.model.plan import Plan

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="session")
def base() -> Plan:
    """Return the plan of the base case."""
    return plan(load(ROOT / "configs" / "base.toml"))


@pytest.fixture(scope="session")
def tiny() -> Plan:
    """Return the plan of the tiny case, whose history docs/model.md works out by hand."""
    return plan(load(ROOT / "configs" / "tiny.toml"))
