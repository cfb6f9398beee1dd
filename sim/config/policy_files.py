"""Reading of the policy files that a scenario names; no code is run here."""

from __future__ import annotations

from typing import Any

from sim.config.inside import inside
from sim.config.reading import read_text
from sim.config.tables import Step, Tables, placed
from sim.domain.check.finding import Finding, quoted
from sim.domain.policy import Policy
from sim.errors import ConfigError, Problem
from sim.policies import Source

__all__ = ["sources_of", "with_policy_files"]


def with_policy_files(tables: Tables) -> Step:
    """Return the tables with the text of each file that `policy.files` names, beside the file names.

    Notes
    -----
    If the scenario has the texts already, as the `scenario.toml` of a results folder has, they are kept. A file with
    another text is then an error.
    """
    table = tables.data.get("policy")
    files = table.get("files") if isinstance(table, dict) else None
    if not isinstance(table, dict) or not isinstance(files, list):
        return tables, []
    if "code" in table:
        return tables, _with_other_text(tables, files, table["code"])
    code: list[str] = []
    problems: list[Problem] = []
    for position, name in enumerate(files):
        if not isinstance(name, str):
            return tables, problems  # the schema reports the error
        try:
            text = read_text(inside(tables.folder, name), "py")
        except ConfigError as error:
            problems += tables.problems_of_file(("policy", "files", str(position)), error)
            tables = tables.but(unread=[("policy", "files")])
            continue
        code.append(text.replace("\r\n", "\n"))
    if len(code) == len(files):
        tables = tables.but(placed(tables.data, {("policy", "code"): code}))
    return tables, problems


def _with_other_text(tables: Tables, files: list[Any], code: Any) -> list[Problem]:
    """Return a problem for each file that exists and has another text than `code` states for it."""
    problems: list[Problem] = []
    if not isinstance(code, list) or len(code) != len(files):
        return problems  # the schema reports the error
    for position, (name, stated) in enumerate(zip(files, code, strict=True)):
        if not isinstance(name, str):
            continue  # the schema reports the error
        try:
            text = read_text(inside(tables.folder, name), "py")
        except ConfigError:
            continue  # the scenario has the text, so the file is not needed
        if text.replace("\r\n", "\n") != stated:
            expectation = "expected files or code; both are stated, and this file has another text: leave code out"
            problems += tables.problems(Finding(("policy", "files", str(position)), quoted(name), expectation))
    return problems


def sources_of(policy: Policy) -> list[Source]:
    """Return the policy files of a scenario with their texts, without running them."""
    return [Source(name, text) for name, text in zip(policy.files, policy.code, strict=False)]
