"""How far the result can be trusted: the trust card, the limits of the model, and the STRESS-DES checklist."""

from __future__ import annotations

from typing import Any, Final

from sim.analysis.summary.next_step import FEW_GRADES
from sim.analysis.summary.stopped import ALWAYS, ONCE
from sim.analysis.summary.totals import has, percent, states
from sim.analysis.summary.words import day
from sim.analysis.sums.movers import bases
from sim.domain.dates import moment
from sim.domain.scenario import Scenario
from sim.experiment.keep.code import code_digest
from sim.experiment.study import Study
from sim.page.grades import Graded
from sim.report.typed import typed

__all__ = ["LIMITS", "again", "checklist", "trust"]

LIMITS: Final = (
    "The range beside a probability is sampling error: the spread between sets of histories of the same scenario. "
    "It does not cover errors in the scenario itself.",
    "What the scenario does not state does not happen: no attack, strike, accident or change of mind, unless an "
    "outage, a permission, a crisis or an unknown represents it.",
    "No one improvises. A plan changes only by the rules and reviews that the scenario states, and people follow them.",
    "Unknowns are drawn independently unless the scenario links them. If in reality they tend to be bad together, "
    "late histories are more frequent than the page says.",
    "The time of a step is drawn separately for each person and item. A crew that is slow all month is represented "
    "only if an unknown states it.",
    "Lift carries what fits by weight, seats, positions and volume; three-dimensional stowage is not modelled.",
    "Causes are exact for the histories as they were run. They do not show what would have happened without a cause: "
    "to find out, change it and run again.",
)
"""Limits of the model in plain words."""


def again(study: Study, folder: str) -> str:
    """Return the command that repeats the study from its results folder."""
    n = ["--replications", str(len(study))]
    inner = ["--inner", str(study.inner)] if study.inner > 1 else []
    return typed(["sim", "run", f"{folder}/scenario.toml", *n, "--seed", str(study.seed), *inner])


def trust(study: Study, grades: Graded | None, seen: list[dict[str, Any]], folder: str | None) -> list[tuple[str, str]]:
    """Return the trust card, as pairs of a label and its text.

    Parameters
    ----------
    study
        The study.
    grades
        Grades of the scenario file; None if its comments are not available.
    seen
        Observations, as from `paths.observed`.
    folder
        The results folder; None for a study in memory.
    """
    run, n = study.run, len(study)
    audited = run.get("audited") or []
    card = [("Histories", f"{n:,}, numbers {study.first} to {study.last - 1}, seed {study.seed}")]
    if audited:
        content = f"{len(audited)} of {n:,} were run again by a second, independent engine: identical to the last bit"
    elif run.get("engine") == "simpy":
        content = "none needed: all were run by the reference engine (SimPy)"
    else:
        content = "none: no history was run again by the second engine"
    card.append(("Audited", content))
    kind = ALWAYS if study.stopped.always else ONCE
    card.append(("Range of the number", f"{100 * study.confidence:g} %, {kind}; sampling error only"))
    card.append(("Grades of assumptions", _beliefs(run, grades)))
    card.append(("Known misses", _misses(seen)))
    failed = study.summary["failed"]
    if failed:
        card.append(("Not reported", "; ".join(f"{each['part']} (a bug: {each['error']})" for each in failed)))
    notices = study.plan.notices
    if notices:
        card.append(("Stated and not used", "; ".join(str(notice) for notice in notices[:5])))
    versions = run.get("versions") or {}
    content = ", ".join(f"{name} {version}" for name, version in versions.items()) or "not kept in this folder"
    card.append(("Versions", f"{content}; code {code_digest(study.store.engine)}; histories {study.fingerprint[:16]}"))
    card.append(("Make it again", again(study, folder) if folder else "the study was not stored in a folder"))
    return card


def _beliefs(run: dict[str, Any], grades: Graded | None) -> str:
    """Return how many of the graded lines of the scenario file are assumptions, or why that is not stated."""
    lines = grades.lines if grades is not None else dict(run.get("grades") or {})
    many = sum(lines.values())
    if many:
        assumed = lines.get("A", 0)
        if many < FEW_GRADES:
            return f"lines of the file with a grade: only {many}, too few to say how well the numbers are known"
        share = percent(assumed / many)
        return f"{assumed} of the {many} lines of the file that have a grade ({share}) are assumptions (grade A)"
    if grades is not None:
        return "no line of the scenario file has a grade"
    return "not kept in a results folder; sim report with --scenario FILE reads them from the comments of that file"


def _misses(seen: list[dict[str, Any]]) -> str:
    """Return how many observed figures lie outside the band of the histories, or that there are no observations."""
    if not seen:
        return "not known: there are no observations to compare with"
    out = [each for each in seen if not each["verdict"].startswith("inside")]
    wide = sum(each["verdict"].startswith("inside, but wide") for each in seen)
    content = f"{len(out)} of {len(seen)} observed figures lie outside the 5-95 % band of the histories"
    return f"{content}; for {wide} of the others, the band is too wide to say much" if wide else content


def checklist(study: Study, scenario: Scenario, folder: str | None) -> list[tuple[str, str, str]]:
    """Return the rows of the STRESS-DES checklist (Monks et al. 2019): section, item, and the text for this study."""
    plan, content, n = study.plan, study.summary, len(study)
    deadline = content["milestones"][0]
    versions = study.run.get("versions") or {}
    stations, unknowns = len(plan.names["station"]), len(scenario.uncertainty)
    lots = len(plan.names["lot"])
    kept = f"the results folder {folder}" if folder else "memory only"
    words = {
        "Purpose": f"Whether all that must leave is out by {day(deadline['by'])}: {plan.name}. "
        f"{scenario.about.strip()}",
        "Outputs": "Probability of each milestone, dates of closure, causes of each date in days, people and tonnes by "
        "day and place, hours at stations, disposition of equipment, cost if prices are stated.",
        "Aims of experimentation": f"One scenario, {n:,} histories; comparisons and sweeps are studies of their own.",
        "Logic": "Discrete events: docs/model.md of the simulator. People and items pass stations, wait for holds, "
        "and ride on lift in an order of priority.",
        "Scenario logic": f"The file {states(plan)}; the mean world {has(plan) or 'has the same'}. "
        f"{len(bases(plan))} places in the country.",
        "Algorithms": "Rules of loading, order, tasking and reviews: docs/model.md; the scenario names its policies.",
        "Components": f"{lots} groups and lots, {stations} stations, {len(plan.names['lift'])} kinds of lift, "
        f"{len(scenario.hold)} holds, {len(scenario.outage)} outages, {len(scenario.permission)} permissions.",
        "Data sources": "Comments of the scenario file, with a grade beside each number that has one.",
        "Input parameters": f"scenario.toml of the study has every number; its {unknowns} unknowns are in the table of "
        "assumptions.",
        "Assumptions": "See the limits of the model and the table of assumptions on this page.",
        "Initialisation": f"Starts on {day(start_in_words(study))} as the scenario states, without warm-up.",
        "Run length": f"Until no mover is left, at most {scenario.clock.horizon_d:g} days past the deadline.",
        "Estimation": f"{n:,} histories ({study.inner} of each world); stopped: {study.stopped.rule}.",
        "Software": ", ".join(f"{name} {version}" for name, version in versions.items()) or "not kept in this folder",
        "Random sampling": f"Each number has an address made of the seed ({study.seed}), its purpose and the history: "
        "plans with the same seed use the same random numbers.",
        "Model execution": "Events at the same instant are settled by stated rules; two engines give the same bits.",
        "System": f"{study.run.get('system', 'not kept')} {study.run.get('machine', '')}".strip(),
        "Sharing": f"Open source, Apache 2.0; the study is in {kept}.",
    }
    sections = (
        ("1 Objectives", 3), ("2 Logic", 4), ("3 Data", 3), ("4 Experimentation", 3), ("5 Implementation", 4),
        ("6 Code", 1),
    )  # fmt: skip
    items, rows, at = list(words.items()), [], 0
    for section, many in sections:
        rows += [(section, name, text) for name, text in items[at : at + many]]
        at += many
    return rows


def start_in_words(study: Study) -> str:
    """Return the local day on which a study starts, in ISO form."""
    return moment(0, study.plan.clock).date().isoformat()
