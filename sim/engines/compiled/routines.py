"""The loops that make a world: the functions of `sim.model`, compiled, to be called from Python."""

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
from sim.model.schema.plan import Arrival, Lot
from sim.model.schema.plan import Dist as PlanDist
from sim.model.schema.row import Rows
from sim.model.schema.state.hours import Dist
from sim.model.world import arriving, carrying, shapes, weighing
from sim.model.world.carrying import Limits
from sim.model.world.routines import Routines
from sim.model.world.shapes import Setting, Unknown
from sim.model.world.windows import Windows, WithArrays, with_arrays

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
_remainder = kernel(calendars.put_remainder)
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
_due = compiled(arriving._put_due, quantile=quantile, whole_seconds=whole_seconds)
_arrivals = compiled(arriving.put_arrivals, _put_due=_due)
_releases = kernel(arriving.put_releases)


@entry
def _put_remainder(opens: Any, closes: Any, begins: Any, ends: Any, left_opens: Any, left_closes: Any) -> int:
    """Call `sim.model.calendars.put_remainder`."""
    return _remainder(opens, closes, begins, ends, left_opens, left_closes)


@entry
def _one(seed: Any, replication: Any, stream: int, key: Any, index: int, place: Any, k: int) -> float:
    """Return the uniform random number at an address (`sim.model.draws`); the arguments are the address."""
    return uniform(seed, replication, stream, key, index, place, k)


@entry
def _many(drawn: Any, seed: Any, replication: Any, stream: int, key: Any, indices: Any, place: Any, k: int) -> None:
    """Write into `drawn` the uniform random numbers at addresses that differ only in their index."""
    for at in range(len(indices)):
        drawn[at] = uniform(seed, replication, stream, key, indices[at], place, k)


@entry
def _alternate(
    seed: Any,
    replication: int,
    key: int,
    place: int,
    begins: Any,
    until: Any,
    hazard: Any,
    table: Any,
    per_day: float,
    horizon: int,
    kind: int,
    a: float,
    b: float,
    c: float,
) -> int:
    """Call `sim.model.world.weather.alternate`."""
    return rules.alternate(seed, replication, key, place, begins, until, hazard, table, per_day, horizon, kind, a, b, c)


@entry
def _draw_unknowns(
    seed: Any,
    world: Any,
    unknowns: Rows[Unknown],
    dists: Rows[Dist],
    quantiles: Any,
    cumulative: Any,
    raw: Any,
    drawn: Any,
) -> None:
    """Call `sim.model.world.shapes.draw_unknowns`."""
    _draw(seed, world, unknowns, dists, quantiles, cumulative, raw, drawn)


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
    seed: Any,
    world: Any,
    lots: Rows[Lot],
    number: Any,
    dists: Rows[Dist],
    quantiles: Any,
    most: int,
    many: Any,
    lightest: Any,
    smallest: Any,
    kg: Any,
    mpos: Any,
) -> int:
    """Call `sim.model.world.weighing.weigh`."""
    return _weigh(seed, world, lots, number, dists, quantiles, most, many, lightest, smallest, kg, mpos)


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


@entry
def _put_arrivals(
    lots: Rows[Lot],
    row: int,
    dates: Rows[Arrival],
    number: Any,
    dists: Rows[Dist],
    quantiles: Any,
    drawn: Any,
    begun: int,
    horizon: int,
    begins: Any,
    until: Any,
    arrives: Any,
) -> None:
    """Call `sim.model.world.arriving.put_arrivals`."""
    _arrivals(lots, row, dates, number, dists, quantiles, drawn, begun, horizon, begins, until, arrives)


@entry
def _put_releases(
    lots: Rows[Lot], many: Any, ends: Any, shares: Any, instants: Any, arrives: Any, release: Any
) -> None:
    """Call `sim.model.world.arriving.put_releases`."""
    _releases(lots, many, ends, shares, instants, arrives, release)


def _word(seed: int) -> int:
    """Return the signed integer with the 64 bits of a seed below 2^64, so that Numba compiles for one type only."""
    return seed - (seed >> 63 << 64)


def _of_any_seed(function: Callable[..., Any]) -> Callable[..., Any]:
    """Return a function that takes any seed below 2^64 as its first argument, and calls the compiled function."""

    def call(seed: int, *args: Any) -> Any:
        return function(_word(seed), *args)

    return call


def _subtract(windows: Windows, holes: list[tuple[int, int]]) -> Windows:
    (opens, closes), (begins, ends) = with_arrays(windows).arrays, calendars.merge(holes)
    made = np.empty((2, len(opens) + len(begins)), np.int64)
    many = _put_remainder(opens, closes, np.array(begins, np.int64), np.array(ends, np.int64), made[0], made[1])
    return WithArrays.of(made[0, :many], made[1, :many])


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
    alternate=_of_any_seed(_alternate),
    draw_unknowns=_of_any_seed(_draw_unknowns),
    put_unknowns=_put_unknowns,
    put_shapes=_put_shapes,
    weigh=_of_any_seed(_weigh_items),
    put_fits=_put_fits,
    put_expected=_put_expected,
    put_arrivals=_put_arrivals,
    put_releases=_put_releases,
    subtract=_subtract,
)
"""The compiled loops that make a world."""


def compile_routines() -> None:
    """Call those loops that making a world does not always call, so that they are compiled."""
    _draw_one(1, 0, 1, 1, 0, 0, 0)
    _draw_many(1, 0, 1, 1, np.zeros(1, np.int64), 0, 0)
    (begins, until), reals = np.zeros((2, 1), np.int64), np.zeros(2)
    ROUTINES.alternate(1, 0, 1, 0, begins, until, reals, reals.copy(), 1.0, -1, int(Kind.FIXED), 1.0, 0.0, 0.0)
    unknowns, settings = np.zeros(0, Unknown.dtype), np.zeros(0, Setting.dtype)
    ROUTINES.draw_unknowns(1, 0, unknowns, np.zeros(0, Dist.dtype), reals, reals.copy(), reals.copy(), reals.copy())
    ROUTINES.put_unknowns(settings, reals, reals.copy())
    _put_remainder(begins, until, begins[:0], until[:0], begins.copy(), until.copy())
    lots, dates, dists = np.zeros(1, Lot.dtype), np.zeros(0, Arrival.dtype), np.zeros(0, Dist.dtype)
    none, points = np.zeros(0, np.int64), (np.zeros(0), np.zeros(0))
    _put_arrivals(lots, 0, dates, reals, dists, *points, 0, 0, none, none.copy(), none.copy())
    _put_releases(lots[:0], none, none.copy(), *points, none.copy(), none.copy())
