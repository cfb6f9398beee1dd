"""Histories of every shipped scenario, and the figures computed from them, agree bit for bit with a stored table.

Only `pytest tests/golden --bless` rewrites the table, `histories.json`, and only if the text under **Results** in the
changelog has changed since the last time: this text says which numbers changed, and why the new ones are right. An
entry of the table has two words, the fingerprint of a history and the digest of all its figures. A new outcome changes
the second word of every entry, but no first word.
"""

import hashlib
import json
import re
from pathlib import Path
from typing import Any

import pytest

import sim
from sim.analysis.outcomes.record import outcomes
from sim.engines.compiled import simulate
from sim.model.trajectory import fingerprint

ROOT = Path(__file__).parents[2]
TABLE = Path(__file__).parent / "histories.json"
REPLICATIONS = {
    **{"base": 3, "camps": 3, "chad-2025": 3, "iraq-2011": 1, "kabul-2021": 1, "mali-2022": 3},
    **{"niger-2024-hindsight": 3, "thirteen-camps": 3, "tiny": 3},
}
"""Number of histories by scenario. The compiled engine runs them; `test_engines_agree.py` compares the engines."""


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:24]


def results() -> str:
    """Return the text under Results in the first part of the changelog, which is the newest."""
    newest = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8").split("\n## ")[1]
    return re.search(r"^### Results\n(.*?)(?=^### |\Z)", newest, re.M | re.S)[1]  # type: ignore[index]


def histories(name: str) -> list[str]:
    """Return the entries of a scenario: for each history, its fingerprint and the digest of its figures."""
    plan = sim.plan(sim.load(ROOT / "configs" / f"{name}.toml"))
    got = []
    for replication in range(REPLICATIONS[name]):
        trajectory = simulate(plan, plan.seed, replication)
        figures = outcomes(plan, trajectory)
        flat = repr([(column, float(value)) for column, value in zip(figures.names, figures.values, strict=True)])
        got.append(f"{fingerprint(trajectory)} {digest(flat)}")
    return got


def first_words(lines: list[str]) -> list[str]:
    """Return the fingerprints of entries, without the digests."""
    return [line.split()[0] for line in lines]


def may_bless(table: dict[str, Any]) -> bool:
    """Return whether the text under Results has changed since the table was written."""
    return table.get("results") != digest(results())


@pytest.mark.slow
def test_histories_of_shipped_scenarios_agree_with_the_table(request: pytest.FixtureRequest) -> None:
    """Every scenario in configs gives the entries of the table."""
    assert sorted(path.stem for path in (ROOT / "configs").glob("*.toml")) == sorted(REPLICATIONS)
    now = {name: histories(name) for name in REPLICATIONS}
    table = json.loads(TABLE.read_text(encoding="utf-8")) if TABLE.exists() else {}
    if now == table.get("histories"):
        return
    if request.config.getoption("--bless"):
        assert may_bless(table), "say under Results in CHANGELOG.md which numbers changed, and why; then bless"
        written = {"results": digest(results()), "histories": now}
        TABLE.write_text(json.dumps(written, indent=1) + "\n", encoding="utf-8")
        return
    before = table.get("histories", {})
    moved = {name for name in now if first_words(now[name]) != first_words(before.get(name, []))}
    what = f"histories of {', '.join(sorted(moved))} have moved" if moved else "no history has moved, but figures have"
    assert now == before, f"{what}: if this is intended, say so under Results in CHANGELOG.md, and repeat with --bless"


def test_the_table_is_not_rewritten_without_a_text_under_results() -> None:
    """A table may be rewritten only if the text under Results differs from the text with which it was written."""
    assert not may_bless({"results": digest(results())})
    assert may_bless({"results": digest(results() + "- one more line\n")})
