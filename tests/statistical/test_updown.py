"""Machines with breakdowns are intact for the stated share of the time. The seed is fixed beforehand."""

from __future__ import annotations

import numpy as np
import pytest

from tests.unit.model.test_updown import DAY, machines, works


@pytest.mark.parametrize("at", [0, DAY // 4, 30 * DAY])
def test_a_machine_works_for_the_stated_share_of_the_time_from_the_start(at: int) -> None:
    up = np.mean([works(windows, at) for windows in machines(0.8)])
    assert abs(up - 0.8) < 4 * np.sqrt(0.8 * 0.2 / 400)  # 4 standard errors of 400 histories: one false alarm in 16,000
