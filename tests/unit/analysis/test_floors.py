"""Which movers a floor may have kept from leaving: the kernel finds the same movers as sorting whole arrays."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

import sim
from sim.analysis.causes.log import Log
from tests.engine import simulate

CONFIGS = Path(__file__).parents[3] / "configs"


def kept_by_sorting(log: Log) -> Any:
    """Return an array of shape (floors, movers): 1 where the floor may have kept the mover, because its loading left
    fewer people of the group than the floor asks for.
    """
    memory, floors, movers = log.memory, log.plan.floor, log.memory.table["movers"]
    kept = np.zeros((len(floors), len(movers)), np.uint8)
    for row, lot in enumerate(floors["lot"].tolist()):
        group = np.flatnonzero(movers["lot"] == lot)
        sortie = memory.table["goings"]["sortie"][group]
        flew = np.flatnonzero(sortie >= 0)
        least = log.world.whole(int(floors["at_least_s"][row]))
        worked = memory.table["sorties"]["worked"][sortie[flew]]
        order = np.argsort(worked, kind="stable")
        here, left = (
            np.searchsorted(np.sort(movers[name][group]), worked[order], side="right") for name in ("arrived", "left")
        )
        before = np.count_nonzero((movers["up"][group] == 0) & (sortie < 0))
        last_ones = here - left - before - np.arange(1, len(order) + 1) < least
        if least > 0:
            kept[row, group[flew[order[last_ones]]]] = 1
    return kept


@pytest.mark.parametrize("name", ["base", "tiny", "niger-2024-hindsight"])
def test_the_kernel_finds_the_movers_that_sorting_finds(name: str) -> None:
    """The kernel and the sorting mark the same movers for each floor. Some pairs of a floor and a mover are marked, but
    not all.
    """
    case = sim.plan(sim.load(CONFIGS / f"{name}.toml"))
    log = Log(case, simulate(case, case.seed, 1))
    found, expected = log.memory.table["kept_last"], kept_by_sorting(log)
    assert found.tobytes() == expected.tobytes()
    assert 0 < found.sum() < found.size
