"""Why late, as a summary reports it: the reasons that own most of each date, and the rest in one, so the sum holds."""

from collections.abc import Iterable
from typing import Any, Final

from sim.analysis.summary.why import Share, Why

__all__ = ["reasons_record"]

MOST: Final = 12
"""Number of reasons reported by name."""


def reasons_record(found: Iterable[Why]) -> dict[str, Any]:
    """Return what owns the closure, the date of each milestone and the closure of each site.

    Returns
    -------
    dict
        `closure`, `milestones` by name and `sites` by name. Each has `n` histories, those `reached`, `not_reached` and
        `late`, the mean `days` until it was reached and `days_not_reached` to the end of the clock (0 if it was reached
        in all), and `causes`: `cause` (its key), `label`, `mean_days` with `low` and `high` over the histories in which
        it was reached, `not_reached` (the same three) over the others, `share_most` of all histories and `share_late`
        of the late ones in which it owns the most (None if none is late), and whether it is `planned`: a date or a time
        that the plan itself states. The last may be `others`; mean days sum to `days`, those of `not_reached` to
        `days_not_reached`. `planned_days` and `planned_days_not_reached` are the parts of these that are `planned`,
        those in `others` included.
    """
    record: dict[str, Any] = {"closure": {}, "milestones": {}, "sites": {}}
    for each in found:
        if each.target.kind == "closure":
            record["closure"] = _target(each)
        else:
            record[f"{each.target.kind}s"][each.target.name] = _target(each)
    return record


def _target(each: Why) -> dict[str, Any]:
    often = sorted(each.shares, key=lambda share: -max(share.late or 0.0, share.most))
    longest = sorted(each.shares, key=lambda share: -share.still[0])[:4] if each.unreached else []
    kept = {*each.shares[: MOST - 4 - len(longest)], *often[:4], *longest}
    named = [share for share in each.shares if share in kept]
    rest = [share for share in each.shares if share not in kept]
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
