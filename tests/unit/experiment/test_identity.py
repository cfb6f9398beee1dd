"""Plans whose histories may differ have different digests, so that a results folder never mixes them."""

from __future__ import annotations

from dataclasses import fields, replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import sim
from sim.experiment.idle import idle
from sim.model.compile import plan
from sim.model.digest import plan_digest
from sim.model.plan import Plan
from sim.model.policy import USUAL

ROOT = Path(__file__).parents[3]
CAMPS = ROOT / "configs" / "camps.toml"
APART = {"seed": "stands beside the digest in the address", "notices": "no engine reads them"}
"""Parts of a plan that its digest leaves out, with the reason."""


@cache
def _camps() -> Plan:
    return plan(sim.load(CAMPS))


def _another(value: Any) -> Any:
    """Return a different value of the same type, for a part of a plan."""
    if isinstance(value, np.ndarray) and not value.size:
        return np.ones(1, value.dtype)
    if isinstance(value, np.ndarray):
        changed = value.copy()
        changed.flat[0] = not changed.flat[0] if changed.dtype == np.bool_ else changed.flat[0] + 1
        return changed
    if isinstance(value, dict):
        first = next(name for name in value if len(value[name]))
        changed = _another(value[first]) if not isinstance(value[first], np.ndarray) else value[first][1:]
        return {**value, first: changed}
    if isinstance(value, tuple):
        return (*value, value[0] if value else ("one", 1.0, "another", "set"))
    if isinstance(value, int | float | str):
        return value + type(value)(1)
    if value == USUAL:
        return replace(USUAL, tail="lowest number")
    return value.model_copy(update={"zone": "UTC"})


@pytest.mark.parametrize("part", [field.name for field in fields(Plan)])
def test_the_digest_depends_on_all_that_engines_read(part: str) -> None:
    """A change of any part of a plan changes its digest, except for the parts in APART."""
    asked = replace(_camps(), policy=USUAL)
    other = replace(asked, **{part: _another(getattr(asked, part))})
    assert (plan_digest(other) == plan_digest(asked)) == (part in APART)


@pytest.mark.parametrize("key", ["payload_by_hour=[" + "0.5, " * 24 + "]", "payload_by_month={apr = 0.5}"])
def test_factors_on_the_payload_change_the_digest(key: str) -> None:
    """Factors on the payload change the digest, and no notice says that they have no effect."""
    change = f"lift.C-17.leg.Depot.{key}"
    assert plan_digest(plan(sim.load(CAMPS, [change]))) != plan_digest(_camps())
    assert list(idle(CAMPS, [change])) == []
