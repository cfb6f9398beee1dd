"""The digest of a scenario: a hash of all values that may change results."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, datetime
from hashlib import sha256
from typing import Any

from sim.domain.nouns import Noun
from sim.domain.scenario import Scenario

__all__ = ["digest"]

DESCRIPTIVE = frozenset(
    {"about", "source", "csv", "column", "manifest", "roster", "template", "observations", "files", "lever"}
)
"""Keys that change no result: they describe, name source files, or state levers to be tried."""


def digest(scenario: Scenario) -> str:
    """Return the SHA-256 of a scenario in hexadecimal, 64 characters.

    Notes
    -----
    The digest does not depend on comments, the order of keys and tables, the spelling of numbers, file names, or
    whether a lot is stated in the file or in a manifest. It does depend on the order within lists.
    """
    text = json.dumps(_plain(scenario), sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return sha256(text.encode("ascii")).hexdigest()


def _plain(value: Any) -> Any:
    """Return a part of a scenario as plain tables without descriptive keys; an entry named like such a key stays."""
    if isinstance(value, Noun):
        return {name: _plain(getattr(value, name)) for name in type(value).model_fields if name not in DESCRIPTIVE}
    if isinstance(value, Mapping):
        return {str(name): _plain(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    return value.isoformat() if isinstance(value, date | datetime) else value
