"""Crews, tails that are not always mission-capable, and convoys on a road, worked by hand.

Times are in hours since the start, a Monday at 00:00 UTC. A lift flies or drives an hour each way and is loaded for an
hour, unless a test says otherwise.
"""

from __future__ import annotations

from typing import Any

import pytest

from sim.model.terms import Cause
from sim.model.trajectory import Trajectory
from sim.model.world import make_world
from sim.model.world.updown import up_windows
from tests.scenarios import HOUR, base, dated, fleet, hours, items, lift, shift, staged
from tests.verification.hand_worked import run


def duties(history: Trajectory) -> list[tuple[Any, ...]]:
    """Return the legs of crews as (crew, sortie, leg, request [h], begin of duty [h], departure [h], arrival [h]).

    The leg is 0 for the way to the site and 1 for the way from it.
    """
    return [
        (
            *(int(row[name]) for name in ("crew", "sortie", "leg")),
            *(row[name] / HOUR for name in ("since", "duty", "departs", "arrives")),
        )
        for row in history.duty
    ]


def crew(crews: int, duty_h: float, rest_h: float = 10.0, **more: Any) -> dict[str, Any]:
    """Return the pool of crews of a lift."""
    return {"crews": crews, "duty_h": duty_h, "rest_h": rest_h, **more}


def test_a_crew_flies_while_its_duty_day_lasts() -> None:
    """The crew flies in from 0 to 1, waits for the loading until 2, is home at 3, and flies in (3 to 4) and out (5 to
    6) again. A leg at 6 would end at 7, after the duty day of 6.5 h, so the crew rests for ten hours, until 16.
    """
    _, history = run(
        lot={"arms": items(3, 40.0)},
        lift={"c17": lift(fleet(1), crew=crew(1, 6.5))},
    )
    assert duties(history) == [
        (0, 0, 0, 0, 0, 0, 1),
        (0, 0, 1, 2, 0, 2, 3),
        (0, 1, 0, 3, 0, 3, 4),
        (0, 1, 1, 5, 0, 5, 6),
        (0, 2, 0, 6, 16, 16, 17),
        (0, 2, 1, 18, 16, 18, 19),
    ]


def test_a_departure_that_would_break_duty_waits_for_a_fresh_crew() -> None:
    """The first crew flies in. Its duty day of 2.5 h is too short for the leg from 2 to 3, so another, rested crew
    takes off at 2.
    """
    _, history = run(
        lot={"arms": items(1, 40.0)},
        lift={"c17": lift(fleet(1), crew=crew(2, 2.5))},
    )
    assert duties(history) == [(0, 0, 0, 0, 0, 0, 1), (1, 0, 1, 2, 2, 2, 3)]
    assert history.sortie["up_cause"].tolist() == [Cause.ARRIVAL]


def test_with_one_crew_a_departure_waits_until_it_is_rested() -> None:
    """The only crew goes off duty at 2, rests for ten hours, and takes off at 12.

    A duty day begins half an hour before its first departure, so its two duty days begin at -0.5 and 11.5.
    """
    _, history = run(
        lot={"arms": items(1, 40.0)},
        lift={"c17": lift(fleet(1), crew=crew(1, 2.5, report_h=0.5))},
    )
    assert duties(history) == [(0, 0, 0, 0, -0.5, 0, 1), (0, 0, 1, 2, 11.5, 12, 13)]
    assert history.sortie["up_cause"].tolist() == [Cause.CREW]
    assert history.mover["up"].tolist() == [12 * HOUR]


def test_a_mission_leaves_home_late_if_no_crew_is_rested() -> None:
    """Missions are planned for 1 and 1.5, but there is one crew. It flies the first and is home at 3. Then it rests
    until 13, so the second mission comes at 14.
    """
    _, history = run(
        lot={"arms": items(2, 40.0)},
        lift={"c17": lift(dated(1.0, 1.5), lead_d=1.0, crew=crew(1, 3.5))},
    )
    assert duties(history) == [
        (0, 0, 0, 0, 0, 0, 1),
        (0, 0, 1, 2, 0, 2, 3),
        (0, 1, 0, 0.5, 13, 13, 14),
        (0, 1, 1, 15, 13, 15, 16),
    ]
    assert (history.sortie["overhead"] / HOUR).tolist() == [1.0, 14.0]


def test_a_mission_tasked_late_does_not_cut_the_rest_of_its_crew() -> None:
    """A mission that is planned for 4.5 would leave at 3.5. Its crew is home at 3 and, after an hour of rest, ready at
    4.

    The duty day of the crew, which began at 0, ends at 3.5, so the crew cannot leave at 3.5 without this rest. The
    mission is tasked at its planned time, so it leaves at 4.5 and lands at 5.5.
    """
    _, history = run(
        lot={"arms": items(2, 40.0)},
        lift={"c17": lift(dated(1.0, 4.5), lead_d=0.0, crew=crew(1, 3.5, rest_h=1.0))},
    )
    assert duties(history) == [
        (0, 0, 0, 1, 0, 0, 1),
        (0, 0, 1, 2, 0, 2, 3),
        (0, 1, 0, 4.5, 4.5, 4.5, 5.5),
        (0, 1, 1, 6.5, 4.5, 6.5, 7.5),
    ]


def test_a_mission_that_is_turned_back_brings_its_crew_home() -> None:
    """A mission leaves home at 1.5 and is turned back at 2.5, as permission is withdrawn at 2. Its crew is home at 3.5,
    and after ten hours of rest, at 13.5, it flies the mission that requested a crew at 3.
    """
    lost = {"lifts": ["c17"], "lost": 1.0, "lost_after_d": 2 / 24, "lost_for_d": 0.75 / 24}
    _, history = run(
        lot={"arms": items(2, 40.0)},
        lift={"c17": lift(dated(2.5, 4.0), lead_d=1.0, on_cancel="lost", crew=crew(1, 2.5))},
        permission={"overflight": lost},
    )
    assert [row for row in duties(history) if row[2] == 0] == [
        (0, 0, 0, 1.5, 1.5, 1.5, 2.5),
        (0, 1, 0, 3, 13.5, 13.5, 14.5),
    ]


def test_a_tail_departs_while_it_is_mission_capable() -> None:
    """A tail that may be down departs from home only while it works.

    It is ready to leave the site when it is loaded, or later, when it works again; some of its 12 departures wait.
    """
    compiled, history = run(
        lot={"arms": items(12, 40.0)},
        lift={"c17": lift({**fleet(1), "mission_capable": 0.6, "down_h": 8.0})},
    )
    spec = compiled.lift[0]
    opens, closes = up_windows(make_world(compiled, 1, 0), int(spec["key"]), 0, 0.6, int(spec["down"]))

    def works(instant: int) -> bool:
        return any(o <= instant < c for o, c in zip(opens, closes, strict=True))

    flown = history.sortie[history.sortie["kg"] > 0]
    assert len(flown) == 12
    assert all(works(up) for up in flown["up"].tolist())
    assert all(works(came - HOUR) for came in flown["overhead"].tolist())
    assert (flown["ready"] > flown["loaded"]).any()
    ready = [next((max(o, t) for o, c in zip(opens, closes, strict=True) if c > t)) for t in flown["loaded"].tolist()]
    assert flown["ready"].tolist() == ready


def test_a_tail_that_goes_down_while_it_waits_stays() -> None:
    """A tail loaded at 1 waits for a runway that opens at 40. If the tail works at 40, it departs then.

    In some of 40 histories, but not in all, the tail is down at 40 and departs when it works again.
    """
    waited, days = 0, ["wed", "thu", "fri", "sat", "sun"]
    hours = [shift(0, 0.5, days=["mon"]), shift(16, 24, days=["tue"]), shift(0, 24, days=days)]
    for replication in range(40):
        compiled, history = run(
            replication,
            site={"A": base(runway_hours=hours)},
            lot={"arms": items(1, 40.0)},
            lift={"c17": lift({**fleet(1, "site"), "mission_capable": 0.6, "down_h": 8.0})},
        )
        spec = compiled.lift[0]
        opens, closes = up_windows(make_world(compiled, 1, replication), int(spec["key"]), 0, 0.6, int(spec["down"]))
        due = next(max(o, 40 * HOUR) for o, c in zip(opens, closes, strict=True) if c > 40 * HOUR)
        assert history.sortie["up"].tolist() == [due]
        assert history.sortie["up_cause"].tolist() == [Cause.ARRIVAL if due > 40 * HOUR else Cause.RUNWAY]
        waited += due > 40 * HOUR
    assert 0 < waited < 40


def test_departures_are_a_headway_apart() -> None:
    """Three convoys are loaded at 2. With a headway of five hours, they depart at 2, 7 and 12."""
    _, history = run(
        lot={"arms": items(3, 40.0)},
        lift={"convoy": lift(dated(1.0, 1.0, 1.0), headway_h=5.0)},
    )
    assert (history.sortie["up"] / HOUR).tolist() == [2.0, 7.0, 12.0]
    assert history.sortie["up_cause"].tolist() == [Cause.ARRIVAL, Cause.HEADWAY, Cause.HEADWAY]


def test_a_convoy_rests_at_night() -> None:
    """A convoy is loaded at 2 and may move from 06:00 to 16:00, so it departs at 6. Of its 14 hours of road, it drives
    ten on that day and four on the next, so it arrives at 34.
    """
    _, history = run(
        lot={"arms": items(1, 40.0)},
        lift={"convoy": lift(dated(1.0), crosses="arrival", moves=[shift(6, 16)], leg={"A": {"block_h": 14.0}})},
    )
    assert (history.sortie["up"] / HOUR).tolist() == [6.0]
    assert (history.sortie["arrived"] / HOUR).tolist() == [24 + 10.0]
    assert history.sortie["up_cause"].tolist() == [Cause.SHIFT]
    assert (history.mover["up"] / HOUR).tolist() == [34.0]


@pytest.mark.parametrize(("chance", "lost"), [(0.0, 0.0), (1.0, 4 * 0.5)])
def test_breakdowns_cost_the_convoy_a_recovery_each(chance: float, lost: float) -> None:
    """A convoy departs at 2 and arrives at 3, or 2 h later if each of its four vehicles breaks down and costs 0.5 h."""
    _, history = run(
        lot={"arms": items(1, 40.0)},
        lift={"convoy": lift(dated(1.0), crosses="arrival", vehicles=4, breakdown=chance, recover_h=0.5)},
    )
    assert (history.mover["up"] / HOUR).tolist() == [3.0 + lost]


def test_breakdowns_are_binomial() -> None:
    """Of 8 vehicles that break down with probability 0.25, two break down on average, with variance 1.5.

    Over 400 convoys, mean and variance agree with these numbers within four standard errors.
    """
    lost = []
    for replication in range(400):
        _, history = run(
            replication,
            lot={"arms": items(1, 40.0)},
            lift={"convoy": lift(dated(1.0), crosses="arrival", vehicles=8, breakdown=0.25, recover_h=1.0)},
        )
        lost.append((int(history.mover["up"][0]) - 3 * HOUR) // HOUR)
    mean = sum(lost) / 400
    variance = sum((x - mean) ** 2 for x in lost) / 399
    assert abs(mean - 2.0) < 4 * (1.5 / 400) ** 0.5
    assert abs(variance - 1.5) < 4 * 1.5 * (2 / 399) ** 0.5


def test_a_crew_on_duty_takes_a_sortie_that_fits_its_duty_day() -> None:
    """The only crew comes to B at 6.5 and is home at 7.5; its duty day ends at 10.5. At 8.5, two missions
    planned for 8.5 request it, the one to A first.

    A leg to A takes four hours and would end after the duty day, so the crew does not take this mission. A leg to B
    takes an hour; the crew was free at 7.5, so it counts as having left then, and lands at 8.5. After its rest, the
    crew flies to A, whose runway opens at 30.
    """
    _, history = run(
        site={"A": base(runway_hours=[shift(6, 12), shift(14, 20)]), "B": base()},
        group={
            "first": {"site": "B", "count": 1},
            "main": {"site": "B", "count": 5, "arrives": {"begins": hours(6.9), "until": hours(7.1)}},
            "late": {"site": "B", "count": 1, "arrives": {"begins": hours(8.9), "until": hours(9.1)}},
            "post": staged(5),
        },
        lift={
            "jet": lift(
                dated((6.5, "B"), (8.5, "A"), (8.5, "B")),
                sites=["A", "B"],
                load_h=0.0,
                leg={"A": {"block_h": 4.0}, "B": {"block_h": 1.0}},
                crew={"crews": 1, "duty_h": 5.0, "rest_h": 8.0},
            )
        },
    )
    assert [round(row["landed"] / HOUR, 1) for row in history.sortie] == [6.5, 30.0, 8.5]
