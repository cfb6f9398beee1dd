"""Entries that tests put into the valid scenario of two camps (conftest.py), and helpers that build it."""

from __future__ import annotations

from datetime import date
from typing import Any

from sim.domain.check import check
from sim.domain.scenario import Scenario
from tests.unit.domain.conftest import TABLES, merged

Sections = dict[str, dict[str, Any]]
OVER_HUB: dict[str, Any] = {"route": {"over": {"via": ["south"]}}, "group": {"guards": {"routes": ["over"]}}}
DISPOSES: dict[str, Any] = {"dates": [date(2024, 6, 1)], "of": "goods", "respond": ["dispose"]}
COMPARES = {"compare": True, "sortie_usd": 9e4}
GOODS: dict[str, Any] = {"goods": {"by": date(2024, 9, 1), "of": "equipment"}}
SOUTH: dict[str, Any] = {**GOODS["goods"], "site": "south"}
TENTS: dict[str, Any] = {"site": "south", "category": "general", "count": 3, "weight_t": 1}
STORM: dict[str, Any] = {"sites": ["south"], "per_day": 0.1, "lasts_h": 3.0}
BURNS: dict[str, Any] = {"disposal": {"destroy": ["wash"]}}
BUS: dict[str, Any] = {**TABLES["lift"]["c17"], "handling_usd_per_t": None}
TRUCKS = {"value_usd": 5e4}
SELLS: dict[str, Any] = {"disposal": {"transfer": ["wash"], "sell": ["wash"]}}
PAX = {"uses_ramp": False}
WAYS: dict[str, Any] = {"straight": {"to": "home"}, "over": {"via": ["south"], "to": "home"}}
OVER: dict[str, Any] = {"over": WAYS["over"]}
FITTED = ({"name": "cargo", "seats": 0}, {"name": "seats", "payload_t": 20})
HOP: dict[str, Any] = {**TABLES["lift"]["c17"], "sites": ["north"], "to": "south", "leg": {"north": {"block_h": 1}}}
HANDED: dict[str, Any] = {"disposition": "transfer"}
FAR: dict[str, Any] = {site: {"block_h": 5, "distance_km": 900} for site in TABLES["lift"]["c17"]["sites"]}
FALL: dict[str, Any] = {"on": date(2024, 6, 1), "sites": ["north"], "stops": ["permission"]}
BOTH: dict[str, Any] = {"segregate": [("people", "lethal"), ("hazardous", "general")]}
TASK = [
    {"name": "load", "loads": True, "per_busload_h": 0.5, "per_person_h": 0.1, "per_t_h": 0.1, "per_vehicle_h": 0.1}
]
PASSED: dict[str, Any] = {
    "route": {"over": {"via": ["south"]}},
    "lift": {"hop": HOP},
    "group": {"guards": {"routes": ["over"]}},
}
ASKS: dict[str, Any] = {"kind": "ready", "share": 0.5, "people": 9, "load_t": 3.0}
COLUMN: dict[str, Any] = {
    **{"sites": ["south"], "to": "home", "driven": True, "most_vehicles": 3, "uses_ramp": False},
    **{"supply": {"per_week": 2}, "leg": {"south": {"block_h": 3}}},
}
DRIVES: dict[str, Any] = {"lot": {"tents": TENTS | {"drives": {"seats": 3}}}}


def scenario(**sections: Any) -> Scenario:
    """Return the valid scenario with keys added to, or replaced in, entries of some sections; fail if it has errors."""
    built = Scenario.model_validate(merged(sections))
    assert check(built) == ()
    return built


def asks(**more: Any) -> Sections:
    """Return sections with a lift whose missions are requested when a load is ready; `more` are keys of its supply."""
    return {"lift": {"hop": HOP | {"supply": ASKS | more}}, **{key: PASSED[key] for key in ("route", "group")}}
