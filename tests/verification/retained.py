"""Scenarios of a camp: equipment is retained in a liquidation yard, and people in a cell, a residual force."""

from __future__ import annotations

from typing import Any

from sim.domain.scenario import Scenario
from tests.scenarios import base, dated, hours, items, lift, scenario, staged

YARD = {"servers": 1, "service_h": 3}
BRIEF = {"servers": 1, "service_h": 2}


def camp(**changed: Any) -> Scenario:
    """Return a scenario in which three trucks go to a yard, then four people to a cell, and then two guards fly out.

    The yard needs 3 h for each truck, so the trucks are in the yard at 3, 6 and 9 h. From 9 h on, the four people of
    the cell are briefed one after another for 2 h each, until 17 h. After that, only the guards are at the camp. A jet
    lands at 9 h and takes off with a crate at 10 h; the next jet lands at 20 h and takes off with the guards at 21 h.
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
    """Return a scenario in which guards wait until the cell has gone, and the cell waits until the guards have gone.

    The scenario is not checked. `cell` sets further keys of the cell.
    """
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
