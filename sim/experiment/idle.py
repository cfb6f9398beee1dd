"""What was set and changes nothing: the value that stood there, talk, or a key that another one switches off."""

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

__all__ = ["idle", "reason", "unheard", "without_effect"]


def idle(
    path: str | Path, overrides: Sequence[str] = (), outages: Sequence[str] = (), changes: Sequence[str] = ()
) -> Iterator[str]:
    """Yield a sentence for each override that changes nothing of what is simulated.

    Parameters
    ----------
    path, overrides, outages, changes
        As for `sim.load`; they load without an error.

    Notes
    -----
    Judged by the plan with and without it, and by the keys that are known to be switched off (`sim.domain.unread`).
    """
    for option, text, why in unheard(path, overrides, outages, changes):
        yield f"{option} {text} changes nothing that is simulated: {why}"


def unheard(
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
            continue  # the question makes no sense without it
        why = without_effect(asked, without, parts_of(text.partition("=")[0].strip()))
        if why is not None:
            yield option, text, why


def without_effect(asked: Scenario, without: Scenario, path: tuple[str, ...]) -> str | None:
    """Return why nothing that is simulated changes by what was set; None if something does, as far as is known.

    Parameters
    ----------
    asked, without
        The question with what was set, and without it.
    path
        Keys from the top, where it was set.
    """
    if asked.model_copy(update={"known": ()}) == without.model_copy(update={"known": ()}):
        if asked.known == without.known:
            return "it stands there already"
        return None  # the same middle, but known now
    why = reason(asked, path)
    if asked.seed == without.seed and plan_digest(plan(asked)) == plan_digest(plan(without)):
        return "it says where numbers come from" if digest(asked) == digest(without) else why or "nothing reads it"
    return why


def reason(asked: Scenario, path: tuple[str, ...]) -> str | None:
    """Return why nothing reads what stands at a path, as far as is known: switched off, or met by nobody; else None."""

    def named(findings: Iterator[Finding]) -> str | None:
        """Return what the first of some findings about this place says."""
        return next((finding.expectation for finding in findings if finding.path == path[: len(finding.path)]), None)

    return named(unused(asked)) or unread(asked, path, touched(asked)) or named(unheeded(asked))
