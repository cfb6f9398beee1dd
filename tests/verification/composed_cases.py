"""Drawn scenarios in which unknowns set several numbers at once, and progress at the start is not known."""

from __future__ import annotations

from typing import Any

from hypothesis import assume
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from sim.domain.check import check
from sim.domain.paths import numbers
from sim.domain.scenario import Scenario

__all__ = ["with_several_numbers"]


@st.composite
def with_several_numbers(draw: DrawFn, cases: st.SearchStrategy[Scenario]) -> Scenario:
    """Draw a scenario with parts of a total, alternatives, or unknown progress, as far as it has such numbers.

    People of groups are parts of their sum, weights of sites parts of another; an alternative moves dates, counts and
    missions; some of a group are staged, and some have passed their first station, in each world others.
    """
    among = lambda *values: draw(st.sampled_from(values))  # noqa: E731
    tables = draw(cases).model_dump(exclude_unset=True)
    case = Scenario.model_validate(tables)
    there = numbers(case)
    unknown: dict[str, Any] = {}
    fresh = [name for name, group in case.group.items() if not group.start.staged and not group.start.left]
    if len(fresh) > 1 and among(False, True, True):
        total = sum(case.group[name].count for name in fresh)
        to = [f"group.{name}.count" for name in fresh]
        unknown["where"] = {"to": to, "parts": [among(0.5, 1, 7) for _ in fresh], "total": max(total, 1)}
    for name, lift in case.lift.items():
        if len(lift.shares) > 1 and among(False, True, True):
            to = [f"lift.{name}.shares.{site}" for site in lift.shares]
            unknown[f"split {name}"] = {"to": to, "parts": [among(0.3, 2, 20) for _ in to], "total": among(0.1, 1, 5)}
    dated = [path for path, number in there.items() if number.written is not None]
    paced = [path for path in there if path.endswith(".per_week") and path.startswith("lift.")]
    if (dated or paced) and among(False, True, True):
        other = {
            path: there[path].value + among(-0.5, 0.25, 1) for path in dated[:2] if path != "milestone.deadline.by"
        }
        other |= {path: there[path].value * among(0.5, 2) for path in paced[:1]}
        if other:
            unknown["either"] = {"alternatives": [{"weight": among(1, 2), "set": other}, {}]}
    for name, group in case.group.items():
        if f"group.{name}.count" in {path for entry in unknown.values() for path in entry.get("to", ())}:
            continue
        room = group.count - group.start.left - sum(group.start.passed.values())
        if room and group.disposition == "ship" and among(False, True):
            most = room if not group.stations or among(True, False) else room // 2
            unknown[f"ready {name}"] = {"to": [f"group.{name}.start.staged"], "draw": {"low": 0, "high": most + 0.4}}
            if most < room and group.stations[0] in group.start.passed:
                passed = {"low": 0, "high": room - most}
                unknown[f"begun {name}"] = {"to": [f"group.{name}.start.passed.{group.stations[0]}"], "draw": passed}
    assume(unknown)
    made = Scenario.model_validate({**tables, "uncertainty": {**tables.get("uncertainty", {}), **unknown}})
    assume(not check(made))
    return made
