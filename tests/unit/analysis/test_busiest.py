"""The busiest day, and the longest pause of a ramp for lack of room at the next place, in histories worked by hand."""

from __future__ import annotations

from typing import Any

import pytest

from sim.analysis.outcomes.record import outcomes
from tests.engine import simulate
from tests.scenarios import compiled, dated, lift, staged


def busiest(**sections: Any) -> tuple[float, ...]:
    """Return the number of departures, the most departures and the most people of a day, and the longest pause [h]."""
    case = compiled(**sections)
    taken = outcomes(case, simulate(case, 1, 0))
    columns = ("departures", "most_departures_a_day", "most_people_a_day", "longest_pause_h")
    return tuple(taken[name] for name in columns)


def test_the_busiest_day_is_a_local_one() -> None:
    """One person takes off at 21 h, one at 22 h, and three at 24 h, which is on the next local day. So a local day has
    at most two departures, and at most three people.
    """
    flights = {
        "small": lift(dated(20.0, 21.0), seats=1),
        "large": lift(dated(23.0), seats=3),
    }
    assert busiest(group={"people": staged(5)}, lift=flights) == (3, 2, 3, 0.0)


@pytest.mark.parametrize(("second", "pause"), [(3.0, 7.0), (9.5, 0.5)])
def test_a_pause_runs_from_landing_to_the_room_that_ends_it(second: float, pause: float) -> None:
    """Room for two people at a hub abroad is taken from 1 to 10 h. A sortie that lands at A at 3 h waits 7 h for room,
    and a sortie that lands at 9.5 h waits 0.5 h.

    Departures from the hub, which is out of the country, do not count.
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
    """Two sorties wait at A, from 3 and 4 h, for room for one person at the hub. Room becomes free at 10 and at 21 h.
    The loading at 10 h ends a pause of 7 h; the next pause begins then and lasts 11 h.
    """
    assert busiest(
        site={"H": {"kind": "hub", "abroad": True, "room": 1}},
        route={"out": {"via": ["H"]}},
        group={"people": staged(3, routes=["out"])},
        lift={
            "heli": lift(dated(1.0, 3.0, 4.0), to="H", seats=1, payload_t=0.2),
            "jet": lift(dated(9.0, 20.0), sites=["H"]),
        },
    ) == (3, 3, 3, 11.0)
