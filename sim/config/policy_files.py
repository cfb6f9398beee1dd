"""Read the policy files that a scenario names; no code is run here."""

from __future__ import annotations

from sim.config.inside import inside
from sim.config.reading import read_text
from sim.config.tables import Step, Tables, placed
from sim.domain.policy import Policy
from sim.errors import ConfigError, Problem
from sim.policies import Source

__all__ = ["sources_of", "with_policy_files"]


def with_policy_files(tables: Tables) -> Step:
    """Return the tables with the text of each file that `policy.files` names, beside the file names.

    Notes
    -----
    Texts that are present already are kept, as in the `scenario.toml` of a results folder.
    """
    table = tables.data.get("policy")
    files = table.get("files") if isinstance(table, dict) else None
    if not isinstance(table, dict) or "code" in table or not isinstance(files, list):
        return tables, []
    code: list[str] = []
    problems: list[Problem] = []
    for position, name in enumerate(files):
        if not isinstance(name, str):
            return tables, problems  # the schema reports it
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


def sources_of(policy: Policy) -> list[Source]:
    """Return the texts of a scenario's policy files without running them."""
    return [Source(name, text) for name, text in zip(policy.files, policy.code, strict=False)]
