"""Machines that fail work for the part of the time that was asked for; seed and false-alarm rate are fixed before."""

from __future__ import annotations

import numpy as np
import pytest

from tests.unit.model.test_updown import DAY, machines, works


@pytest.mark.parametrize("at", [0, DAY // 4, 30 * DAY])
def test_part_of_time_in_which_it_works_is_what_was_asked_from_the_start_on(at: int) -> None:
    up = np.mean([works(windows, at) for windows in machines(0.8)])
    assert abs(up - 0.8) < 4 * np.sqrt(0.8 * 0.2 / 400)  # 4 standard errors: once in 16,000
