"""One replication's numbers: (plan, seed, replication) -> everything that does not depend on what happens.

What we do not know is drawn per world, chance per replication. Weather, permission and planned missions are settled
here too, because nothing that the force does changes them.
"""

from functools import cached_property, lru_cache
from threading import local
from typing import Any

import numpy as np

from sim.domain.dates import start_of
from sim.domain.force import MOST
from sim.errors import EngineError
from sim.model import calendars, limits, missions, weather
from sim.model.calendars import NEVER
from sim.model.draws import Stream, uniforms
from sim.model.durations import Kind, whole_seconds
from sim.model.inflow import arrivals
from sim.model.plan import Plan
from sim.model.riding import can_ride
from sim.model.unknowns import Unknowns
from sim.model.worth import first_ways

ALWAYS = ([-NEVER], [NEVER])
Windows = tuple[list[int], list[int]]

_thread = local()


class Realised(Unknowns):
    """The numbers of one replication: those of its world (`Unknowns`), and what chance makes of them.

    Attributes
    ----------
    kg, mpos
        Weight and pallet positions (thousandths) of each item, by lot.
    carries, hop_lifts
        Those of the plan, less what no sortie can carry in this world (`riding.can_ride`).
    way
        What is planned for each item at the start (`terms.Way`), by lot.
    arrives
        Instant at which each mover of each lot is there, by lot.
    airfield
        Hours in which each site's runway is kept open, whatever the weather: what a plan can count on.
    runway, ramp, station_hours
        Open windows of each site's runway and ramp, and of each station.
    permit, set_down, passable
        Windows of permission: of each lift to come to each site, of each to set down where it goes, of each route.
    shut
        Intervals as drawn: (outage, site, lift, begins, until).
    """

    def __init__(self, plan: Plan, seed: int, replication: int, inner: int = 1) -> None:
        super().__init__(plan, seed, replication, inner)
        self.dist = self.distributions()
        self.kg, self.mpos = self._items()
        limits.judge(self)
        self.carries, self.hop_lifts = can_ride(self)
        self.way = first_ways(self)
        self.arrives = arrivals(self)
        self._hours = [self._calendar(row) for row in range(len(plan.calendar))]
        self.shut = weather.outages(self) + weather.permissions(self)
        self.airfield = [self.open_hours(s.runway) for s in self._structure["site"]]
        self.runway, self.ramp, self.station_hours = self._opening()
        self.permit = weather.permitted(self)
        self.set_down, self.passable = weather.set_down(self), weather.passable(self)
        self._key, self._station_of = self._structure["key"], self._structure["station_of"]
        _thread.last = self

    def storms(self, row: int, outage: Any, place: int) -> list[tuple[int, int]]:
        """Draw the intervals of an outage at a place, 0 for everywhere."""
        return weather.storms(self, row, outage, place)

    def service(self, lot: int, index: int, step: int, k: int) -> int:
        """Working time of the k-th visit of a mover to the station of a step [s]."""
        if k == 0 and step in self._first_luck[0]:
            return self._first_luck[0][step][index]
        station = self._station_of[step]
        return self.sample(station.service, Stream.SERVICE, self._key[lot], index, station.key, k)

    def fails(self, lot: int, index: int, step: int, k: int) -> bool:
        """Whether the k-th visit of a mover to the station of a step ends in failure."""
        if k == 0 and step in self._first_luck[1]:
            return index in self._first_luck[1][step]
        station = self._station_of[step]
        return self.happens(station.fail_s, Stream.FAIL, self._key[lot], index, station.key, k)

    def _items(self) -> tuple[list[list[int]], list[list[int]]]:
        """Weights [kg] and pallet positions [thousandths] of the movers of each lot."""
        made, many = [], 0
        for lot in self._structure["lot"]:
            made.append(self._items_of(lot))
            many += len(made[-1][0])
            if many > MOST:
                what = f"all groups and lots together come to more than {MOST:,} people and items: expected fewer"
                raise EngineError(f"{what} and larger ones", seed=self.seed, replication=self.replication)
        return [kg for kg, _ in made], [mpos for _, mpos in made]

    def _items_of(self, lot: Any) -> tuple[list[int], list[int]]:
        each, per_kg = self.value(lot.pallets_s), self.value(lot.pallets_per_t_s)
        if lot.total_s >= 0:
            kg = self._item_weights(lot)
        else:
            kg = [self.whole(lot.weight_s)] * min(max(self.whole(lot.count_s), 0), MOST + 1)
        if len(kg) > MOST:
            name = self.plan.name_of("lot", self._structure["lot"].index(lot))
            what = f"{name} comes to more than {MOST:,} people or items: expected fewer and larger ones"
            raise EngineError(what, seed=self.seed, replication=self.replication)
        if per_kg == 0.0 or lot.total_s < 0:  # all alike
            return kg, [whole_seconds(1000.0 * (each + per_kg * w)) for w in kg[:1]] * len(kg)
        return kg, [whole_seconds(1000.0 * (each + per_kg * w)) for w in kg]

    def _item_weights(self, lot: Any) -> list[int]:
        """Cut a total weight into items, the last taking the rest; weights are facts, so they are drawn per world."""
        total, shape = self.whole(lot.total_s), self.dist[lot.item]
        kg: list[int] = []
        rest, index = total, 0
        while rest > 0 and len(kg) <= MOST:
            if shape.kind == Kind.EMPIRICAL:  # a list is used in turn
                block = [whole_seconds(x) for x in shape.table]
            else:
                addresses = np.arange(index, index + 64)
                us = self.draws(self.seed, self.world, Stream.ITEM_WEIGHT, lot.key, addresses, 0, 0)
                block = [shape.whole(u) for u in us.tolist()]
            for weight in block:
                weight = min(max(weight, 1), rest)
                kg.append(weight)
                rest -= weight
                if rest <= 0:
                    break
            index += len(block)
        return kg

    def _calendar(self, row: int, extra: int = 0) -> Windows:
        """Open windows of a calendar under this world's hours, each shift so much longer [s] but never above a day.

        Those of which nothing is uncertain are made once per plan.
        """
        certain: dict[tuple[int, int], Windows] = self._structure["hours"]
        if (row, extra) in certain:
            return certain[row, extra]
        calendar = self._structure["calendar"][row]
        shifts = self._structure["shift"][calendar.first : calendar.last]
        spans = []
        for shift in shifts:
            opens, closes = self.value(shift.open_s), self.value(shift.close_s)
            closes = max(closes, min(closes + extra, opens + 86400.0))
            spans.append((round(opens / 3600.0, 6), round(closes / 3600.0, 6), shift.days))
        made = _windows(start_of(self.plan.clock), self.plan.horizon, self.plan.clock.zone, tuple(spans))
        slots = {slot for shift in shifts for slot in (shift.open_s, shift.close_s)}
        if not slots & self._structure["doubtful"]:
            certain[row, extra] = made
        return made

    def open_hours(self, calendar: int) -> Windows:
        """Open windows of a calendar, -1 for always."""
        return self._hours[calendar] if calendar >= 0 else ALWAYS

    def longer(self, calendar: int, extra: int) -> Windows:
        """Open windows of a calendar whose shifts end so much later [s]; none lasts longer than a day."""
        return self._calendar(calendar, extra)

    def less_outages(self, windows: Windows, site: int, bit: int) -> Windows:
        """Take out of a site's windows the outages that stop its runway (bit 0), ramp (1) or stations (2)."""
        holes = [(b, e) for stops, b, e in self._storms_at.get(site, ()) if stops >> bit & 1]
        return calendars.subtract(*windows, holes) if holes else windows

    @cached_property
    def _storms_at(self) -> dict[int, list[tuple[int, int, int]]]:
        """Outages of each site, as (what they stop, begins [s], until [s])."""
        found: dict[int, list[tuple[int, int, int]]] = {}
        for outage, site, _, begins, until in self.shut:
            if outage >= 0:
                found.setdefault(site, []).append((self._structure["outage"][outage].stops, begins, until))
        return found

    def _opening(self) -> tuple[list[Windows], list[Windows], list[Windows]]:
        """Open windows of runways, ramps and stations: their hours less the outages that stop them."""
        sites, stations = self._structure["site"], self._structure["station"]

        def hours(calendar: int, site: int, bit: int) -> Windows:
            return self.less_outages(self.open_hours(calendar), site, bit)

        runway = [hours(site.runway, row, 0) for row, site in enumerate(sites)]
        ramp = [hours(site.ramp, row, 1) for row, site in enumerate(sites)]
        return runway, ramp, [hours(station.calendar, station.site, 2) for station in stations]

    @cached_property
    def planned(self) -> list[list[tuple[int, int]]]:
        """Planned arrivals of missions, by lift: (instant, site or -1)."""
        return [missions.planned(self, row) for row in range(len(self.plan.lift))]

    @cached_property
    def _first_luck(self) -> tuple[dict[int, list[int]], dict[int, set[int]]]:
        """Draw the first visit of every mover to every station in one go: the same numbers as one by one, faster."""
        lots = self._structure["lot"]
        routes = [(lot, step, len(self.kg[row])) for row, lot in enumerate(lots) for step in range(lot.first, lot.last)]
        sizes = [n for _, _, n in routes]
        index = np.concatenate([np.arange(n) for n in sizes]) if routes else np.zeros(0, np.int64)
        key = np.repeat(np.array([lot.key for lot, _, _ in routes], np.uint64), sizes)
        place = np.repeat(np.array([self._station_of[step].key for _, step, _ in routes], np.uint64), sizes)
        luck = {
            stream: uniforms(self.seed, self.replication, stream, key, index, place, 0).tolist() if routes else []
            for stream in (Stream.SERVICE, Stream.FAIL)
        }
        first_service: dict[int, list[int]] = {}
        first_fails: dict[int, set[int]] = {}
        for (_, step, n), end in zip(routes, np.cumsum(sizes).tolist(), strict=True):
            station = self._station_of[step]
            shape, p = self.dist[station.service], self.value(station.fail_s)
            services, fails = luck[Stream.SERVICE][end - n : end], luck[Stream.FAIL][end - n : end]
            first_service[step] = [shape.whole(u) for u in services]
            first_fails[step] = {mover for mover, u in enumerate(fails) if u < p}
        return first_service, first_fails


def last_drawn(plan: Plan, drawn: list[float]) -> Realised | None:
    """Return what this thread realised last, if that was the same plan and its unknowns came out the same.

    Who looks back at a history just made finds its numbers and hours here, instead of making them again.
    """
    last: Realised | None = getattr(_thread, "last", None)
    return last if last is not None and last.plan is plan and last.drawn == drawn else None


@lru_cache(maxsize=256)
def _windows(start: Any, horizon: int, zone: str, spans: tuple[tuple[float, float, int], ...]) -> Windows:
    """Merge the windows of several shifts; the same hours come back in every replication."""
    shifts = []
    for open_h, close_h, days in spans:
        bits = frozenset(day for day in range(7) if days >> day & 1)
        shifts.append(calendars.daily(start, horizon + 86400 * 7, zone, [(open_h, close_h)], bits))
    if len(shifts) == 1:
        return shifts[0]
    return calendars.merge(span for opens, closes in shifts for span in zip(opens, closes, strict=True))
