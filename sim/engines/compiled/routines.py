"""The loops that make a world, compiled from the same source as those that Python runs, to be called from Python."""

from collections.abc import Callable
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from sim.compiler.kernel import entry, kernel
from sim.engines.compiled import rules
from sim.engines.compiled.chance import (
    compiled,
    log_gamma,
    mean_without_table,
    normal_quantile,
    quantile,
    uniform,
    whole_seconds,
)
from sim.model import calendars, durations
from sim.model.durations import Kind
from sim.model.schema.plan import Dist as PlanDist
from sim.model.schema.plan import Lot
from sim.model.schema.row import Rows
from sim.model.schema.state.hours import Dist
from sim.model.world import carrying, shapes, weighing
from sim.model.world.carrying import Limits
from sim.model.world.routines import Routines
from sim.model.world.shapes import Setting, Unknown

__all__ = ["ROUTINES", "compile_routines"]

_from_mean = compiled(durations.weibull_from_mean_cv, _log_gamma=log_gamma)
_from_quantiles = compiled(durations.lognormal_from_quantiles, normal_quantile=normal_quantile)
_shape_of = compiled(
    shapes.shape_of,
    lognormal_from_mean_cv=rules.lognormal_from_mean_cv,
    lognormal_from_quantiles=_from_quantiles,
    weibull_from_mean_cv=_from_mean,
    weibull_from_quantiles=kernel(durations.weibull_from_quantiles),
)
_draw = compiled(shapes.draw_unknowns, uniform=uniform, quantile=quantile)
_put = kernel(shapes.put_unknowns)
_shapes = compiled(shapes.put_shapes, shape_of=_shape_of, mean_without_table=mean_without_table)
_rest = kernel(calendars.put_rest)
_cut = compiled(weighing._cut, uniform=uniform, quantile=quantile, whole_seconds=whole_seconds)
_weigh = compiled(weighing.weigh, _cut=_cut, whole_seconds=whole_seconds)
_whole = compiled(carrying._whole, whole_seconds=whole_seconds)
_positions = compiled(carrying._positions, _whole=_whole, whole_seconds=whole_seconds)
_largest = compiled(carrying._largest, largest_of=kernel(durations.largest_of))
_fits = compiled(
    carrying.put_fits,
    _whole=_whole,
    _positions=_positions,
    _largest=_largest,
    vehicles_in=rules.vehicles_in,
    whole_seconds=whole_seconds,
)
_expected = compiled(
    carrying.put_expected,
    _whole=_whole,
    _positions=_positions,
    _each=kernel(carrying._each),
    vehicles_in=rules.vehicles_in,
    whole_seconds=whole_seconds,
)


@entry
def _put_rest(opens: Any, closes: Any, begins: Any, ends: Any, left_opens: Any, left_closes: Any) -> int:
    """Call `sim.model.calendars.put_rest`."""
    return _rest(opens, closes, begins, ends, left_opens, left_closes)


@entry
def _one(seed: Any, replication: Any, stream: int, key: Any, index: int, place: Any, k: int) -> float:
    """Return the uniform number at an address; called from Python."""
    return uniform(seed, replication, stream, key, index, place, k)


@entry
def _many(drawn: Any, seed: Any, replication: Any, stream: int, key: Any, indices: Any, place: Any, k: int) -> None:
    """Write the uniform numbers at addresses that differ only in their index into `drawn`."""
    for at in range(len(indices)):
        drawn[at] = uniform(seed, replication, stream, key, indices[at], place, k)


@entry
def _alternate(
    begins: Any,
    until: Any,
    hazard: Any,
    table: Any,
    seed: Any,
    replication: int,
    key: int,
    place: int,
    per_day: float,
    horizon: int,
    kind: int,
    a: float,
    b: float,
    c: float,
) -> int:
    """Call `sim.model.world.weather.alternate`."""
    return rules.alternate(begins, until, hazard, table, seed, replication, key, place, per_day, horizon, kind, a, b, c)


@entry
def _draw_unknowns(
    unknowns: Rows[Unknown],
    dists: Rows[Dist],
    quantiles: Any,
    cumulative: Any,
    seed: Any,
    world: Any,
    raw: Any,
    drawn: Any,
) -> None:
    """Call `sim.model.world.shapes.draw_unknowns`."""
    _draw(unknowns, dists, quantiles, cumulative, seed, world, raw, drawn)


@entry
def _put_unknowns(settings: Rows[Setting], drawn: Any, number: Any) -> None:
    """Call `sim.model.world.shapes.put_unknowns`."""
    _put(settings, drawn, number)


@entry
def _put_shapes(dists: Rows[PlanDist], number: Any, table_means: Any, made: Rows[Dist]) -> int:
    """Call `sim.model.world.shapes.put_shapes`."""
    return _shapes(dists, number, table_means, made)


@entry
def _weigh_items(
    lots: Rows[Lot],
    number: Any,
    dists: Rows[Dist],
    quantiles: Any,
    seed: Any,
    world: Any,
    most: int,
    many: Any,
    lightest: Any,
    smallest: Any,
    kg: Any,
    mpos: Any,
) -> int:
    """Call `sim.model.world.weighing.weigh`."""
    return _weigh(lots, number, dists, quantiles, seed, world, most, many, lightest, smallest, kg, mpos)


@entry
def _put_fits(
    limits: Rows[Limits],
    number: Any,
    dists: Rows[Dist],
    quantiles: Any,
    factor: Any,
    lots: Rows[Lot],
    homes: Any,
    sites: Any,
    many: Any,
    lightest: Any,
    smallest: Any,
    litres: Any,
    fits: Any,
) -> None:
    """Call `sim.model.world.carrying.put_fits`."""
    _fits(limits, number, dists, quantiles, factor, lots, homes, sites, many, lightest, smallest, litres, fits)


@entry
def _put_expected(
    limits: Rows[Limits],
    number: Any,
    dists: Rows[Dist],
    lots: Rows[Lot],
    first: Any,
    many: Any,
    kg: Any,
    mpos: Any,
    litres: Any,
    ways: Any,
    rides: Any,
    sums: Any,
    expected: Any,
) -> None:
    """Call `sim.model.world.carrying.put_expected`."""
    _expected(limits, number, dists, lots, first, many, kg, mpos, litres, ways, rides, sums, expected)


def _word(seed: int) -> int:
    """Return the signed number with the 64 bits of a seed, so that Numba compiles all functions for one type only."""
    return seed - (seed >> 63 << 64)


def _with_word(function: Callable[..., Any], at: int) -> Callable[..., Any]:
    """Return a function whose argument in a place is a seed, so that it takes a seed of any size."""

    def call(*args: Any) -> Any:
        return function(*args[:at], _word(args[at]), *args[at + 1 :])

    return call


def _draw_one(seed: int, replication: int, stream: int, key: int, index: int, place: int, k: int) -> float:
    drawn: float = _one(_word(seed), replication, int(stream), key, index, place, k)
    return drawn


def _draw_many(
    seed: int, replication: int, stream: int, key: int, indices: npt.NDArray[np.int64], place: int, k: int
) -> npt.NDArray[np.float64]:
    drawn = np.empty(len(indices))
    _many(drawn, _word(seed), replication, int(stream), key, indices, place, k)
    return drawn


ROUTINES: Final = Routines(
    home="sim.engines.compiled.routines:ROUTINES",
    is_compiled=True,
    one=_draw_one,
    many=_draw_many,
    alternate=_with_word(_alternate, 4),
    draw_unknowns=_with_word(_draw_unknowns, 4),
    put_unknowns=_put_unknowns,
    put_shapes=_put_shapes,
    weigh=_with_word(_weigh_items, 4),
    put_fits=_put_fits,
    put_expected=_put_expected,
    put_rest=_put_rest,
)
"""The compiled loops that make a world."""


def compile_routines() -> None:
    """Compile the loops that making the world of a plan may not call."""
    _draw_one(1, 0, 1, 1, 0, 0, 0)
    _draw_many(1, 0, 1, 1, np.zeros(1, np.int64), 0, 0)
    (begins, until), reals = np.zeros((2, 1), np.int64), np.zeros(2)
    ROUTINES.alternate(begins, until, reals, reals.copy(), 1, 0, 1, 0, 1.0, -1, int(Kind.FIXED), 1.0, 0.0, 0.0)
    unknowns, settings = np.zeros(0, Unknown.dtype), np.zeros(0, Setting.dtype)
    ROUTINES.draw_unknowns(unknowns, np.zeros(0, Dist.dtype), reals, reals.copy(), 1, 0, reals.copy(), reals.copy())
    ROUTINES.put_unknowns(settings, reals, reals.copy())
    _put_rest(begins, until, begins[:0], until[:0], begins.copy(), until.copy())
