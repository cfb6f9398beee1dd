"""Reading of scenario files (TOML and CSV), with every error reported at its line, and writing of scenarios as TOML."""

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
