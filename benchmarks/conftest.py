"""Shared by the benchmarks: the compiled base case."""

from pathlib import Path

import pytest

from sim.config import load
from sim.model.compile import plan
from sim.model.plan import Plan

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="session")
def base() -> Plan:
    """The real case, compiled."""
    return plan(load(ROOT / "configs" / "base.toml"))


@pytest.fixture(scope="session")
def tiny() -> Plan:
    """The case worked by hand, compiled."""
    return plan(load(ROOT / "configs" / "tiny.toml"))
