"""Validation of the tables of a scenario: the `Scenario` or its readable parts, and all its errors."""

from __future__ import annotations

import copy
from typing import NamedTuple

from pydantic import ValidationError

from sim.config.explain import explain
from sim.config.salvage import TOML, frozen, salvage, without_wrong_keys
from sim.config.tables import Tables
from sim.domain.check import check
from sim.domain.check.finding import Finding
from sim.domain.check.references import known_names, references
from sim.domain.scenario import Scenario
from sim.errors import Problem

__all__ = ["Judged", "judge"]


class Judged(NamedTuple):
    """Result of validating tables.

    Attributes
    ----------
    scenario
        The scenario; None if the tables could not be validated. It may be used only if there are no problems.
    readable
        The scenario or its readable parts, for cross-checks only.
    tables
        The tables; their `unread` also has the entries that could not be validated.
    problems
        All errors.
    """

    scenario: Scenario | None
    readable: Scenario
    tables: Tables
    problems: list[Problem]


def judge(tables: Tables) -> Judged:
    """Validate tables and check how their parts fit together, without running code of policy files."""
    scenario, findings = None, []
    try:
        scenario = readable = Scenario.model_validate(frozen(tables.data), strict=True, context=TOML)
        unread = set(tables.unread)
    except ValidationError as error:
        findings = explain(error.errors(include_url=False))
        readable, unread = salvage(copy.deepcopy(tables.data), findings)
        unread |= tables.unread
    found = [*findings, *check(readable, unread), *_of_mended(tables, findings, readable, unread)]
    return Judged(scenario, readable, tables.but(unread=unread), tables.problems(*found))


def _of_mended(
    tables: Tables, findings: list[Finding], readable: Scenario, unread: set[tuple[str, str]]
) -> list[Finding]:
    """Return findings on names that do not exist, in entries that are not in `readable` because of wrong keys."""
    known = known_names(readable, unread)
    return [
        finding
        for path, other in without_wrong_keys(tables.data, findings, readable)
        for finding in references(other, known)
        if finding.path[: len(path)] == path and not any(finding.path == each.path for each in findings)
    ]
