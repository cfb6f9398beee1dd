"""Crews, tails that fail, convoys on a road, worked by hand.

Hours since the start of a Monday, 00:00 UTC. A lift flies or drives an hour each way and is loaded for an hour.
"""

from __future__ import annotations

from typing import Any

import pytest

from sim.model.terms import Cause
from sim.model.trajectory import Trajectory
from sim.model.world import realise
from sim.model.world.updown import up_windows
from tests.scenarios import HOUR, base, dated, fleet, hours, items, lift, shift, staged
from tests.verification.hand_worked import run


def duties(history: Trajectory) -> list[tuple[Any, ...]]:
    """Legs as crews took them: crew, sortie, leg, and in hours since when asked, duty, departure, arrival."""
    return [
        (
            *(int(row[name]) for name in ("crew", "sortie", "leg")),
            *(row[name] / HOUR for name in ("since", "duty", "departs", "arrives")),
        )
        for row in history.duty
    ]


def crew(crews: int, duty_h: float, rest_h: float = 10.0, **more: Any) -> dict[str, Any]:
    return {"crews": crews, "duty_h": duty_h, "rest_h": rest_h, **more}


def test_a_crew_goes_on_while_its_duty_day_lasts() -> None:
    """In at 0-1, loaded till 2, home at 3, in again 3-4, out 5-6; a leg in at 6 would end at 7: rest."""
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
    """Down at 1, loaded at 2: a leg of an hour would end at 3 on a duty day of 2.5. The other crew is rested: at 2."""
    _, history = run(
        lot={"arms": items(1, 40.0)},
        lift={"c17": lift(fleet(1), crew=crew(2, 2.5))},
    )
    assert duties(history) == [(0, 0, 0, 0, 0, 0, 1), (1, 0, 1, 2, 2, 2, 3)]
    assert history.sortie["up_cause"].tolist() == [Cause.ARRIVAL]


def test_with_one_crew_it_waits_until_that_is_rested() -> None:
    """The same with one crew: it stands down at 2, rests ten hours, and takes off at 12 on a new duty day."""
    _, history = run(
        lot={"arms": items(1, 40.0)},
        lift={"c17": lift(fleet(1), crew=crew(1, 2.5, report_h=0.5))},
    )
    assert duties(history) == [(0, 0, 0, 0, -0.5, 0, 1), (0, 0, 1, 2, 11.5, 12, 13)]
    assert history.sortie["up_cause"].tolist() == [Cause.CREW]
    assert history.mover["up"].tolist() == [12 * HOUR]


def test_a_mission_leaves_home_late_where_no_crew_is_there() -> None:
    """Two missions are to arrive at 1 and 1.5; one crew. It is home at 3, rests till 13: the second is there at 14."""
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
    """Home at 3, rested at 4; the mission that is to land at 4.5 would leave at 3.5, but leaves when tasked.

    At 3.5 the crew was at home, but its day of 3.5 h, begun at 0, did not last for the leg.
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
    """Out at 1.5, permission lost at 2, turned back at 2.5: home at 3.5, rested at 13.5 for who asked at 3."""
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
    """No departure, from the site or from home, lies in the windows in which the tail is down; some was put off."""
    compiled, history = run(
        lot={"arms": items(12, 40.0)},
        lift={"c17": lift({**fleet(1), "mission_capable": 0.6, "down_h": 8.0})},
    )
    spec = compiled.lift[0]
    opens, closes = up_windows(realise(compiled, 1, 0), int(spec["key"]), 0, 0.6, int(spec["down"]))

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
    """Loaded at 1 for a runway that opens again at 40: whatever the tail did meanwhile, it goes when it works.

    Of 40 replications some have the tail down as the runway opens, at 40; those go when it is up again, not before.
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
        opens, closes = up_windows(realise(compiled, 1, replication), int(spec["key"]), 0, 0.6, int(spec["down"]))
        due = next(max(o, 40 * HOUR) for o, c in zip(opens, closes, strict=True) if c > 40 * HOUR)
        assert history.sortie["up"].tolist() == [due]
        assert history.sortie["up_cause"].tolist() == [Cause.ARRIVAL if due > 40 * HOUR else Cause.RUNWAY]
        waited += due > 40 * HOUR
    assert 0 < waited < 40


def test_headway() -> None:
    """Three convoys are loaded at 2; with five hours between them they go at 2, 7 and 12."""
    _, history = run(
        lot={"arms": items(3, 40.0)},
        lift={"convoy": lift(dated(1.0, 1.0, 1.0), headway_h=5.0)},
    )
    assert (history.sortie["up"] / HOUR).tolist() == [2.0, 7.0, 12.0]
    assert history.sortie["up_cause"].tolist() == [Cause.ARRIVAL, Cause.HEADWAY, Cause.HEADWAY]


def test_a_convoy_rests_at_night() -> None:
    """Loaded at 2, it may move from 6 to 16: out at 6, 14 hours of road are 10 on that day and 4 on the next."""
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
    """Four vehicles, each of which breaks down on each leg: half an hour each, so it is out at 2 and over at 3 + 2."""
    _, history = run(
        lot={"arms": items(1, 40.0)},
        lift={"convoy": lift(dated(1.0), crosses="arrival", vehicles=4, breakdown=chance, recover_h=0.5)},
    )
    assert (history.mover["up"] / HOUR).tolist() == [3.0 + lost]


def test_breakdowns_are_binomial() -> None:
    """Of 8 vehicles with p = 0.25, two break down on average: mean and variance over 400 convoys within 4 errors."""
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


def test_a_crew_on_duty_goes_to_whom_it_can_still_reach() -> None:
    """One crew is at home on duty until 10.5 h; two sorties ask for it at 8.5 h.

    The one to A has asked first and takes four hours, more than is left of the duty day; no crew is rested. The one to
    B takes an hour: the crew goes there at once, and no look at every decision in every instant finds more.
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
