"""Two floors, each of which lasts until the group of the other has gone: the last people of both groups leave if,
and only if, `sim check` finds a sortie that takes all of them.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import sim
from sim.domain.check.chalks import chalks
from sim.model.terms import Fate
from tests.engine import simulate

REAR = """
name = "rear guard and load team"
seed = 1
clock = { start = 2025-03-01, horizon_d = 20 }
milestone.deadline = { by = 2025-03-31 }
site.East.kind = "base"
site.Port.kind = "apod"
group.guards = { site = "East", count = 40 }
group.loaders = { site = "East", count = 25 }
hold."guards gone".until = [{ group = ["guards"] }]
hold."loaders gone".until = [{ group = ["loaders"] }]
floor.rear = { group = "guards", at_least = 20, until = "loaders gone" }
floor.team = { group = "loaders", at_least = 15, until = "guards gone" }

[lift.cabin]
sites = ["East"]
to = "Port"
payload_t = 20
pallets = 0
seats = 35
leg = { East = { block_h = 4 } }
supply = { per_week = 7 }
"""


@pytest.mark.parametrize(("seats", "out", "found"), [(35, 65, 0), (34, 30, 1)])
def test_who_must_board_at_once_needs_one_sortie(seats: int, out: int, found: int, tmp_path: Path) -> None:
    """The last 20 guards and 15 loaders must leave on one sortie. With 35 seats they do, and all 65 people are out.
    With 34 seats the check reports that they cannot, and only the other 30 people are out.
    """
    path = tmp_path / "rear.toml"
    path.write_text(REAR, encoding="utf-8")
    sound = sim.load(path)
    cabin = sound.lift["cabin"].model_copy(update={"seats": float(seats)})
    changed = sound.model_copy(update={"lift": {"cabin": cabin}})
    movers: Any = simulate(sim.plan(changed), 1, 0).mover
    assert sum(int(mover["fate"]) == Fate.OUT for mover in movers) == out
    assert len(list(chalks(changed))) == found
