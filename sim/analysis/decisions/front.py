"""Plans judged by several criteria: which plans no other plan dominates, and whether this is beyond sampling error."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

__all__ = ["Front", "front"]

Array = npt.NDArray[Any]


@dataclass(frozen=True, slots=True)
class Front:
    """Which plans no other plan dominates.

    Attributes
    ----------
    kept
        Rows of the plans that no other plan dominates, ascending.
    dominated
        For each plan, rows of the plans that dominate it, ascending; empty for the plans in `kept`.
    settled
        Whether the result for each plan is beyond sampling error. For a plan in `kept`, the result is that no other
        plan dominates it; for any other plan, it is that some plan does.
    """

    kept: tuple[int, ...]
    dominated: tuple[tuple[int, ...], ...]
    settled: tuple[bool, ...]


def front(
    means: Any,
    larger: Sequence[bool],
    *,
    errors: Any = None,
    differences: tuple[Any, Any] | None = None,
) -> Front:
    """Find the plans that no other plan dominates.

    A plan dominates another if it is at least as good by all criteria, and better by at least one.

    Parameters
    ----------
    means
        Mean of each criterion for each plan, such as a probability, a cost, or the value left behind, shape (k, m).
    larger
        Whether more is better, for each criterion, shape (m,).
    errors
        Half the width of the interval of each mean, shape (k, m), for plans on different random numbers; None means 0.
    differences
        For plans on the same random numbers: lower and upper limits of the interval of each difference between two
        plans, the first index minus the second, shape (k, k, m) each. They are used instead of `errors`.

    Raises
    ------
    ValueError
        There is no plan, the shapes do not fit, or a mean is not a number.

    Notes
    -----
    The means decide whether a plan dominates another; the intervals of the differences decide whether this is settled.
    Let a difference be positive if the first plan is better. It is settled that the first dominates the second if no
    interval reaches below zero and at least one lies above zero. It is settled that the first does not dominate the
    second if at least one interval lies below zero, or if all intervals are exactly zero. From errors a and b, half the
    width of the interval of a difference is hypot(a, b). The confidence holds for each interval by
    itself, not for all together; with many plans, use a higher one.
    """
    table = np.asarray(means, np.float64)
    if table.ndim != 2 or table.shape[1] != len(larger) or not len(table):
        raise ValueError(f"expected plans as rows and criteria as columns; {len(larger)} criteria, shape {table.shape}")
    if np.isnan(table).any():
        raise ValueError("expected a number for each criterion of each plan")
    k = len(table)
    sign = np.where(np.asarray(larger, bool), 1.0, -1.0)
    gain = (table[:, None, :] - table[None, :, :]) * sign
    low, high = _limits(table, sign, gain, errors, differences)
    beats = np.asarray((gain >= 0.0).all(-1) & (gain > 0.0).any(-1))
    surely = np.asarray((low >= 0.0).all(-1) & (low > 0.0).any(-1))
    surely_not = np.asarray((high < 0.0).any(-1) | ((low == 0.0) & (high == 0.0)).all(-1))
    np.fill_diagonal(surely_not, True)
    by = tuple(tuple(np.flatnonzero(beats[:, plan]).tolist()) for plan in range(k))
    settled = tuple(bool((surely[:, i] & beats[:, i]).any() if by[i] else surely_not[:, i].all()) for i in range(k))
    return Front(tuple(plan for plan in range(k) if not by[plan]), by, settled)


def _limits(
    table: Array, sign: Array, gain: Array, errors: Any, differences: tuple[Any, Any] | None
) -> tuple[Array, Array]:
    """Return the limits of the advantage of each plan over every other by each criterion, shape (k, k, m) each."""
    if differences is not None:
        one, other = (np.asarray(each, np.float64) * sign for each in differences)
        if one.shape != gain.shape or other.shape != gain.shape:
            raise ValueError(f"expected limits of differences of shape {gain.shape}, not {one.shape} and {other.shape}")
        return np.minimum(one, other), np.maximum(one, other)
    half = np.zeros_like(table) if errors is None else np.asarray(errors, np.float64)
    if half.shape != table.shape:
        raise ValueError(f"expected errors of shape {table.shape}, not {half.shape}")
    wide = np.sqrt(half[:, None, :] ** 2 + half[None, :, :] ** 2)
    return gain - wide, gain + wide
