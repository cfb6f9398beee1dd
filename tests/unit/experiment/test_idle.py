"""A number that is set moves some history, or the run says that it changes nothing, or it is listed here."""

from __future__ import annotations

from pathlib import Path
from random import Random
from typing import Any

import pytest

from sim.config import load
from sim.config.literal import dotted
from sim.domain.paths import Number, numbers
from sim.domain.scenario import Scenario
from sim.engines.batch import simulate
from sim.errors import ConfigError
from sim.experiment.idle import idle
from sim.model.compile import plan
from sim.model.trajectory import fingerprint

ROOT = Path(__file__).parents[3]
FEW = 3
TRIED = {"tiny": 10_000, "base": 24, "niger-2024-hindsight": 16, "camps": 24, "kabul-2021": 8, "iraq-2011": 4}
"""How many numbers of each scenario are tried, drawn once for all; of tiny every one."""
MANY = {"kabul-2021": 6, "iraq-2011": 4}
"""Histories of which one has to move, where the first few did not; 40 elsewhere."""
SPARE = {
    "tiny": {
        "site.camp.station.inspection.hours.1.close_h": "inspection is done before the second shift ends",
        "lift.aircraft.holding_h": "the runway is open day and night, so nothing holds overhead",
        "lift.aircraft.headway_h": "one aircraft alone is always further from its own departure than that",
        "lift.aircraft.supply.mission_capable": "refused below 1 without down_h, which is a second number",
        "lift.aircraft.breakdown": "refused above 0 without recover_h, which is a second number",
    }
}
"""Numbers that move nothing here and are not reported, with the reason."""


def _others(number: Number) -> list[float]:
    """Return valid values that ought to bite: far above, far below, and none."""
    value, bounds = number.value, number.bounds
    tried = [20 * value + 5, value / 20, 0.0, 1.0, 0.5, bounds.least, value + 1, value - 1, 1.5 * value, 3.0]
    tried = [float(round(x)) for x in tried] if bounds.whole else tried
    return [x for x in dict.fromkeys(tried) if x != value and bounds.holds(x) and abs(x) < 1e9]


def _histories(scenario: Scenario, many: int) -> list[str]:
    made = plan(scenario)
    return [fingerprint(simulate(made, made.seed, replication)) for replication in range(many)]


def _verdict(file: Path, number: Number, before: list[str]) -> str:
    """Return whether a change of one number moved a history ("moves"), was reported ("idle"), or neither."""
    found = "refused"
    for other in _others(number):
        change = f"{dotted(part for part, _ in number.parts)}={int(other) if number.bounds.whole else other}"
        try:
            scenario = load(file, [change])
        except ConfigError:
            continue
        if _histories(scenario, FEW) != before[:FEW]:
            return "moves"
        if list(idle(file, [change])):
            return "idle"
        if _histories(scenario, len(before)) != before:
            return "moves"
        found = "silent"
    return found


@pytest.mark.slow
@pytest.mark.parametrize("name", TRIED)
def test_every_number_moves_a_history_or_is_reported(name: str) -> None:
    """Claim: no number of a shipped scenario is accepted and then changes nothing in silence."""
    file = ROOT / "configs" / f"{name}.toml"
    scenario = load(file)
    stated: dict[str, Any] = numbers(scenario)
    chosen = Random(f"numbers of {name}").sample(sorted(stated), min(TRIED[name], len(stated)))
    before = _histories(scenario, MANY.get(name, 40))
    verdicts = {path: _verdict(file, stated[path], before) for path in chosen}
    silent = {path: verdict for path, verdict in verdicts.items() if verdict not in ("moves", "idle")}
    assert set(silent) == set(SPARE.get(name, {})) & set(chosen), silent
    assert list(verdicts.values()).count("moves") > len(chosen) // 4
