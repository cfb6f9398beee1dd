"""Scenario files: TOML and CSV are read into a `Scenario`, with every error reported at its line, and written back."""

from sim.config.digest import digest
from sim.config.dump import to_toml
from sim.config.load import load
from sim.config.schema import EDITOR_HINT, SCHEMA_FILE, json_schema
from sim.config.starter import STARTERS, starter_text, write_starter

__all__ = [
    "EDITOR_HINT",
    "SCHEMA_FILE",
    "STARTERS",
    "digest",
    "json_schema",
    "load",
    "starter_text",
    "to_toml",
    "write_starter",
]
