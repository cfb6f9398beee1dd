"""Read the findings of a sweep, a search or a comparison from its folder, as plain dicts and lists."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any, Final

from sim.analysis.statistics.estimates import in_words, proportion
from sim.errors import ResultsError
from sim.experiment.decide.words import milestone_name
from sim.experiment.keep.kinds import COMPARISON, SEARCH, SWEEP
from sim.experiment.keep.own import read_own
from sim.page.beside import plan_row

__all__ = ["finding", "kind_of"]

SUMMARY: Final = "summary.json"
TABLES: Final = {SWEEP: SUMMARY, SEARCH: SUMMARY, COMPARISON: COMPARISON}
"""For each kind of folder: the name of the file that identifies it, and of the file from which its page is made."""


def kind_of(folder: Path) -> str | None:
    """Return the name of the file that identifies a folder of a sweep, search or comparison; None for other folders."""
    return next((name for name in TABLES if (folder / name).is_file()), None)


def finding(folder: Path) -> dict[str, Any]:
    """Return the findings in a folder of `sim sweep`, `sim require` or `sim compare`.

    Parameters
    ----------
    folder
        A folder for which `kind_of` does not return None.

    Returns
    -------
    dict
        `kind` ("sweep", "search" or "comparison"), `name` (of the scenario), `milestone`, `by` (its date in ISO form;
        None if a lever sets it, for all milestones together, and for a comparison), `target` (None for a comparison),
        `confidence`, `seed`, `answer` (sentences), `levers` (`name`, `about`, `values`; only a sweep fills the last
        two), `rests` (sentences on how the answer was computed), and

        - for a sweep `trade` (sentences on the points of the front), and `points`: `values` (one per lever), `n`,
          `met`, `chance` (the probability with its interval, as text), `probability`, `low`, `high`,
          `smoothed` (value, low, high of the curve; None without a curve), `reaches` (whether it reaches the target:
          "yes", "no" or "open"), `half` (ISO day by which half of the histories are out, or None), `left_t` (tonnes not
          shipped), `cost_usd`, `front` (whether no other point is at least as good in everything);
        - for a search `searches`: `fixed` (value of the second lever, or None), `suffices` and `fails` (values of the
          first lever, or None), `answer`, and `points` as above, with None for curve, dates, tonnes and cost;
        - for a comparison `plans`, as from `beside.plan_row`, each also with `best` (whether it may be the best) and
          `front`.

    Raises
    ------
    ResultsError
        The file with the results is missing or damaged, or is a link.
    """
    kind = kind_of(folder)
    if kind is None:
        raise AssertionError(f"{folder} holds no sweep, search or comparison")
    path = folder / TABLES[kind]
    read: Callable[[Mapping[str, Any]], dict[str, Any]] = {SWEEP: _sweep, SEARCH: _search, COMPARISON: _comparison}[
        kind
    ]
    if not path.is_file():
        raise ResultsError(f"{path} is missing; repeat the same command to rewrite it")
    try:
        return read(json.loads(read_own(path)))
    except (ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError) as error:
        raise ResultsError(f"{path} is damaged ({error}); repeat the same command to rewrite it") from error


def _head(summary: Mapping[str, Any], kind: str) -> dict[str, Any]:
    """Return the entries that the findings of all kinds have."""
    target = summary.get("target")
    return {
        "kind": kind,
        "name": str(summary["scenario"]),
        "milestone": milestone_name(str(summary["milestone"])),
        "by": _date(summary.get("by")),
        "target": None if target is None else float(target),
        "confidence": float(summary["confidence"]),
        "seed": int(summary["seed"]),
    }


def _date(by: Any) -> str | None:
    """Return a stored ISO date unchanged, or None; anything else raises an error, which `finding` reports as damage."""
    if by is None:
        return None
    date.fromisoformat(by[:10])
    return str(by)


def _sweep(summary: Mapping[str, Any]) -> dict[str, Any]:
    """Return the findings of a sweep from its summary.json."""
    head = _head(summary, "sweep")
    levers = [
        {"name": str(each["name"]), "about": str(each["about"]), "values": list(each["values"])}
        for each in summary["levers"]
    ]
    names = [each["name"] for each in levers]
    points = [_point(each, [each["values"][name] for name in names], head["target"]) for each in summary["points"]]
    trade = summary["trade"]
    draws = (
        "the same random numbers at all points"
        if summary["common_random_numbers"]
        else "separate random numbers at each point"
    )
    many = int(summary["replications"])
    rests = [
        f"{len(points):,} points, at least {many:,} histories each, {draws}, seed {head['seed']}.",
        f"Ranges ({100 * head['confidence']:g} %) are sampling error only.",
    ]
    if summary["lack_of_fit"] is not None and float(summary["lack_of_fit"]) < 0.01:
        rests.append("The smooth curve does not fit: the counts have a step or a kink. Rely on the points.")
    idle = [str(name) for name in summary["without_effect"]]
    rests += [f"Without effect on any figure: {', '.join(idle)}."] if idle else []
    return {
        **head,
        "answer": [str(line) for line in summary["answer"]],
        "trade": [] if trade is None else [str(line) for line in trade["words"]],
        "levers": levers,
        "points": points,
        "rests": rests,
    }


def _point(summary: Mapping[str, Any], values: list[Any], target: float) -> dict[str, Any]:
    """Return one point of a sweep or a search; `values` are the values of its levers."""
    n, met = int(summary["n"]), int(summary["met"])
    seen = proportion(met, n)
    chance, low, high = (
        float(summary["probability"]),
        float(summary.get("low", seen.low)),
        float(summary.get("high", seen.high)),
    )
    smoothed = None
    if summary.get("smoothed") is not None:
        smoothed = (float(summary["smoothed"]), float(summary["smoothed_low"]), float(summary["smoothed_high"]))
    least, most = (low, high) if smoothed is None else smoothed[1:]
    half = summary.get("closure_p50")
    return {
        "values": values,
        "n": n,
        "met": met,
        "chance": in_words(chance, low, high, met, n),
        "probability": chance,
        "low": low,
        "high": high,
        "smoothed": smoothed,
        "reaches": "yes" if least >= target else "no" if most < target else "open",
        "half": None if half is None else date.fromisoformat(str(half)[:10]).isoformat(),
        "left_t": None if summary.get("not_shipped_t") is None else float(summary["not_shipped_t"]),
        "cost_usd": None if summary.get("cost_usd") is None else float(summary["cost_usd"]),
        "front": summary.get("on_front") == 1,
    }


def _search(summary: Mapping[str, Any]) -> dict[str, Any]:
    """Return the findings of a search from its summary.json."""
    head = _head(summary, "search")
    each = summary.get("answers", [{**summary, "value": None}])
    searches = []
    for one in each:
        points = [_point(seen, [seen["value"]], head["target"]) for seen in one["seen"]]
        for point in points:  # the verdict of the search counts, not the interval at the value
            at = point["values"][0]
            point["reaches"] = "yes" if at == one["suffices"] else "no" if at == one["fails"] else point["reaches"]
        searches.append(
            {
                "fixed": one["value"],
                "suffices": one["suffices"],
                "fails": one["fails"],
                "answer": str(one["answer"]),
                "points": points,
            }
        )
    error = 1 - head["confidence"]
    return {
        **head,
        "answer": [one["answer"] for one in searches],
        "levers": [
            {"name": str(summary[key]), "about": "", "values": []}
            for key in ("lever", "other")
            if summary.get(key) is not None
        ],
        "searches": searches,
        "rests": [
            f"{int(summary['histories']):,} histories, seed {head['seed']}. The verdict on a value, that it suffices "
            f"or does not, is wrong with a probability of at most {error:.2g}, however long the search took.",
            "The ranges of single values assume a fixed number of histories; the search stopped when it was certain, "
            "so rely on its answer.",
        ],
    }


def _comparison(summary: Mapping[str, Any]) -> dict[str, Any]:
    """Return the findings of a comparison from its compare.json."""
    may_be_best, front = set(summary["may_be_best"]), set(summary["front"])
    plans = [
        {**plan_row(each), "best": each["variant"] in may_be_best, "front": each["variant"] in front}
        for each in summary["plans"]
    ]
    return {
        **_head(summary, "comparison"),
        "answer": [str(line) for line in summary["answer"]],
        "levers": [],
        "plans": plans,
        "rests": [
            f"Up to {int(summary['replications']):,} histories of each plan, the same random numbers in all, "
            f"seed {summary['seed']}.",
            "Differences are from the first plan, history by history.",
            f"Ranges ({100 * float(summary['confidence']):g} %) are sampling error only.",
            *(str(note) for note in summary["notes"]),
        ],
    }
