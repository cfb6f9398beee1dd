"""The check that each rule that a scenario names exists. It is the last check, as it runs the code of policy files."""

from __future__ import annotations

from sim.config.policy_files import sources_of
from sim.config.tables import Tables
from sim.domain.check.finding import Finding, nearest, quoted
from sim.domain.policy import Policy
from sim.errors import Problem
from sim.policies import KINDS, BrokenFileError, UnknownPolicyError, UntrustedError, find, policies_of
from sim.policies.trust import is_trusted

__all__ = ["judge_rules"]


def judge_rules(tables: Tables, policy: Policy, *, alone: bool) -> list[Problem]:
    """Return the problems of the policy: files that are not trusted or have errors, and names that no rule has.

    Parameters
    ----------
    tables
        The tables from which the policy comes.
    policy
        The policy that the tables state.
    alone
        Whether the scenario has no other errors. Only then is the code of policy files run, and only if the user trusts
        all of them.
    """
    if any(section == "policy" for section, _ in tables.unread):
        return []
    sources = sources_of(policy)
    is_complete = len(policy.code) == len(policy.files)  # every policy file is read, trusted and free of errors
    problems: list[Problem] = []
    for position, source in enumerate(sources):
        if not is_trusted(source):
            is_complete = False
            finding = Finding(("policy", "files", str(position)), quoted(source.name), str(UntrustedError(source)))
            problems += tables.problems(finding)
    if sources and (problems or not alone):
        return problems
    for source in sources:
        try:
            policies_of(source)
        except BrokenFileError as error:
            is_complete = False
            file = tables.folder / source.name
            name = str(file if file.exists() else source.name)
            problems.append(Problem(name, error.line, "", None, error.expectation))
    if not is_complete:
        return problems
    for kind in KINDS:
        name = getattr(policy, kind)
        try:
            find(kind, name, sources)
        except UnknownPolicyError as error:
            listed = ", ".join(quoted(other) for other in error.names)
            expectation = f"expected a {kind} policy: {listed}"
            problems += tables.problems(
                Finding(("policy", kind), quoted(name), expectation, nearest(name, error.names))
            )
    return problems
