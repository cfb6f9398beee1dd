"""Calendars: functions agree with counting second by second, and local hours are right when the clock changes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.model import local_hours
from sim.model.calendars import (
    ALWAYS,
    NEVER,
    finish,
    finish_in_both,
    intersect,
    is_open,
    is_open_not_closed_since,
    merge,
    next_open,
    open_seconds,
    opened_at,
    subtract,
    window_at,
)
from sim.model.local_hours import daily

FIRST, LAST = -6, 30  # drawn calendars are open only between these seconds

EVERY_DAY = frozenset(range(7))
HOUR = 3_600

instants = st.integers(FIRST - 3, LAST + 3)
open_sets = st.frozensets(st.integers(FIRST, LAST - 1))
interval_lists = st.lists(st.tuples(instants, instants), max_size=6)

Calendar = tuple[list[int], list[int]]


def windows_of(seconds: frozenset[int]) -> Calendar:
    """Return the calendar that is open in exactly these seconds."""
    opens = sorted(t for t in seconds if t - 1 not in seconds)
    closes = sorted(t + 1 for t in seconds if t + 1 not in seconds)
    return opens, closes


def seconds_of(intervals: list[tuple[int, int]]) -> frozenset[int]:
    return frozenset(t for start, end in intervals for t in range(start, end))


def naive_finish(seconds: frozenset[int], t: int, work: int) -> int:
    """Return when `work` seconds of work requested at `t` end, counted one second at a time; NEVER if they do not."""
    while t not in seconds:
        t += 1
        if t > LAST:
            return NEVER
    while work > 0:
        if t > LAST:
            return NEVER
        work -= t in seconds
        t += 1
    return t


@given(open_sets, instants, st.integers(0, LAST - FIRST + 2))
def test_finish_agrees_with_counting(seconds: frozenset[int], t: int, work: int) -> None:
    """`finish` gives the same end of work as counting open seconds one by one."""
    assert finish(*windows_of(seconds), t, work) == naive_finish(seconds, t, work)


@given(open_sets, instants)
def test_questions_about_an_instant_agree_with_counting(seconds: frozenset[int], t: int) -> None:
    """Whether a calendar is open at `t`, the first open second from `t` on, and the opening of the window at `t` agree
    with checking every second. `window_at` gives the row of the last window that opened by `t`.
    """
    opens, closes = windows_of(seconds)
    ahead = [s for s in range(t, LAST) if s in seconds]
    begun = t
    while begun - 1 in seconds:
        begun -= 1
    assert is_open(opens, closes, t) == (t in seconds)
    assert next_open(opens, closes, t) == (ahead[0] if ahead else NEVER)
    assert opened_at(opens, closes, t) == (begun if t in seconds else NEVER)
    assert window_at(opens, t) == sum(window_open <= t for window_open in opens) - 1


@given(open_sets, instants, instants)
def test_open_seconds_agree_with_counting(seconds: frozenset[int], a: int, b: int) -> None:
    """The open seconds of an interval agree with counting them one by one; a reversed interval has none."""
    assert open_seconds(*windows_of(seconds), a, b) == len(seconds & set(range(a, b)))


@given(open_sets, instants, st.integers(1, LAST - FIRST))
def test_finish_spends_exactly_the_work(seconds: frozenset[int], t: int, work: int) -> None:
    """If work ends, there are exactly as many open seconds from `t` to its end as seconds of work."""
    opens, closes = windows_of(seconds)
    done = finish(opens, closes, t, work)
    assert done == NEVER or open_seconds(opens, closes, t, done) == work


@given(interval_lists)
def test_merge_keeps_the_covered_seconds(intervals: list[tuple[int, int]]) -> None:
    """Merged windows cover the same seconds as the intervals, are sorted, and do not touch."""
    opens, closes = merge(intervals)
    assert (opens, closes) == windows_of(seconds_of(intervals))
    edges = [edge for window in zip(opens, closes, strict=True) for edge in window]
    assert all(a < b for a, b in pairwise(edges))


@given(open_sets, interval_lists)
def test_subtract_removes_the_holes(seconds: frozenset[int], holes: list[tuple[int, int]]) -> None:
    """The open seconds outside all holes are left, also if holes overlap or are empty."""
    assert subtract(*windows_of(seconds), holes) == windows_of(seconds - seconds_of(holes))


def test_subtract_changes_no_calendar() -> None:
    """`subtract` does not change the calendar, which replications share, and returns new lists even if there are no
    holes.
    """
    opens, closes = [10, 30], [20, 40]
    left = subtract(opens, closes, [])
    assert left == (opens, closes)
    left[0].clear()
    subtract(opens, closes, [(15, 35)])
    assert (opens, closes) == ([10, 30], [20, 40])


@pytest.mark.parametrize(
    ("t", "work", "expected"),
    [
        (10, 0, 10),  # no work, open: ends at once
        (5, 0, 10),  # no work, closed: ends when it opens
        (20, 0, 30),  # at the instant at which a window ends, the calendar is closed
        (10, 10, 20),  # work that just fits ends at the close, not at the next opening
        (10, 11, 31),  # one second of work is left for the second window
        (15, 15, 40),
        (15, 16, NEVER),
        (40, 0, NEVER),
    ],
)
def test_finish_at_the_edges(t: int, work: int, expected: int) -> None:
    """The ends of work in the windows [10, 20) and [30, 40) are worked by hand."""
    assert finish([10, 30], [20, 40], t, work) == expected


def test_always_and_never_open() -> None:
    """A calendar that never closes adds no time to work; in a calendar without windows no work ends."""
    assert is_open(*ALWAYS, 0)
    assert next_open(*ALWAYS, -5) == -5
    assert opened_at(*ALWAYS, 7) == -NEVER
    assert finish(*ALWAYS, 7, 100) == 107
    assert open_seconds(*ALWAYS, -10, 10) == 20
    assert subtract(*ALWAYS, [(5, 8)]) == ([-NEVER, 8], [5, NEVER])
    assert not is_open([], [], 0)
    assert next_open([], [], 0) == opened_at([], [], 0) == finish([], [], 0, 0) == NEVER
    assert open_seconds([], [], 0, 10) == 0


@pytest.mark.parametrize("question", [next_open, opened_at])
def test_arrays_answer_like_lists(question: Callable[[object, object, int], int]) -> None:
    """Arrays of int64 give the same results as lists; instants are returned as plain Python integers."""
    opens, closes = [10, 30], [20, 40]
    tables = np.array(opens), np.array(closes)
    for t in range(5, 45):
        assert question(*tables, t) == question(opens, closes, t)
        assert type(question(*tables, t)) is int
        assert is_open(*tables, t) is is_open(opens, closes, t)
        assert finish(*tables, t, 12) == finish(opens, closes, t, 12)
        assert type(finish(*tables, t, 12)) is int
        assert open_seconds(*tables, t, 36) == open_seconds(opens, closes, t, 36)
    assert subtract(*tables, [(12, 15)]) == subtract(opens, closes, [(12, 15)])


def berlin(start: datetime, days: int, *spans: tuple[float, float], on: frozenset[int] = EVERY_DAY) -> list[str]:
    """Return windows of local hours in Berlin as text in UTC, which is easier to check than seconds."""
    opens, closes = daily(start, days * 24 * HOUR, "Europe/Berlin", spans, on)

    def text(t: int) -> str:
        return f"{start.astimezone(UTC) + timedelta(seconds=t):%d %H:%M}"

    return [f"{text(a)} - {text(b)}" for a, b in zip(opens, closes, strict=True)]


def test_day_shift_keeps_the_clock_in_spring() -> None:
    """When summer time begins (30 March 2025), a shift from 8 to 16 moves from 7-15 to 6-14 UTC."""
    assert berlin(datetime(2025, 3, 29, tzinfo=UTC), 1, (8, 16)) == [
        "28 07:00 - 28 15:00",
        "29 07:00 - 29 15:00",
        "30 06:00 - 30 14:00",
    ]


def test_day_shift_keeps_the_clock_in_autumn() -> None:
    """When summer time ends (26 October 2025), a shift from 8 to 16 moves from 6-14 to 7-15 UTC."""
    assert berlin(datetime(2025, 10, 25, tzinfo=UTC), 1, (8, 16)) == [
        "24 06:00 - 24 14:00",
        "25 06:00 - 25 14:00",
        "26 07:00 - 26 15:00",
    ]


def test_night_shift_over_the_change() -> None:
    """A shift from 22 to 6 has seven hours in the night in which summer time begins, and nine in the night in which it
    ends.
    """
    saturday = frozenset({5})
    assert berlin(datetime(2025, 3, 29, tzinfo=UTC), 1, (22, 30), on=saturday) == ["29 21:00 - 30 04:00"]
    assert berlin(datetime(2025, 10, 25, tzinfo=UTC), 1, (22, 30), on=saturday) == ["25 20:00 - 26 05:00"]


def test_hours_that_are_skipped_or_repeated() -> None:
    """A span from 2:30 to 3:00 is empty when summer time begins, because the clock skips 2:00 to 3:00. When summer time
    ends, the clock shows 2:00 to 3:00 twice: the span begins at the first 2:30 and lasts 1.5 hours.
    """
    sunday = frozenset({6})
    assert berlin(datetime(2025, 3, 30, tzinfo=UTC), 1, (2.5, 3), on=sunday) == []
    assert berlin(datetime(2025, 10, 26, tzinfo=UTC), 1, (2.5, 3), on=sunday) == ["26 00:30 - 26 02:00"]


def test_span_that_runs_over_the_start() -> None:
    """A night shift that began on the evening before is open at the start; its window opens before 0."""
    start = datetime(2025, 6, 2, tzinfo=UTC)
    opens, closes = daily(start, 12 * HOUR, "UTC", [(20, 28)], EVERY_DAY)
    assert (opens, closes) == ([-4 * HOUR, 20 * HOUR], [4 * HOUR, 28 * HOUR])
    assert opened_at(opens, closes, 0) == -4 * HOUR


def test_span_of_two_days_and_more() -> None:
    """A span of 60 hours from 0:00 on Friday is open at the start, 0:00 on Sunday, and for 12 hours more."""
    start = datetime(2025, 6, 8, tzinfo=UTC)
    assert daily(start, HOUR, "UTC", [(0, 60)], frozenset({4})) == ([-48 * HOUR], [12 * HOUR])


def test_round_the_clock_is_one_window() -> None:
    """Daily spans from 0 to 24 join to one window, also where summer time begins."""
    opens, closes = daily(datetime(2025, 3, 20, tzinfo=UTC), 20 * 24 * HOUR, "Europe/Berlin", [(0, 24)], EVERY_DAY)
    assert len(opens) == len(closes) == 1
    assert opens[0] <= 0
    assert closes[0] >= 20 * 24 * HOUR


def test_days_are_local() -> None:
    """Weekdays are those of the local date: Monday 8:00 in Auckland is still Sunday in UTC."""
    start = datetime(2025, 6, 1, tzinfo=UTC)  # a Sunday
    assert daily(start, 24 * HOUR, "Pacific/Auckland", [(8, 9)], frozenset({0})) == ([20 * HOUR], [21 * HOUR])


def test_spans_join_and_fractions_of_hours_are_exact() -> None:
    """Spans that touch are one window, whatever their order; a third of an hour is exactly 1,200 seconds."""
    start = datetime(2025, 6, 2, tzinfo=UTC)
    opens, closes = daily(start, HOUR, "UTC", [(12, 12 + 1 / 3), (8, 12)], frozenset({0}))
    assert (opens, closes) == ([8 * HOUR], [12 * HOUR + 1_200])


def test_without_spans_it_is_never_open() -> None:
    """A calendar without spans, or without days, is never open."""
    start = datetime(2025, 6, 2, tzinfo=UTC)
    assert daily(start, HOUR, "UTC", [], EVERY_DAY) == ([], [])
    assert daily(start, HOUR, "UTC", [(8, 16)], frozenset()) == ([], [])


def test_zone_of_the_start_does_not_matter() -> None:
    """The same start stated in another zone gives the same windows."""
    start = datetime(2025, 6, 2, tzinfo=UTC)
    elsewhere = start.astimezone(timezone(timedelta(hours=9)))
    assert berlin(elsewhere, 3, (8, 16)) == berlin(start, 3, (8, 16))


def test_a_start_without_a_zone_is_refused() -> None:
    """A start without a zone is refused, since Python would take the zone of the machine."""
    with pytest.raises(ValueError, match="expected a time with a zone"):
        daily(datetime(2025, 6, 2), HOUR, "UTC", [(8, 16)], EVERY_DAY)


@given(one=open_sets, other=open_sets)
def test_intersect_keeps_what_is_open_in_both(one: frozenset[int], other: frozenset[int]) -> None:
    assert intersect(windows_of(one), windows_of(other)) == windows_of(one & other)
    assert intersect(ALWAYS, windows_of(one)) == intersect(windows_of(one), ALWAYS) == windows_of(one)


@pytest.mark.parametrize("zone", ["Africa/Niamey", "Asia/Kolkata", "Europe/Berlin", "America/St_Johns"])
def test_hours_are_the_same_by_arithmetic_and_by_the_clock(zone: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Over 40 days without a change of the clock, adding seconds gives the same windows as the local clock.

    `daily` adds seconds if `_offset` returns an offset; if it returns None, `daily` looks up the local time of each
    day.
    """
    asked = datetime(2024, 1, 10, 7, tzinfo=UTC), 40 * 86_400, zone, [(6, 18.25), (22, 27.5)], frozenset({0, 2, 3, 6})
    quick = daily(*asked)
    with monkeypatch.context() as patched:
        patched.setattr("sim.model.local_hours._offset", lambda *_: None)
        local_hours._midnights.cache_clear()
        assert daily(*asked) == quick
    local_hours._midnights.cache_clear()


@given(open_sets, open_sets, instants, st.integers(0, 20))
def test_work_that_rests_outside_two_calendars_rests_outside_what_is_open_in_both(
    one: frozenset[int], other: frozenset[int], t: int, work: int
) -> None:
    """`finish_in_both` gives the same end of work as `finish` in the hours in which both calendars are open."""
    first, second = (merge((second, second + 1) for second in seconds) for seconds in (one, other))
    assert finish_in_both(*first, *second, t, work) == finish(*intersect(first, second), t, work)


def test_work_in_two_calendars_by_hand() -> None:
    """Work goes on only while both calendars are open; times are in hours.

    A ramp is open 06:00-18:00 on two days, and a machine has hours 10:00-14:00 and from 17:00 on, so both are open for
    17 hours in all. Six hours of work requested at 08:00 are done 10:00-14:00, 17:00-18:00, and 06:00-07:00 of the next
    day. Work of 18 hours never ends.
    """
    ramp, machine = ([6, 30], [18, 42]), ([10, 17], [14, 100])
    assert finish_in_both(*ramp, *machine, 8, 6) == 31
    assert finish_in_both(*ramp, *machine, 8, 4) == 14
    assert finish_in_both(*ramp, *machine, 8, 0) == 10
    assert finish_in_both(*ramp, *machine, 8, 18) == NEVER


@given(open_sets, instants, st.integers(0, 20))
def test_open_since_means_that_no_window_has_closed(seconds: frozenset[int], since: int, later: int) -> None:
    """`is_open_not_closed_since` is true if the calendar is open at `t` and no window closed after `since`."""
    opens, closes = merge((second, second + 1) for second in seconds)
    t = since + later
    closed = any(second in seconds and second + 1 not in seconds for second in range(since, t))
    assert is_open_not_closed_since(opens, closes, since, t) is (t in seconds and not closed)
