"""Lanes (servers that take only some movers) and set-up times, worked by hand."""

from __future__ import annotations

from typing import Any

import pytest

from sim.arithmetic import arithmetic
from sim.domain.check import check, remarks
from sim.domain.scenario import Scenario
from sim.domain.unread import switched_off
from sim.model.compile import plan
from sim.model.trajectory import Trajectory
from tests.scenarios import hours, items
from tests.verification.stations import ARRIVAL, BY_DAY, BY_NIGHT, SERVER, SHIFT, asked, run, turns


def of(*kinds: str, count: int = 1) -> dict[str, Any]:
    """Return a lot of `count` items for each category, named after the category; the lots pass the desk."""
    return {kind: items(count, 1.0, kind, required=True, stations=["desk"]) for kind in kinds}


def names(case: Scenario, history: Trajectory) -> list[tuple[str, int, float, float, int]]:
    """Return the turns at the desk as `turns` does, with the lot's name instead of the mover's number."""
    lots = [plan(case).names["lot"][row] for row in history.mover["lot"].tolist()]
    return [(lots[mover], *turn) for mover, *turn in turns(history)]


def test_a_lane_takes_only_its_movers() -> None:
    """Of two servers that take 2 h for a job, the second is a lane for lethal items. Two lethal and two hazardous items
    queue at 0.

    Lethal 0 goes to the lane, and lethal 1, first in the queue, to the server that takes all. At 2 the lane is free,
    but no lethal item is left; the hazardous items pass the other server one after the other.
    """
    lane = {"servers": 1, "takes": ["lethal"]}
    case = asked({"servers": 2, "service_h": 2, "lanes": [lane]}, lot=of("lethal", "hazardous", count=2))
    history, _ = run(case)
    assert names(case, history) == [
        ("lethal", 0, 0, 2, ARRIVAL), ("lethal", 1, 0, 2, ARRIVAL),
        ("hazardous", 0, 2, 4, SERVER), ("hazardous", 0, 4, 6, SERVER),
    ]  # fmt: skip
    # 8 h of work on two servers take 4 h, and so do the hazardous items on one server.
    assert arithmetic(plan(case)).stations[0].days == pytest.approx(4 / 24)


def test_a_mover_without_a_free_server_is_overtaken() -> None:
    """One lane takes lethal items, and four of them keep it busy until 8. The lot "general" is behind them in the
    queue, and begins at once in a lane of its own.
    """
    lanes = [{"servers": 1, "takes": ["lethal"]}, {"servers": 1, "takes": ["general"]}]
    lots = of("lethal", count=4) | of("general")
    case = asked({"servers": 2, "service_h": 2, "lanes": lanes}, lot=lots)
    history, _ = run(case)
    assert names(case, history)[:2] == [("lethal", 0, 0, 2, ARRIVAL), ("general", 1, 0, 2, ARRIVAL)]
    assert names(case, history)[-1] == ("lethal", 0, 6, 8, SERVER)
    assert arithmetic(plan(case)).stations[0].days == pytest.approx(8 / 24)


def test_a_lane_that_works_by_day_only() -> None:
    """The lane for lethal items works by day (6-18). A server that takes all items works beside it by day, and alone at
    night.

    Three lethal items take 4 h each: two begin at 0 and 4 on the server that takes all, and the third begins in the
    lane when it opens, at 6.
    """
    lane = {"servers": 1, "takes": ["lethal"]}
    desk = {"servers": 2, "service_h": 4, "hours": [BY_DAY, BY_NIGHT], "lanes": [lane]}
    case = asked(desk, lot=of("lethal", count=3))
    history, _ = run(case)
    assert names(case, history) == [
        ("lethal", 0, 0, 4, ARRIVAL), ("lethal", 0, 4, 8, SERVER), ("lethal", 1, 6, 10, SHIFT)
    ]  # fmt: skip


def test_a_server_is_set_up_for_another_category() -> None:
    """With jobs of 2 h and a set-up of an hour, two lethal items take 0-2 and 2-4, and two general items 4-7 (with
    set-up) and 7-9.
    """
    case = asked({"servers": 1, "service_h": 2, "changeover_h": 1}, lot=of("lethal", "general", count=2))
    history, _ = run(case)
    assert [turn[2:4] for turn in names(case, history)] == [(0, 2), (2, 4), (4, 7), (7, 9)]
    assert any(caveat.kind == "changeover" for caveat in arithmetic(plan(case)).caveats)


def test_a_server_that_needs_no_set_up_goes_first() -> None:
    """Arms (lethal) begin at 0 on server 0, tents (general) at 1 on server 1. Beds (general) are released at 6, when
    both servers are free.

    If a set-up is needed between categories, server 1 takes the beds at once without one. If it is needed between lots,
    both servers need an hour of set-up: the beds go to server 0 and are done at 9.
    """
    lots = {
        "arms": items(1, 1.0, "lethal", required=True, stations=["desk"]),
        "tents": items(1, 1.0, "general", required=True, stations=["desk"], release=hours(1)),
        "beds": items(1, 1.0, "general", required=True, stations=["desk"], release=hours(6)),
    }
    by_category = asked({"servers": 2, "service_h": 2, "changeover_h": 1}, lot=lots)
    assert [turn[:4] for turn in names(by_category, run(by_category)[0])] == [
        ("arms", 0, 0, 2), ("tents", 1, 1, 3), ("beds", 1, 6, 8)
    ]  # fmt: skip
    by_lot = asked({"servers": 2, "service_h": 2, "changeover_h": 1, "changeover_between": "lot"}, lot=lots)
    assert names(by_lot, run(by_lot)[0])[-1][:4] == ("beds", 0, 6, 9)


def test_a_set_up_time_may_be_random_and_unknown() -> None:
    """A set-up time may have a distribution (here with 1 h as its only value) or be multiplied by an unknown (by 2)."""
    lots = of("lethal", "general")
    drawn = {"servers": 1, "service_h": 2, "changeover_h": {"low": 1, "mode": 1, "high": 1}}
    twice = {"more": {"to": ["site.A.station.desk.changeover_h"], "apply": "times", "draw": {"low": 2, "high": 2}}}
    history, _ = run(asked(drawn, lot=lots))
    assert [turn[2:4] for turn in turns(history)] == [(0, 2), (2, 5)]
    history, _ = run(asked(drawn | {"changeover_h": 1}, lot=lots, uncertainty=twice))
    assert [turn[2:4] for turn in turns(history)] == [(0, 2), (2, 6)]


@pytest.mark.parametrize(
    ("lanes", "path", "words"),
    [
        ([{"servers": 3, "takes": ["lethal"]}], ("lanes", "0", "servers"), "at most 2 servers in all"),
        ([{"servers": 1, "takes": ["trucks"]}], ("lanes", "0", "takes", "0"), "expected a group, a lot or a category"),
        ([{"servers": 2, "takes": ["lethal"]}], ("lanes",), "expected a server that takes general, which passes desk"),
    ],
)
def test_impossible_lanes_are_refused(lanes: list[dict[str, Any]], path: tuple[str, ...], words: str) -> None:
    """Lanes with too many servers, a lane for an unknown name, and lanes that leave no server for a lot are refused."""
    station = {"servers": 2, "service_h": 1, "lanes": lanes}
    (found,) = check(asked(station, lot=of("lethal", "general"), checked=False))
    assert (found.path[4:], words in found.expectation) == (path, True)


def test_a_lane_for_no_mover_takes_its_servers_from_the_others() -> None:
    """There are no lethal items, so the server of a lane for them never works, and a notice says so. The lane is not
    said to have no effect, since it takes the server from the other items.
    """
    lane = {"lanes": [{"servers": 1, "takes": ["lethal"]}]}
    case = asked({"servers": 2, "service_h": 2, **lane}, 3)
    assert not any(path[4:5] == ("lanes",) for path in dict(switched_off(case, frozenset())))
    (found,) = [each for each in remarks(case) if each.path[2:4] == ("station", "desk")]
    assert (found.path[4:], found.value) == (("lanes", "0", "servers"), "1")
    assert found.expectation == "never work: no group or lot that they take passes station desk at A"
