"""The points of a sweep: all combinations of the values of its levers, or some that fill the space evenly."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from typing import Any, Final, Literal

from sim.config.axes import Axis
from sim.domain.lever import MOST_VALUES
from sim.errors import SimError

__all__ = ["DESIGNS", "Design", "points"]

Design = Literal["grid", "latin", "sobol"]
DESIGNS: Final = ("grid", "latin", "sobol")


def points(axes: Sequence[Axis], design: str = "grid", many: int | None = None, seed: int = 0) -> list[tuple[Any, ...]]:
    """Return the points of a sweep, each with one value of each axis.

    Parameters
    ----------
    axes
        The levers with their values: one to three.
    design
        `grid`: all combinations; the values of the last axis change fastest. `latin` or `sobol`: `many` points that
        fill the space evenly (a Latin hypercube, or a scrambled Sobol' sequence), with each coordinate replaced by a
        value of its axis.
    many
        Number of points of a design other than a grid. Points with the same values are returned once, so there may be
        fewer.
    seed
        Seed of a design other than a grid.

    Raises
    ------
    SimError
        The design, the number of axes or the number of points is invalid, or `many` is given for a grid.
    """
    if design not in DESIGNS:
        raise SimError(f"design = {design}: expected one of {', '.join(DESIGNS)}")
    if not 1 <= len(axes) <= 3:
        raise SimError(f"expected one, two or three levers to vary, not {len(axes)}")
    if design == "grid":
        if many is not None:
            raise SimError(f"points = {many}: the values of a grid determine its points; expected latin or sobol")
        size = 1
        for axis in axes:
            size *= len(axis.values)
        if size > MOST_VALUES:
            raise SimError(
                f"expected at most {MOST_VALUES:,} points, not {size:,}; use fewer values, or --design sobol --points N"
            )
        return list(product(*(axis.values for axis in axes)))
    if many is None:
        raise SimError(f"a {design} design needs a number of points (--points), from 1 to {MOST_VALUES:,}")
    if not 1 <= many <= MOST_VALUES:
        raise SimError(f"points = {many}: expected from 1 to {MOST_VALUES:,} points of a {design} design")
    from scipy.stats import qmc  # this import takes a second, so a grid avoids it

    sampler = qmc.LatinHypercube(len(axes), rng=seed) if design == "latin" else qmc.Sobol(len(axes), rng=seed)
    unit = sampler.random(many) if design == "latin" else sampler.random_base2((many - 1).bit_length())[:many]
    return list(dict.fromkeys(tuple(map(_nearest, axes, row)) for row in unit.tolist()))


def _nearest(axis: Axis, u: float) -> Any:
    """Return the value of an axis for a coordinate `u` from 0 to 1: each value has an equal part of this range."""
    return axis.values[min(int(u * len(axis.values)), len(axis.values) - 1)]
