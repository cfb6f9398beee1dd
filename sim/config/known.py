"""Addition to `known` of the numbers that are set for a run, so that no unknown sets them to another value."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sim.config.options import Override
from sim.config.tables import Tables
from sim.domain.composed import numbers_set
from sim.domain.known import known_to

__all__ = ["with_known"]


def with_known(tables: Tables, overrides: Sequence[Override]) -> Tables:
    """Return the tables with `known` extended by each path that was set and that an entry of `[uncertainty]` names.

    Notes
    -----
    A table or list that was set as a whole is one path: all its numbers are known. A path of `known` that no entry
    names stays in it, so that it is reported as an error.
    """
    stated = tables.data.get("known", [])
    if not overrides or not isinstance(stated, list) or not all(isinstance(path, str) for path in stated):
        return tables  # nothing was set, or `known` is not a list of texts, which the schema reports
    targets = list(_targets(tables.data.get("uncertainty")))
    found = known_to({".".join(each.path) for each in overrides}, targets)
    if not found:
        return tables
    wrong = any(not known_to([path], targets) for path in stated)
    known = [*stated, *found] if wrong else list(known_to({*stated, *found}, targets))
    return tables.but({**tables.data, "known": known})


def _targets(entries: Any) -> Iterable[str]:
    """Yield the targets of the entries of `[uncertainty]` that can be read."""
    for name, entry in entries.items() if isinstance(entries, dict) else ():
        to = entry.get("to") if isinstance(entry, dict) else None
        if to is None and isinstance(entry, dict) and entry.get("alternatives"):
            to = list(numbers_set(entry["alternatives"]))
        yield from [target for target in to if isinstance(target, str)] if isinstance(to, list) and to else [name]
