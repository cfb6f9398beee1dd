"""Find overrides that change nothing: they set a value to what it is already, or the simulation does not use it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from sim.config import digest, load
from sim.config.literal import parts_of
from sim.domain.check.finding import Finding
from sim.domain.check.targets import touched
from sim.domain.check.unheeded import unheeded
from sim.domain.check.unused import unused
from sim.domain.scenario import Scenario
from sim.domain.unread import unread
from sim.errors import ConfigError
from sim.model.compile import plan
from sim.model.digest import plan_digest

__all__ = ["idle", "ineffective", "reason", "without_effect"]


def idle(
    path: str | Path, overrides: Sequence[str] = (), outages: Sequence[str] = (), changes: Sequence[str] = ()
) -> Iterator[str]:
    """Yield a sentence for each override that has no effect on the simulation.

    Parameters
    ----------
    path, overrides, outages, changes
        As for `sim.load`, which must have accepted the same arguments.

    Notes
    -----
    An override is reported if the seed and the plan are the same with and without it, or if a check finds that its key
    is not used (`reason`). An override that changes nothing for a reason unknown to these checks is not reported.
    """
    for option, text, why in ineffective(path, overrides, outages, changes):
        yield f"{option} {text} has no effect on the simulation: {why}"


def ineffective(
    path: str | Path, overrides: Sequence[str] = (), outages: Sequence[str] = (), changes: Sequence[str] = ()
) -> Iterator[tuple[str, str, str]]:
    """Yield (option, text, reason) for each override that changes nothing; parameters as in `idle`.

    The option is `--set` or `--with`, and the text is the override as it was given.
    """
    if not (overrides or changes):
        return
    asked = load(path, overrides, outages, changes)
    stated = [("--set", at, text) for at, text in enumerate(overrides)]
    stated += [("--with", at, text) for at, text in enumerate(changes)]
    for option, at, text in stated:
        given = {"--set": list(overrides), "--with": list(changes)}
        del given[option][at]
        try:
            without = load(path, given["--set"], outages, given["--with"])
        except ConfigError:
            continue  # the override has an effect: without it, the question is invalid
        why = without_effect(asked, without, parts_of(text.partition("=")[0].strip()))
        if why is not None:
            yield option, text, why


def without_effect(asked: Scenario, without: Scenario, path: tuple[str, ...]) -> str | None:
    """Return why an override has no effect on the simulation; None if it has an effect or may have one.

    Parameters
    ----------
    asked, without
        The question with the override, and without it.
    path
        Keys from the top of the file down to the value that the override sets.
    """
    if asked.model_copy(update={"known": ()}) == without.model_copy(update={"known": ()}):
        if asked.known == without.known:
            return "it has this value already"  # by the file, by default or by another override
        return None  # the override has an effect: the value is the same, but unknowns do not change it now
    why = reason(asked, path)
    if asked.seed == without.seed and plan_digest(plan(asked)) == plan_digest(plan(without)):
        no_change = "the simulation is the same with and without it"
        return "it is only documentation" if digest(asked) == digest(without) else why or no_change
    return why


def reason(asked: Scenario, path: tuple[str, ...]) -> str | None:
    """Return why the value at a path has no effect: another key switches it off, or nothing uses it; None if not known.

    An unknown also has no effect if the numbers that it changes have none, or are the same in every world.
    """

    def named(findings: Iterator[Finding]) -> str | None:
        """Return the text of the first finding about the value at the path, or about an entry that contains it."""
        return next((finding.expectation for finding in findings if finding.path == path[: len(finding.path)]), None)

    return named(unused(asked)) or unread(asked, path, touched(asked)) or named(unheeded(asked))
