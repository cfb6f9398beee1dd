"""The world of one replication: all that follows from plan, seed and replication, whatever the force does.

Unknowns and weights are drawn once for every `inner` replications; weather, permissions, crises and missions at random
times are drawn for each replication. Both engines run on a `World`, and analyses of a history use the same world.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import numpy.typing as npt

from sim.model.draws import Stream, uniforms
from sim.model.plan import Plan
from sim.model.structure import structure
from sim.model.world.crises import begins, closings
from sim.model.world.drawing import draw_numbers, numbers_from
from sim.model.world.hours import open_hours, opening
from sim.model.world.inflow import arrivals
from sim.model.world.items import Items, items
from sim.model.world.missions import planned
from sim.model.world.numbers import Ints, Numbers
from sim.model.world.permission import Closed, passable, permitted, set_down
from sim.model.world.plain import PLAIN
from sim.model.world.releases import releases
from sim.model.world.riding import can_ride, can_ride_in
from sim.model.world.routines import Routines
from sim.model.world.servers import servers_hours, station_windows
from sim.model.world.substitutes import not_open
from sim.model.world.too_large import refuse_too_large
from sim.model.world.weather import Shut, outages, permissions
from sim.model.world.windows import Windows
from sim.model.world.worth import first_ways

__all__ = ["World", "make_world", "rebuild_world"]


@dataclass(frozen=True, eq=False)
class World(Numbers):
    """The numbers of one replication, and what follows from them before the history begins.

    Attributes
    ----------
    items
        The people and items.
    carries, hop_lifts
        As in `Plan`, but false also where no sortie of the lift can carry the lot in this world (`riding.can_ride`).
    configured
        Whether a lot at its own site, or at a stop, can ride in a configuration of a lift, shape
        (n_lots + n_stops, n_configurations).
    way
        Planned way of each item at the start (`terms.Way`), shape (n_items,).
    arrives
        When each item arrives [s], shape (n_items,).
    release
        When each item may begin its first step [s], or may board if its phased plan governs boarding; shape
        (n_items,).
    crises
        When each crisis begins [s]; NEVER for a crisis that does not happen.
    shut
        All intervals in which something is closed (`weather.Shut`).
    airfield
        Planned opening hours of the runway of each site, whatever the weather.
    runway, ramp, station_hours
        Open windows of the runway and the ramp of each site, and of each station.
    server_hours
        Open windows of each server of each station; empty for a station whose servers do not differ
        (`servers.by_shift`).
    permit, set_down, passable
        Windows in which each lift may come to each site, in which each lift may set down at its destination, and in
        which each route may be taken. They leave out missing permissions, outages of lifts, crises, and substitutes
        that have not opened.
    """

    items: Items
    carries: npt.NDArray[np.bool_]
    hop_lifts: npt.NDArray[np.bool_]
    configured: npt.NDArray[np.bool_]
    way: Ints
    arrives: Ints
    release: Ints
    crises: list[int]
    shut: list[Shut]
    airfield: list[Windows]
    runway: list[Windows]
    ramp: list[Windows]
    station_hours: list[Windows]
    server_hours: list[list[Windows]]
    permit: list[list[Windows]]
    set_down: list[Windows]
    passable: list[Windows]

    @cached_property
    def planned(self) -> list[list[tuple[int, int]]]:
        """Planned arrivals of missions, by lift: (instant [s], site or -1)."""
        return [planned(self, row) for row in range(len(self.plan.lift))]

    def service(self, lot: int, index: int, step: int, k: int) -> int:
        """Return the service time of visit `k` (from 0) of a mover to the station of a step [s]."""
        if k == 0 and step in self._first_visits[0]:
            return self._first_visits[0][step][index]
        known = structure(self.plan)
        station = known["station_of"][step]
        return self.sample(known["step"][step].service, Stream.SERVICE, known["key"][lot], index, station.key, k)

    def changeover(self, lot: int, index: int, step: int, k: int) -> int:
        """Return the set-up time of a server for visit `k` (from 0) of a mover to the station of a step [s]."""
        known = structure(self.plan)
        station = known["station_of"][step]
        return self.sample(station.changeover, Stream.CHANGEOVER, known["key"][lot], index, station.key, k)

    def fails(self, lot: int, index: int, step: int, k: int) -> bool:
        """Return whether visit `k` (from 0) of a mover to the station of a step ends in failure."""
        if k == 0 and step in self._first_visits[1]:
            return index in self._first_visits[1][step]
        known = structure(self.plan)
        station = known["station_of"][step]
        return self.happens(station.fail_s, Stream.FAIL, known["key"][lot], index, station.key, k)

    @cached_property
    def _first_visits(self) -> tuple[dict[int, list[int]], dict[int, set[int]]]:
        """Return the service times of first visits at the own sites of movers, and the members that fail there.

        Both are dictionaries by step. All these numbers are drawn at once because this is faster.
        """
        lots, station_of = self.rows("lot"), structure(self.plan)["station_of"]
        steps = structure(self.plan)["step"]
        sizes = self.items.many.tolist()
        routes = [(lot, step, sizes[row]) for row, lot in enumerate(lots) for step in range(lot.first, lot.last)]
        many = [n for _, _, n in routes]
        index = np.concatenate([np.arange(n) for n in many]) if routes else np.zeros(0, np.int64)
        key = np.repeat(np.array([lot.key for lot, _, _ in routes], np.uint64), many)
        place = np.repeat(np.array([station_of[step].key for _, step, _ in routes], np.uint64), many)
        drawn = {
            stream: uniforms(self.seed, self.replication, stream, key, index, place, 0).tolist() if routes else []
            for stream in (Stream.SERVICE, Stream.FAIL)
        }
        first_service: dict[int, list[int]] = {}
        first_fails: dict[int, set[int]] = {}
        for (_, step, n), end in zip(routes, np.cumsum(many).tolist(), strict=True):
            station = station_of[step]
            shape, p = self.dist[steps[step].service], self.value(station.fail_s)
            services, fails = drawn[Stream.SERVICE][end - n : end], drawn[Stream.FAIL][end - n : end]
            first_service[step] = [shape.whole(u) for u in services]
            first_fails[step] = {mover for mover, u in enumerate(fails) if u < p}
        return first_service, first_fails


def make_world(plan: Plan, seed: int, replication: int, inner: int = 1, routines: Routines = PLAIN) -> World:
    """Return the world of a replication.

    Parameters
    ----------
    inner
        Replications per world.
    routines
        The loops that make the world, in Python or compiled; the results are the same.

    Raises
    ------
    EngineError
        A value in this world is too large to be computed with, or the numbers of a distribution are not valid.
    """
    return _settled(draw_numbers(plan, seed, replication, inner, routines))


def rebuild_world(
    plan: Plan,
    seed: int,
    replication: int,
    world: int,
    drawn: list[float],
    shut: list[Shut],
    routines: Routines = PLAIN,
) -> World:
    """Return the world of a history that was stored.

    Parameters
    ----------
    world
        Number of the world in which unknowns were drawn.
    drawn
        The value drawn for each unknown, in the units of the file.
    shut
        The intervals in which something was closed, from the tables of the history.

    Raises
    ------
    EngineError
        As for `make_world`.
    """
    made = _settled(numbers_from(plan, seed, replication, world, drawn, routines))
    if made.shut == shut:
        return made
    runway, ramp, stations = opening(made, shut)
    stations, servers = station_windows(made, stations), servers_hours(made, shut)
    return replace(made, shut=shut, runway=runway, ramp=ramp, station_hours=stations, server_hours=servers)


def _settled(numbers: Numbers) -> World:
    """Return the world that follows from the numbers of a replication."""
    force = items(numbers)
    refuse_too_large(numbers, force)
    carries, hop_lifts = can_ride(numbers, force)
    crises = begins(numbers)
    shut = outages(numbers) + permissions(numbers) + closings(numbers, crises)
    shut += not_open(numbers, shut)
    closed = Closed(shut)
    runway, ramp, stations = opening(numbers, shut)
    parts = {name: vars(numbers)[name] for name in Numbers.__dataclass_fields__}
    arrives = arrivals(numbers, force)
    return World(
        **parts,
        items=force,
        carries=carries,
        hop_lifts=hop_lifts,
        configured=can_ride_in(numbers, force, carries),
        way=first_ways(numbers, force, carries),
        arrives=arrives,
        release=releases(numbers, force, arrives),
        crises=crises,
        shut=shut,
        airfield=[open_hours(numbers, site.runway) for site in numbers.rows("site")],
        runway=runway,
        ramp=ramp,
        station_hours=station_windows(numbers, stations),
        server_hours=servers_hours(numbers, shut),
        permit=permitted(numbers, closed),
        set_down=set_down(numbers, closed),
        passable=passable(numbers, closed),
    )
