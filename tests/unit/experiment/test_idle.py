"""A number that is set moves some history, or the run says that it changes nothing, or it is listed here."""

from __future__ import annotations

from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

import sim
from sim.config import load
from sim.config.literal import dotted
from sim.domain.paths import Number, numbers
from sim.domain.scenario import Scenario
from sim.errors import ConfigError
from sim.experiment.idle import idle, without_effect
from tests.unit.domain.conftest import TABLES

ROOT = Path(__file__).parents[3]
REPLICATIONS = 3
SPARE = {
    "tiny": {
        "site.camp.station.inspection.hours.1.close_h": "inspection is done before the second shift ends",
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


def _verdict(file: Path, path: str, number: Number, before: str) -> str:
    """Return whether a change of one number moved a history ("moves"), was reported ("idle"), or neither."""
    found = "refused"
    for other in _others(number):
        change = f"{dotted(part for part, _ in number.parts)}={int(other) if number.bounds.whole else other}"
        try:
            scenario = load(file, [change])
        except ConfigError:
            continue
        if sim.run(scenario, replications=REPLICATIONS, engine="reference", workers=1).fingerprint != before:
            return "moves"
        found = "idle" if list(idle(file, [change])) else "silent"
        if found == "idle":
            return found
    return found


@pytest.mark.parametrize("name", ["tiny"])
def test_every_number_moves_a_history_or_is_reported(name: str) -> None:
    """Claim: no number of the scenario is accepted and then changes nothing in silence."""
    file = ROOT / "configs" / f"{name}.toml"
    scenario = load(file)
    before = sim.run(scenario, replications=REPLICATIONS, engine="reference", workers=1).fingerprint
    verdicts = {path: _verdict(file, path, number, before) for path, number in numbers(scenario).items()}
    silent = {path for path, verdict in verdicts.items() if verdict not in ("moves", "idle")}
    assert silent == set(SPARE.get(name, {})), {path: verdicts[path] for path in silent}
    assert list(verdicts.values()).count("moves") > 10


@pytest.mark.parametrize(
    ("section", "path", "value", "why"),
    [
        ("hold", "spare", {"until": [{"lot": ["weapons"]}]}, "it holds nobody"),
        ("route", "spare", {"to": "home"}, "no group or lot takes it"),
        ("lift", "spare", {**TABLES["lift"]["c17"], "to": "south", "sites": ["north"]}, "it never comes"),
        ("site", "spare", {"kind": "base"}, "nobody is there, passes it or goes there"),
    ],
)
def test_what_is_set_of_a_thing_that_nobody_meets_is_reported(section: str, path: str, value: Any, why: str) -> None:
    """Claim: a key of a hold, route, lift or site that no group or lot meets is said to change nothing."""
    tables = deepcopy(TABLES)
    tables[section] = {**tables.get(section, {}), path: value}
    without = Scenario.model_validate(tables)
    key = {"hold": "then_d", "route": "via", "lift": "offload_h", "site": "parking"}[section]
    tables[section][path] = {**value, key: ["south"] if key == "via" else 3}
    assert why in str(without_effect(Scenario.model_validate(tables), without, (section, path, key)))
