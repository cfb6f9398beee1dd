"""How many people and how much equipment got out, were not out at the deadline, were left behind or retained."""

import numpy as np

from sim.analysis.outcomes.column import Column, count, number
from sim.analysis.sums import Sums
from sim.analysis.sums.value import retains
from sim.domain.memo import memoised
from sim.model.plan import Plan
from sim.model.terms import CATEGORIES, PERSON

__all__ = ["cargo_categories", "columns", "values"]


@memoised
def cargo_categories(plan: Plan) -> tuple[tuple[int, str], ...]:
    """Return the number and name of each category of equipment in the plan."""
    present = np.unique(plan.lot["category"]).tolist()
    return tuple((number, CATEGORIES[number]) for number in present if number != PERSON)


def columns(plan: Plan) -> list[Column]:
    """Return the columns of this module, in order."""
    return [
        count("people", "all people, those gone before the start and later arrivals included"),
        number("equipment_t", "all equipment, what had gone before the start and later arrivals included [t]"),
        count("out_people", "people out by the horizon"),
        number("out_t", "equipment out by the horizon [t]"),
        count("at_deadline_people", "people still in country at the deadline, or still to come"),
        count("at_deadline_required_people", "required people still in country at the deadline, or still to come"),
        count("at_deadline_items", "items of equipment still in country at the deadline, or still to come"),
        number("at_deadline_t", "equipment still in country at the deadline, or still to come [t]"),
        number("at_deadline_required_t", "required equipment still in country at the deadline, or still to come [t]"),
        number("at_deadline_wanted_t", "wanted equipment still in country at the deadline, or still to come [t]"),
        *(
            number(f"at_deadline_{name}_t", f"{name} equipment still in country at the deadline, or still to come [t]")
            for _, name in cargo_categories(plan)
        ),
        count("left_people", "wanted people left behind"),
        count("left_items", "wanted items left behind"),
        number("left_t", "wanted equipment left behind [t]"),
        *(_retained() if retains(plan) else ()),
    ]


def values(plan: Plan, sums: Sums) -> list[float]:
    """Return the figures of this module, in the order of `columns`."""
    total = sums.movers.total
    kg = sums.movers.there_kg
    return [
        total["people"],
        total["kg"] / 1000,
        total["out_people"],
        total["out_kg"] / 1000,
        total["there_people"],
        total["there_required_people"],
        total["there_items"],
        total["there_kg"] / 1000,
        total["there_required_kg"] / 1000,
        (total["there_kg"] - total["there_required_kg"]) / 1000,
        *(kg[category] / 1000 for category, _ in cargo_categories(plan)),
        total["left_people"],
        total["left_items"],
        total["left_kg"] / 1000,
        *((total["retained_people"], total["retained_items"], total["retained_kg"] / 1000) if retains(plan) else ()),
    ]


def _retained() -> tuple[Column, ...]:
    """Return the columns of people and equipment retained in country by plan."""
    return (
        count("retained_people", "people retained in the country by plan, away from their site"),
        count("retained_items", "items retained in the country by plan, away from their site"),
        number("retained_t", "weight of these items [t]"),
    )
