"""The part `why` of a summary: the main reasons for each date by name, and all other reasons in one entry."""

from collections.abc import Iterable
from typing import Any, Final

from sim.analysis.summary.why import Share, Why

__all__ = ["reasons_record"]

MOST: Final = 12
"""Largest number of reasons that are reported by name."""


def reasons_record(found: Iterable[Why]) -> dict[str, Any]:
    """Return the reasons for the closure of the force, the date of each milestone and the closure of each site.

    Returns
    -------
    dict
        `closure`, `milestones` by name and `sites` by name. Each of these dates has:

        - `n`: the number of histories whose causes are known; all figures are over these histories;
        - `reached`, `not_reached`, `late`: how many of them reached the date, did not reach it, and were late;
        - `days`: the mean days until the date, over the histories that reached it (0 if none did);
        - `days_not_reached`: the days to the end of the clock, for those that did not reach it (0 if all did);
        - `planned_days`, `planned_days_not_reached`: the parts of these days that are due to dates and times that the
          plan itself states;
        - `causes`, a list. The last cause may be `others`, which holds all reasons not reported by name.

        Each cause has:

        - `cause` (the key of the reason) and `label`;
        - `planned`: whether the reason is a date or time that the plan itself states (false for `others`);
        - `mean_days`, `low`, `high`: mean days due to the reason over the histories that reached the date, with the
          interval of that mean (None for `others`); the means of all causes sum to `days`;
        - `not_reached`: the same three figures over the histories that did not reach the date; the means of all causes
          sum to `days_not_reached`;
        - `share_most`, `share_late`: the share of all histories, and of the late ones, in which the most days are due
          to the reason; `share_late` is None if no history is late.
    """
    record: dict[str, Any] = {"closure": {}, "milestones": {}, "sites": {}}
    for each in found:
        if each.target.kind == "closure":
            record["closure"] = _target(each)
        else:
            record[f"{each.target.kind}s"][each.target.name] = _target(each)
    return record


def _target(each: Why) -> dict[str, Any]:
    """Return the record of one date.

    The reasons reported by name are those with the most days on average, those that have the most days in the largest
    number of histories, and those with the most days on average over the histories that did not reach the date.
    """
    often = sorted(each.shares, key=lambda share: -max(share.late or 0.0, share.most))
    longest = sorted(each.shares, key=lambda share: -share.still[0])[:4] if each.unreached else []
    by_name = {*each.shares[: MOST - 4 - len(longest)], *often[:4], *longest}
    named = [share for share in each.shares if share in by_name]
    rest = [share for share in each.shares if share not in by_name]
    causes = [_share(share) for share in named]
    if rest:
        late = None if rest[0].late is None else sum(share.late or 0.0 for share in rest)
        causes.append(
            {
                "cause": "others",
                "label": "others",
                "mean_days": sum(share.days for share in rest),
                "low": None,
                "high": None,
                "not_reached": {"mean_days": sum(share.still[0] for share in rest), "low": None, "high": None},
                "share_most": sum(share.most for share in rest),
                "share_late": late,
                "planned": False,
            }
        )
    return {
        "n": each.n,
        "reached": each.reached,
        "not_reached": each.unreached,
        "late": each.late,
        "days": each.days,
        "days_not_reached": each.still,
        "planned_days": sum(share.days for share in each.shares if share.reason.is_planned),
        "planned_days_not_reached": sum(share.still[0] for share in each.shares if share.reason.is_planned),
        "causes": causes,
    }


def _share(share: Share) -> dict[str, Any]:
    return {
        "cause": share.reason.key,
        "label": share.reason.label,
        "mean_days": share.days,
        "low": share.low,
        "high": share.high,
        "not_reached": dict(zip(("mean_days", "low", "high"), share.still, strict=True)),
        "share_most": share.most,
        "share_late": share.late,
        "planned": share.reason.is_planned,
    }
