"""The JSON Schema of a scenario file, for editors and other programs."""

from __future__ import annotations

from typing import Any

from sim.domain import uncertainty
from sim.domain.days import LIMITS
from sim.domain.largest import UNKNOWN, largest
from sim.domain.scenario import Scenario

__all__ = ["EDITOR_HINT", "FAMILIES", "SCHEMA_FILE", "json_schema"]

SCHEMA_FILE = "sim.schema.json"
APPLIED = ("Uncertainty", "Lever")
"""Classes whose numbers replace or change other numbers of the scenario, and so may be in any unit."""
FAMILIES = frozenset(family.__name__ for family in uncertainty.FAMILIES)
"""Names of the families of distributions in the schema."""
EDITOR_HINT = f"#:schema {SCHEMA_FILE}"
"""First line of a scenario file: it lets editors with a TOML language server complete and check keys."""


def json_schema() -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of a scenario file, with dates as strings.

    Notes
    -----
    A distribution may match more than one of its kinds: low, mode and high fit both a PERT and a triangular one. The
    schema therefore has `anyOf` where pydantic writes `oneOf`. Numbers that `[uncertainty]` may name are marked
    `may_be_uncertain`.
    """
    schema = _any_of(Scenario.model_json_schema())
    for name, noun in {"Scenario": schema, **schema["$defs"]}.items():
        if name not in FAMILIES:  # the bounds of a distribution depend on the key that holds it
            _bound(name, noun)
    _add_dates(schema["$defs"]["Uncertainty"]["properties"])
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "Scenario of a drawdown"}
    return {**head, **{name: value for name, value in schema.items() if name not in head}}


def _add_dates(keys: dict[str, Any]) -> None:
    """Allow dates in a draw and its limits; a scenario converts them to days after the start of its clock."""
    day: dict[str, Any] = {"anyOf": [{"type": "string", "format": "date"}, {"type": "string", "format": "date-time"}]}
    quantities = dict.fromkeys(("low", "mode", "high", *uncertainty.QUANTILES), day)
    drawn = {"dist": {"type": "string"}, "values": {"type": "array", "items": day}, **quantities}
    keys["draw"]["anyOf"].append({"type": "object", "properties": drawn, "additionalProperties": False})
    for limit in LIMITS:
        keys[limit]["anyOf"].append(day)


def _bound(name: str, noun: dict[str, Any]) -> None:
    """Add to the numbers of a class the bounds of `sim.domain.largest`, where their keys do not state narrower ones."""
    for key, field in noun.get("properties", {}).items():
        bounds = UNKNOWN if name in APPLIED else largest(name, key)
        for number in _numbers(field):
            if not {"maximum", "exclusiveMaximum"} & set(number):
                number["maximum"] = bounds.most
            if number.get("minimum", bounds.least) <= bounds.least and (bounds.least > 0 or name in APPLIED):
                number["minimum"] = bounds.least
                number.pop("exclusiveMinimum", None)


def _numbers(field: Any) -> list[dict[str, Any]]:
    """Return the schemas of the numbers that a key may hold: as its value, in a list, or in a table."""
    if not isinstance(field, dict):
        return []
    if field.get("type") in ("number", "integer"):
        return [field]
    parts = [*field.get("anyOf", ()), field.get("items"), field.get("additionalProperties")]
    return [number for part in parts for number in _numbers(part)]


def _any_of(value: Any) -> Any:
    """Return a schema in which each `oneOf` is an `anyOf`, without discriminators."""
    if isinstance(value, dict):
        return {
            "anyOf" if name == "oneOf" else name: _any_of(inner)
            for name, inner in value.items()
            if not (name == "discriminator" and isinstance(inner, dict) and "mapping" in inner)
        }
    if isinstance(value, list):
        return [_any_of(inner) for inner in value]
    return value
