"""Reviews as tables: their dates, what they look at, and what they may do."""

from typing import TYPE_CHECKING, Any

from sim.domain.dates import seconds
from sim.domain.favour import judged_sites
from sim.domain.journey import inside
from sim.model.schema import plan as tables
from sim.model.schema.row import Table
from sim.model.terms import Response

if TYPE_CHECKING:
    from sim.model.compile.compiler import Compiler


def reviews(work: "Compiler") -> dict[str, Table]:
    """Return the tables of reviews; all are empty where the scenario has none."""
    review, slot = work.scenario.review, work.slots.slot
    kinds = review.respond if review else ()
    asked = review.lift.lifts if review and review.lift and "lift" in kinds else ()
    lag = work.slots.dist("review.lift.lag_d", review.lift.lag_d) if review and review.lift else -1
    longer = review.hours if review and "hours" in kinds else None
    sites = work.rows["site"]
    bases = [name for name, site in work.scenario.site.items() if inside(work.scenario, name)]
    at = "review.lift"
    asks = [
        {
            "lift": work.rows["lift"][name],
            "factor_s": slot(f"{at}.factor"),
            "lag": lag,
            "granted_s": slot(f"{at}.granted"),
            "ceiling_s": slot(f"{at}.ceiling"),
            "call": False,
        }
        for name in asked
    ]
    for place, call in enumerate(review.call if review and "call" in kinds else ()):
        at = f"review.call.{place}"
        numbers = {"lag": work.slots.dist(f"{at}.lag_d", call.lag_d), "granted_s": slot(f"{at}.granted")}
        asks.append({"lift": work.rows["lift"][call.lift], **numbers, "factor_s": -1, "ceiling_s": -1, "call": True})
    row = {
        "milestone": work.rows["milestone"][review.of] if review else -1,
        "margin_s": slot("review.margin_d"),
        "window_s": slot("review.window_d"),
        "portion_s": slot("review.portion"),
        "takes_back": bool(review and review.take_back and "dispose" in kinds),
    }
    judged = [
        {"site": sites[site], "milestone": work.rows["milestone"][name]}
        for site, names in judged_sites(work.scenario).items()
        for name in names
    ]
    hours = (slot("review.hours.extra_h"), slot("review.hours.ceiling_h"))
    return {
        "review": work.table(tables.Review, [row] if review else []),
        "judged": work.table(tables.Judged, [{"site": -1, "milestone": row["milestone"]}, *judged] if review else []),
        "look": work.table(tables.Look, [{"at": at} for at in _looks(work)]),
        "response": work.table(tables.Response, [{"kind": Response[kind.upper()]} for kind in kinds]),
        "ask": work.table(tables.Ask, asks),
        "longer": work.table(
            tables.Longer,
            [
                {"site": sites[name], "extra_s": hours[0], "ceiling_s": hours[1]}
                for name in (longer.sites or bases if longer else ())
            ],
        ),
    }


def _looks(work: "Compiler") -> list[int]:
    """Return the instants of the reviews [s], in order."""
    review: Any = work.scenario.review
    if review is None:
        return []
    if review.every_d is None:
        return sorted({work.instant(when, 0) for when in review.dates})
    step = round(86400 * review.every_d)
    by = work.scenario.milestone[review.of].by if review.of in work.scenario.milestone else None
    last = seconds(by, work.scenario.clock, ends=True) if by is not None else 0
    return list(range(step, last + 1, step)) if step > 0 else []
