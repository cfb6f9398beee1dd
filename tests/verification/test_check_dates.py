"""Dates in the planner's arithmetic of `sim check`: holds, floors, and the last mission.

A hold may be followed by days of handing over (`then_d`), here called the days of the hold.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.analysis.outcomes.record import outcomes
from sim.config import load
from sim.model.compile import plan
from tests.checking import bound, days, printed, worked, written
from tests.engine import simulate

CASE = """
name = "a guard and its dates"
seed = 1
clock = { start = 2024-01-01, zone = "UTC", horizon_d = 30 }
milestone.deadline = { by = 2024-01-31 }
site.home.kind = "apod"
site.camp.kind = "base"

[group.guard]
site = "camp"
count = 20

[lift.plane]
sites = ["camp"]
to = "home"
payload_t = 10
seats = 20
load_h = 1
min_load = 0.2
wait_h = 900
leg.camp = { block_h = 2 }
supply = { tails = 2, begin_at = "site" }
"""
HOLD = """
[hold.day]
not_before = 2024-01-05
then_d = 3
"""
AFTER = (
    HOLD
    + """
[hold.go]
after = ["day"]
then_d = 2
"""
)
ANY = AFTER.replace('["day"]', '["day", "soon"]\nneed = "any"') + "[hold.soon]\nnot_before = 2024-01-02\n"
FLOOR = """
[floor.watch]
group = "guard"
at_least = 5
until = "go"
"""


@pytest.fixture
def case(tmp_path: Path) -> Path:
    return written(tmp_path, CASE)


@pytest.mark.parametrize(
    ("more", "held", "at_d"),
    [
        (HOLD, "board_after", 4 + 3),
        (HOLD, "begin_after", 4 + 3),
        (AFTER, "board_after=go", 4 + 3 + 2),
        (AFTER + FLOOR, "", 4 + 3 + 2),
        (HOLD.replace("then_d = 3", "at_latest = 2024-01-07"), "board_after", 4),
        (AFTER + "at_latest = 2024-01-06\n", "board_after=go", 5 + 2),
        (ANY, "board_after=go", 1 + 2),
    ],
    ids=["date and days", "to begin", "a hold of a hold", "a floor", "its own date", "the latest date", "any of two"],
)
def test_dates_of_holds_count_with_the_days_that_follow_them(more: str, held: str, at_d: int, case: Path) -> None:
    """The closure comes when the date of the hold, its days and an hour of loading have passed, as in a history.

    If `at_latest` is earlier than the date of the hold, it replaces this date. If a hold waits for any of two holds,
    the earlier of the two counts.
    """
    key, _, name = held.partition("=")
    text = CASE.replace("count = 20\n", f'count = 20\n{key} = "{name or "day"}"\n' if key else "count = 20\n")
    case.write_text(text + more, encoding="utf-8")
    found = worked(case)
    assert bound(found).kind == "date"
    assert days(found) == pytest.approx(at_d + 1 / 24)
    asked = plan(load(case, []))
    assert outcomes(asked, simulate(asked, 1, 0))["closure"] / 86_400 == pytest.approx(at_d + 1 / 24)


STAFF = """
[group.staff]
site = "camp"
count = 60
[hold.gone]
until = [{ group = ["staff"] }]
then_d = 6
"""


@pytest.mark.parametrize(
    ("more", "at_h"),
    [
        (STAFF, 11 + 6 * 24),
        (STAFF + "[hold.then]\nafter = ['gone']\nthen_d = 2\n", 11 + 8 * 24),
        (STAFF.replace("then_d = 6", "then_d = 6\nat_latest = 2024-01-01T02:00:00"), 2 + 6 * 24),
        (STAFF.replace('["staff"] }', '["staff"], at_most = 20 }'), 6 * 24),
    ],
    ids=["days after it", "a hold of a hold", "the latest date", "some may remain"],
)
def test_holds_wait_for_the_movers_that_they_count(more: str, at_h: float, case: Path) -> None:
    """The guard waits until 60 staff have flown out in a plane of 20 seats, then for the days of the hold, and is
    loaded.

    One tail loads for an hour and flies there and back in four, so it departs at 1, 6 and 11 h. The guard waits for the
    third departure. If `at_latest` is 2 h, the guard waits until then instead. If 20 staff may remain, the
    arithmetic counts the days of the hold and no wait. In no case does a history close earlier than the arithmetic.
    """
    held = "then" if "hold.then" in more else "gone"
    text = CASE.replace("count = 20\n", f'count = 20\nboard_after = "{held}"\n').replace("tails = 2", "tails = 1")
    case.write_text(text + more, encoding="utf-8")
    found = worked(case)
    assert days(found) == pytest.approx((at_h + 1) / 24)
    asked = plan(load(case, []))
    assert outcomes(asked, simulate(asked, 1, 0))["closure"] / 86_400 >= days(found) - 1e-6
    if at_h >= 11 + 6 * 24:
        assert bound(found).kind == "hold"
        assert f'hold "{held}", which waits for other movers, and the last loading' in printed(case)
        assert "left out" not in printed(case)


def test_days_after_wanted_movers_are_left_out(case: Path) -> None:
    """A hold may count wanted movers, which may be left behind. Then `sim check` leaves out its days, and says so."""
    more = STAFF.replace("count = 60", "count = 60\nrequired = false").replace("] }", "], wanted = true }")
    case.write_text(CASE.replace("count = 20\n", 'count = 20\nboard_after = "gone"\n') + more, encoding="utf-8")
    assert 'hold "gone" lasts 6 days longer than what it waits for' in printed(case)


def test_days_that_count_are_not_left_out(case: Path) -> None:
    """`sim check` does not list the days of a hold as left out if the date at mean values includes them."""
    case.write_text(CASE.replace("count = 20\n", 'count = 20\nboard_after = "day"\n') + HOLD, encoding="utf-8")
    assert "left out" not in printed(case)


@pytest.mark.parametrize(("last", "is_said"), [("2024-01-06", True), ("2024-01-12", False)])
def test_a_last_mission_before_the_work_is_done_is_reported(last: str, is_said: bool, case: Path) -> None:
    """A desk needs 12 h for each of 20 people, 10 days in all, so a last mission on 6 January comes too early.

    `sim check` says so; it does not say so of a last mission on 12 January.
    """
    station = 'stations = ["desk"]\n'
    desk = 'site.camp.kind = "base"\nsite.camp.station.desk = { servers = 1, service_h = 12 }'
    supply = f"supply.missions = [{{ at = 2024-01-05 }}, {{ at = {last} }}]"
    text = CASE.replace("count = 20\n", f"count = 20\n{station}").replace('site.camp.kind = "base"', desk)
    case.write_text(text.replace('supply = { tails = 2, begin_at = "site" }', supply), encoding="utf-8")
    assert ("the last mission of plane ends 4 days before its last load is ready" in printed(case)) == is_said


def test_a_payload_that_seldom_lifts_a_person_counts_by_its_draws(case: Path) -> None:
    """Of payloads drawn between 0.1 and 0.2 t, 19 in 100 lift a person of 0.181 t. So a sortie takes 0.19 people on
    average.

    40 people need 40 / 0.19 = 211 sorties, which take 26 days at 8 a day.
    """
    people = CASE.replace("count = 20", "count = 40").replace('{ tails = 2, begin_at = "site" }', "{ per_week = 56 }")
    case.write_text(people.replace("payload_t = 10", "payload_t = { low = 0.1, high = 0.2 }"), encoding="utf-8")
    found = worked(case)
    assert found.lifts[0].people == pytest.approx(0.19, abs=1e-3)
    assert found.seats == pytest.approx(8 * 0.19, abs=8e-3)
    assert days(found) == pytest.approx(40 / (8 * 0.19), abs=0.5)
    said = printed(case)
    for words in ("less than one person weighs, so 0.19 people a sortie on average", "needs 211 sorties for people"):
        assert words in said
