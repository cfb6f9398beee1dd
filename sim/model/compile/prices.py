"""Compile prices into tables that no engine reads, so that these prices do not change a history."""

from sim.model.compile.compiler import Compiler, named
from sim.model.schema import plan as tables
from sim.model.schema.row import Table


def prices(compiler: Compiler) -> dict[str, Table]:
    """Return the tables of the prices of lifts and of groups and lots: slots, or -1 for a price that is not stated."""
    slot = compiler.slots.slot

    def either(own: str, general: str) -> int:
        return slot(own) if slot(own) >= 0 else slot(general)

    price_of_grant, review = dict[str, str](), compiler.scenario.review
    if review is not None and review.lift is not None and "lift" in review.respond:
        price_of_grant |= dict.fromkeys(review.lift.lifts, "review.lift.granted_usd")
    if review is not None and "call" in review.respond:
        price_of_grant |= {call.lift: f"review.call.{row}.granted_usd" for row, call in enumerate(review.call)}
    lifts = [
        {
            "granted_s": slot(price_of_grant[name]) if name in price_of_grant else -1,
            "handling_s": either(f"lift.{name}.handling_usd_per_t", "price.handling_usd_per_t"),
        }
        for name in compiler.scenario.lift
    ]
    lots = [
        {
            "per_diem_s": either(f"{section}.{name}.per_diem_usd", "price.per_diem_usd") if section == "group" else -1,
        }
        for section, name, _ in compiler.movers
    ]
    return {
        "lift_price": compiler.table(tables.LiftPrice, lifts, of=named("lift", compiler.scenario.lift)),
        "lot_price": compiler.table(tables.LotPrice, lots, of=compiler.nouns),
    }
