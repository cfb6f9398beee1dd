"""The busiest day, and the longest pause for lack of room, in histories worked by hand."""

from __future__ import annotations

from typing import Any

import pytest

from sim.analysis.outcomes.record import outcomes
from tests.engine import simulate
from tests.scenarios import compiled, dated, lift, staged


def busiest(**sections: Any) -> tuple[float, ...]:
    """Return departures, the most in a day, the most people in a day, and the longest pause for lack of room [h]."""
    case = compiled(**sections)
    taken = outcomes(case, simulate(case, 1, 0))
    columns = ("departures", "most_departures_a_day", "most_people_a_day", "longest_pause_h")
    return tuple(taken[name] for name in columns)


def test_the_busiest_day_is_a_local_one() -> None:
    """One person flies at hour 21, one at hour 22, and three at hour 24, which is the next local day: a local day has
    at most two departures, and at most three people.
    """
    flights = {
        "small": lift(dated(20.0, 21.0), seats=1),
        "large": lift(dated(23.0), seats=3),
    }
    assert busiest(group={"people": staged(5)}, lift=flights) == (3, 2, 3, 0.0)


@pytest.mark.parametrize(("second", "pause"), [(3.0, 7.0), (9.5, 0.5)])
def test_a_pause_runs_from_landing_to_the_room_that_ends_it(second: float, pause: float) -> None:
    """Two beds at a hub abroad are taken at hour 1 and free at hour 10: a sortie that lands at 3 pauses for 7 h, one
    that lands at 9.5 for 0.5 h.

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
    """Two sorties wait from 3 and 4 for one bed, free at 10 and at 21: loading at 10 ends a pause of 7 h, and the next
    lasts 11 h.
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
