"""Changes of values of a loaded scenario; the changed scenario is checked like one that is loaded."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sim.config.dump import to_toml
from sim.config.judge import judge
from sim.config.known import with_known
from sim.config.literal import parts_of
from sim.config.options import Override
from sim.config.overrides import with_overrides
from sim.config.parse import parsed
from sim.config.policy_rules import judge_rules
from sim.config.tables import COMMAND_LINE, Tables
from sim.domain.memo import memoised
from sim.domain.scenario import Scenario
from sim.errors import ConfigError, Problem

__all__ = ["changed", "with_values"]


def changed(scenario: Scenario, values: Mapping[tuple[str, ...], Any], option: str = "--set") -> Scenario:
    """Return a scenario with other values at some paths; paths that `[uncertainty]` names are added to `known`.

    Parameters
    ----------
    scenario
        The original scenario.
    values
        Path -> new value, as TOML would state it.
    option
        The command-line option that states the changes; errors name it.

    Raises
    ------
    ConfigError
        A path does not exist, or the changed scenario has errors.

    Notes
    -----
    The result has no levers, observations or notices; none of these affects results.
    """
    tables = Tables(Path(scenario.name), parsed(_text(scenario)))
    overrides = [Override(path, value, option) for path, value in values.items()]
    tables, problems = with_overrides(tables, overrides)
    judged = judge(with_known(tables, overrides))
    problems += judged.problems
    problems += judge_rules(judged.tables, judged.readable.policy, alone=not problems)
    if problems:
        raise ConfigError(dict.fromkeys(problems))
    assert judged.scenario is not None  # without a problem there is a scenario
    return judged.scenario


def with_values(scenario: Scenario, values: Mapping[str, Any]) -> Scenario:
    """Return a scenario with other values at some dotted keys, such as `{"lift.C-17.supply.per_week": 18}`.

    Raises
    ------
    ConfigError
        As in `changed`; also for a key that is not a dotted path.
    """
    paths: dict[tuple[str, ...], Any] = {}
    for key, value in values.items():
        try:
            paths[parts_of(key)] = list(value) if isinstance(value, tuple) else value
        except ValueError:
            expected = "expected a dotted key without empty parts or open quotes"
            raise ConfigError([Problem(COMMAND_LINE, None, key, None, expected)]) from None
    return changed(scenario, paths)


@memoised
def _text(scenario: Scenario) -> str:
    """Return a scenario as TOML without levers and observations."""
    return to_toml(scenario.model_copy(update={"lever": {}, "observations": None}))
