"""The plans of the comparison to which a study belongs, read from the file compare.json of `sim compare`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from sim.analysis.statistics.estimates import in_words
from sim.errors import ResultsError
from sim.experiment.keep.own import own_file, read_own
from sim.experiment.variants import folder_of

__all__ = ["beside", "plan_row"]

TABLE = "compare.json"


def beside(folder: Path | None) -> dict[str, Any] | None:
    """Return the comparison to which a results folder belongs; None if it belongs to none.

    Returns
    -------
    dict or None
        `milestone`, `answer` (sentences) and `plans`. Each plan is a dict as from `plan_row`, with one more entry:
        `own` says whether the folder has the study of this plan.

    Raises
    ------
    ResultsError
        The file compare.json is damaged, or is a link.
    """
    path = None if folder is None else folder.resolve().parent / TABLE
    if folder is None or path is None or not path.is_file():
        return None
    own_file(path)
    try:
        content = json.loads(read_own(path))
        names = [str(plan["variant"]) for plan in content["plans"]]
        own = folder.resolve().name
        plans = [{**plan_row(plan), "own": folder_of(plan["variant"], names) == own} for plan in content["plans"]]
        milestone, answer = str(content["milestone"]), [str(line) for line in content["answer"]]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise ResultsError(f"{path} is damaged ({error}); repeat the same sim compare to rewrite it") from error
    if not any(plan["own"] for plan in plans):
        return None
    return {"milestone": milestone, "answer": answer, "plans": plans}


def plan_row(content: dict[str, Any]) -> dict[str, Any]:
    """Return one plan of a comparison, from its entry in compare.json.

    Returns
    -------
    dict
        `name`; `chance`: the probability with its interval, as text; `probability`, `low`, `high`; `difference` from
        the first plan with its interval, as text (None for the first plan); `median`: ISO day by which half of the
        histories closed, or None; `not_shipped_t`: mean tonnes that are not shipped, or None.
    """
    chance, n = float(content["probability"]), int(content["histories"])
    low, high = float(content["low"]), float(content["high"])
    less = None
    if content["difference"] is not None:
        less = f"{content['difference']:+.3f} [{content['difference_low']:+.3f}, {content['difference_high']:+.3f}]"
    return {
        "name": str(content["variant"]),
        "chance": in_words(chance, low, high, round(chance * n), n),
        "probability": chance,
        "low": low,
        "high": high,
        "difference": less,
        "median": content["median_closure"],
        "not_shipped_t": None if content["not_shipped_t"] is None else float(content["not_shipped_t"]),
    }
