"""Missions that a file states for closed hours are named by `sim check`, with when they come."""

from __future__ import annotations

from datetime import timedelta

from sim.arithmetic import arithmetic
from sim.report.check import check_lines
from tests.scenarios import START, base, compiled, dated, hours, items, lift, shift


def test_a_time_in_the_dark_is_named_and_a_bare_date_is_not() -> None:
    """Claim: of a bare date, a time in open hours and two in the dark, the two are counted and the first is named."""
    supply = dated(12, 22, 47)
    supply["missions"].append({"at": (START + timedelta(days=2)).date()})
    plan = compiled(
        site={"A": base(runway_hours=[shift(6, 18)])}, lot={"crates": items(90)}, lift={"plane": lift(supply)}
    )
    said = " ".join(" ".join(check_lines(arithmetic(plan))).split())
    assert "2 missions of plane stated while A is closed" in said
    assert "the first, 1 Jan 22:00, is planned for 2 Jan 06:00" in said


def test_nothing_is_said_where_all_are_open() -> None:
    """Claim: a plan whose missions all come in open hours has no such line."""
    plan = compiled(lot={"crates": items(9)}, lift={"plane": lift({"missions": [{"at": hours(3)}]})})
    assert not any(line.strip().startswith("hours") for line in check_lines(arithmetic(plan)))
