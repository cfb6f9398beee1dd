"""Make the plans of a comparison, from the scenario file and the command line."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from sim.config import load
from sim.config.choices import choices
from sim.config.load import load_variants
from sim.domain.scenario import Scenario
from sim.errors import ConfigError, Problem
from sim.experiment.decide.compare.compare import too_many
from sim.experiment.idle import idle
from sim.publish.listener import Listener
from sim.publish.ready import rate_key

if TYPE_CHECKING:
    from sim.config.choices import Choice

__all__ = ["plans_of"]

AS_WRITTEN = "as written"
"""Name of the baseline if only `--with` states the other plans, and neither `--set` nor `--outage` changes it."""


def plans_of(
    config: str,
    overrides: Sequence[str],
    outages: Sequence[str],
    variants: Sequence[str],
    others: Sequence[str],
    listener: Listener,
) -> tuple[dict[str, Scenario], dict[str, dict[str, tuple[str, ...]]], dict[str, dict[str, Any]]]:
    """Return the plans of a comparison.

    Parameters
    ----------
    config, overrides, outages
        The scenario file; and changes of all plans, as for `--set` and `--outage`.
    variants, others
        The values of `--with` and `--plan`.
    listener
        Listener that is notified of values that were set without effect.

    Returns
    -------
    tuple
        Three dictionaries by the name of a plan. The first has all plans, the baseline first. The other two have the
        plans of `variants`: the second has the keys for which each lever, or key with a `*`, of a plan stands; the
        third has the values of the levers of a plan.

    Raises
    ------
    ConfigError
        There is no other plan, a plan is stated twice, or a plan has errors.
    SimError
        There are too many plans.
    """
    first = load(config, overrides, outages)
    if not (variants or others):
        expected = f"expected at least one --with or --plan, such as --with {rate_key(first)}=8:16:2"
        raise ConfigError([Problem("command line", None, "", None, expected)])
    changed = [*overrides, *(f"outage {each}" for each in outages)]
    more = f" with {'; '.join(changed)}" if changed else ""
    questions = {f"{first.name}{more}" if others or changed else AS_WRITTEN: first}
    plans: list[Choice] = []
    problems: list[Problem] = []
    for text in variants:
        try:
            plans += choices(first, text)
        except ConfigError as error:
            problems += error.problems
    if problems:
        raise ConfigError(problems)
    too_many(1 + len(plans) + len(others))
    reached: dict[str, dict[str, tuple[str, ...]]] = {}
    for choice in plans:
        if [each.name for each in plans].count(choice.name) > 1:
            raise _twice(f"--with {choice.name}")
    questions |= load_variants(config, overrides, outages, {choice.name: choice.stated for choice in plans})
    for choice in plans:
        reached[choice.name] = dict(choice.reached)
        listener.idle(list(idle(config, overrides, outages, choice.stated)))
    loaded = [(path, load(path, overrides, outages)) for path in others]
    names = [first.name, *(scenario.name for _, scenario in loaded)]
    for path, scenario in loaded:
        name = f"{scenario.name if names.count(scenario.name) == 1 else path}{more}"
        if name in questions:
            raise _twice(f"--plan {path}")
        questions[name] = scenario
    return questions, reached, {choice.name: dict(choice.levers) for choice in plans}


def _twice(option: str) -> ConfigError:
    expected = "expected each plan once; this one is stated twice"
    return ConfigError([Problem("command line", None, option, None, expected)])
