"""The texts of the policy files of a scenario, which a user must trust before they may run."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from pydantic import ValidationError

from sim.config.controls import refuse_controls
from sim.config.document import read_document
from sim.config.explain import explain
from sim.config.policy_files import sources_of, with_policy_files
from sim.config.salvage import TOML, frozen
from sim.domain.policy import Policy
from sim.errors import ConfigError
from sim.policies import Source

__all__ = ["code_of"]


def code_of(path: str | Path) -> list[Source]:
    """Return the policy files of a scenario with their texts, without running or checking them.

    Raises
    ------
    ConfigError
        The scenario or one of the files cannot be read, the table `[policy]` is invalid, or a file differs from its
        text in the scenario.
    """
    tables, problems = read_document(Path(path))
    tables, found = refuse_controls(tables)
    problems += found
    tables, found = with_policy_files(tables)
    problems += found
    try:
        table = Policy.model_validate(frozen(tables.data.get("policy", {})), strict=True, context=TOML)
    except ValidationError as error:
        for finding in explain(error.errors(include_url=False)):
            problems += tables.problems(replace(finding, path=("policy", *finding.path)))
        table = Policy()
    if problems:
        raise ConfigError(dict.fromkeys(problems))
    return sources_of(table)
