"""Each outcome of a history, in tables of a few rows whose figures can be worked out by hand."""

from __future__ import annotations

import dataclasses
import math
from typing import Any

import numpy as np
import pytest

from sim.analysis.outcomes.record import columns, outcomes, record_type
from sim.analysis.sums.daily import MEASURES, days
from sim.model.calendars import NEVER
from sim.model.plan import Plan
from sim.model.terms import Fate
from sim.model.trajectory import Wait
from tests.scenarios import DAY, HOUR, base, compiled, dated, hours, items, lift
from tests.unit.analysis.histories import gone, history, lot, sortie, stay, still


def question(**more: Any) -> Plan:
    """Return a plan with guards, ammunition and tents at base A, clerks at base B, and the deadline on day 10."""
    return compiled(
        **{
            "site": {"A": base(station={"desk": {"servers": 1, "service_h": 1}}), "B": base()},
            "group": {
                "guards": {"site": "A", "count": 2, "stations": ["desk"]},
                "clerks": {"site": "B", "count": 1},
            },
            "lot": {"ammo": items(2, 2.0), "tents": items(1, 3.0, "general")},
            "lift": {
                "c17": lift(dated(24), sites=["A", "B"]),
                "seats": lift(dated(30), sites=["A", "B"], uses_ramp=False),
            },
            "deadline_h": 240,
            "horizon_d": 10,
            **more,
        }
    )


def test_each_column_has_one_value_and_its_own_name() -> None:
    """Each column has one value and a name of its own, and the names depend only on the plan."""
    plan = question()
    taken = outcomes(plan, history([gone(0, 5)]))
    assert len(taken.values) == len(set(taken.names)) == len(columns(plan))
    assert record_type(columns(plan)).names == ("replication", *taken.names)
    assert taken.names == outcomes(question(), history([])).names


def test_closure_is_the_last_required_wheels_up() -> None:
    """The closure is the last departure of a required mover, here the clerks at 30 s. The tents, which are wanted,
    leave later. The closure of a base counts only movers of this base.
    """
    plan = question()
    guards, clerks, ammo, tents = (lot(plan, name) for name in ("guards", "clerks", "ammo", "tents"))
    taken = outcomes(plan, history([gone(guards, 10), gone(clerks, 30), gone(ammo, 20), gone(tents, 99)]))
    assert (taken["closure"], taken["closure_A"], taken["closure_B"]) == (30, 20, 30)
    assert (taken["time_deadline"], taken["met_deadline"], taken["all_met"]) == (30, 1, 1)
    assert math.isnan(taken["days_late_d"])


def test_a_required_mover_still_there_is_never() -> None:
    """If a required mover stays, the closure and the closure of its base are NEVER. The deadline is missed, but there
    is no number of days late.
    """
    plan = question()
    taken = outcomes(plan, history([gone(lot(plan, "clerks"), 30), still(lot(plan, "ammo"))]))
    assert (taken["closure"], taken["closure_A"], taken["closure_B"]) == (NEVER, NEVER, 30)
    assert (taken["time_deadline"], taken["met_deadline"]) == (NEVER, 0)
    assert math.isnan(taken["days_late_d"])
    assert math.isnan(taken["last_wave_people"])


def test_wanted_left_behind_does_not_hold_the_closure() -> None:
    """Tents that are left behind do not delay the closure. They count as left behind, and as in country at the
    deadline.
    """
    plan = question()
    rows = [gone(lot(plan, "guards"), 10), still(lot(plan, "tents"), kg=3000, fate=Fate.LEFT)]
    taken = outcomes(plan, history(rows))
    assert taken["closure"] == 10
    assert (taken["left_items"], taken["left_t"], taken["left_people"]) == (1, 3.0, 0)
    assert (taken["at_deadline_t"], taken["at_deadline_wanted_t"], taken["at_deadline_required_t"]) == (3, 3, 0)


def test_days_late_are_counted_from_the_deadline() -> None:
    """A closure 1.5 days after the deadline is 1.5 days late. A closure at the very second of the
    deadline is in time.
    """
    plan = question()
    taken = outcomes(plan, history([gone(0, plan.deadline + 3 * DAY // 2)]))
    assert (taken["met_deadline"], taken["days_late_d"]) == (0, 1.5)
    on_the_dot = outcomes(plan, history([gone(0, plan.deadline)]))
    assert on_the_dot["met_deadline"] == 1


@pytest.mark.parametrize(
    ("milestone", "expected"),
    [
        ({"of": "people", "share": 0.6667}, 30),  # of 3 people, 2.0001 are rounded up to 3
        ({"of": "people", "share": 2 / 3}, 20),  # 2 of 3 people
        ({"of": "people", "share": 0.1}, 10),  # at least one person
        ({"of": "equipment", "share": 0.5}, 99),  # 4.5 of 9 t; the two crates of ammunition are only 4 t
        ({"of": "equipment", "share": 4 / 9}, 50),
        ({"of": "everything", "share": 0.5}, 30),  # 3 of the 6 people and items
        ({"of": "required"}, 50),  # tents are wanted
        ({"of": "required", "site": "B"}, 30),
        ({"of": "equipment", "category": ["general"]}, 99),
    ],
)
def test_a_milestone_is_met_when_its_share_is_out(milestone: dict[str, Any], expected: int) -> None:
    """A milestone is reached when its share of the people, kilograms or items, rounded up, is out. It is met if it is
    reached within 50 s.
    """
    plan = question(milestone={"some": {"by": hours(50 / 3600), **milestone}})
    rows = [
        gone(lot(plan, "guards"), 10), gone(lot(plan, "guards"), 20), gone(lot(plan, "clerks"), 30),
        gone(lot(plan, "ammo"), 40, kg=2000), gone(lot(plan, "ammo"), 50, kg=2000),
        gone(lot(plan, "tents"), 99, kg=5000),
    ]  # fmt: skip
    taken = outcomes(plan, history(rows))
    assert taken["time_some"] == expected
    assert taken["met_some"] == (expected <= 50)


def test_the_basis_initial_ignores_arrivals() -> None:
    """With the basis `initial`, one of the two guards who are there at the start is half, although five more arrive
    later. A guard who had gone before the start counts as out at 0.
    """
    plan = question(milestone={"half": {"by": hours(1), "of": "people", "basis": "initial", "share": 0.5}})
    guards = lot(plan, "guards")
    late = [gone(guards, 500, arrived=400) for _ in range(5)]
    assert outcomes(plan, history([gone(guards, 10), gone(guards, 90), *late]))["time_half"] == 10
    assert outcomes(plan, history([gone(guards, 0), gone(guards, 90), *late]))["time_half"] == 0


def test_a_milestone_about_nothing_is_met() -> None:
    plan = question(milestone={"cargo": {"by": hours(1), "of": "equipment"}})
    taken = outcomes(plan, history([gone(lot(plan, "guards"), 10)]))
    assert (taken["time_cargo"], taken["met_cargo"]) == (0, 1)


def test_counts_at_the_deadline_by_category() -> None:
    """A mover that leaves after the deadline counts as there at the deadline. A mover that leaves at the deadline does
    not.
    """
    plan = question()
    rows = [
        gone(lot(plan, "guards"), plan.deadline), gone(lot(plan, "clerks"), plan.deadline + 1),
        gone(lot(plan, "ammo"), plan.deadline + 9, kg=2000), still(lot(plan, "tents"), kg=3000),
    ]  # fmt: skip
    taken = outcomes(plan, history(rows))
    assert (taken["at_deadline_people"], taken["at_deadline_required_people"], taken["at_deadline_items"]) == (1, 1, 2)
    assert (taken["at_deadline_lethal_t"], taken["at_deadline_general_t"], taken["at_deadline_t"]) == (2, 3, 5)
    assert (taken["people"], taken["equipment_t"], taken["out_people"], taken["out_t"]) == (2, 5, 2, 2)


def test_last_wave_and_first_heavy_flight() -> None:
    """The last wave consists of the people and sorties of the 24 hours up to the closure; a departure exactly 24 hours
    before the closure does not count. A sortie of a lift that uses no ramp is not a heavy flight.
    """
    plan = question()
    rows = [gone(0, 5), gone(0, 2 * DAY), gone(0, 2 * DAY + 1), gone(0, 3 * DAY)]
    flown = [
        sortie(0, 0, Fate.OUT, up=2 * DAY),
        sortie(0, 1, Fate.OUT, up=3 * DAY),
        sortie(1, 0, Fate.EMPTY, up=3 * DAY - 5),
        sortie(1, 1, Fate.CANCELLED),
        sortie(1, 2, Fate.OUT, up=5),
    ]
    taken = outcomes(plan, history(rows, flown))
    assert (taken["closure"], taken["last_wave_people"], taken["last_wave_sorties"]) == (3 * DAY, 2, 2)
    assert taken["first_heavy_flight"] == 2 * DAY
    assert outcomes(plan, history(rows))["first_heavy_flight"] == NEVER


def test_counts_of_a_lift() -> None:
    """A mission that slips is tasked once. Unused payload and seats count only where there is a limit, and are never
    negative.
    """
    plan = question()
    flown = [
        sortie(0, 0, Fate.CANCELLED),
        sortie(0, 0, Fate.OUT, attempt=1, people=10, kg=12_000, payload=20_000, seats=50, up=9),
        sortie(0, 1, Fate.EMPTY, payload=20_000, seats=50, up=9),
        sortie(0, 2, Fate.STRUCK),
        sortie(0, 3, Fate.SHUT),
        sortie(0, 4, Fate.DIVERTED, overhead=1),
        sortie(0, 5, Fate.TURNED_BACK),
        sortie(0, 6, Fate.REFUSED),
        sortie(0, 7, Fate.OUT, kg=30_000, payload=20_000, up=9),  # a single item that is heavier than the payload
    ]
    taken = outcomes(plan, history([], flown))
    counted = {name: taken[f"{name}_c17"] for name in ("tasked", "flown", "empty", "cancelled", "diverted")}
    assert counted == {"tasked": 6, "flown": 3, "empty": 1, "cancelled": 2, "diverted": 2}
    assert (taken["struck_c17"], taken["shut_c17"], taken["people_c17"]) == (1, 1, 10)
    assert (taken["carried_c17_t"], taken["load_c17_t"]) == (42.0, 14.0)
    assert (taken["room_c17_t"], taken["seats_empty_c17"]) == (28.0, 90)
    assert taken["flown_seats"] == 0
    assert math.isnan(taken["load_seats_t"])


def test_pallet_positions_of_a_lift() -> None:
    """Positions are counted for sorties that left, full or empty, and only for a lift with a limit of positions."""
    got = question(lift={"c17": lift(dated(24), sites=["A", "B"], pallets=18), "free": lift(dated(30))})
    flown = [
        sortie(0, 0, Fate.OUT, mpos=12_500, up=9),
        sortie(0, 1, Fate.EMPTY, up=9),
        sortie(0, 2, Fate.DIVERTED, overhead=1),
        sortie(1, 0, Fate.OUT, mpos=4_000, up=9),
    ]
    taken = outcomes(got, history([], flown))
    assert (taken["positions_c17"], taken["positions_empty_c17"]) == (12.5, 23.5)
    assert not {"positions_free", "positions_empty_free"} & set(taken.names)


def test_hours_of_waiting_and_work_end_with_the_history() -> None:
    """Waiting and work are counted up to the end of the history, at 10 h. A mover that is never served waits until
    then.
    """
    plan = question()
    visits = [
        {"place": 0, "arrived": 0, "started": 2 * HOUR, "ended": 3 * HOUR},
        {"place": 0, "arrived": HOUR, "started": 9 * HOUR, "ended": NEVER},
        {"place": 0, "arrived": 4 * HOUR, "started": NEVER, "ended": NEVER},
        {"place": -1, "arrived": 0, "started": 0, "ended": 9 * HOUR},  # a ride
    ]
    flown = [
        sortie(0, 0, Fate.OUT, overhead=0, landed=HOUR, worked=3 * HOUR, loaded=4 * HOUR, ready=5 * HOUR, up=8 * HOUR),
        sortie(0, 1, Fate.OPEN, overhead=7 * HOUR, landed=8 * HOUR),
        sortie(0, 2, Fate.DIVERTED, overhead=0),
        sortie(0, 3, Fate.OUT, site=2, overhead=HOUR, landed=HOUR, worked=HOUR, loaded=HOUR, ready=HOUR, up=HOUR),
    ]
    movers = [
        gone(lot(plan, "guards"), 8 * HOUR, staged=3 * HOUR),
        still(lot(plan, "ammo"), staged=6 * HOUR),
        still(lot(plan, "ammo"), staged=NEVER),
        still(lot(plan, "tents"), staged=0, fate=Fate.LEFT),
        gone(lot(plan, "clerks"), 0, staged=NEVER),  # gone before the start
    ]
    taken = outcomes(plan, history(movers, flown, visits, end=10 * HOUR))
    assert (taken["waiting_A/desk_h"], taken["working_A/desk_h"]) == (2 + 8 + 6, 1 + 1)
    assert (taken["staged_A_h"], taken["staged_B_h"]) == (5 + 4, 0)
    assert (taken["ramp_wait_A_h"], taken["ramp_wait_B_h"]) == ((1 + 2 + 3) + (1 + 2), 0)
    assert (taken["parked_A_h"], taken["loading_A_h"]) == (7 + 2, 1)


def test_a_mover_on_its_way_waits_at_each_of_its_places() -> None:
    """A guard waits for lift at A from 1 to 3 h and at B from 5 to 9 h. Another waits at A from 2 to 4 h, and at B
    from 6 h until the history ends at 10 h. A crate is handed over at B: it counts nowhere.
    """
    plan = question()
    guards, ammo, at_b = lot(plan, "guards"), lot(plan, "ammo"), plan.names["site"].index("B")
    movers = [
        gone(guards, 9 * HOUR, staged=5 * HOUR),
        still(guards, staged=6 * HOUR),
        still(ammo, staged=5 * HOUR, left=7 * HOUR, fate=Fate.TRANSFERRED),
    ]
    stays = [
        stay(0, 0, staged=HOUR, up=3 * HOUR, sortie=0),
        stay(0, at_b, staged=5 * HOUR, up=9 * HOUR, sortie=1),
        stay(1, 0, staged=2 * HOUR, up=4 * HOUR, sortie=0),
        stay(1, at_b, staged=6 * HOUR, up=NEVER),
        stay(2, 0, staged=0, up=4 * HOUR, sortie=0),
        stay(2, at_b, staged=5 * HOUR, up=NEVER),
    ]
    flown = [sortie(0, 0, Fate.OUT), sortie(0, 1, Fate.OUT, site=at_b)]
    taken = outcomes(plan, history(movers, flown, stays=stays, end=10 * HOUR))
    assert (taken["staged_A_h"], taken["staged_B_h"]) == (2 + 2, 4 + 4)


def test_a_history_with_a_deadlock_is_stuck() -> None:
    """A history whose list `stuck` is not empty counts as stuck."""
    plan = question()
    wait = Wait(0, 1, "hold", 0, (1,))
    taken = outcomes(plan, history([still(0)], stuck=(wait,), end=77))
    assert (taken["stuck"], taken["end"]) == (1, 77)
    assert outcomes(plan, history([gone(0, 1)]))["stuck"] == 0


def test_daily_counts_at_midnight() -> None:
    """A mover counts at a midnight from its arrival on, and no longer once it has left, even at that very midnight."""
    plan = question()
    guards, ammo = lot(plan, "guards"), lot(plan, "ammo")
    rows = [
        gone(guards, DAY), gone(guards, 2 * DAY + 1), gone(guards, 3 * DAY, arrived=2 * DAY), gone(guards, 0),
        gone(lot(plan, "clerks"), 5 * DAY), still(ammo, kg=2000), gone(ammo, 2 * DAY, kg=1500),
    ]  # fmt: skip
    table = outcomes(plan, history(rows)).daily
    assert table.shape == (len(days(plan)), 3, len(MEASURES))
    assert table.dtype == np.int32
    at = {name: table[:6, :, row].T.tolist() for row, name in enumerate(MEASURES)}
    assert at["people"] == [[2, 1, 2, 0, 0, 0], [1, 1, 1, 1, 1, 0], [3, 2, 3, 1, 1, 0]]
    assert at["people_out"] == [[1, 2, 2, 4, 4, 4], [0, 0, 0, 0, 0, 1], [1, 2, 2, 4, 4, 5]]
    assert at["kg"][0] == [3500, 3500, 2000, 2000, 2000, 2000]
    assert at["kg_out"][0] == [0, 0, 1500, 1500, 1500, 1500]
    assert table[-1, 0, 1] == 2000, "the item that never leaves is there to the last day"


def test_the_first_day_begins_at_the_start() -> None:
    """With a clock that starts at 09:00 local time (Tokyo), the first row of the table by day is at 0 s and the second
    at the next local midnight, 15 h later.
    """
    plan = question()
    tokyo = dataclasses.replace(plan, clock=plan.clock.model_copy(update={"zone": "Asia/Tokyo"}))
    assert [second for _, second in days(tokyo)[:3]] == [0, 15 * HOUR, 15 * HOUR + DAY]
