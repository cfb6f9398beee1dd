"""Stations worked by hand: servers by shift and by staff, dates of opening and closing, and times by lot and category.

`turns` gives each visit to the desk as (mover, server, start in hours, end in hours, cause of the start).
"""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from sim.analysis.causes.reason import ReasonKind
from sim.arithmetic import arithmetic
from sim.domain.check import check, remarks
from sim.domain.unread import switched_off
from sim.model.calendars import NEVER
from sim.model.compile import plan
from sim.report.chain import chain
from tests.engine import simulate
from tests.scenarios import HOUR, dated, hours, items, lift, shift, staged
from tests.verification.stations import ALL, ARRIVAL, BY_DAY, BY_NIGHT, SERVER, SHIFT, asked, run, turns


def test_two_servers_by_day_and_one_by_night() -> None:
    """Seven jobs of 5 h wait from the start, which is midnight. Server 0 works always, and server 1 only from 6 to 18.

    Server 0 works at 0-5, 5-10, 10-15 and 15-20. Server 1 works at 6-11 and 11-16. It begins a third job at 16 and has
    done two hours of this job at 18. It rests for the night and does the other three hours from 6 to 9 of the next day.
    So this job ends at hour 33.
    """
    history, kinds = run(asked({"servers": 2, "service_h": 5, "hours": [BY_DAY, BY_NIGHT]}, 7))
    assert turns(history) == [
        (0, 0, 0, 5, ARRIVAL), (1, 0, 5, 10, SERVER), (2, 1, 6, 11, SHIFT), (3, 0, 10, 15, SERVER),
        (4, 1, 11, 16, SERVER), (5, 0, 15, 20, SERVER), (6, 1, 16, 33, SERVER),
    ]  # fmt: skip
    assert kinds[ReasonKind.STATION_HOURS] == 6 + 12  # server 1 begins at 6, and rests from 18 to 6
    assert kinds[ReasonKind.STATION] == 5 + 5 + 2 + 3  # its three jobs


def test_a_free_server_that_works_on_goes_first() -> None:
    """A job of 3 h comes at 17, when both servers are free. Server 0, which also works in the night, takes the job, so
    it ends at 20 without a rest.
    """
    case = asked({"servers": 2, "service_h": 3, "hours": [BY_DAY, BY_NIGHT]}, 1)
    late = case.lot["tents"].model_copy(update={"release": hours(17)})
    history, _ = run(case.model_copy(update={"lot": {"tents": late}}))
    assert turns(history) == [(0, 0, 17, 20, ARRIVAL)]


def test_overlapping_shifts_and_days() -> None:
    """On Monday one shift has two servers from 0 to 4, and another shift has one server from 2 to 12. Where the two
    overlap, the larger number counts: server 0 works from 0 to 12, and server 1 from 0 to 4.

    Of four jobs of 4 h, each server has one at 0-4, and server 0 has the others at 4-8 and 8-12.
    """
    shifts = [shift(0, 4, days=["mon"]), shift(2, 12, days=["mon"], servers=1)]
    history, _ = run(asked({"servers": 2, "service_h": 4, "hours": shifts}, 4))
    assert turns(history) == [(0, 0, 0, 4, ARRIVAL), (1, 1, 0, 4, ARRIVAL), (2, 0, 4, 8, SERVER), (3, 0, 8, 12, SERVER)]


@pytest.mark.parametrize("clerks", [20, 10, 9])
def test_staff_keeps_as_many_servers_as_shift_and_people_allow(clerks: int) -> None:
    """Each server needs ten clerks, but if there are fewer, one server still works. With twenty clerks both servers
    work by day; with ten or nine only server 0 works.

    Four jobs of 7 h come at 6. With twenty clerks, each server has a job at 6-13, and server 0 has another job at
    13-20; server 1 works on the last job at 13-18 and at 6-8 of the next day. With ten or nine clerks, server 0 has one
    job after the other, from 6 on, through the night.
    """
    people = {"clerks": staged(clerks, required=False, board_after="done")}
    done = {"done": {"until": [{"lot": ["tents"]}]}}
    desk = {"servers": 2, "service_h": 7, "hours": [BY_DAY, BY_NIGHT], "staffed_by": "clerks", "people_per_server": 10}
    case = asked(desk, 4, group=people, hold=done)
    late = case.lot["tents"].model_copy(update={"release": hours(6)})
    history, _ = run(case.model_copy(update={"lot": {"tents": late}}))
    both = [(0, 6, 13), (1, 6, 13), (0, 13, 20), (1, 13, 32)]
    one = [(0, 6 + 7 * at, 13 + 7 * at) for at in range(4)]
    assert [turn[1:4] for turn in turns(history)] == (both if clerks == 20 else one)


def test_when_a_server_goes_its_crew_serves_at_another() -> None:
    """When a server stops for the night, its clerks go over to another server. The start of a job there has the cause
    `SHIFT`.

    Five clerks staff one server. There are eleven clerks until six of them leave at 9. Server 0 has a job from 6 to 12.
    Server 1 begins a job of 15 h at 7 and rests from 18 to 6. A third job is released at 13. It waits, because the five
    clerks staff only server 1, until they go over to server 0 at 18.
    """
    lots = {
        "short": items(1, 1.0, "general", required=True, stations=["desk"], release=hours(6)),
        "long": items(1, 1.0, "general", required=True, stations=["desk"], release=hours(7)),
        "last": items(1, 1.0, "general", required=True, stations=["desk"], release=hours(13)),
    }
    people = {"clerks": staged(11, required=False)}
    floors = {"rear": {"group": "clerks", "at_least": 5, "until": "done"}}
    times = {"short": {"service_h": 6}, "long": {"service_h": 15}}
    desk = {"servers": 2, "service_h": 1, "times": times, "hours": [BY_DAY, BY_NIGHT], "staffed_by": "clerks",
            "people_per_server": 5}  # fmt: skip
    case = asked(desk, group=people, lot=lots, hold={"done": {"until": [{"lot": list(lots)}]}}, floor=floors,
                 lift={"jet": lift(dated(8.0, 40.0, 50.0))})  # fmt: skip
    history, _ = run(case)
    served = dict(zip(("short", "long", "last"), turns(history), strict=True))
    assert served["short"][1:4] == (0, 6, 12)
    assert served["long"][1:] == (1, 7, 34, ARRIVAL)  # 11 hours until 18, and four from 6 to 10 of the next day
    assert served["last"][1:] == (0, 18, 19, SHIFT)


def test_a_station_opens_and_closes_on_dates() -> None:
    """A station with one server works on the second and third day only: from 24 to 72 h. Jobs take 20 h.

    The first two jobs are done at 24-44 and 44-64. The third has eight hours done when the station closes, and never
    ends; the fourth never begins. So the history is stuck, and both of these jobs wait for a station that has closed.
    """
    case = asked({"servers": 1, "service_h": 20, "begins": date(2024, 1, 2), "until": date(2024, 1, 3)}, 4)
    history, kinds = run(case)
    assert turns(history)[:3] == [(0, 0, 24, 44, SHIFT), (1, 0, 44, 64, SERVER), (2, 0, 64, 1000, SERVER)]
    assert (history.visit["started"] == NEVER).sum() == 1
    assert kinds[ReasonKind.STATION_SHUT] == 24 + (plan(case).horizon / HOUR - 72)  # before 24 h, and from 72 h on
    assert kinds[ReasonKind.STATION] == 48
    assert [(wait.reason, wait.count) for wait in history.stuck] == [("closed", 2)]
    assert chain(plan(case), history.stuck) == ['2 items of "tents" at A: station A/desk has closed for good']
    assert arithmetic(plan(case)).closure == float("inf")


def test_a_station_that_closes_after_all_changes_nothing_before() -> None:
    """If the station closes only after the last job, the visits are the same as without a closing date."""
    plain = asked({"servers": 1, "service_h": 20}, 3)
    dated = asked({"servers": 1, "service_h": 20, "until": date(2024, 1, 3)}, 3)
    assert (run(plain)[0].visit == run(dated)[0].visit).all()


def test_an_uncertain_last_day_is_the_day_in_each_world() -> None:
    """An unknown that always moves the last day from 3 to 4 January gives the same visits as a stated last day of 4
    January.
    """
    station = {"servers": 1, "service_h": 20, "until": date(2024, 1, 3)}
    moved = {"end": {"to": ["site.A.station.desk.until"], "apply": "plus", "draw": {"low": 1, "high": 1}}}
    other = asked(station | {"until": date(2024, 1, 4)}, 6)
    drawn = asked(station, 6, uncertainty=moved)
    assert (run(drawn)[0].visit == run(other)[0].visit).all()
    assert arithmetic(plan(drawn)).stations[0].until == 4 * 24 * HOUR


def test_uncertain_servers_of_a_shift() -> None:
    """The number of servers of the night shift is drawn, first from 2 alone, then from 2 and 3. The station has two
    servers, so a drawn 3 means two, and the visits are those of a station without shifts.
    """
    station = {"servers": 2, "service_h": 5, "hours": [BY_DAY, BY_NIGHT]}
    for many in ([2], [2, 3]):
        unknown = {"night": {"to": ["site.A.station.desk.hours.1.servers"], "draw": {"values": many} | {
            "dist": "empirical"}}}  # fmt: skip
        history, _ = run(asked(station, 7, uncertainty=unknown))
        assert (history.visit == run(asked({"servers": 2, "service_h": 5}, 7))[0].visit).all()


def test_times_by_lot_and_category() -> None:
    """A desk takes 2 h, but 3 h for hazardous items, 1 h for the lot "books" (which is hazardous too) and 0.5 h for
    people.

    Its one server works for 0.5 + 2 + 3 + 1 = 6.5 h on the four movers.
    """
    lots = {
        "tents": items(1, 1.0, "general", required=True, stations=["desk"]),
        "gas": items(1, 1.0, "hazardous", required=True, stations=["desk"]),
        "books": items(1, 1.0, "hazardous", required=True, stations=["desk"]),
    }
    times = {"hazardous": {"service_h": 3}, "books": {"service_h": 1}, "people": {"service_h": 0.5}}
    case = asked(
        {"servers": 1, "service_h": 2, "times": times}, lot=lots, group={"staff": staged(1, stations=["desk"])}
    )
    history, _ = run(case)
    took = {
        plan(case).names["lot"][history.mover["lot"][turn["mover"]]]: (turn["ended"] - turn["started"]) / HOUR
        for turn in history.visit[history.visit["place"] == 0]
    }
    assert took == {"staff": 0.5, "tents": 2.0, "gas": 3.0, "books": 1.0}
    (place,) = arithmetic(plan(case)).stations
    assert place.visit_h == pytest.approx(6.5 / 4)
    assert place.days == pytest.approx(6.5 / 24)


def test_means_count_servers_by_shift() -> None:
    """Two servers for 12 hours and one server for the other 12 make 36 server-hours a day, so 18 jobs of 4 h take two
    days.
    """
    found = arithmetic(plan(asked({"servers": 2, "service_h": 4, "hours": [BY_DAY, BY_NIGHT]}, 18)))
    assert (found.stations[0].servers, found.stations[0].server_h) == (2, pytest.approx(36.0))
    assert found.stations[0].days == pytest.approx(2.0)


@pytest.mark.parametrize(
    ("station", "path", "words"),
    [
        ({"servers": 3, "hours": [shift(6, 18, servers=2), BY_NIGHT]}, "servers", "never more than 2 of them work"),
        ({"servers": 1, "begins": date(2023, 12, 1)}, "begins", "changes nothing, as it lies before the start"),
        ({"servers": 1, "until": date(2034, 12, 1)}, "until", "changes nothing, as it lies after the end"),
    ],
)
def test_what_changes_nothing_is_remarked_on(station: dict[str, Any], path: str, words: str) -> None:
    """A number of servers larger than any shift uses is remarked on, and so is a date of the
    station outside the clock.
    """
    found = [each for each in remarks(asked({"service_h": 1, **station}, 1)) if each.path[2:4] == ("station", "desk")]
    assert [(each.path[4], words in each.expectation) for each in found] == [(path, True)]


def test_what_nothing_reads_is_known() -> None:
    """Four values change nothing: the working time of a category, if no mover of this category comes; the common
    working time, if each mover has a working time of its own; a category of a lane, if no mover of this category comes;
    and a set-up time, if all movers are of one category.
    """
    at = ("site", "A", "station", "desk")
    station = {"servers": 1, "service_h": 1, "hours": [shift(6, 18, servers=1)]}
    off = dict(switched_off(asked(station | {"times": {"lethal": {"service_h": 2}}}), frozenset()))
    assert (*at, "times", "lethal") in off
    off = dict(switched_off(asked(station | {"times": {"tents": {"service_h": 2}}}), frozenset()))
    assert (*at, "service_h") in off
    assert (*at, "times", "tents") not in off
    more = {"lanes": [{"servers": 1, "takes": ["lethal", "general"]}], "changeover_h": 1}
    off = dict(switched_off(asked(station | more), frozenset()))
    assert {(*at, "lanes", "0", "takes", "0"), (*at, "changeover_h")} <= set(off)
    assert (*at, "lanes", "0", "takes", "1") not in off


def test_who_may_not_begin_before_it_closes_is_refused() -> None:
    """A lot that is released after the last day of its station can never pass this station, so `check` reports an
    error.
    """
    station = {"servers": 1, "service_h": 1, "until": date(2024, 1, 3)}
    tents = items(2, 1.0, "general", required=True, stations=["desk"], release=hours(96))
    (found,) = check(asked(station, lot={"tents": tents}, checked=False))
    assert found.path == ("site", "A", "station", "desk", "until")
    assert "tents has to pass desk, and may not begin earlier" in found.expectation


@pytest.mark.parametrize("drawn", [False, True], ids=["hours stated", "hours drawn"])
@pytest.mark.parametrize("spans", [[(0, 24)], [(6, 18)], [(6, 14), (14, 22)]], ids=str)
def test_a_server_that_works_in_no_shift_is_as_if_it_were_not_there(spans: list[tuple[int, int]], drawn: bool) -> None:
    """A station with two servers, of which only one works in each shift, gives the same turns and reasons as a station
    with one server, also if the opening hour is drawn.
    """
    more: dict[str, Any] = {}
    if drawn:
        one = {"to": ["site.A.station.desk.hours.0.open_h"], "draw": {"low": spans[0][0], "high": spans[0][0] + 1}}
        more = {"uncertainty": {"opens": one}}
    two = asked({"servers": 2, "service_h": 5, "hours": [shift(*span, servers=1) for span in spans]}, 7, **more)
    single = asked({"servers": 1, "service_h": 5, "hours": [shift(*span) for span in spans]}, 7, **more)
    assert run(two)[1] == run(single)[1]
    plans = plan(two), plan(single)
    for replication in range(3):
        found, expected = (turns(simulate(each, 1, replication, check=ALL)) for each in plans)
        assert found == expected
