"""Overrides that change nothing: a value that was there already, a comment, or a key that another one switches off."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from sim.config import digest, load
from sim.config.literal import parts_of
from sim.domain.check.finding import Finding
from sim.domain.check.ignorance import touched
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
        As for `sim.load`; they load without an error.

    Notes
    -----
    Determined by the plan with and without it, and by keys known to be switched off (`sim.domain.unread`).
    """
    for option, text, why in ineffective(path, overrides, outages, changes):
        yield f"{option} {text} has no effect on the simulation: {why}"


def ineffective(
    path: str | Path, overrides: Sequence[str] = (), outages: Sequence[str] = (), changes: Sequence[str] = ()
) -> Iterator[tuple[str, str, str]]:
    """Yield the option, the text and the reason for each override that changes nothing; parameters as in `idle`."""
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
            continue  # the question is invalid without it
        why = without_effect(asked, without, parts_of(text.partition("=")[0].strip()))
        if why is not None:
            yield option, text, why


def without_effect(asked: Scenario, without: Scenario, path: tuple[str, ...]) -> str | None:
    """Return why an override has no effect on the simulation; None if it has one, as far as is known.

    Parameters
    ----------
    asked, without
        The question with the override, and without it.
    path
        Keys from the top, to where it was set.
    """
    if asked.model_copy(update={"known": ()}) == without.model_copy(update={"known": ()}):
        if asked.known == without.known:
            return "the file already has this value"
        return None  # the same central value, but known now
    why = reason(asked, path)
    if asked.seed == without.seed and plan_digest(plan(asked)) == plan_digest(plan(without)):
        return "it is only documentation" if digest(asked) == digest(without) else why or "nothing reads it"
    return why


def reason(asked: Scenario, path: tuple[str, ...]) -> str | None:
    """Return why nothing reads the value at a path, as far as is known: switched off, or not reached; else None."""

    def named(findings: Iterator[Finding]) -> str | None:
        """Return the words of the first finding about this place."""
        return next((finding.expectation for finding in findings if finding.path == path[: len(finding.path)]), None)

    return named(unused(asked)) or unread(asked, path, touched(asked)) or named(unheeded(asked))
