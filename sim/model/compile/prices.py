"""Prices, in tables of their own: no engine reads them, so no price changes a history."""

from sim.model.compile.compiler import Compiler, named
from sim.model.schema import plan as tables
from sim.model.schema.row import Table


def prices(work: Compiler) -> dict[str, Table]:
    """Return the prices of lifts and of groups and lots; -1 where the scenario has none."""
    slot = work.slots.slot

    def either(own: str, general: str) -> int:
        return slot(own) if slot(own) >= 0 else slot(general)

    asked, review = dict[str, str](), work.scenario.review
    if review is not None and review.lift is not None and "lift" in review.respond:
        asked |= dict.fromkeys(review.lift.lifts, "review.lift.granted_usd")
    if review is not None and "call" in review.respond:
        asked |= {call.lift: f"review.call.{place}.granted_usd" for place, call in enumerate(review.call)}
    lifts = [
        {
            "granted_s": slot(asked[name]) if name in asked else -1,
            "handling_s": either(f"lift.{name}.handling_usd_per_t", "price.handling_usd_per_t"),
        }
        for name in work.scenario.lift
    ]
    lots = [
        {
            "per_diem_s": either(f"{section}.{name}.per_diem_usd", "price.per_diem_usd") if section == "group" else -1,
        }
        for section, name, _ in work.movers
    ]
    return {
        "lift_price": work.table(tables.LiftPrice, lifts, of=named("lift", work.scenario.lift)),
        "lot_price": work.table(tables.LotPrice, lots, of=work.nouns),
    }
