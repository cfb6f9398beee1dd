"""The busiest day, and the longest pause for lack of room, in histories worked by hand."""

from __future__ import annotations

from typing import Any

import pytest

from sim.analysis.outcomes.record import outcomes
from tests.engine import simulate
from tests.scenarios import compiled, dated, lift, staged


def busiest(**sections: Any) -> tuple[float, ...]:
    """Departures, most in a day, most people in a day, and the longest pause of loading for lack of room [h]."""
    case = compiled(**sections)
    taken = outcomes(case, simulate(case, 1, 0))
    columns = ("departures", "most_departures_a_day", "most_people_a_day", "longest_pause_h")
    return tuple(taken[name] for name in columns)


def test_the_busiest_day_is_a_local_one() -> None:
    """Up at 21 and 22 with one each, at 24 with three: two departures on the first day, three people on the second."""
    flights = {
        "small": lift(dated(20.0, 21.0), seats=1),
        "large": lift(dated(23.0), seats=3),
    }
    assert busiest(group={"people": staged(5)}, lift=flights) == (3, 2, 3, 0.0)


@pytest.mark.parametrize(("second", "pause"), [(3.0, 7.0), (9.5, 0.5)])
def test_a_pause_runs_from_landing_to_the_room_that_ends_it(second: float, pause: float) -> None:
    """Two beds at a hub abroad are taken at 1 and free at 10: a sortie landing at 3 pauses 7 h, one at 9.5 0.5 h.

    The departures from the hub, out of the country already, do not count.
    """
    assert busiest(
        site={"H": {"kind": "hub", "abroad": True, "room": 2}},
        route={"out": {"via": ["H"]}},
        group={"people": staged(4, routes=["out"])},
        lift={
            "heli": lift(dated(1.0, second), to="H", seats=2),
            "jet": lift(dated(9.0, 20.0), sites=["H"]),
        },
    ) == (2, 2, 4, pause)


def test_a_pause_begins_again_when_another_is_loaded() -> None:
    """Two wait from 3 and 4 for a single bed, free at 10 and at 21: no pause of 17 h, but one of 7 and one of 11."""
    assert busiest(
        site={"H": {"kind": "hub", "abroad": True, "room": 1}},
        route={"out": {"via": ["H"]}},
        group={"people": staged(3, routes=["out"])},
        lift={
            "heli": lift(dated(1.0, 3.0, 4.0), to="H", seats=1, payload_t=0.2),
            "jet": lift(dated(9.0, 20.0), sites=["H"]),
        },
    ) == (3, 3, 3, 11.0)
