"""Compile reviews into tables: their dates, the milestones that they check, and how they may respond."""

from typing import TYPE_CHECKING, Any

from sim.domain.dates import seconds
from sim.domain.favour import judged_sites
from sim.domain.journey import inside
from sim.model.schema import plan as tables
from sim.model.schema.row import Table
from sim.model.terms import Response

if TYPE_CHECKING:
    from sim.model.compile.compiler import Compiler


def reviews(compiler: "Compiler") -> dict[str, Table]:
    """Return the tables of reviews; all are empty if the scenario has no reviews."""
    review, slot = compiler.scenario.review, compiler.slots.slot
    kinds = review.respond if review else ()
    lifts = review.lift.lifts if review and review.lift and "lift" in kinds else ()
    lag = compiler.slots.dist("review.lift.lag_d", review.lift.lag_d) if review and review.lift else -1
    longer = review.hours if review and "hours" in kinds else None
    sites = compiler.rows["site"]
    sites_in_country = [name for name, site in compiler.scenario.site.items() if inside(compiler.scenario, name)]
    at = "review.lift"
    asks = [
        {
            "lift": compiler.rows["lift"][name],
            "factor_s": slot(f"{at}.factor"),
            "lag": lag,
            "granted_s": slot(f"{at}.granted"),
            "ceiling_s": slot(f"{at}.ceiling"),
            "call": False,
        }
        for name in lifts
    ]
    for position, call in enumerate(review.call if review and "call" in kinds else ()):
        at = f"review.call.{position}"
        numbers = {"lag": compiler.slots.dist(f"{at}.lag_d", call.lag_d), "granted_s": slot(f"{at}.granted")}
        asks.append(
            {"lift": compiler.rows["lift"][call.lift], **numbers, "factor_s": -1, "ceiling_s": -1, "call": True}
        )
    settings = {
        "milestone": compiler.rows["milestone"][review.of] if review else -1,
        "margin_s": slot("review.margin_d"),
        "window_s": slot("review.window_d"),
        "portion_s": slot("review.portion"),
        "takes_back": bool(review and review.take_back and "dispose" in kinds),
    }
    judged = [
        {"site": sites[site], "milestone": compiler.rows["milestone"][name]}
        for site, names in judged_sites(compiler.scenario).items()
        for name in names
    ]
    extra, ceiling = slot("review.hours.extra_h"), slot("review.hours.ceiling_h")
    return {
        "review": compiler.table(tables.Review, [settings] if review else []),
        "judged": compiler.table(
            tables.Judged, [{"site": -1, "milestone": settings["milestone"]}, *judged] if review else []
        ),
        "look": compiler.table(tables.Look, [{"at": at} for at in _looks(compiler)]),
        "response": compiler.table(tables.Response, [{"kind": Response[kind.upper()]} for kind in kinds]),
        "ask": compiler.table(tables.Ask, asks),
        "longer": compiler.table(
            tables.Longer,
            [
                {"site": sites[name], "extra_s": extra, "ceiling_s": ceiling}
                for name in (longer.sites or sites_in_country if longer else ())
            ],
        ),
    }


def _looks(compiler: "Compiler") -> list[int]:
    """Return the instants of the reviews [s], in order."""
    review: Any = compiler.scenario.review
    if review is None:
        return []
    if review.every_d is None:
        return sorted({compiler.instant(when, 0) for when in review.dates})
    step = round(86400 * review.every_d)
    by = compiler.scenario.milestone[review.of].by if review.of in compiler.scenario.milestone else None
    last = seconds(by, compiler.scenario.clock, ends=True) if by is not None else 0
    return list(range(step, last + 1, step)) if step > 0 else []
