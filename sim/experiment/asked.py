"""`sim.load` and `sim.plan`: load or compile a scenario, with notices about entries that have no effect."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from pathlib import Path

from sim.config import load as read
from sim.config.tables import COMMAND_LINE
from sim.domain.check import noticed
from sim.domain.notice import Notice
from sim.domain.scenario import Scenario
from sim.experiment.idle import ineffective
from sim.model import compile as compiling
from sim.model.plan import Plan
from sim.policies import trusting

__all__ = ["load", "plan"]


def load(
    path: str | Path,
    overrides: Sequence[str] = (),
    outages: Sequence[str] = (),
    changes: Sequence[str] = (),
    *,
    trust_policies: bool = False,
) -> Scenario:
    """Read a scenario file, with the CSV files that it names, and check it.

    Parameters
    ----------
    path
        The TOML file; CSV files are looked for beside it.
    overrides
        `dotted.key=value`, as given to `--set`; they are applied in order, to lots of a manifest too.
    outages
        `SITE:FROM..TO` or `LIFT:FROM..TO`, as given to `--outage`.
    changes
        Like `overrides`, as given to `--with` of `sim compare`; they are applied after `overrides`.
    trust_policies
        Whether the code of the scenario's policy files may be run, with all your permissions. If not, a scenario with
        code is refused unless the digest of the code is trusted (`sim trust`).

    Returns
    -------
    Scenario
        The question, as an object that cannot change. Lots of manifests are in `lot`, and `manifest` is empty. `known`
        names the numbers that an override sets although `[uncertainty]` would draw them. `notices` lists the entries
        found to have no effect or an unexpected effect, and the overrides found to change nothing. A study and its
        files repeat the notices.

    Raises
    ------
    ConfigError
        The file has errors, or code that is not trusted. The error has every problem found, each with file, line,
        dotted key, value and what was expected.
    """
    with trusting() if trust_policies else nullcontext():
        scenario = read(path, overrides, outages, changes)
        notices = tuple(_idle(scenario, path, overrides, outages, changes))
    return scenario.noticed(dict.fromkeys((*scenario.notices, *notices)))


def plan(scenario: Scenario) -> Plan:
    """Compile a scenario into the read-only tables that all engines read.

    The plan has the notices of the scenario. If the scenario has none, for instance because it was built in Python,
    this function computes them.

    Raises
    ------
    KeyError
        The scenario refers to a name that it does not define.
    ConfigError
        A policy is unknown, its file is not trusted or is broken, or a load order that is fixed beforehand fails.
    """
    return compiling.plan(noticed(scenario))


def _idle(
    scenario: Scenario, path: str | Path, overrides: Sequence[str], outages: Sequence[str], changes: Sequence[str]
) -> Iterator[Notice]:
    """Yield a notice for each override without effect, unless the scenario already has a notice about it."""
    named = [notice.key for notice in scenario.notices]
    for option, text, why in ineffective(path, overrides, outages, changes):
        key, _, value = text.partition("=")
        title = f"{option} {key.strip()}"
        if not any(each == title or each.startswith(f"{title} (") for each in named):
            yield Notice(title, value.strip(), f"has no effect on the simulation: {why}", COMMAND_LINE)
