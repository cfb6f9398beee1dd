"""Reviews: on given dates, how fast has it gone, when would it end, and what is done about it."""

from collections.abc import Generator
from dataclasses import dataclass
from math import nan
from typing import TYPE_CHECKING, Any

from simpy.events import Event

from sim.engines.simpy import surplus
from sim.engines.simpy.sortie import missions, tail
from sim.model import pace, responses
from sim.model.draws import Stream
from sim.model.terms import Response, Supply
from sim.model.world import longer
from sim.model.world.flying import TRIPS
from sim.model.world.missions import granted as granted_missions

if TYPE_CHECKING:
    from sim.engines.simpy.drawdown import Drawdown

Life = Generator[Event, None, None]
LOOK = -1


@dataclass(frozen=True)
class Progress:
    """What has happened up to a review; nothing in it looks ahead.

    Attributes
    ----------
    remaining
        What is still to leave before the milestone is reached [kg or people].
    left, span
        What left within the span before now [kg or people, s]; a span of 0 says that there is no pace yet.
    left_ever, span_ever
        The same since the first departure.
    """

    remaining: int
    left: int = 0
    span: int = 0
    left_ever: int = 0
    span_ever: int = 0


class Asked:
    """How much of a lift there is after what was granted, as a multiple of the plan, and what is still open."""

    def __init__(self) -> None:
        self.share = 1.0
        self.times = 0
        self.answer_at = 0


class Review:
    """Looks at a milestone on its dates; one decision point, before all others.

    It reads what has happened and what is still there, and nothing else: no draw of this history that lies ahead.
    """

    def __init__(self, house: "Drawdown", spec: Any) -> None:
        world, plan = house.world, house.plan
        self.house, self.env, self.world = house, house.env, world
        self.milestone = world.table("milestone")[spec.milestone]
        self.by, self.people = int(self.milestone["by"]), int(self.milestone["of"]) == 1
        self.share9 = pace.billionths(float(self.milestone["share"]))
        self.margin, self.window = world.whole(spec.margin_s), world.whole(spec.window_s)
        self.lots = [house.force.lots[row] for row in plan.promised[spec.milestone].nonzero()[0]]
        meant = {lot.row for lot in self.lots}
        self.offered = [lot for lot in house.force.lots if lot.home in meant and not lot.road]
        self.dates: list[int] = [look.at for look in world.rows("look")]
        self.kinds = [Response(response.kind) for response in world.rows("response")]
        self.asked = {ask.lift: Asked() for ask in world.rows("ask")}
        self.tails = {lift: max(1, world.whole(world.rows("lift")[lift].tails_s, 1)) for lift in self.asked}
        self.added = {row.site: 0 for row in world.rows("longer")}
        self.seen: Progress | None = None
        self.to_do: list[Response] = []
        self.is_due = False
        self.point = house.settle.point(self._decide)

    def due(self) -> None:
        """Note that the day of a review has come."""
        self.is_due = True
        self.house.settle.mark(self.point)

    def _decide(self) -> bool:
        """Look; then, one decision each, do what is to be done where the end would come too late."""
        if self.is_due:
            self.is_due = False
            seen = self.seen = self._look()
            ends = pace.projected(self.env.now, seen.remaining, seen.left, seen.span)
            self._note(LOOK, effect=ends)
            late = pace.is_late(seen.remaining, seen.span, ends, self.by - self.margin)
            self.to_do = list(self.kinds) if late else []
            return True
        if not self.to_do:
            return False
        match self.to_do.pop(0):
            case Response.LIFT:
                self._ask()
            case Response.HOURS:
                self._lengthen()
            case Response.DISPOSE:
                self._give_up(leave=False)
            case Response.DEMOTE:
                self._give_up(leave=True)
        return True

    def _look(self) -> Progress:
        """Return how much of what the milestone is about left lately, and how much is still to leave."""
        force, now = self.house.force, self.env.now
        members = [mover for lot in self.lots for mover in range(lot.first, lot.first + lot.many)]
        weight = [1] * len(force.kg) if self.people else force.kg
        flown = [mover for mover in members if force.sortie[mover] >= 0 and force.up[mover] <= now]
        total = sum(weight[mover] for mover in members)
        gone = sum(weight[m] for m in members if self._is_done(m))
        still = sum(weight[m] for m in members if force.to_ship(m))
        remaining = pace.still_to_leave(self.share9, total, gone, still)
        first = min((force.up[mover] for mover in flown), default=now)
        span = pace.seen_over(self.window, now - first)
        if not span:
            return Progress(remaining)
        left = sum(weight[mover] for mover in flown if force.up[mover] >= now - span)
        ever = sum(weight[mover] for mover in flown)
        return Progress(remaining, left, span, ever, now - first)

    def _is_done(self, mover: int) -> bool:
        """Whether a mover counts as done for the milestone."""
        force = self.house.force
        return pace.is_done(force.fate[mover], force.lot_of(mover).required, bool(self.milestone["settled"]))

    def _note(self, kind: int, subject: int = -1, number: int = 0, granted: int = 0, **more: Any) -> None:
        """Write down what was seen or done."""
        assert self.seen is not None
        went = pace.pace_per_day(self.seen.left, self.seen.span)
        items, kg, effect = more.get("items", 0), more.get("kg", 0), more.get("effect", self.env.now)
        row = (subject, number, granted, items, kg, effect, went, float(self.seen.remaining), more.get("price", nan))
        self.house.book.reviewed.append((self.env.now, int(kind), *row))

    def _ask(self) -> None:
        """Ask for more of each lift, unless an answer is still awaited or there is as much as there can be."""
        world, now = self.world, self.env.now
        for ask in world.rows("ask"):
            asked, lift = self.asked[ask.lift], world.rows("lift")[ask.lift]
            share = responses.lift_asked_for(asked.share, world.value(ask.factor_s), world.value(ask.ceiling_s))
            if not responses.is_asked_for(now, asked.answer_at, share, asked.share):
                continue
            granted = world.chance(Stream.ASKED, lift.key, asked.times) < world.value(ask.granted_s)
            asked.answer_at = now + world.sample(ask.lag, Stream.ASKED_LAG, lift.key, asked.times)
            asked.times += 1
            self._note(Response.LIFT, ask.lift, asked.times, int(granted), effect=asked.answer_at)
            if granted:
                self.env.process(self._more(ask.lift, asked, share - asked.share))
                asked.share = share

    def _more(self, row: int, asked: Asked, share: float) -> Life:
        """Bring what was granted of a lift, from the day of the answer on: missions of their own numbers, or tails."""
        lift, begins, first = self.house.tasking.lifts[row], asked.answer_at, asked.times * TRIPS
        if lift.spec.supply == Supply.RATE:
            yield from missions(self.house, lift, granted_missions(self.world, row, begins, share, first), first)
            return
        yield self.env.at(begins)
        planned = max(1, self.world.whole(lift.spec.tails_s, 1))
        for _ in range(responses.tails_granted(share, planned)):
            self.env.process(tail(self.house, lift, self.tails[row]))
            self.tails[row] += 1

    def _lengthen(self) -> None:
        """Lengthen the hours of stations and ramps from now on; a job under way ends when it was to end."""
        for row in self.world.rows("longer"):
            added, world = self.added[row.site], self.world
            extra = responses.longer_by(added, world.whole(row.extra_s), world.whole(row.ceiling_s))
            if extra <= added:
                continue
            self.added[row.site] = extra
            calendars = [station.calendar for station in self.world.rows("station") if station.site == row.site]
            if max([*calendars, self.world.rows("site")[row.site].ramp]) < 0:
                continue  # it works day and night already
            self._note(Response.HOURS, row.site, granted=extra)
            for station in self.house.stations:
                if station.spec.site == row.site:
                    was = (station.opens, station.closes)
                    station.set_hours(longer.station_hours(self.world, station.row, was, extra, self.env.now))
            ramp = self.house.ramps[row.site]
            ramp.set_hours(longer.ramp_hours(self.world, row.site, ramp.ramp_hours, extra, self.env.now))

    def _most(self) -> int:
        """Lift that there may still be, in thousandths of what there is: the least of what may still be asked for."""
        rows, value = self.world.rows("ask") if Response.LIFT in self.kinds else [], self.world.value
        return min((responses.lift_ahead(value(a.ceiling_s), self.asked[a.lift].share) for a in rows), default=1000)

    def _give_up(self, leave: bool) -> None:
        """Give up, or leave, what does not fit any more at the pace so far, the least valuable for its lift first."""
        if self.people:
            return
        seen = self._look()
        lately, ever = (seen.left, seen.span), (seen.left_ever, seen.span_ever)
        over = pace.excess(self.env.now, self.by, self._most(), seen.remaining, *lately, *ever)
        if over <= 0:
            return
        chosen, price = surplus.choose(self.house, self.offered, over, leave)
        force = self.house.force
        kg = sum(force.kg[mover] for mover, _ in chosen)
        if leave:
            self.house.changes.leave([mover for mover, _ in chosen])
        else:
            for mover, way in chosen:
                self.house.changes.give_up(mover, way)
        kind = Response.DEMOTE if leave else Response.DISPOSE
        self._note(kind, items=len(chosen), kg=kg, price=price)
