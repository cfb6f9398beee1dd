"""Every key of the schema changes the plan that engines run, or is listed here with the reason why it does not."""

from __future__ import annotations

import typing
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Literal

import pytest

import sim
from sim.config import json_schema
from sim.domain.bounds import bounds_of, marks_of
from sim.domain.nouns import Noun
from sim.domain.scenario import Scenario
from sim.errors import SimError
from sim.model.compile import plan
from sim.model.digest import plan_digest
from tests.changes import GONE, put

FILE = Path(__file__).parents[2] / "every_key.toml"
GROUPS = {
    "says where numbers come from": """Scenario.about CalledLift.source Configuration.source Crew.source Crisis.source
        Group.source Lift.source Lot.source Outage.source Permission.source Phasing.source Resource.source Review.source
        Route.source""",
    "says which alternative is meant, which other keys say too": """Bernoulli.dist Empirical.dist Exponential.dist
        Gamma.dist Lognormal.dist Pert.dist Triangular.dist Uniform.dist Weibull.dist Dated.kind Fleet.kind
        Rate.kind Ready.kind Scheduled.kind""",
    "its parts are tried; without it the file is refused": """Crisis.after_d Lift.driven Lift.supply Lot.item_t
        MoreLift.lifts Inflow.gap_h Outage.dates Outage.lasts_h Permission.routes Permission.sites Scenario.clock
        Scenario.site Site.station Task.loads Uncertainty.draw""",
    "is not in the plan; a study is identified by its plan and its seed": "Scenario.seed",
    "like p50 and p95, or mean and cv, of the lognormal, which are tried": """Lognormal.p05 Lognormal.p10 Lognormal.p25
        Lognormal.p75 Lognormal.p90 Weibull.cv Weibull.mean Weibull.p05 Weibull.p10 Weibull.p25 Weibull.p75
        Weibull.p95""",
    "groups and lots have it in common; it is tried on a group": """Lot.arrives Lot.begin_after Lot.board_after
        Lot.release Lot.start""",
    "has tests of its own: files, policies, what is known, observations": """Dated.csv Empirical.column Empirical.csv
        Inflow.csv
        Policy.code Policy.disposition Policy.files Policy.load Policy.site Policy.tail Policy.wait Scenario.known
        Scenario.manifest Scenario.observations Scenario.roster
        Scenario.template Template.rows Template.site Template.group Template.lot Template.route Template.lift
        Template.outage Template.permission Template.crisis Template.plan Template.hold Template.floor
        Template.milestone Template.uncertainty Template.lever Scenario.policy""",
    "is set by the program, if a draw is stated in dates": """Uncertainty.in_dates""",
    "states what else may be tried; the plan does not have it": """Lever.about Lever.apply Lever.from Lever.step
        Lever.to Lever.until Lever.usd_per_step Lever.values Scenario.lever""",
    "is stated in place of another key, which is tried: `dates`, any other `dist`": "Review.every_d Bernoulli.p",
}
ELSEWHERE = {key: why for why, keys in GROUPS.items() for key in keys.split()}
"""Key -> the reason why no other value of it changes the plan of tests/every_key.toml."""


def stated(here: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Noun, str]]:
    """Yield the path of every key that a scenario states, the object that has this key, and the name of the key."""
    if isinstance(here, Noun):
        for key in type(here).model_fields:
            if key in here.model_fields_set:
                yield (*path, key), here, key
                yield from stated(getattr(here, key), (*path, key))
    elif isinstance(here, Mapping):
        for name, inner in here.items():
            yield from stated(inner, (*path, name))
    elif isinstance(here, tuple):
        for at, inner in enumerate(here):
            yield from stated(inner, (*path, str(at)))


def literals(annotation: Any) -> list[Any]:
    """Return the values of the `Literal` types in an annotation."""
    if typing.get_origin(annotation) is Literal:
        return list(typing.get_args(annotation))
    return [value for part in typing.get_args(annotation) for value in literals(part)]


def others(scenario: Scenario, noun: Noun, key: str) -> list[Any]:
    """Return other values for a key; at least one of them should be valid and change the plan."""
    value, field = getattr(noun, key), type(noun).model_fields[key]
    found: list[Any] = []
    if isinstance(value, bool):
        found = [not value]
    elif isinstance(value, int | float):
        bounds = bounds_of(marks_of(field.metadata, field.annotation), isinstance(value, int))
        tried = [3 * value, value / 3, value + 1, value - 1, 20 * value + 5, 0, 1, 0.5, value + 7]
        tried = [round(x) if isinstance(value, int) else float(x) for x in tried]
        found = [x for x in tried if bounds.holds(x)]
    elif isinstance(value, date):
        found = [value + timedelta(days=days) for days in (4, -4, 15, -15, 1)]
    elif isinstance(value, str):
        names = [*scenario.site, *scenario.group, *scenario.lot, *scenario.lift, *scenario.hold, *scenario.milestone]
        stations = [name for site in scenario.site.values() for name in (*site.station, *site.resource)]
        found = literals(field.annotation) or [*names, *stations, *scenario.uncertainty, "Asia/Kabul", "heaviest first"]
    elif isinstance(value, tuple):
        found = [*(value[:at] + value[at + 1 :] for at in range(len(value))), value[::-1], ()]
        found += [(*value, other) for other in literals(field.annotation)]
        if value and isinstance(value[0], float | int):
            found.append(tuple(0.5 * x + at % 2 for at, x in enumerate(value)))
    elif isinstance(value, Mapping):
        found = [{name: inner for name, inner in value.items() if name != gone} for gone in value]
        found += [{**value, name: 2 * inner + 1} for name, inner in value.items() if isinstance(inner, int | float)]
    if not field.is_required():
        found.append(GONE)
    return [other for other in found if other is GONE or other != value]


def differs(scenario: Scenario, path: tuple[str, ...], values: list[Any], digest: str) -> bool:
    """Return whether any of these values, put at a path, gives the scenario another plan digest."""
    for value in values:
        try:
            if plan_digest(plan(put(scenario, path, value))) != digest:
                return True
        except (ValueError, KeyError, LookupError, SimError):
            continue  # this value is refused; the next one is tried
    return False


@pytest.mark.slow
def test_every_key_changes_the_plan_or_is_listed() -> None:
    """For every key of the schema, some other value changes the plan, except for exactly the keys of
    `ELSEWHERE`.
    """
    scenario = sim.load(FILE)
    digest = plan_digest(plan(scenario))
    schema = json_schema()
    keys = {
        f"{noun}.{key}"
        for noun, part in {**schema["$defs"], "Scenario": schema}.items()
        for key in part.get("properties", ())
    }
    read: set[str] = set()
    for path, noun, key in stated(scenario):
        title = f"{type(noun).__name__}.{key}"
        if title not in read and differs(scenario, path, others(scenario, noun, key), digest):
            read.add(title)
    assert keys - read == set(ELSEWHERE)
