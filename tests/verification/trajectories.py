"""A comparison of two histories that names their first differences."""

from __future__ import annotations

from sim.model.divergence import apart, differences
from sim.model.trajectory import Trajectory

__all__ = ["assert_same_trajectory", "differences"]


def assert_same_trajectory(one: Trajectory, other: Trajectory) -> None:
    """Demand that two histories are equal bit for bit; if they are not, name the first differences, up to five."""
    got = apart(one, other)
    assert not got, f"{len(got)} differences; the first:\n" + "\n".join(f"    {what}" for what in got[:5])
