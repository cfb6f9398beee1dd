"""Random scenarios with unknowns that set several numbers at once, with unknown progress, or with arrivals."""

from __future__ import annotations

from typing import Any

from hypothesis import assume
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from sim.domain.check import check
from sim.domain.paths import numbers
from sim.domain.scenario import Scenario
from tests.scenarios import hours

__all__ = ["with_arrivals", "with_several_numbers"]


@st.composite
def with_several_numbers(draw: DrawFn, cases: st.SearchStrategy[Scenario]) -> Scenario:
    """Draw a scenario from `cases` and add at least one unknown of these kinds: parts, alternatives, and progress.

    The counts of groups may be parts of their sum, and the shares of a lift among its sites may be parts of a total.
    An alternative changes up to two dates and one rate of missions. Progress is the number of members of a group that
    are staged, or have passed their first station, at the start.
    """
    pick = lambda *values: draw(st.sampled_from(values))  # noqa: E731
    tables = draw(cases).model_dump(exclude_unset=True)
    for lift in tables["lift"].values():
        if len(lift["sites"]) > 1 and pick(False, True):
            lift |= {"rule": "shares", "shares": {site: pick(1, 3) for site in lift["sites"]}}
    for group in tables["group"].values():
        start = group.setdefault("start", {})
        if group.get("stations") and not start.get("passed"):
            start["passed"] = {group["stations"][0]: 0}
    case = Scenario.model_validate(tables)
    there = numbers(case)
    unknown: dict[str, Any] = {}
    fresh = [name for name, group in case.group.items() if not group.start.staged and not group.start.left]
    if len(fresh) > 1 and pick(False, True, True):
        total = sum(case.group[name].count for name in fresh)
        to = [f"group.{name}.count" for name in fresh]
        unknown["where"] = {"to": to, "parts": [pick(0.5, 1, 7) for _ in fresh], "total": max(total, 1)}
    for name, lift in case.lift.items():
        if len(lift.shares) > 1 and pick(False, True, True):
            to = [f"lift.{name}.shares.{site}" for site in lift.shares]
            unknown[f"split {name}"] = {"to": to, "parts": [pick(0.3, 2, 20) for _ in to], "total": pick(0.1, 1, 5)}
    dated = [path for path, number in there.items() if number.written is not None]
    paced = [path for path in there if path.endswith(".per_week") and path.startswith("lift.")]
    if (dated or paced) and pick(False, True, True):
        other = {path: there[path].value + pick(-0.5, 0.25, 1) for path in dated[:2] if path != "milestone.deadline.by"}
        other |= {path: there[path].value * pick(0.5, 2) for path in paced[:1]}
        if other:
            unknown["either"] = {"alternatives": [{"weight": pick(1, 2), "set": other}, {}]}
    for name, group in case.group.items():
        if f"group.{name}.count" in {path for entry in unknown.values() for path in entry.get("to", ())}:
            continue
        room = group.count - group.start.left - sum(group.start.passed.values())
        if room and group.disposition == "ship" and pick(False, True):
            most = room if not group.stations or pick(True, False) else room // 2
            unknown[f"ready {name}"] = {"to": [f"group.{name}.start.staged"], "draw": {"low": 0, "high": most + 0.4}}
            if most < room:
                passed = {"low": 0, "high": room - most}
                unknown[f"begun {name}"] = {"to": [f"group.{name}.start.passed.{group.stations[0]}"], "draw": passed}
    assume(unknown)
    made = Scenario.model_validate({**tables, "uncertainty": {**tables.get("uncertainty", {}), **unknown}})
    assume(not check(made))
    return made


@st.composite
def with_arrivals(draw: DrawFn, cases: st.SearchStrategy[Scenario]) -> Scenario:
    """Draw a scenario from `cases` and let at least one group or lot arrive by timetable, with gaps, or over a span.

    Members may arrive in batches. Some of these groups and lots may need a permission to arrive; lifts may need the
    same permission.
    """
    pick = lambda *values: draw(st.sampled_from(values))  # noqa: E731
    tables = draw(cases).model_dump(exclude_unset=True)
    case = Scenario.model_validate(tables)
    coming: list[str] = []
    for section, movers in (("group", case.group), ("lot", case.lot)):
        for name, mover in movers.items():
            begun = mover.start.left + mover.start.staged + sum(mover.start.passed.values())
            if mover.count is None or mover.count <= begun or pick(False, False, True):
                continue
            many, first = mover.count - begun, hours(pick(-3, 0, 2, 2.5))
            half = max(1, many // 2)
            rows = [{"at": hours(pick(-2, 0, 3)), "number": half}, {"at": hours(pick(6, 6.5)), "number": many - half}]
            gap = pick(1, 0.5, {"dist": "exponential", "mean": 2}, {"low": 0, "high": 2})
            batch = {"batch": pick(1, 2, 3) if not tables[section][name].get("together") else 6}
            if tables[section][name].get("together") in (4, 5, "all"):
                tables[section][name].pop("together")
            tables[section][name]["arrives"] = pick(
                {"timetable": [row for row in rows if row["number"]], "shift_d": pick(0.0, 0.1)},
                {"begins": first, "gap_h": gap, **batch},
                {"begins": first, "until": hours(12), "pattern": pick("even", "random"), **batch},
            )
            coming.append(name)
    assume(coming)
    if pick(False, True):
        lifts = [name for name in case.lift if pick(False, True)]
        lost = {"lost": 0.6, "lost_after_d": pick(0.1, 0.25), "lost_for_d": pick(0.1, 0.5), "times": 2}
        visa = {"arrivals": [name for name in coming if pick(False, True)] or coming[:1], "lifts": lifts, **lost}
        tables.setdefault("permission", {})["visa"] = {
            **visa,
            "opens_after_d": pick(0, 0.125, {"low": 0, "high": 0.5}),
        }
    made = Scenario.model_validate(tables)
    assume(not check(made))
    return made
