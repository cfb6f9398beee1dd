"""A scenario file as a `Scenario`, or everything that is wrong with it, with lines."""

from __future__ import annotations

import copy
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from pydantic import ValidationError

from sim.config.controls import refuse_controls, refuse_nul
from sim.config.csvcolumn import add_columns
from sim.config.days import with_days
from sim.config.depth import refuse_deep_tables, refuse_long_keys, too_deep
from sim.config.draft import Draft
from sim.config.explain import explain
from sim.config.inside import inside
from sim.config.known import add_known
from sim.config.literal import dotted
from sim.config.locate import locate
from sim.config.manifest import add_manifests
from sim.config.mending import mend, shortened
from sim.config.observations import read_observations
from sim.config.overrides import add_outages, apply_overrides, parse_overrides
from sim.config.parse import parsed
from sim.config.policies import add_policy_files, judge_policies, sources_of
from sim.config.reading import read_text
from sim.config.salvage import TOML, frozen, mended, salvage
from sim.domain.check import check, remarks
from sim.domain.check.finding import Finding, quoted
from sim.domain.check.references import known_names, references
from sim.domain.policy import Policy
from sim.domain.scenario import Scenario
from sim.errors import ConfigError, Problem
from sim.policies import Source

__all__ = ["code_of", "judge", "load", "load_variants"]


def load(
    path: str | Path, overrides: Sequence[str] = (), outages: Sequence[str] = (), changes: Sequence[str] = ()
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
        The same as `overrides`, applied after them, as given to `--with` of `sim compare`.

    Returns
    -------
    Scenario
        The frozen question. Lots of manifests stand in `lot`, and `manifest` is empty. What was overridden and stands
        under `[uncertainty]` too is named in `known`. Its `notices` say what was stated and has no effect, or another
        than it seems to have.

    Raises
    ------
    ConfigError
        Holding every problem that was found, each with file, line, dotted key, value and expectation.
    """
    draft = _read(Path(path))
    values = [*parse_overrides(draft, overrides), *parse_overrides(draft, changes, "--with")]
    apply_overrides(draft, [value for value in values if value[0][0] == "manifest"])
    refuse_controls(draft)
    add_manifests(draft)
    apply_overrides(draft, [value for value in values if value[0][0] != "manifest"])
    add_known(draft, [value[0] for value in values])
    add_outages(draft, outages)
    add_columns(draft)
    add_policy_files(draft)
    refuse_nul(draft)
    scenario, whole = _judged(draft)
    if scenario is not None and scenario.observations is not None:
        _observed(draft, scenario, scenario.observations)
    _judge_policies(draft, whole)  # last: with anything else wrong, no code is run
    if draft.problems:
        raise ConfigError(dict.fromkeys(draft.problems))
    assert scenario is not None  # without a problem there is a scenario
    for finding in remarks(scenario):
        draft.notice(finding)
    return scenario.noticed(dict.fromkeys(draft.notices))


def load_variants(
    path: str | Path, overrides: Sequence[str], outages: Sequence[str], variants: Mapping[str, Sequence[str]]
) -> dict[str, Scenario]:
    """Read a scenario file once for each of several changes of it.

    Parameters
    ----------
    path, overrides, outages
        As for `load`.
    variants
        By name, its changes.

    Returns
    -------
    dict of str to Scenario
        By name, in the same order.

    Raises
    ------
    ConfigError
        Holding every problem of every variant, each once.
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


def code_of(path: str | Path) -> list[Source]:
    """Return the texts of the policy files that a scenario names, or holds; nothing of them is run or judged.

    Raises
    ------
    ConfigError
        The scenario or one of the files cannot be read.
    """
    draft = _read(Path(path))
    refuse_controls(draft)
    add_policy_files(draft)
    try:
        table = Policy.model_validate(frozen(draft.data.get("policy", {})), strict=True, context=TOML)
    except ValidationError as error:
        for finding in explain(error.errors(include_url=False)):
            draft.report(replace(finding, path=("policy", *finding.path)))
        table = Policy()
    if draft.problems:
        raise ConfigError(dict.fromkeys(draft.problems))
    return sources_of(table)


def _read(path: Path) -> Draft:
    """Return the tables of a file and their lines, with what is wrong with its TOML."""
    text = read_text(path, "toml", named=True)
    if not text.strip():
        raise ConfigError([Problem(str(path), 1, "", None, "expected a scenario; the file is empty")])
    refuse_long_keys(path, text)
    try:
        data = parsed(text)
        return Draft(path, with_days(data, text), locate(text))
    except tomllib.TOMLDecodeError:
        return _mended(path, text)
    except RecursionError:
        raise too_deep(path, text) from None


def _observed(draft: Draft, scenario: Scenario, name: str) -> None:
    """Judge the observations, which are no input, before anything runs."""
    try:
        read_observations(inside(draft.folder, name), scenario)
    except ConfigError as error:
        for problem in error.problems:
            if problem.line is None:
                where = Finding(("observations",), quoted(problem.file), problem.expectation, problem.suggestion)
                draft.report(where)
            else:
                draft.problems.append(problem)


def _mended(path: Path, text: str) -> Draft:
    """Return what can be read of a file with slips in it, each slip a problem."""
    try:
        found = mend(text)
    except RecursionError:
        raise too_deep(path, text) from None
    refuse_deep_tables(path, text, found.data)
    draft = Draft(path, found.data, found.lines, slips=found.paths, torn=found.torn)
    for slip in found.slips:
        source = shortened(slip.source, slip.value) or None
        draft.problems.append(Problem(str(path), slip.line, dotted(slip.path), slip.value, slip.cure, None, source))
    if not found.data:
        raise ConfigError(draft.problems)
    draft.unread |= {(torn[0], torn[1] if len(torn) > 1 else "") for torn in found.torn if torn}
    return draft


def judge(draft: Draft) -> Scenario | None:
    """Validate and cross-check a draft; return the scenario if both could be done on the whole of it."""
    scenario, whole = _judged(draft)
    _judge_policies(draft, whole)
    return scenario


def _judge_policies(draft: Draft, whole: Scenario) -> None:
    """Judge the rules by name, where what names them could be read."""
    if all(section != "policy" for section, _ in draft.unread):
        judge_policies(draft, whole.policy)


def _judged(draft: Draft) -> tuple[Scenario | None, Scenario]:
    """Return the scenario if all of a draft could be validated, and what of it could be; no code of it is run."""
    scenario, findings = None, []
    try:
        scenario = Scenario.model_validate(frozen(draft.data), strict=True, context=TOML)
        whole, unread = scenario, set(draft.unread)
    except ValidationError as error:
        findings = explain(error.errors(include_url=False))
        for finding in findings:
            draft.report(finding)
        whole, unread = salvage(copy.deepcopy(draft.data), findings)
    for finding in check(whole, unread | draft.unread):
        draft.report(finding)
    known = known_names(whole, unread | draft.unread)
    for path, other in mended(draft.data, findings, whole):
        for finding in references(other, known):
            if finding.path[: len(path)] == path and not any(finding.path == each.path for each in findings):
                draft.report(finding)
    draft.unread |= unread
    return scenario, whole
