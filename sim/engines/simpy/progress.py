"""What a review sees: how much is still to leave, and the pace of each step.

A review uses what has happened so far, and the known dates of arrivals and releases.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sim.model import pace
from sim.model.calendars import NEVER
from sim.model.terms import Fate, Left, Step

if TYPE_CHECKING:
    from sim.engines.simpy.drawdown import Drawdown
    from sim.engines.simpy.lot import Lot

__all__ = ["Pace", "Progress", "Seen"]

RETAINED = int(Fate.RETAINED)


@dataclass(frozen=True)
class Pace:
    """The pace of one step (the stations, or lift). All amounts are in kg, or in people if the milestone counts people.

    A mover begins (its way through the steps) when it has arrived and is released.

    Attributes
    ----------
    waiting, ahead
        The amount that has yet to pass the step and has begun or may begin now; the amount that begins later.
    ahead_in_time, last
        The part of `ahead` that begins by the date of the milestone; when the last mover of `ahead` begins [s].
    done, span
        The amount that passed the step within the last `span` seconds; a span of 0 means that there is no pace yet.
    done_lately
        The amount that passed the step within the last `pace.lately(span)` seconds: the last half of a span of
        two days or more, otherwise the whole span.
    done_ever, span_ever
        The amount that has passed the step so far, and the time since the first mover passed it [s].
    """

    waiting: int
    ahead: int
    ahead_in_time: int
    last: int
    done: int
    span: int
    done_lately: int
    done_ever: int
    span_ever: int

    @property
    def keeps_up(self) -> bool:
        """Whether `waiting` is at most `done`."""
        return pace.keeps_up(self.waiting, self.done)

    @property
    def recent(self) -> tuple[int, int]:
        """The faster of the paces in the whole span and in its last half, as (amount, time [s])."""
        half = pace.lately(self.span)
        if pace.is_faster(self.done_lately, half, self.done, self.span):
            return self.done_lately, half
        return self.done, self.span

    @property
    def best(self) -> tuple[int, int]:
        """The faster of the recent pace and the pace since the first mover passed the step, as (amount, time [s])."""
        recent = self.recent
        return (self.done_ever, self.span_ever) if pace.is_faster(self.done_ever, self.span_ever, *recent) else recent

    def ends(self, now: int) -> int:
        """Return when everything would have passed the step at its recent pace [s]; NEVER if it cannot be projected."""
        return pace.projected(now, self.waiting, self.ahead, self.last, self.keeps_up, *self.recent)


@dataclass(frozen=True)
class Seen:
    """What a review sees.

    Attributes
    ----------
    remaining
        The amount that is still to leave [kg or people].
    way
        Mean time of the leg that leads out [s]; 0 if no mover has set out on it, or if the milestone counts movers as
        soon as they leave their site.
    paces
        The pace of each step, in the order of `terms.Step`.
    """

    remaining: int
    way: int
    paces: tuple[Pace, Pace]

    def slowest(self, now: int) -> int:
        """Return the step that would end last: lift if both would end at once, or if the stations have no pace."""
        stations, lift = self.paces
        later = stations.span > 0 and stations.ends(now) > lift.ends(now)
        return int(Step.STATIONS if later else Step.LIFT)

    def ends(self, now: int) -> int:
        """Return when all would be out at the pace of the slowest step [s]; NEVER if it cannot be projected."""
        if self.remaining <= 0:
            return now if self.paces[Step.LIFT].span else NEVER
        ends = self.paces[self.slowest(now)].ends(now)
        return ends + self.way if ends < NEVER else NEVER


class Progress:
    """Measures the progress of some lots towards a milestone.

    With `of_one`, the lots are those of one site, and the measured pace of lift is that of departures from this site.

    Attributes
    ----------
    by, people, of_site, settled
        Date of the milestone [s]; whether it counts people rather than weight; whether it asks only that movers leave
        their sites; whether it counts movers handed over, sold, destroyed or retained as done.
    gone
        When each mover left its site, if the milestone asks for no more or `of_one` is set; otherwise, when it set out
        on the leg that leads out of the country [s]. NEVER until then.
    share9
        Share of the lots that the milestone asks for, in billionths.
    """

    def __init__(
        self, drawdown: "Drawdown", milestone: Any, lots: list["Lot"], window: int, of_one: bool = False
    ) -> None:
        self.drawdown, self.force, self.lots, self.window = drawdown, drawdown.force, lots, window
        self.by, self.people = int(milestone.by), int(milestone.of) == 1
        self.of_site, self.settled = int(milestone.left) != Left.COUNTRY, bool(milestone.settled)
        self.gone = self.force.off if self.of_site or of_one else self.force.last_leg
        self.share9 = pace.billionths(float(milestone.share))

    def look(self, now: int) -> Seen:
        """Return what a review sees at an instant."""
        force = self.force
        members = [mover for lot in self.lots for mover in lot.members]
        stationed = {mover for lot in self.lots if lot.spec.first < lot.spec.last for mover in lot.members}
        to_ship = [mover for mover in members if force.to_ship(mover)]
        here = [mover for mover in to_ship if self.gone[mover] == NEVER]
        later = [mover for mover in here if self._begins(mover) > now]
        may_begin = self._sum(here) - self._sum(later)
        at_work = [mover for mover in here if mover in stationed and force.processed[mover] == NEVER]
        unprepared = self._sum(mover for mover in at_work if self._begins(mover) <= now)

        done = self._sum(mover for mover in members if self._is_done(mover))
        not_done = self._sum(here if self.of_site else to_ship)
        remaining = pace.still_to_leave(self.share9, self._sum(members), done, not_done)
        to_go = max(0, remaining - (not_done - self._sum(here)))  # movers on their last leg need no more lift
        ahead = max(0, to_go - may_begin)
        last, in_time = self._of_plan(later, ahead, now)
        ready = ((force.processed[mover], mover) for mover in stationed if 0 < force.processed[mover] <= now)
        left = ((self.gone[mover], mover) for mover in members if self.gone[mover] <= now)
        waiting = max(0, to_go - ahead - (may_begin - unprepared))
        to_prepare = min(ahead, self._sum(mover for mover in later if mover in stationed))
        stations = self._pace(now, waiting, to_prepare, min(to_prepare, in_time), last, ready)
        lift = self._pace(now, to_go - ahead, ahead, in_time, last, left)
        return Seen(remaining, self._way(members, now), (stations, lift))

    def behind(self, now: int, latest: int) -> tuple[int, int]:
        """Return how far a site is behind the date `latest` [s] (`pace.behind`), and when all would be out [s]."""
        seen = self.look(now)
        stations, lift = seen.paces
        begun = any(self.gone[mover] < NEVER for lot in self.lots for mover in lot.members)
        ends = pace.projected(now, lift.waiting, lift.ahead, lift.last, lift.keeps_up, *lift.best)
        ends = ends + seen.way if ends < NEVER else NEVER
        prepared = lift.waiting - stations.waiting
        return pace.behind(prepared, seen.remaining, now, begun, lift.span, ends, latest), ends

    def _sum(self, movers: Iterable[int]) -> int:
        """Return the amount of some movers in the unit of the milestone: people, or kilograms."""
        return sum(1 for _ in movers) if self.people else sum(self.force.kg[mover] for mover in movers)

    def _is_done(self, mover: int) -> bool:
        """Return whether a mover counts as done for the milestone."""
        force = self.force
        if self.of_site and (self.gone[mover] < NEVER or force.fate[mover] == RETAINED):
            return True
        return pace.is_done(force.fate[mover], force.lot_of(mover).required, self.settled)

    def _begins(self, mover: int) -> int:
        """Return when a mover may begin at the earliest according to its dates [s]; 0 once it has begun."""
        force = self.force
        if force.released[mover] < NEVER and mover not in force.barred:
            return 0
        lot, index = force.lots[force.home[mover]], force.index[mover]
        hidden = lot.spec.surprises and force.arrived[mover] == NEVER  # its date is not known: it may come at once
        return max(self.drawdown.env.now + 1 if hidden else lot.arrives[index], lot.release[index])

    def _of_plan(self, later: list[int], ahead: int, now: int) -> tuple[int, int]:
        """Return when the amount `ahead` of the movers `later` will have begun [s], and the part that begins in time.

        The movers `later` all begin after now, and the first to begin make up the amount. The part in time begins by
        the date of the milestone.
        """
        last, begun, in_time = now, 0, 0
        for begins, mover in sorted((self._begins(mover), mover) for mover in later):
            if begun >= ahead:
                break
            last, begun = begins, begun + self._sum([mover])
            in_time = begun if begins <= self.by else in_time
        return last, min(ahead, in_time)

    def _pace(
        self, now: int, waiting: int, ahead: int, in_time: int, last: int, through: Iterator[tuple[int, int]]
    ) -> Pace:
        """Return the pace of a step; `through` yields (instant [s], mover) for each mover that has passed the step."""
        passed = list(through)
        span_ever = now - min(passed, default=(now, 0))[0]
        span = pace.seen_over(self.window, span_ever)
        if not span:
            return Pace(waiting, ahead, in_time, last, 0, 0, 0, 0, 0)
        done = self._sum(mover for at, mover in passed if at >= now - span)
        lately = self._sum(mover for at, mover in passed if at >= now - pace.lately(span))
        done_ever = self._sum(mover for _, mover in passed)
        return Pace(waiting, ahead, in_time, last, done, span, lately, done_ever, span_ever)

    def _way(self, members: list[int], now: int) -> int:
        """Return the mean time of the leg that leads out [s], over all movers that have set out on it; 0 for none.

        A leg under way counts up to now. The result is also 0 if the milestone asks only that movers leave their sites.
        """
        if self.of_site:
            return 0
        force = self.force
        times = [min(now, force.up[mover]) - self.gone[mover] for mover in members if self.gone[mover] <= now]
        return sum(times) // len(times) if times else 0
