"""Crews: a pool for each lift, with duty days and rest; a crew begins no leg that would end after its duty day."""

from collections.abc import Generator
from functools import partial
from typing import TYPE_CHECKING

from simpy.events import Event

from sim.engines.simpy.numbered import LONG_AGO
from sim.engines.simpy.planning import leaves_for
from sim.model import calendars, duty
from sim.model.calendars import NEVER
from sim.model.terms import Fate

if TYPE_CHECKING:
    from sim.engines.simpy.drawdown import Drawdown
    from sim.engines.simpy.lift import Lift
    from sim.engines.simpy.sortie import Sortie

Life = Generator[Event, int, int]
"""A part of the process of a sortie; it returns an instant [s]."""
Asked = tuple[int, "Sortie", int, Event]
"""(when a sortie asked for a crew [s], the sortie, when it is to leave [s], the event whose value is the departure)"""
INBOUND, OUTBOUND = 0, 1
"""The leg from home to the site, and the leg out."""

__all__ = ["Crews", "crews_of", "report", "stand_down"]


class Crews:
    """Crews of one lift.

    Attributes
    ----------
    waiting
        Sorties that wait at home for a crew.
    rested
        When each crew will be, or was, rested [s]; NEVER while it is aboard.
    off
        When each crew that is not aboard came off its last sortie [s].
    duty
        When the duty day of each crew began [s].
    most, rest, reports
        Longest duty day, rest after it, and time from reporting for duty to departure [s].
    """

    def __init__(self, drawdown: "Drawdown", lift: "Lift") -> None:
        world, spec = drawdown.world, lift.spec
        self.drawdown, self.env, self.lift = drawdown, drawdown.env, lift
        many = max(1, world.whole(spec.crews_s))
        self.most, self.rest, self.reports = (world.whole(s) for s in (spec.duty_s, spec.rest_s, spec.report_s))
        self.rested = [LONG_AGO] * many
        self.off = [LONG_AGO] * many
        self.duty = [LONG_AGO] * many
        self.waiting: list[Asked] = []
        self.point = drawdown.settle.point(self._decide)

    def last_start(self, sortie: "Sortie") -> int:
        """Return the last instant at which the crew aboard may begin the leg out and end it within its duty day [s].

        Hours in which a lift rests on its way do not count as duty.
        """
        return duty.last_start(self.duty[sortie.crew], self.most, self.lift.leg_time(sortie, OUTBOUND))

    def can_go_on(self, sortie: "Sortie") -> bool:
        """Return whether a sortie has a crew aboard that may begin the leg out now."""
        return sortie.crew >= 0 and self.env.now <= self.last_start(sortie)

    def any_rested(self) -> bool:
        """Return whether a rested crew is available."""
        return min(self.rested) <= self.env.now

    def rested_since(self) -> int:
        """Return when the crew that is taken next became rested [s]."""
        return min(self.rested)

    def depart(self, sortie: "Sortie") -> None:
        """Let a sortie take off with its crew or, if it has none, with the crew that has been rested longest."""
        if sortie.crew < 0:
            self._aboard(sortie, self.rested.index(min(self.rested)), self.env.now)
        self._note(sortie, OUTBOUND, sortie.ready, self.env.now)

    def ask(self, sortie: "Sortie", leaves: int) -> Event:
        """Return an event that happens when a sortie at home has a crew; its value is the instant of departure [s].

        The sortie is to leave at `leaves` [s], which has already passed if it was tasked late.
        """
        answer = self.env.event()
        self.waiting.append((self.env.now, sortie, leaves, answer))
        self.drawdown.settle.mark(self.point)
        return answer

    def _decide(self) -> bool:
        """Give a crew to one sortie at home, or wave the sortie off; return whether that was possible.

        It is the sortie that has waited longest, of those that can fly and for which there is a crew. If there is none,
        all sorties that ask for a crew count as staying at home.
        """
        able = [asked for asked in self.waiting if self._can_fly(asked[0], asked[1])]
        for asked in sorted(able, key=lambda asked: (asked[0], asked[1].row)):
            crew = self._crew_for(asked[1])
            if crew >= 0:
                return self._give(asked, crew)
        return self._all_stay()

    def _crew_for(self, sortie: "Sortie") -> int:
        """Return the crew that a sortie would take now: one still on duty before a rested one; -1 for none."""
        crew = self._still_on_duty(self.lift.leg_time(sortie, INBOUND))
        return crew if crew >= 0 or not self.any_rested() else self.rested.index(min(self.rested))

    def _give(self, asked: "Asked", crew: int) -> bool:
        """Give a crew to a sortie that asked for one, or wave the sortie off if nothing is left for it; return True."""
        since, sortie, leaves, answer = asked
        self.waiting.remove(asked)
        if sortie.waits_at_home:
            arrives = self.env.now + self.lift.on_the_way(sortie, INBOUND, self.env.now)
            self.drawdown.tasking.look_again(sortie, arrives)
            if sortie.fate == Fate.WAVED_OFF:
                answer.succeed(self.env.now)
                return True
        leg, day = self.lift.leg_time(sortie, INBOUND), (self.duty[crew], self.most)
        departs = duty.departs(self.env.now, since, leaves, leg, *day, self.rested[crew], self.off[crew])
        self._aboard(sortie, crew, departs)
        self._note(sortie, INBOUND, since, departs)
        answer.succeed(departs)
        return True

    def _all_stay(self) -> bool:
        """Mark all sorties that ask for a crew as staying at home; return False: no decision is possible now."""
        for _, sortie, _, _ in self.waiting:
            self.drawdown.tasking.stays(sortie)
        return False

    def _can_fly(self, since: int, sortie: "Sortie") -> bool:
        """Return whether the tail of a sortie can fly now and, if the sortie has waited, would arrive in open hours.

        If not, schedule another check.
        """
        now, due = self.env.now, self.env.now
        if self.lift.spec.capable_s >= 0:
            due = calendars.next_open(*self.lift.works(sortie), now)
        if due == now > since:
            due = leaves_for(self.lift, sortie, INBOUND, now, self.drawdown.world.airfield[sortie.site])
        if due > self.env.now and sortie.waits_until != due:
            sortie.waits_until = due
            self.env.call(due, partial(self.drawdown.settle.mark, self.point))
        return due <= self.env.now

    def _still_on_duty(self, leg: int) -> int:
        """Return the crew at home, not rested yet, whose duty day still covers a leg; -1 if there is none.

        If there are several, it is the crew that came off its last sortie first.
        """
        now = self.env.now
        able = [
            (self.off[crew], crew)
            for crew, rested in enumerate(self.rested)
            if duty.is_on_duty_for(now, leg, self.duty[crew], self.most, rested)
        ]
        return min(able)[1] if able else -1

    def _aboard(self, sortie: "Sortie", crew: int, departs: int) -> None:
        """Put a crew on a sortie that departs at an instant [s]; a rested crew begins its duty day when it reports."""
        if self.rested[crew] <= departs:
            self.duty[crew] = departs - self.reports
        sortie.crew, self.rested[crew] = crew, NEVER

    def stand_down(self, sortie: "Sortie") -> None:
        """Take the crew, if any, off a sortie; its rest begins."""
        if sortie.crew < 0:
            return
        now, crew = self.env.now, sortie.crew
        sortie.crew, self.off[crew], self.rested[crew] = -1, now, now + self.rest
        self.env.call(now + self.rest, self._changed)
        self._changed()

    def _changed(self) -> None:
        """Mark that a crew has come off a sortie, or is rested."""
        self.drawdown.settle.mark(self.point)
        for ramp in self.drawdown.ramps:
            ramp.departures.mark()

    def _note(self, sortie: "Sortie", which: int, since: int, departs: int) -> None:
        """Record that the crew of a sortie departs on a leg, for which the sortie has waited since `since` [s]."""
        arrives = departs + self.lift.leg_time(sortie, which)
        row = (self.lift.row, sortie.crew, sortie.row, which, since, self.duty[sortie.crew], departs, arrives)
        self.drawdown.recorder.duties.append(row)


def crews_of(drawdown: "Drawdown", lift: "Lift") -> Crews | None:
    """Return the crews of a lift; None if the lift states no limit of crews."""
    return Crews(drawdown, lift) if lift.spec.crews_s >= 0 else None


def report(drawdown: "Drawdown", sortie: "Sortie", arrives: int) -> Life:
    """Wait at home for a crew; return when the sortie will be at its site [s], which is not before `arrives`."""
    env, crews = drawdown.env, drawdown.crews[sortie.lift.row]
    assert crews is not None
    leaves = arrives - sortie.lift.leg_time(sortie, INBOUND)
    if leaves > env.now:
        yield env.at(leaves)
    departs: int = yield crews.ask(sortie, leaves)
    return arrives if departs == leaves else max(arrives, departs + sortie.lift.on_the_way(sortie, INBOUND, departs))


def stand_down(drawdown: "Drawdown", sortie: "Sortie", home: int) -> None:
    """Take the crew off a sortie at `home` [s], when the sortie is home again, or now if that instant has passed."""
    crews = drawdown.crews[sortie.lift.row]
    if crews is None or sortie.crew < 0:
        return
    if home > drawdown.env.now:
        drawdown.env.call(home, partial(crews.stand_down, sortie))
    else:
        crews.stand_down(sortie)
