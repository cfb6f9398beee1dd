"""Policy files that a scenario names: their text, and whether the rules that it names are there."""

from __future__ import annotations

from sim.config.draft import Draft
from sim.config.inside import inside
from sim.config.reading import read_text
from sim.domain.check.finding import Finding, nearest, quoted
from sim.domain.policy import Policy
from sim.errors import ConfigError, Problem
from sim.policies import KINDS, BrokenFileError, Source, UnknownPolicyError, UntrustedError, find, policies_of
from sim.policies.trust import is_trusted

__all__ = ["add_policy_files", "judge_policies", "sources_of"]


def add_policy_files(draft: Draft) -> None:
    """Read the files that `policy.files` names, and put their text beside the names.

    Notes
    -----
    Where the texts stand there already they are left as they are, as in the `scenario.toml` of a results folder.
    """
    table = draft.data.get("policy")
    files = table.get("files") if isinstance(table, dict) else None
    if not isinstance(table, dict) or "code" in table or not isinstance(files, list):
        return
    code = []
    for position, name in enumerate(files):
        if not isinstance(name, str):
            return  # the schema says so
        try:
            text = read_text(inside(draft.folder, name), "py")
        except ConfigError as error:
            _of_file(draft, position, error)
            continue
        code.append(text.replace("\r\n", "\n"))
    if len(code) == len(files):
        table["code"] = code


def judge_policies(draft: Draft, policy: Policy) -> None:
    """Read the rules out of the texts, and report every name that is none of them.

    Notes
    -----
    The texts are run, so only those that are trusted are read, and only where nothing else is wrong.
    """
    sources = sources_of(policy)
    whole = len(policy.code) == len(policy.files)
    for position, source in enumerate(sources):
        if not is_trusted(source):
            whole = False
            finding = Finding(("policy", "files", str(position)), quoted(source.name), str(UntrustedError(source)))
            draft.report(finding)
    if draft.problems and sources:
        return
    for source in sources:
        try:
            policies_of(source)
        except BrokenFileError as error:
            whole = False
            file = draft.folder / source.name
            draft.problems.append(
                Problem(str(file if file.exists() else source.name), error.line, "", None, error.expectation)
            )
    if not whole:
        return
    for kind in KINDS:
        name = getattr(policy, kind)
        try:
            find(kind, name, sources)
        except UnknownPolicyError as error:
            listed = ", ".join(quoted(other) for other in error.names)
            expectation = f"expected a {kind} policy: {listed}"
            draft.report(Finding(("policy", kind), quoted(name), expectation, nearest(name, error.names)))


def sources_of(policy: Policy) -> list[Source]:
    """Return the texts of a scenario's policy files, none of them run."""
    return [Source(name, text) for name, text in zip(policy.files, policy.code, strict=False)]


def _of_file(draft: Draft, position: int, error: ConfigError) -> None:
    """Report a file that cannot be read where it is named, unless the fault is on a line of its own."""
    for problem in error.problems:
        if problem.line is None:
            path = ("policy", "files", str(position))
            draft.report(Finding(path, quoted(problem.file), problem.expectation, problem.suggestion))
        else:
            draft.problems.append(problem)
    draft.unread.add(("policy", "files"))
