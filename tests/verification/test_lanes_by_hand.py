"""Servers that take only some, or are set up for another category, worked by hand."""

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
    """Lots of one category each, called by it, that pass the desk."""
    return {kind: items(count, 1.0, kind, required=True, stations=["desk"]) for kind in kinds}


def names(case: Scenario, history: Trajectory) -> list[tuple[str, int, float, float, int]]:
    """The same as `turns`, with the lot instead of the mover."""
    lots = [plan(case).names["lot"][row] for row in history.mover["lot"].tolist()]
    return [(lots[mover], *turn) for mover, *turn in turns(history)]


def test_a_lane_takes_only_some() -> None:
    """Two servers of 2 h, the second a lane for what is lethal; four lots of two, lethal first, then hazardous.

    Lethal 0 goes to the lane, lethal 1 to the server that takes all, as it is first in the queue. At 2 the lane is
    free, and no mover is left for it: hazardous ones go one after the other on the server that takes all.
    """
    lane = {"servers": 1, "takes": ["lethal"]}
    case = asked({"servers": 2, "service_h": 2, "lanes": [lane]}, lot=of("lethal", "hazardous", count=2))
    history, _ = run(case)
    assert names(case, history) == [
        ("lethal", 0, 0, 2, ARRIVAL), ("lethal", 1, 0, 2, ARRIVAL),
        ("hazardous", 0, 2, 4, SERVER), ("hazardous", 0, 4, 6, SERVER),
    ]  # fmt: skip
    assert arithmetic(plan(case)).stations[0].days == pytest.approx(4 / 24)  # 4 h on the one, or 8 h on both


def test_who_finds_no_server_is_overtaken() -> None:
    """Lanes alone: one for lethal and one for a lot by name. Four lethal of 2 h keep the first busy until 8.

    The lot "general" is behind all of them, and begins at once on its own server.
    """
    lanes = [{"servers": 1, "takes": ["lethal"]}, {"servers": 1, "takes": ["general"]}]
    lots = of("lethal", count=4) | of("general")
    case = asked({"servers": 2, "service_h": 2, "lanes": lanes}, lot=lots)
    history, _ = run(case)
    assert names(case, history)[:2] == [("lethal", 0, 0, 2, ARRIVAL), ("general", 1, 0, 2, ARRIVAL)]
    assert names(case, history)[-1] == ("lethal", 0, 6, 8, SERVER)
    assert arithmetic(plan(case)).stations[0].days == pytest.approx(8 / 24)


def test_a_lane_that_goes_at_night() -> None:
    """By day the lane for what is lethal works beside the server that takes all, by night that one alone."""
    lane = {"servers": 1, "takes": ["lethal"]}
    desk = {"servers": 2, "service_h": 4, "hours": [BY_DAY, BY_NIGHT], "lanes": [lane]}
    case = asked(desk, lot=of("lethal", count=3))
    history, _ = run(case)
    assert names(case, history) == [
        ("lethal", 0, 0, 4, ARRIVAL), ("lethal", 0, 4, 8, SERVER), ("lethal", 1, 6, 10, SHIFT)
    ]  # fmt: skip


def test_a_server_is_set_up_for_another_category() -> None:
    """One server, jobs of 2 h, set up for an hour: lethal 0-2 and 2-4, then general 4-7 (an hour of it set up), 7-9."""
    case = asked({"servers": 1, "service_h": 2, "changeover_h": 1}, lot=of("lethal", "general", count=2))
    history, _ = run(case)
    assert [turn[2:4] for turn in names(case, history)] == [(0, 2), (2, 4), (4, 7), (7, 9)]
    assert any(caveat.kind == "changeover" for caveat in arithmetic(plan(case)).caveats)


def test_a_server_that_needs_no_set_up_goes_first() -> None:
    """Two servers, released one by one: lethal at 0, general at 1, then at 6 another general: it goes to server 1."""
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


def test_set_up_time_is_drawn_and_uncertain() -> None:
    """A set-up time with one value is that number; an unknown that doubles it doubles it."""
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
def test_lanes_that_cannot_be(lanes: list[dict[str, Any]], path: tuple[str, ...], words: str) -> None:
    """More servers than there are, a name that there is not, and a group that no server takes."""
    station = {"servers": 2, "service_h": 1, "lanes": lanes}
    (found,) = check(asked(station, lot=of("lethal", "general"), checked=False))
    assert (found.path[4:], words in found.expectation) == (path, True)


def test_a_lane_for_no_mover_takes_its_servers_from_the_others() -> None:
    """Of two servers the second is a lane for arms, of which there are none; that is named, and not as no effect."""
    lane = {"lanes": [{"servers": 1, "takes": ["lethal"]}]}
    case = asked({"servers": 2, "service_h": 2, **lane}, 3)
    assert not any(path[4:5] == ("lanes",) for path in dict(switched_off(case, frozenset())))
    (found,) = [each for each in remarks(case) if each.path[2:4] == ("station", "desk")]
    assert (found.path[4:], found.value) == (("lanes", "0", "servers"), "1")
    assert found.expectation == "never work: no group or lot that they take passes station desk at A"
