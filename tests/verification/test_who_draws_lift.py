"""A mission is tasked only for movers that its lift can carry: no lift without pallet positions comes for crates, and
no lift without seats for people.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import sim
from sim.model.terms import Fate
from tests.engine import simulate

FREIGHT = """
name = "who draws lift"
seed = 1
clock = { start = 2025-03-01, horizon_d = 20 }
milestone.deadline = { by = 2025-03-31 }
site.East.kind = "base"
site.Port.kind = "apod"

[lot.crates]
site = "East"
category = "lethal"
count = 4
weight_t = 1
pallets = 1

[group.staff]
site = "East"
count = 20

[lift.cabin]
sites = ["East"]
to = "Port"
payload_t = 10
pallets = 0
seats = 10
leg = { East = { block_h = 4 } }
supply = { per_week = 7 }

[lift.freighter]
sites = ["East"]
to = "Port"
payload_t = 10
pallets = 1
seats = 0
leg = { East = { block_h = 4 } }
supply = { per_week = 1 }
"""


def fates(tmp_path: Path, *changes: tuple[str, str]) -> dict[str, list[Fate]]:
    """Return the fates of the missions of each lift in order of their numbers, after replacing words of `FREIGHT`."""
    text = FREIGHT
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    path = tmp_path / "freight.toml"
    path.write_text(text, encoding="utf-8")
    plan = sim.plan(sim.load(path))
    sorties: Any = simulate(plan, plan.seed, 0).sortie
    return {
        name: [Fate(int(sortie["fate"])) for sortie in sorties if sortie["lift"] == row]
        for row, name in enumerate(plan.names["lift"])
    }


def test_a_cabin_is_not_sent_for_crates(tmp_path: Path) -> None:
    """Two missions of the cabin take 20 people. Its later missions are not tasked (`STRUCK`), though crates wait for a
    freighter for weeks.
    """
    got = fates(tmp_path)
    assert got["cabin"].count(Fate.OUT) == 2
    assert Fate.EMPTY not in got["cabin"]
    assert got["cabin"].count(Fate.STRUCK) > 10


def test_a_freighter_without_seats_is_not_sent_for_people(tmp_path: Path) -> None:
    """Without crates no freighter is tasked, though people wait for a cabin that comes once a week."""
    got = fates(tmp_path, ("count = 4", "count = 0"), ("per_week = 7", "per_week = 1"))
    assert set(got["freighter"]) == {Fate.STRUCK}


@pytest.mark.parametrize("positions", ["pallets_per_t = 0.5", "pallets = 0.5\npallets_per_t = 0.1"])
def test_positions_by_weight_count_too(positions: str, tmp_path: Path) -> None:
    """No mission of a lift without positions is tasked for items whose positions follow from their weight."""
    got = fates(tmp_path, ("pallets = 1\n\n[group", f"{positions}\n\n[group"))
    assert got["cabin"].count(Fate.OUT) == 2
    assert Fate.EMPTY not in got["cabin"]


def test_what_needs_no_position_rides_with_people(tmp_path: Path) -> None:
    """Items that need no positions go by cabin: one mission takes the crates, which may not ride with people, and two
    take the people.
    """
    got = fates(tmp_path, ("pallets = 1\n\n[group", "\n[group"))
    assert got["cabin"] == [Fate.OUT] * 3
