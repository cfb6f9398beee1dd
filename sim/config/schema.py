"""The schema of a scenario file, for editors and other programs."""

from __future__ import annotations

from typing import Any

from sim.domain.scenario import Scenario

__all__ = ["EDITOR_HINT", "SCHEMA_FILE", "json_schema"]

SCHEMA_FILE = "sim.schema.json"
EDITOR_HINT = f"#:schema {SCHEMA_FILE}"
"""First line of a scenario file: editors with a TOML language server then complete and check keys."""


def json_schema() -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of a scenario file; dates are strings in it.

    Notes
    -----
    The families of a distribution are told apart by their keys, and some tables fit two of them
    (low, mode and high are a PERT curve as well as a triangle), so any one that fits is enough. Numbers
    that `[uncertainty]` may name are marked `may_be_uncertain`.
    """
    schema = _any_of(Scenario.model_json_schema())
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "Scenario of a drawdown"}
    return {**head, **{name: value for name, value in schema.items() if name not in head}}


def _any_of(value: Any) -> Any:
    """Return a schema with `anyOf` for `oneOf`, without the discriminators that belong to it."""
    if isinstance(value, dict):
        return {
            "anyOf" if name == "oneOf" else name: _any_of(inner)
            for name, inner in value.items()
            if not (name == "discriminator" and isinstance(inner, dict) and "mapping" in inner)
        }
    if isinstance(value, list):
        return [_any_of(inner) for inner in value]
    return value
