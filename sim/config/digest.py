"""A fingerprint of the question that a scenario asks."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, datetime
from hashlib import sha256
from typing import Any

from sim.domain.nouns import Noun
from sim.domain.scenario import Scenario

__all__ = ["digest"]

TALK = frozenset(
    {"about", "source", "csv", "column", "manifest", "roster", "template", "observations", "files", "lever"}
)
"""Keys that change no result: they say where numbers come from, or what else may be tried."""


def digest(scenario: Scenario) -> str:
    """Return the SHA-256 of a scenario in hexadecimal, 64 characters.

    Notes
    -----
    It does not change with comments, the order of keys and tables, the spelling of a number,
    the names of files, or whether a lot stands in the file or in a manifest. The order within a list
    counts.
    """
    text = json.dumps(_plain(scenario), sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return sha256(text.encode("ascii")).hexdigest()


def _plain(value: Any) -> Any:
    """Return nouns as tables without talk; a mover that happens to be called "source" stays."""
    if isinstance(value, Noun):
        return {name: _plain(getattr(value, name)) for name in type(value).model_fields if name not in TALK}
    if isinstance(value, Mapping):
        return {str(name): _plain(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    return value.isoformat() if isinstance(value, date | datetime) else value
