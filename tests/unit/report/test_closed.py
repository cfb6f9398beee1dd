"""`sim check` names missions that a file states for closed hours, and says when they can come."""

from __future__ import annotations

from datetime import timedelta

from sim.arithmetic import arithmetic
from sim.report.check import check_lines
from tests.scenarios import START, base, compiled, dated, hours, items, lift, shift


def test_missions_in_closed_hours_are_named() -> None:
    """Two missions at night are counted, and the first one is named. A mission at an open hour, and a mission that has
    a date but no hour, are not counted.
    """
    supply = dated(12, 22, 47)
    supply["missions"].append({"at": (START + timedelta(days=2)).date()})
    plan = compiled(
        site={"A": base(runway_hours=[shift(6, 18)])}, lot={"crates": items(90)}, lift={"plane": lift(supply)}
    )
    said = " ".join(" ".join(check_lines(arithmetic(plan))).split())
    assert "2 missions of plane stated while A is closed" in said
    assert "the first, 1 Jan 22:00, is planned for 2 Jan 06:00" in said


def test_no_line_if_all_missions_come_in_open_hours() -> None:
    plan = compiled(lot={"crates": items(9)}, lift={"plane": lift({"missions": [{"at": hours(3)}]})})
    assert not any(line.strip().startswith("hours") for line in check_lines(arithmetic(plan)))
