"""For each number that is tried in a shipped scenario: if it is changed, some history changes, or the run says that the
number has no effect, or the number is listed here with the reason.
"""

from __future__ import annotations

from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from sim.config import load
from sim.domain.paths import Number, numbers
from sim.domain.scenario import Scenario
from sim.experiment.idle import without_effect
from tests.changes import Histories, others
from tests.unit.domain.conftest import TABLES

ROOT = Path(__file__).parents[3]
FEW = 1
"""Number of histories that are tried first; most numbers change the first one."""
MANY = {
    "tiny": 3,
    "base": 24,
    "camps": 8,
    "thirteen-camps": 10,
    "niger-2024-hindsight": 6,
    "kabul-2021": 1,
    "iraq-2011": 1,
    "mali-2022": 4,
    "chad-2025": 20,
}
"""For each scenario, the largest number of histories that are tried for one number (with --all-numbers, four times as
many).
"""
KINDS = {
    "tiny": 1,
    "base": 5,
    "camps": 13,
    "thirteen-camps": 5,
    "niger-2024-hindsight": 13,
    "kabul-2021": 40,
    "iraq-2011": 60,
    "mali-2022": 9,
    "chad-2025": 9,
}
"""Numbers whose paths differ only in names are of one kind. In each scenario one kind in this many is tried; in tiny,
all numbers.
"""
SECOND = {
    **{"breakdown": "recover_h", "mission_capable": "down_h", "available": "repair_h"},
    **{"shift_d": "timetable", "batch": "timetable"},
    **dict.fromkeys(("load_h", "load_per_t_h", "load_per_person_h"), "task"),
    **dict.fromkeys(("per_pallet_h", "per_vehicle_h", "per_busload_h", "per_t_h", "per_person_h"), "loads"),
}
"""Key -> a second key because of which every changed value may be refused: the second key must be stated too, or must
not be stated, or its dates would be too early.
"""
HEAVIEST = "a value below the heaviest item is refused, and with any higher value every item may fly alone"
SLACK = "the last people, whom the same hold counts, never leave before the equipment"
CAMPS = ("Alder", "Birch", "Cedar", "Elm", "Fir", "Hazel", "Holly", "Juniper", "Larch", "Maple", "Oak", "Willow")
EITHER = "of the two conditions of this hold the other is always fulfilled last"
EMPTY = ("Mosul.1", "Kirkuk.0", "Speicher.1", "Balad.0", "Al Asad.0", "Victory.0", "Kalsu.0", "Basra.0", "Adder.0")
FREE = "aircraft never fill the places to park, so that none has to hold"
ALONE = "there is only one mission, so no departure can be too close to another"
PLACES = "aircraft never fill the places to park at the hub, so that none has to hold"
SPARE = {
    "tiny": {
        "site.camp.station.inspection.hours.1.close_h": "inspection is done before the second shift ends",
        "lift.aircraft.headway_h": "the only aircraft never departs again so soon",
    },
    "base": {"lift.C-17.max_payload_t": HEAVIEST},
    "niger-2024-hindsight": {
        "lift.C-17.max_payload_t": HEAVIEST,
        "hold.handed over.until.0.at_most": "the other base, which the same hold counts, is always the last to empty",
    },
    "kabul-2021": {"lift.charter.holding_h": PLACES, "lift.charter elsewhere.holding_h": PLACES},
    "iraq-2011": {
        f"hold.{place} empty.until.{at}.at_most": EITHER for place, at in (each.rsplit(".") for each in EMPTY)
    },
    "mali-2022": {
        "hold.Gossi empty.until.0.at_most": EITHER,
        "hold.Gao may be left.until.1.at_most": EITHER,
        "lift.A400M.holding_h": FREE,
    },
    "chad-2025": {
        "lift.A330 of 20 December.headway_h": ALONE,
        "lift.A330 of 20 December.lead_d": "its one mission comes on the first day, whenever it was tasked",
        "lift.A400M.holding_h": FREE,
    },
    "camps": {
        "lift.long convoy.headway_h": "the only convoy never departs again so soon",
        **{f"hold.{camp} empty.until.0.at_most": SLACK for camp in CAMPS},
    },
    "thirteen-camps": {f"hold.camp-{camp} empty.until.0.at_most": SLACK for camp in (2, 4, 5, 6, 9, 10, 12)},
}
"""Numbers that change none of the histories tried here and about which no run says that they have no effect, with the
reason.
"""


def _kinds(stated: dict[str, Number]) -> dict[str, list[str]]:
    """Return the paths of numbers by kind: the path with each name replaced by an asterisk."""
    kinds: dict[str, list[str]] = {}
    for path, number in stated.items():
        kinds.setdefault(".".join(part if key else "*" for part, key in number.parts), []).append(path)
    return kinds


def _chosen(name: str, stated: dict[str, Number], every: bool) -> list[str]:
    """Return the paths of the numbers to try: one number of every n-th kind, the same numbers in each run."""
    if every or name == "tiny":
        return list(stated)
    kinds = sorted(_kinds(stated).items())[KINDS[name] // 2 :: KINDS[name]]
    return [paths[sum(kind.encode()) % len(paths)] for kind, paths in kinds]


@pytest.mark.slow
@pytest.mark.parametrize("name", MANY)
def test_every_number_changes_a_history_or_is_reported(name: str, pytestconfig: pytest.Config) -> None:
    """Each tried number that is not in SPARE changes a history or is reported as without effect, but not both;
    if its key is in SECOND, its changed values may also be refused.
    """
    every = pytestconfig.getoption("--all-numbers")
    scenario = load(ROOT / "configs" / f"{name}.toml")
    histories = Histories(scenario, FEW, 4 * MANY[name] if every else MANY[name])
    stated = {
        at: number for at, number in numbers(scenario).items() if not at.startswith("milestone.")
    }  # numbers of milestones are not tried
    chosen = _chosen(name, stated, every)
    verdicts = {at: histories.verdict(tuple(part for part, _ in stated[at].parts), others(stated[at])) for at in chosen}
    silent = {at: verdict for at, verdict in verdicts.items() if verdict not in ("moves", "reported")}
    silent = {
        at: verdict for at, verdict in silent.items() if (verdict, at.split(".")[-1] in SECOND) != ("refused", True)
    }
    assert set(silent) == set(SPARE.get(name, {})) & set(chosen), silent
    assert list(verdicts.values()).count("moves") > len(chosen) // 4


def test_a_number_that_nothing_reads_would_be_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """If the rule that reports a number without effect is missing, the verdict on this number is `silent`. If a
    rule reports a number that changes histories, the verdict is `reported and moves`.
    """
    histories = Histories(load(ROOT / "configs" / "tiny.toml"), 1, 3)
    holding, load_h = ("lift", "aircraft", "holding_h"), ("lift", "aircraft", "load_h")
    assert histories.verdict(holding, [7.0]) == "reported"
    assert histories.verdict(load_h, [7.0]) == "moves"
    monkeypatch.setattr("tests.changes.reason", lambda asked, path: "nothing reads it" if path == load_h else None)
    assert histories.verdict(holding, [7.0]) == "silent"
    assert histories.verdict(load_h, [7.0]) == "reported and moves"


@pytest.mark.parametrize(
    ("section", "path", "value", "why"),
    [
        ("hold", "spare", {"until": [{"lot": ["weapons"]}]}, "it keeps no mover"),
        ("route", "spare", {"to": "home"}, "no group or lot takes it"),
        ("lift", "spare", {**TABLES["lift"]["c17"], "to": "south", "sites": ["north"]}, "it never comes"),
        ("site", "spare", {"kind": "base"}, "no mover begins there, passes it or goes there"),
    ],
)
def test_a_key_of_an_entry_that_no_mover_uses_is_reported(section: str, path: str, value: Any, why: str) -> None:
    """If no group or lot uses a hold, route, lift or site, a key of it is reported as without effect."""
    tables = deepcopy(TABLES)
    tables[section] = {**tables.get(section, {}), path: value}
    without = Scenario.model_validate(tables)
    key = {"hold": "then_d", "route": "via", "lift": "offload_h", "site": "parking"}[section]
    tables[section][path] = {**value, key: ["south"] if key == "via" else 3}
    assert why in str(without_effect(Scenario.model_validate(tables), without, (section, path, key)))
