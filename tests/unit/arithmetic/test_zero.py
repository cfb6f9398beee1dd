"""`sim check` of files in which a number is 0: the file is refused, or the arithmetic does not divide by 0."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import pytest
from pydantic import ValidationError

from sim.arithmetic import arithmetic
from sim.domain.check import check
from sim.model.compile import plan
from sim.report.check import check_lines
from sim.report.check_record import check_record
from tests.scenarios import base, compiled, fleet, items, lift, rate, scenario, staged

PLANE = lift(
    {}, load_per_t_h=0.01, turn_h=1.0, cancel=0.1, crew={"crews": 3, "duty_h": 14, "rest_h": 12, "report_h": 1}
)
BASES = {
    "A": base(parking=2, working=1, teams=1, station={"check": {"servers": 2, "service_h": 0.5, "fail": 0.1}}),
    "Z": {"kind": "apod", "parking": 2, "working": 1},
}
CASES: dict[str, dict[str, Any]] = {
    "fleet": {"lift": {"plane": {**PLANE, "supply": fleet(3)}}},
    "rate": {"lift": {"plane": lift(rate(20.0, ramp_up_d=3.0), pallets=18)}},
    "bus": {"lift": {"bus": {**PLANE, "pallets": 0, "supply": fleet(3)}}, "lot": {}},
}
"""Lift for people and equipment (`fleet`, `rate`), and lift for people alone, without lots (`bus`)."""
PLAIN: dict[str, Any] = {
    "site": BASES,
    "group": {"staff": staged(40, stations=["check"]), "riders": staged(20)},
    "lot": {"trucks": items(5, 8.0, stations=["check"]), "crates": items(4, 2.0, "general", pallets=1.0)},
    "deadline_h": 240,
    "horizon_d": 20,
}


def numbers(value: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Yield the path of each number in the tables of a case, except the deadline and the horizon."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from numbers(inner, (*path, key))
    elif isinstance(value, int | float) and path[-1] not in ("deadline_h", "horizon_d"):
        yield path


def put(sections: dict[str, Any], paths: list[tuple[str, ...]]) -> dict[str, Any]:
    """Return a copy of the tables with 0 at each of these paths."""
    made = deepcopy(sections)
    for path in paths:
        here: Any = made
        for key in path[:-1]:
            here = here[key]
        here[path[-1]] = 0
    return made


def answered(sections: dict[str, Any]) -> bool:
    """Return whether a case is accepted.

    If it is, assert that `sim check` states neither nan nor inf, both without a UTE rate (flying hours a day of one
    aircraft) and with a UTE rate of 0.
    """
    try:
        built = scenario(**sections, checked=False)
    except ValidationError:
        return False
    if check(built):
        return False
    for ute_h in (None, 0.0):
        found = arithmetic(plan(built), ute_h)
        record = check_record(found)
        assert not re.search(r"\b(nan|inf)\b", " ".join(record["words"])), sections
        assert json.dumps(record, allow_nan=False)
    return True


@pytest.mark.parametrize("case", CASES)
def test_sim_check_divides_by_nothing_that_is_0(case: str) -> None:
    """With any one number at 0, alone or with all times at 0 too, the file is refused or `sim check` answers. At least
    half as many of these files as there are numbers must be accepted.
    """
    sections = {**PLAIN, **CASES[case]}
    places = list(numbers(sections))
    times = [path for path in places if path[-1].endswith("_h") and path[-1] != "duty_h"]
    assert answered(put(sections, times))
    assert answered(put(sections, [path for path in times if path[-1] != "load_h"]))
    many = sum(answered(put(sections, [path])) for path in places)
    many += sum(answered(put(sections, [*times, path])) for path in places if path not in times)
    assert many >= len(places) // 2


def printed_for(bus: dict[str, Any], **more: Any) -> str:
    """Return what `sim check` prints for 40 people and a bus."""
    built = compiled(group={"staff": staged(40)}, checked=False, **{"lot": {}, "lift": {"bus": bus}, **more})
    return " ".join(" ".join(check_lines(arithmetic(built))).split())


@pytest.mark.parametrize(
    ("payload_t", "words"),
    [
        (40.0, "if no tail ever waits 160 people a day 4 missions in 0.25 days"),
        (
            0.45,
            "payload fills first, 0.45 t bus 2 tails, flying 2.00 h in a cycle of 3.00 h UTE ceiling 16.0 h/day "
            "if no tail ever waits 32 people a day 20 missions in 1.25 days",
        ),
        (0.0, "if no tail ever waits 0 people a day binding lift, which never carries all that is required"),
    ],
)
def test_people_ride_within_seats_and_payload(payload_t: float, words: str) -> None:
    """Two tails make 8 round trips a day each, of 3 h. A trip takes 10 people by its seats, or as many as its payload
    lifts: two people of 0.2 t each at 0.45 t, or none.
    """
    assert words in printed_for(lift(fleet(2), payload_t=payload_t, seats=10, pallets=0, load_h=1.0))


def test_no_number_of_sorties_is_printed_if_none_can_carry() -> None:
    """The number of sorties that are needed is not printed if no sortie can carry a person. This holds for a fleet and
    for a rate of missions.
    """
    bus = lift(fleet(2), payload_t=0.0, seats=10, pallets=0, load_h=1.0)
    assert "needs" not in printed_for(bus)
    assert "needs 4 sorties for people" in printed_for({**bus, "payload_t": 40.0})
    assert "needs" not in printed_for({**bus, "supply": rate(9.0)})


def test_a_trip_of_no_time_has_no_limit() -> None:
    """If a round trip takes no time, `sim check` says that the lift has no limit. If such trips carry nothing, it says
    0 people a day.
    """
    bus = lift(fleet(2), payload_t=10.0, seats=10, load_h=0.0, leg={"A": {"block_h": 0.0}})
    words = printed_for(bus, lot={"x": items(2)}, lift={"bus": bus, "plane": lift(rate(7.0))})
    assert "if no tail ever waits: no limit, because a round trip takes no time" in words
    assert "if no tail ever waits 0 people a day" in printed_for({**bus, "pallets": 0, "payload_t": 0.0})
