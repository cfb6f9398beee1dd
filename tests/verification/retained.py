"""A camp with a liquidation yard and a residual cell."""

from __future__ import annotations

from typing import Any

from sim.domain.scenario import Scenario
from tests.scenarios import base, dated, hours, items, lift, scenario, staged

YARD = {"servers": 1, "service_h": 3}
BRIEF = {"servers": 1, "service_h": 2}


def camp(**changed: Any) -> Scenario:
    """Three trucks go to the yard, four people of a cell follow when it is full, and two guards fly when all have left.

    The yard takes a truck every 3 h: at 3, 6 and 9. From then on the cell is briefed, 2 h each: 11, 13, 15, 17. That
    empties the camp but for the guards. A jet lands at 9 h and takes a crate, up at 10; the next lands at 20 h and is
    up with the guards at 21.
    """
    stated: dict[str, Any] = {
        "site": {"A": base(station={"yard": YARD, "brief": BRIEF}, disposal={"retain": ["yard"]})},
        "group": {
            "guards": staged(2, board_after="left to themselves"),
            "cell": {
                "site": "A", "count": 4, "required": False, "disposition": "retain", "stations": ["brief"],
                "begin_after": "yard full",
            },
        },
        "lot": {
            "trucks": items(3, 5.0, "general", disposition="retain"),
            "crate": items(1, 2.0, "general", required=True),
        },
        "hold": {
            "yard full": {"until": [{"lot": ["trucks"], "wanted": True}]},
            "left to themselves": {"until": [{"group": ["cell"], "wanted": True}]},
        },
        "lift": {"jet": lift(dated(9.0, 20.0))},
        "milestone": {
            "deadline": {"by": hours(24)},
            "people": {"by": hours(24), "of": "people"},
            "gear": {"by": hours(24), "of": "equipment"},
            "emptied": {"by": hours(24), "of": "equipment", "site": "A"},
        },
    }  # fmt: skip
    return scenario(**(stated | changed))


def waiting_for_each_other(**cell: Any) -> Scenario:
    """The guards wait until the cell is gone, and the cell until the guards are."""
    return scenario(
        site={"A": base()},
        group={
            "guards": staged(2, board_after="cell gone"),
            "cell": {
                "site": "A", "count": 1, "required": False, "disposition": "retain", "begin_after": "guards gone",
                **cell,
            },
        },
        hold={
            "cell gone": {"until": [{"group": ["cell"], "wanted": True}]},
            "guards gone": {"until": [{"group": ["guards"]}]},
        },
        lift={"jet": lift(dated(6.0))},
        checked=False,
    )  # fmt: skip
