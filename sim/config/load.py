"""Load a scenario file as a `Scenario`, or report all its errors with their lines, in a sequence of steps.

Each step is a function in a file of its own. Most take `Tables`, which know the source line of each value, and return
new `Tables` and the problems found.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from sim.config.controls import refuse_controls, refuse_nul
from sim.config.csvcolumn import with_columns
from sim.config.document import read_document
from sim.config.judge import judge
from sim.config.known import with_known
from sim.config.manifest import with_manifests
from sim.config.observations import judge_observations
from sim.config.options import parted, read_overrides
from sim.config.outages import with_outages
from sim.config.overrides import with_overrides
from sim.config.policy_files import with_policy_files
from sim.config.policy_rules import judge_rules
from sim.config.template import with_templates
from sim.domain.check import remarks
from sim.domain.scenario import Scenario
from sim.errors import ConfigError, Problem

__all__ = ["load", "load_variants"]


def load(
    path: str | Path, overrides: Sequence[str] = (), outages: Sequence[str] = (), changes: Sequence[str] = ()
) -> Scenario:
    """Read a scenario file, with the files that it names, and check it.

    Parameters
    ----------
    path
        The TOML file; CSV files are expected beside it, or in a folder below it.
    overrides
        `dotted.key=value`, as for `--set`; applied in order, also to lots of a manifest.
    outages
        `SITE:FROM..TO` or `LIFT:FROM..TO`, as for `--outage`.
    changes
        Like `overrides` and applied after them; from `--with` of `sim compare`.

    Returns
    -------
    Scenario
        The frozen scenario. Entries of manifests, rosters and templates are in the lots, groups and other sections,
        and `manifest`, `roster` and `template` are empty. Overridden numbers that `[uncertainty]` names are listed in
        `known`. The `notices` report values that have no effect, or a surprising one.

    Raises
    ------
    ConfigError
        The error lists every problem found, each with file, line, dotted key, value and expectation.
    """
    problems: list[Problem] = []

    # Read the text of the file, with the line of each key, and the texts of the options
    tables, found = read_document(Path(path))
    problems += found
    set_values, found = read_overrides(overrides)
    problems += found
    with_values, found = read_overrides(changes, "--with")
    problems += found
    of_files, of_others = parted([*set_values, *with_values])

    # Merge other files and the options into the tables; each value keeps its source
    tables, found = with_overrides(tables, of_files)
    problems += found
    tables, found = refuse_controls(tables)
    problems += found
    tables, found = with_templates(tables)
    problems += found
    tables, found = with_manifests(tables)
    problems += found
    tables, found = with_overrides(tables, of_others)
    problems += found
    tables = with_known(tables, [*of_files, *of_others])
    tables, found = with_outages(tables, outages)
    problems += found
    tables, found = with_columns(tables)
    problems += found
    tables, found = with_policy_files(tables)
    problems += found
    tables, found = refuse_nul(tables)
    problems += found

    # Make the scenario, or collect all problems
    judged = judge(tables)
    problems += judged.problems
    if judged.scenario is not None:
        problems += judge_observations(judged.tables, judged.scenario)
    problems += judge_rules(judged.tables, judged.readable.policy, alone=not problems)
    if problems:
        raise ConfigError(dict.fromkeys(problems))
    assert judged.scenario is not None  # without a problem there is a scenario
    notices = dict.fromkeys(map(judged.tables.notice, (*judged.tables.noted, *remarks(judged.scenario))))
    return judged.scenario.noticed(notices).graded(judged.tables.grades).made_by(judged.tables.made)


def load_variants(
    path: str | Path, overrides: Sequence[str], outages: Sequence[str], variants: Mapping[str, Sequence[str]]
) -> dict[str, Scenario]:
    """Return the scenario of each of several variants of a scenario file.

    Parameters
    ----------
    path, overrides, outages
        As for `load`.
    variants
        Name of the variant -> its changes, as for `load`.

    Returns
    -------
    dict of str to Scenario
        Name of the variant -> scenario.

    Raises
    ------
    ConfigError
        The error lists every problem of every variant, each once.
    """
    found: dict[str, Scenario] = {}
    problems: list[Problem] = []
    for name, changes in variants.items():
        try:
            found[name] = load(path, overrides, outages, changes)
        except ConfigError as error:
            problems += error.problems
    if problems:
        raise ConfigError(dict.fromkeys(problems))
    return found
