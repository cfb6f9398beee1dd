"""Flying hours and costs of a history, in tables of a few rows that can be added up by hand."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from sim.analysis.outcomes.costs import headings, unpriced
from sim.analysis.outcomes.record import columns, outcomes
from sim.model.calendars import NEVER
from sim.model.plan import Plan
from sim.model.schema.history import Shut
from sim.model.terms import Fate
from sim.model.trajectory import Trajectory
from sim.model.world.flying import TRIPS
from tests.scenarios import HOUR, base, compiled, dated, fleet, items, lift
from tests.unit.analysis.histories import gone, history, lot, sortie, still

DAY = 24 * HOUR


def question(jet: dict[str, Any] | None = None, **more: Any) -> Plan:
    """Return a plan of three people and three items at A, and a jet that flies 3 h each way."""
    return compiled(
        **{
            "group": {"guards": {"site": "A", "count": 2}, "clerks": {"site": "A", "count": 1}},
            "lot": {"ammo": items(2, 2.0), "tents": items(1, 3.0, "general")},
            "lift": {"jet": {**lift(dated(24), leg={"A": {"block_h": 3.0}}), **(jet or {})}},
            **more,
        }
    )


def flight(number: int, fate: Fate, at_h: float, **row: Any) -> dict[str, Any]:
    """Return the row of a sortie of the first lift that is overhead at A at `at_h` [h].

    With the fate OUT or EMPTY it takes off two hours later and is home after another 3 h.
    """
    if fate in (Fate.OUT, Fate.EMPTY):
        row |= {"up": int((at_h + 2) * HOUR), "arrived": int((at_h + 5) * HOUR)}
    return sortie(0, number, fate, tasked=0, overhead=int(at_h * HOUR), **row)


def test_nothing_is_priced_unless_the_scenario_does() -> None:
    """If the scenario states no price, there are flying hours but no figures of money."""
    taken = outcomes(question(), history([gone(0, 5)], [flight(0, Fate.OUT, 5)]))
    assert taken["flying_jet_h"] == 6.0
    assert not [name for name in taken.names if name.endswith("_usd")]
    assert headings(question()) == ()
    assert unpriced(question()) == ()


@pytest.mark.parametrize(
    ("fate", "legs"),
    [
        (Fate.OUT, 2),
        (Fate.EMPTY, 2),
        (Fate.DIVERTED, 2),
        (Fate.TURNED_BACK, 2),
        (Fate.OPEN, 2),
        (Fate.CANCELLED, 0),
        (Fate.REFUSED, 0),
        (Fate.STRUCK, 0),
        (Fate.SHUT, 0),
    ],
)
def test_a_sortie_that_came_flew_both_legs(fate: Fate, legs: int) -> None:
    """A sortie that came flew both legs, whatever its fate. A sortie that never set out flew none and costs nothing."""
    plan = question({"charter_usd": 100, "positioning_h": 4, "flying_usd_per_h": 10})
    row = flight(0, fate, 5) if legs else sortie(0, 0, fate, tasked=0, site=-1)
    taken = outcomes(plan, history([still(0)], [row]))
    flown = 1 if legs else 0
    assert taken["flying_jet_h"] == 3.0 * legs
    assert taken["positioning_jet_h"] == 4.0 * flown
    assert taken["cost_flying_usd"] == 30.0 * legs
    assert taken["cost_positioning_usd"] == 40.0 * flown
    assert taken["cost_charter_usd"] == 100.0 * flown
    assert taken["cost_total_usd"] == (200.0 if flown else 0.0)


def test_the_leg_home_follows_from_the_recorded_arrival() -> None:
    """If the arrival at home is recorded, the leg home takes the hours from take-off to arrival:
    here from 7 to 11 h.
    """
    row = flight(0, Fate.OUT, 5) | {"arrived": 11 * HOUR}
    assert outcomes(question(), history([gone(0, 7 * HOUR)], [row]))["flying_jet_h"] == 3 + 4


def test_a_mission_that_lost_permission_before_it_set_out_did_not_fly() -> None:
    """A mission that is turned back at 5 h set out 3 h before. It flew both legs, unless there was no permission at 2
    h.
    """
    flew = history([still(0)], [flight(0, Fate.TURNED_BACK, 5)])
    for begins, until, legs in ((1, 3, 0), (3, 9, 2), (0, 2, 2)):
        shut = np.zeros(1, Shut.dtype)
        shut["outage"], shut["site"], shut["begins"], shut["until"] = -1, -1, begins * HOUR, until * HOUR
        other = Trajectory(**{**vars(flew), "shut": shut})
        assert outcomes(question(), other)["flying_jet_h"] == 3.0 * legs


def test_a_tail_is_positioned_once() -> None:
    """Positioning is flown once for each of the two tails, and both legs of 3 h for each of the four trips. This
    includes the trip that is under way at the end.
    """
    plan = question({"supply": fleet(2), "positioning_h": 4})
    rows = [
        flight(0, Fate.OUT, 3),
        flight(1, Fate.EMPTY, 12),
        flight(TRIPS, Fate.DIVERTED, 3),
        sortie(0, TRIPS + 1, Fate.OPEN, tasked=20 * HOUR),
    ]
    taken = outcomes(plan, history([gone(0, 5)], rows, end=21 * HOUR))
    assert taken["flying_jet_h"] == 4 * 6.0
    assert taken["positioning_jet_h"] == 2 * 4.0


def test_a_mission_on_its_way_at_the_end_is_not_counted() -> None:
    """A mission that was tasked and has not come by the end counts no hours: the table does not say
    whether it set out.
    """
    row = sortie(0, 0, Fate.OPEN, tasked=0, planned=22 * HOUR)
    assert outcomes(question(), history([gone(0, 5)], [row], end=21 * HOUR))["flying_jet_h"] == 0.0


def test_a_tail_that_begins_at_the_site_has_no_first_leg() -> None:
    """The first trip of a tail that begins at the site has one leg of 3 h, and its second trip has two."""
    plan = question({"supply": fleet(1, "site")})
    rows = [flight(0, Fate.OUT, 0), flight(1, Fate.OUT, 12)]
    assert outcomes(plan, history([gone(0, 5)], rows))["flying_jet_h"] == 3 + 6


def test_seats_and_handling_are_paid_for_movers_that_left() -> None:
    """Seats and handling are paid for the 3 people and 2.5 t that left, not for the load of a sortie that did not
    leave. A price of the lift replaces the general price.
    """
    rows = [flight(0, Fate.OUT, 5, people=3, kg=2500), flight(1, Fate.OPEN, 5, people=9, kg=9000)]
    plan = question({"seat_usd": 70, "handling_usd_per_t": 40}, price={"handling_usd_per_t": 1})
    taken = outcomes(plan, history([gone(0, 5)], rows))
    assert (taken["cost_seats_usd"], taken["cost_handling_usd"]) == (210.0, 100.0)
    general = outcomes(question(price={"handling_usd_per_t": 1}), history([gone(0, 5)], rows))
    assert (general["cost_handling_usd"], general["cost_total_usd"]) == (2.5, 2.5)


def test_per_diem_is_paid_while_people_are_in_country() -> None:
    """Per diem is paid from arrival until wheels-up, until being left behind, or until the end on day 10. People who
    left before the start, or have not come by the end, cost nothing.

    Two guards, at $100 a day, stay for 2 and 6 days. A clerk, at the general $10 a day, stays for half a day.
    """
    plan = question(
        group={
            "guards": {"site": "A", "count": 2, "per_diem_usd": 100},
            "clerks": {"site": "A", "count": 1},
        },
        price={"per_diem_usd": 10},
    )
    guards, clerks, ammo = (lot(plan, name) for name in ("guards", "clerks", "ammo"))
    rows = [
        gone(guards, 3 * DAY, arrived=DAY),
        gone(guards, 0),
        still(guards, arrived=4 * DAY),
        still(guards, arrived=NEVER),
        still(guards, arrived=20 * DAY),
        still(clerks, left=DAY // 2, fate=Fate.LEFT),
        still(ammo),
    ]
    taken = outcomes(plan, history(rows, end=10 * DAY))
    assert taken["cost_per_diem_usd"] == 100 * (2 + 6) + 10 * 0.5


def test_disposal_costs_and_sales_are_separate() -> None:
    """One destroyed item costs $50, and two items handed over cost $5 each. The sale of an item is not part of the
    total.
    """
    plan = question(
        lot={
            "ammo": items(3, 2.0, destroy_usd=50),
            "tents": items(4, 3.0, "general", transfer_usd=5, sale_usd=700),
        }
    )
    ammo, tents = lot(plan, "ammo"), lot(plan, "tents")
    rows = [
        still(ammo, fate=Fate.DESTROYED, left=9),
        gone(ammo, 9),
        still(tents, fate=Fate.TRANSFERRED, left=9),
        still(tents, fate=Fate.TRANSFERRED, left=9),
        still(tents, fate=Fate.SOLD, left=9),
        still(tents, fate=Fate.LEFT, left=9),
    ]
    taken = outcomes(plan, history(rows))
    assert taken["cost_disposal_usd"] == taken["cost_total_usd"] == 50 + 2 * 5
    assert taken["sales_usd"] == 700


def test_every_heading_is_rounded_once_to_cents() -> None:
    """Each heading is rounded to cents, and the total is the sum of the rounded headings."""
    plan = question({"seat_usd": 0.333, "charter_usd": 0.334})
    taken = outcomes(plan, history([gone(0, 5)], [flight(0, Fate.OUT, 5, people=1)]))
    assert (taken["cost_seats_usd"], taken["cost_charter_usd"], taken["cost_total_usd"]) == (0.33, 0.33, 0.66)


def test_what_the_total_leaves_out_is_named() -> None:
    """If there are prices, a lift without any price is named, and so is a group without per diem if another group has
    one.
    """
    plan = question(
        group={"guards": {"site": "A", "count": 2, "per_diem_usd": 100}, "clerks": {"site": "A", "count": 1}},
        lift={"jet": lift(dated(24)), "van": lift(dated(30), charter_usd=1)},
        site={"A": base()},
    )
    assert unpriced(plan) == ("jet", "clerks")
    assert "cost_total_usd" in {column.name for column in columns(plan)}
