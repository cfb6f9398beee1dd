"""The record of a page: the content of the page of a study as names, numbers and texts, without markup."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from sim.domain.dates import moment
from sim.domain.scenario import Scenario
from sim.errors import ResultsError
from sim.experiment.decide.explain.sensitivity import Owners
from sim.experiment.study import Study
from sim.page.answer import answer
from sim.page.assumptions import assumptions
from sim.page.beside import beside
from sim.page.closure import closure
from sim.page.grades import graded
from sim.page.paths import observed, paths
from sim.page.playback import chosen, history, network
from sim.page.trust import LIMITS, checklist, trust

__all__ = ["DRAWN", "record"]

DRAWN: Final = 2
"""Default number of histories chosen at random that a page plays."""


def record(
    study: Study, scenario: Scenario, *, text: str | None = None, folder: Path | None = None, drawn: int = DRAWN
) -> dict[str, Any]:
    """Return the content of a page of a study, made only of dicts, lists, texts and numbers.

    Parameters
    ----------
    study, scenario
        The study, and its scenario.
    text
        The original scenario file, for the grades in its comments; None if it is not available.
    folder
        The results folder; None for a study in memory.
    drawn
        Number of histories chosen at random that the page plays, besides an early, a median and a late history; 0 for
        no playback.

    Raises
    ------
    ResultsError
        A file of the folder is damaged.
    """
    owners = _owners(study)
    grades = None if text is None else graded(text)
    seen = observed(folder)
    content = study.summary
    named = None if folder is None else folder.as_posix()
    return {
        "name": study.plan.name,
        "about": scenario.about.strip(),
        "zone": study.plan.clock.zone,
        "start": moment(0, study.plan.clock).isoformat(),
        "n": len(study),
        "summary": content,
        "answer": answer(study, owners),
        "trust": [list(each) for each in trust(study, grades, seen, named)],
        "closure": closure(study),
        "paths": paths(study, seen),
        "observed": seen,
        "sensitivity": None if owners is None else owners.as_dict(),
        "discovery": _discovery(study),
        "beside": beside(folder),
        "assumptions": assumptions(study, scenario, grades, owners),
        "graded": grades is not None,
        "limits": list(LIMITS),
        "checklist": [list(each) for each in checklist(study, scenario, named)],
        "network": network(study.plan) if drawn else None,
        "playback": _playback(study, drawn) if drawn else [],
    }


def _owners(study: Study) -> Owners | None:
    """Return the share of each unknown in the spread of the date; None if there are no unknowns or too few worlds."""
    if not study.plan.names["uncertainty"]:
        return None
    try:
        return study.sensitivity()
    except ResultsError:
        return None


def _discovery(study: Study) -> dict[str, Any] | None:
    """Return the rule under which the deadline is missed; None if too few histories miss it, or too few meet it."""
    try:
        rule = study.discover()
    except ResultsError:
        return None
    return {**rule.as_dict(), "lines": rule.lines(10_000)}


def _playback(study: Study, drawn: int) -> list[dict[str, Any]]:
    """Return the histories to be played; a history that is chosen twice is run again only once."""
    ran: dict[int, dict[str, Any]] = {}
    played = []
    for choice in chosen(study, drawn):
        number = choice["replication"]
        if number not in ran:
            ran[number] = history(study.plan, study.trajectory(number))
        row = int(number) - study.first
        out = int(study.outcomes["closure"][row])
        played.append({**choice, "closure": out if out <= study.plan.horizon else None, "history": ran[number]})
    return played
