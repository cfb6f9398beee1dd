"""Reviews: on given dates they measure the pace, project the end, and respond."""

from collections.abc import Generator
from math import nan
from typing import TYPE_CHECKING, Any

from simpy.events import Event

from sim.arithmetic.planned import planned_lift
from sim.engines.simpy import surplus
from sim.engines.simpy.favour import Favour
from sim.engines.simpy.progress import Progress, Seen
from sim.engines.simpy.sortie import missions, tail
from sim.model import pace, responses
from sim.model.draws import Stream
from sim.model.terms import Response, Step, Supply
from sim.model.world import longer_hours
from sim.model.world.flying import TRIPS
from sim.model.world.missions import granted as granted_missions

if TYPE_CHECKING:
    from sim.engines.simpy.drawdown import Drawdown

Life = Generator[Event, None, None]
"""A process that brings granted lift."""
LOOK = -1
"""Kind of a row of the table `reviewed` that says what a review saw; other kinds are responses."""


class Asked:
    """How much of a lift is granted, as a multiple of the amount in the plan, and the last request for more.

    Attributes
    ----------
    share, before
        Multiple from the answer to the last request on, and multiple until then.
    times, answer_at
        Number of requests, and when the last one is answered [s].
    """

    def __init__(self, share: float) -> None:
        self.share = self.before = share
        self.times = 0
        self.answer_at = 0

    def amount(self, now: int) -> float:
        """Return the multiple at an instant."""
        return self.share if now >= self.answer_at else self.before


class Review:
    """Reviews of a milestone on given dates; at an instant, they decide before all else except crises.

    No review knows a draw that takes effect only later.

    Attributes
    ----------
    by, people, dates
        Date of the milestone [s], whether it counts people rather than weight, and the dates of the reviews [s].
    margin, window
        How long before `by` the force should be out, and over which time the pace is measured [s].
    kinds, portion9, takes_back
        Responses in their order; the part of the excess that one review gives up, in billionths; whether a review that
        is not late takes given-up items back.
    offered
        Lots of the milestone, and their stops except roads, of which a review may give up items.
    asked, tails
        For each lift that may be requested or called: its requests, and the number of tails that it has had.
    added
        For each site, by how much its shifts have been lengthened [s].
    seen, to_do
        What the last review saw, and the responses that it has still to make.
    """

    def __init__(self, drawdown: "Drawdown", spec: Any) -> None:
        world, plan = drawdown.world, drawdown.plan
        self.drawdown, self.env, self.world = drawdown, drawdown.env, world
        milestone = world.rows("milestone")[spec.milestone]
        self.by, self.people = int(milestone.by), int(milestone.of) == 1
        self.margin, self.window = world.whole(spec.margin_s), world.whole(spec.window_s)
        self.portion9, self.takes_back = pace.billionths(world.value(spec.portion_s)), bool(spec.takes_back)
        lots = [drawdown.force.lots[row] for row in plan.covered[spec.milestone].nonzero()[0]]
        self.progress = Progress(drawdown, milestone, lots, self.window)
        covered = {lot.row for lot in lots}
        self.offered = [lot for lot in drawdown.force.lots if lot.home in covered and not lot.road]
        self.dates: list[int] = [look.at for look in world.rows("look")]
        self.kinds = [Response(response.kind) for response in world.rows("response")]
        self.asked = {ask.lift: Asked(0.0 if ask.call else 1.0) for ask in world.rows("ask")}
        self.tails = {
            ask.lift: 0 if ask.call else max(1, world.whole(world.rows("lift")[ask.lift].tails_s, 1))
            for ask in world.rows("ask")
        }
        self.favour = Favour(drawdown, self.margin, self.window)
        self.added = {row.site: 0 for row in world.rows("longer")}
        self.seen: Seen | None = None
        self.to_do: list[Response] = []
        self.is_due = False
        self.point = drawdown.settle.point(self._decide)

    def due(self) -> None:
        """Mark that the day of a review has come."""
        self.is_due = True
        self.drawdown.settle.mark(self.point)

    def _decide(self) -> bool:
        """Measure the progress on the day of a review, or make its next response; return whether anything was done.

        Until lift has a pace, a review makes no response. If the milestone is not late, the review only favours sites
        and takes items back.
        """
        now = self.env.now
        if self.is_due:
            self.is_due = False
            seen = self.seen = self.progress.look(now)
            ends = seen.ends(now)
            self._note(LOOK, subject=seen.slowest(now), effect=ends)
            if not seen.paces[Step.LIFT].span:
                self.to_do = []
            elif pace.is_late(seen.remaining, ends, self.by - self.margin):
                self.to_do = list(self.kinds)
            else:
                self.to_do = [Response.FAVOUR] if Response.FAVOUR in self.kinds else []
                self.to_do += [Response.TAKE_BACK] if self.takes_back else []
            return True
        if not self.to_do:
            return False
        match self.to_do.pop(0):
            case Response.LIFT:
                self._ask()
            case Response.CALL:
                self._call()
            case Response.HOURS:
                self._lengthen()
            case Response.FAVOUR:
                self._favour()
            case Response.DISPOSE:
                self._give_up(leave=False)
            case Response.DEMOTE:
                self._give_up(leave=True)
            case Response.TAKE_BACK:
                self._take_back()
        return True

    def _note(self, kind: int, subject: int = -1, number: int = 0, granted: int = 0, **more: Any) -> None:
        """Record a row of the table `reviewed`: what the review saw, or one of its responses."""
        assert self.seen is not None
        per_day = pace.pace_per_day(*self.seen.paces[self.seen.slowest(self.env.now)].recent)
        items, kg, effect = more.get("items", 0), more.get("kg", 0), more.get("effect", self.env.now)
        row = (subject, number, granted, items, kg, effect, per_day, float(self.seen.remaining), more.get("price", nan))
        self.drawdown.recorder.reviewed.append((self.env.now, int(kind), *row))

    def _ask(self) -> None:
        """Request more of each lift for which no answer is pending and whose ceiling is not reached."""
        world = self.world
        for ask in world.rows("ask"):
            asked = self.asked[ask.lift]
            share = responses.lift_asked_for(asked.share, world.value(ask.factor_s), world.value(ask.ceiling_s))
            if not ask.call and responses.is_asked_for(self.env.now, asked.answer_at, share, asked.share):
                self._request(Response.LIFT, ask, share)

    def _call(self) -> None:
        """Call the first lift that has not been called, unless an earlier call is unanswered.

        If it is refused at once, call the next one too.
        """
        for ask in self.world.rows("ask"):
            asked = self.asked[ask.lift]
            if ask.call and not asked.times:
                self._request(Response.CALL, ask, 1.0)
                if asked.share:
                    return
            if ask.call and self.env.now < asked.answer_at:
                return

    def _request(self, kind: Response, ask: Any, share: float) -> None:
        """Request `share` times the planned amount of a lift; after a time, the request is granted or refused."""
        world, asked, lift = self.world, self.asked[ask.lift], self.world.rows("lift")[ask.lift]
        granted = world.chance(Stream.ASKED, lift.key, asked.times) < world.value(ask.granted_s)
        asked.answer_at = self.env.now + world.sample(ask.lag, Stream.ASKED_LAG, lift.key, asked.times)
        asked.times += 1
        asked.before = asked.share
        self._note(kind, ask.lift, asked.times, int(granted), effect=asked.answer_at)
        if granted:
            self.env.process(self._bring_granted(ask.lift, asked, share - asked.share))
            asked.share = share

    def _bring_granted(self, row: int, asked: Asked, share: float) -> Life:
        """Bring the granted lift from the answer on: missions with numbers of their own, or more tails.

        `share` is the amount that is added, as a multiple of the amount in the plan.
        """
        lift, begins, first = self.drawdown.tasking.lifts[row], asked.answer_at, asked.times * TRIPS
        if lift.spec.supply == Supply.RATE:
            yield from missions(self.drawdown, lift, granted_missions(self.world, row, begins, share, first), first)
            return
        yield self.env.at(begins)
        planned = max(1, self.world.whole(lift.spec.tails_s, 1))
        for _ in range(responses.tails_granted(share, planned)):
            self.env.process(tail(self.drawdown, lift, self.tails[row]))
            self.tails[row] += 1

    def _lengthen(self) -> None:
        """Lengthen the hours of stations and ramps from now on; a job under way keeps its end."""
        for row in self.world.rows("longer"):
            extra = self._longer(row)
            if extra <= self.added[row.site]:
                continue
            self.added[row.site] = extra
            calendars = [station.calendar for station in self.world.rows("station") if station.site == row.site]
            if max([*calendars, self.world.rows("site")[row.site].ramp]) < 0:
                continue  # all its stations and its ramp already work day and night
            self._note(Response.HOURS, row.site, granted=extra)
            for station in self.drawdown.stations:
                if station.spec.site == row.site:
                    now, hours = self.env.now, (station.opens, station.closes)
                    station.set_hours(longer_hours.station_hours(self.world, station.row, hours, extra, now))
                    own = enumerate(station.own.windows if station.own is not None else ())
                    longer = [longer_hours.server_hours(self.world, station.row, n, w, extra, now) for n, w in own]
                    station.set_hours_of_servers(longer)
            ramp = self.drawdown.ramps[row.site]
            ramp.set_hours(longer_hours.ramp_hours(self.world, row.site, ramp.ramp_hours, extra, self.env.now))

    def _longer(self, row: Any) -> int:
        """Return by how much the shifts of a site are longer than planned if they are lengthened once more [s]."""
        world = self.world
        return responses.longer_by(self.added[row.site], world.whole(row.extra_s), world.whole(row.ceiling_s))

    def _favour(self) -> None:
        """Set the turns in which lift goes to the sites that are behind, and remove the turns of all other sites."""
        for site, turn, ends in self.favour.changes(self.env.now):
            self._note(Response.FAVOUR, site, turn, int(turn > 0), effect=ends)

    def _is_last(self) -> bool:
        """Return whether no further review is held before the date of the milestone."""
        return not any(self.env.now < look < self.by for look in self.dates)

    def _obtainable(self) -> int:
        """Return the most lift that requests can still reach, in thousandths of the present lift.

        It is the smallest such value of any lift that the review may request; 1000 if there is no such lift.
        """
        rows = self.world.rows("ask") if Response.LIFT in self.kinds else []
        now, value = self.env.now, self.world.value
        ahead = [responses.lift_ahead(value(a.ceiling_s), self.asked[a.lift].amount(now)) for a in rows if not a.call]
        return min(ahead, default=1000)

    def _may_call(self) -> bool:
        """Return whether a lift may still be called, or the answer to a call is pending."""
        rows = self.world.rows("ask") if Response.CALL in self.kinds else []
        return any(
            a.call and (not self.asked[a.lift].times or self.env.now < self.asked[a.lift].answer_at) for a in rows
        )

    def _too_much(self, seen: Seen, is_last: bool) -> int:
        """Return how much cannot go in time [kg]: the larger of the excess at the stations and the excess at lift."""
        time, over = max(0, self.by - self.env.now - seen.way), 0
        for step in Step:
            measured = seen.paces[step]
            if step == Step.LIFT:
                most = 1000 if is_last else self._obtainable()
            elif not is_last and any(self._longer(row) > self.added[row.site] for row in self.world.rows("longer")):
                continue  # hours can still be lengthened, so the stations are not judged yet
            else:
                most = 1000
            if measured.span:
                fitting = pace.coming_through(*measured.best, most, time)
                if step == Step.LIFT:
                    planned = self._planned(self.by - seen.way)
                    hoped = pace.hoped_for(measured.done_ever, measured.span_ever, planned, time)
                    fitting = max(fitting, hoped * most // 1000)
                still_to_pass = measured.waiting, measured.ahead, measured.ahead_in_time
                over = max(over, pace.excess(*still_to_pass, measured.keeps_up, fitting))
        return over

    def _planned(self, by: int) -> int:
        """Return the weight that the lift of the plan is to carry from now until an instant [kg]."""
        return sum(
            pace.planned_in(self.env.now, by, lift.begins, lift.until, lift.kg)
            for lift in planned_lift(self.drawdown.plan)
        )

    def _give_up(self, leave: bool) -> None:
        """Give up (or with `leave`, leave behind) items that no longer fit, in the order of the disposition policy.

        Nothing is given up for a milestone that counts people. A review other than the last one gives nothing up before
        lift has run for a whole window, or while a lift may still be called.
        """
        seen, is_last = self.progress.look(self.env.now), self._is_last()
        lift = seen.paces[Step.LIFT]
        if self.people or not (is_last or (lift.span_ever >= self.window and not self._may_call())):
            return
        over = pace.part_of(self._too_much(seen, is_last), self.portion9, is_last)
        if over <= 0:
            return
        chosen, price = surplus.choose(self.drawdown, self.offered, over, leave)
        force = self.drawdown.force
        kg = sum(force.kg[mover] for mover, _ in chosen)
        if leave:
            self.drawdown.changes.leave([mover for mover, _ in chosen])
        else:
            for mover, way in chosen:
                self.drawdown.changes.give_up(mover, way)
                force.given_up.add(mover)
        kind = Response.DEMOTE if leave else Response.DISPOSE
        self._note(kind, items=len(chosen), kg=kg, price=price)

    def _take_back(self) -> None:
        """Take back given-up items that can still go in time at the recent pace.

        The items that the disposition policy would give up last come back first.
        """
        seen = self.progress.look(self.env.now)
        time = max(0, self.by - self.margin - self.env.now - seen.way)
        paces = [step for step in seen.paces if step.span]
        fitting = min(pace.coming_through(*step.recent, 1000, time) - step.waiting - step.ahead for step in paces)
        chosen = surplus.returning(self.drawdown, self.offered, fitting)
        for mover in chosen:
            self.drawdown.changes.take_back(mover)
        if chosen:
            self._note(Response.TAKE_BACK, items=len(chosen), kg=sum(self.drawdown.force.kg[mover] for mover in chosen))
