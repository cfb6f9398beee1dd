"""Histories are bit for bit those of the version that had no dispositions, reviews, prices or policies.

The folder `scenarios` holds three scenarios of that version. `before.json` holds the fingerprints of their histories,
and digests of the outcomes that the version had. `python -m tests.golden.test_before` rewrites this file; do so only
with a line under **Results** in the changelog.
"""

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

import sim
from sim.analysis.outcomes.record import columns, outcomes
from sim.model.trajectory import fingerprint
from tests.engine import simulate

HERE = Path(__file__).parent
TABLE = HERE / "before.json"
REPLICATIONS = {"tiny": 2, "base": 2, "niger-2024-hindsight": 2}


def history(plan: Any, replication: int, names: list[str]) -> dict[str, str]:
    trajectory = simulate(plan, plan.seed, replication)
    figures = outcomes(plan, trajectory)
    got = repr([(name, figures[name]) for name in names])
    return {
        "trajectory": fingerprint(trajectory),
        "outcomes": hashlib.sha256(got.encode()).hexdigest(),
    }


@pytest.mark.slow
@pytest.mark.parametrize("name", REPLICATIONS)
def test_histories_without_newer_features_have_not_changed(name: str) -> None:
    """A scenario without dispositions, reviews, prices and policies gives the stored fingerprints and digests."""
    before = json.loads(TABLE.read_text(encoding="utf-8"))[name]
    plan = sim.plan(sim.load(HERE / "scenarios" / f"{name}.toml"))
    now = [history(plan, replication, before["columns"]) for replication in range(REPLICATIONS[name])]
    assert now == before["histories"]


if __name__ == "__main__":
    table = {}
    for name, many in REPLICATIONS.items():
        plan = sim.plan(sim.load(HERE / "scenarios" / f"{name}.toml"))
        names = [column.name for column in columns(plan)]
        table[name] = {"columns": names, "histories": [history(plan, k, names) for k in range(many)]}
    TABLE.write_text(json.dumps(table, indent=1) + "\n", encoding="utf-8")
