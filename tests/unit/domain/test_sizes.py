"""A number beyond its bound is refused with its key and the bound, before anything is computed with it."""

from __future__ import annotations

from typing import Any

import pytest

import sim
from sim.config.schema import FAMILIES, json_schema
from sim.domain.check import check
from sim.domain.largest import BY_KEY, BY_UNIT, largest
from sim.domain.scenario import Scenario
from sim.domain.studies import MOST_HISTORIES
from sim.errors import SimError
from sim.model import limits
from tests.scenarios import base, dated, fleet, hours, items, lift, rate, scenario, staged

CHECK = {"servers": 1, "service_h": 1.0}


def found(**sections: Any) -> list[str]:
    """Return the errors of a scenario as lines of text."""
    plain: dict[str, Any] = {"lot": {"x": items(1)}, "lift": {"plane": lift(dated(1))}}
    built: Scenario = scenario(**{**plain, **sections}, checked=False)
    return [f"{'.'.join(one.path)} = {one.value}: {one.expectation}" for one in check(built)]


def at_a(**station: Any) -> dict[str, Any]:
    """Return sections with a station at A that the lot passes."""
    site = {"A": base(station={"check": {**CHECK, **station}})}
    return {"site": site, "lot": {"x": items(1, stations=["check"])}}


@pytest.mark.parametrize(
    ("sections", "expected"),
    [
        (at_a(service_h=2.0**62), "site.A.station.check.service_h = 4.61169e+18: expected at most 1,000,000 hours, as"),
        (at_a(service_h={"mean": 1e300, "cv": 1}), "service_h.mean = 1e+300: expected at most 1,000,000 hours"),
        (at_a(service_h={"values": [1, 1e300]}), "service_h.values.1 = 1e+300: expected at most 1,000,000 hours"),
        (
            at_a(service_h={"p50": 1e-300, "p95": 6}),
            "service_h.p95 = 6: expected at most 1.39e-293 beside p50 = 1e-300",
        ),
        (at_a(servers=2**31), "site.A.station.check.servers = 2147483648: expected at most 10,000, as each is"),
        ({"site": {"A": base(parking=10**9)}}, "site.A.parking = 1000000000: expected at most 10,000, as each is"),
        (
            {"lift": {"plane": lift(fleet(1), crew={"crews": 10_001, "duty_h": 14, "rest_h": 12})}},
            "lift.plane.crew.crews = 10001: expected at most 10,000, as each is numbered, and all are searched",
        ),
        (
            {"lift": {"road": lift(dated(1), vehicles=10**6, breakdown=0.1)}},
            "lift.road.vehicles = 1000000: expected at most 10,000, as each is numbered, and all are searched",
        ),
        (
            {"site": {"A": base(resource={"loader": {"count": 10**9}})}},
            "site.A.resource.loader.count = 1000000000: expected at most 10,000 machines",
        ),
        (
            {"lift": {"plane": lift(rate(1e8))}},
            "lift.plane.supply.per_week = 100000000.0: expected at most 20,000",
        ),
        ({"lift": {"plane": lift(fleet(10**6))}}, "lift.plane.supply.tails = 1000000: expected at most 2,047 tails"),
        (
            {"lift": {"plane": lift(dated(1), payload_t=1e300)}},
            "payload_t = 1e+300: expected at most 10,000,000",
        ),
        (
            {"lift": {"plane": lift(dated(1), speed_kt=1e-300)}},
            "lift.plane.speed_kt = 1e-300: expected at least 0.1 knots",
        ),
        ({"lot": {"x": items(10**9)}}, "lot.x.count = 1000000000: expected at most 1,000,000, as each is simulated"),
        (
            {"group": {"x": staged(2**62)}, "lot": {}},
            "e+18: expected at most 1,000,000 people, as each is",
        ),
        (
            {"lot": {"x": items(1000, value_usd=1e12)}},
            "lot.x.value_usd = 1e+12: expected at most 90,000,000,000,000 US dollars for all items together",
        ),
    ],
)
def test_a_number_beyond_its_bound_is_refused_by_key(sections: Any, expected: str) -> None:
    assert any(expected in line for line in found(**sections)), found(**sections)


@pytest.mark.parametrize(
    ("fail", "service_h", "refused"),
    [(1.0, 0.0, True), (1.0, 1e-6, True), (0.9999999, 0.0, True), (0.9, 0.0, False), (1.0, 0.5, False)],
)
def test_work_without_an_end_is_refused(fail: float, service_h: float, refused: bool) -> None:
    """A station whose work takes (almost) no time and whose jobs nearly always fail is refused. It is accepted
    if each job takes half an hour, or if only 90 % of the jobs fail.
    """
    lines = found(**at_a(fail=fail, service_h=service_h, servers=10_000), deadline_h=24 * 365)
    assert any(".fail = " in line and "failed jobs come back" in line for line in lines) == refused, lines


def test_days_beyond_their_bound_are_refused() -> None:
    review = {"dates": [hours(72)], "respond": ["lift"], "lift": {"lifts": ["plane"], "factor": 2.0, "lag_d": 1e300}}
    lines = found(review=review)
    assert any(line.startswith("review.lift.lag_d = 1e+300: expected at most 40,000 days") for line in lines), lines


def test_the_schema_states_every_bound() -> None:
    """For every number, except in distributions, the schema states a largest value, which is not above the bound
    by which a file is checked.
    """
    schema = json_schema()
    bare = []

    def look(name: str, key: str, part: Any) -> None:
        if isinstance(part, dict):
            if part.get("type") in ("number", "integer"):
                most = part.get("maximum", part.get("exclusiveMaximum"))
                if most is None or most > largest(name, key).most:
                    bare.append((name, key))
            for inner in (*part.get("anyOf", ()), part.get("items"), part.get("additionalProperties")):
                look(name, key, inner)

    for name, noun in {"Scenario": schema, **schema["$defs"]}.items():
        for key, field in noun.get("properties", {}).items():
            if name not in FAMILIES:
                look(name, key, field)
    assert not bare


def test_bounds_fit_the_numbers_of_the_engines() -> None:
    """The engines can number as many tails, servers and missions as the bounds allow. Each bound of `BY_UNIT`
    that names its unit also has a reason.
    """
    assert BY_KEY["tails"].most == limits.TAILS
    assert BY_KEY["servers"].most == limits.MANY
    assert BY_KEY["per_week"].most * 520 < 1 << limits.ENTITY_BITS  # 520 weeks, or ten years
    assert all(bounds.why for bounds in BY_UNIT.values() if bounds.what)


@pytest.mark.parametrize("what", ["replications", "inner", "workers", "first"])
def test_a_study_beyond_its_bound_is_refused(what: str) -> None:
    """10**20 histories, histories in a world, or workers are refused with the bound, and so is 10**20 as the
    number of the first history. A million histories are within the bound.
    """
    question = scenario(lot={"x": items(1)}, lift={"plane": lift(dated(1))})
    with pytest.raises(SimError, match=f"{what} = {10**20}: expected at most "):
        sim.run(question, **{what: 10**20})
    assert MOST_HISTORIES >= 1_000_000
