"""What keeps movers from going: holds, the counters in the conditions of holds, and floors, each ended by a hold."""

from collections.abc import Callable, Collection, Iterable, Mapping
from functools import partial
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Protocol

from simpy.events import Event

from sim.model import holding
from sim.model.calendars import NEVER
from sim.model.parties import kept_whole
from sim.model.world.conditions import at_most

if TYPE_CHECKING:
    from sim.engines.simpy.force import Force
    from sim.engines.simpy.lot import Lot
    from sim.engines.simpy.settle import Environment
    from sim.model.world import World


class Judge(Protocol):
    """A function that judges a hold as if more members had left."""

    def __call__(self, hold: "Hold", going: "Going") -> bool:
        """Return whether a hold would be satisfied if `going` members of each lot had left."""


Going = Mapping[int, int]
"""Number of members of each lot to count as gone: holds are judged *as if* a chalk had left."""
NO_MOVERS: Going = {}


class Hold:
    """A hold: its hand-over time begins when its conditions are met, or at `at_latest`, but not before `not_before`.

    Attributes
    ----------
    then
        Hand-over time [s]; when it is over, the hold clears.
    under_way, opens_at
        Whether its hand-over time has begun; when this time ends [s], NEVER until it has begun.
    known
        When it will open, for lifts requested ahead (`ahead.py`) [s]; NEVER while that is not known.
    after
        Holds whose clearing is a condition of this one.
    """

    def __init__(self, env: "Environment", spec: Any, then: int) -> None:
        self.spec, self.then = spec, then
        self.not_before, self.at_latest = int(spec.not_before), int(spec.at_latest)
        self.cleared = False
        self.cleared_at = self.opens_at = self.known = NEVER
        self.under_way = False
        self.opens: Event = env.event()
        self.after: list[Hold] = []


class Holds:
    """All counters, holds and floors of a drawdown.

    Parameters
    ----------
    net
        Subtracts, from the numbers that leave each place, the members who come to it (`routes.Routes.net`).
    on_clear
        Called when a hold clears, and on the dates of holds, so that what waits for the hold is checked again. From its
        date `not_before` on, a hold may be judged as if a chalk had left.

    Attributes
    ----------
    counts, staging, left, at_most
        Of each counter: its lots, whether it counts until staging, how many it counts now, and how many may remain.
    """

    def __init__(
        self,
        env: "Environment",
        world: "World",
        force: "Force",
        net: Callable[[Going], Going],
        on_clear: Callable[[], None],
    ) -> None:
        self.env, self.force, self.on_clear = env, force, on_clear
        self.to_judge = True
        self.on_judged: Callable[[], None] | None = None
        self.net = net
        self.holds = [Hold(env, spec, world.whole(spec.then_s)) for spec in world.rows("hold")]
        afters = world.rows("after")
        self.with_afters = len(afters) > 0
        for hold in self.holds:
            hold.after = [self.holds[row.hold] for row in afters[hold.spec.after : hold.spec.after_last]]
        self.at_most: list[int] = at_most(world).tolist()
        self.counts = [frozenset(int(lot) for lot in row.nonzero()[0]) for row in world.plan.counts]
        self.staging = [bool(counter.staging) for counter in world.rows("counter")]
        self.left = [sum(force.lots[row].to_leave for row in counted) for counted in self.counts]
        self.floors: dict[int, list[tuple[int, Hold]]] = {}
        for floor in world.rows("floor"):
            entry = (world.whole(floor.at_least_s), self.holds[floor.hold])
            self.floors.setdefault(floor.lot, []).append(entry)

    def fewer(self, gone: Going) -> None:
        """Subtract, from counters of movers yet to leave, the members of each lot that have gone."""
        for counter, counted in enumerate(self.counts):
            if not self.staging[counter]:
                self.left[counter] -= sum(many for row, many in gone.items() if row in counted)

    def one_staged(self, row: int) -> bool:
        """Subtract a member of a lot from counters of movers yet to be staged; return whether this meets a condition.

        The member has been staged at its own site, or never will be.
        """
        met = False
        for counter, counted in enumerate(self.counts):
            if self.staging[counter] and row in counted:
                self.left[counter] -= 1
                met = met or self.left[counter] == self.at_most[counter]
        return met

    def counted(self, rows: list[int]) -> bool:
        """Return whether an uncleared hold without hand-over time counts members of these lots until they leave."""
        judged = [hold.spec for hold in self.holds if not hold.cleared and hold.then == 0]
        counts = [self.counts[at] for spec in judged for at in range(spec.first, spec.last) if not self.staging[at]]
        return any(row in counted for counted in counts for row in rows)

    def begin(self) -> None:
        """Judge the holds at the start, and schedule checks on their dates."""
        dates = {date for hold in self.holds for date in (hold.not_before, hold.at_latest)}
        for instant in dates - {NEVER}:
            if instant > 0:
                self.env.call(instant, self._date_came)
        self.look()

    def _date_came(self) -> None:
        self.changed()
        self.on_clear()

    def lift(self, row: int) -> None:
        """Lift a hold: from now on it waits only for its hand-over time."""
        hold = self.holds[row]
        hold.not_before, hold.at_latest = min(hold.not_before, self.env.now), min(hold.at_latest, self.env.now)

    def changed(self) -> None:
        """Mark holds to be judged again once all events due now have been applied, or the present decision is made.

        Holds are not judged between events: if one mover comes back as the last one leaves, the hold does not clear.
        """
        self.to_judge = True

    def look(self) -> None:
        """Clear every hold whose dates and conditions allow it; one with a hand-over time clears after that time."""
        judged = self.to_judge
        while self.to_judge:
            self.to_judge = False
            for hold in self.holds:
                if not hold.under_way and self.env.now >= hold.not_before and self._met_now(hold):
                    hold.under_way, hold.opens_at = True, self.env.now + hold.then
                    if hold.then == 0:
                        self._clear(hold)
                    else:
                        self.env.call(self.env.now + hold.then, partial(self._clear, hold))
        if judged and self.on_judged is not None:
            self.on_judged()

    def _clear(self, hold: Hold) -> None:
        hold.cleared, hold.cleared_at = True, self.env.now
        hold.opens.succeed()
        if self.with_afters:
            self.changed()  # other holds may wait for this one
        self.on_clear()

    def _met_now(self, hold: Hold) -> bool:
        """Return whether the conditions of a hold are met, or its latest date has come."""
        return self._met(hold, NO_MOVERS, NO_MOVERS, attrgetter("cleared"))

    def _met(self, hold: Hold, going: Going, loaded: Going, judge: Callable[[Hold], bool]) -> bool:
        """Return what `_met_now` would return if `going` and `loaded` of each lot had left.

        `judge` returns whether another hold, for which this one waits, counts as cleared.
        """
        if self.env.now >= hold.at_latest:
            return True
        counters = range(hold.spec.first, hold.spec.last)
        terms = [self.remain(counter, going, loaded) <= self.at_most[counter] for counter in counters]
        terms += [judge(other) for other in hold.after]
        return self._combined(hold, terms)

    def _combined(self, hold: Hold, terms: list[bool]) -> bool:
        """Return whether all of a hold's conditions are true or, if any one is enough, at least one of them."""
        decisive = bool(hold.spec.any_one)  # a condition with this value settles the result
        return decisive if decisive in terms else holding.is_met_by_all(decisive, len(terms))

    def remain(self, counter: int, going: Going = NO_MOVERS, loaded: Going = NO_MOVERS) -> int:
        """Return the number of movers that a counter would still count if `going` and `loaded` had left."""
        counted = self.counts[counter]
        left = self.left[counter]
        if self.staging[counter]:
            lots = [(self.force.lots[row], many) for row, many in going.items() if row in counted]
            return left - sum(holding.unstaged_among(many, lot.staged, lot.unstaged) for lot, many in lots)
        for gone in (going, loaded):
            for row, many in gone.items():
                if row in counted:
                    left -= many
        return left

    def as_if(self, hold: Hold, going: Going) -> bool:
        """Return whether a hold would clear at once if `going`, and everything loaded, had left."""
        if hold.cleared:
            return True
        if not holding.is_judged_ahead(self.env.now, hold.not_before, hold.then):
            return False
        return self._met(hold, self.net(going), self._loaded(), partial(self.as_if, going=going))

    def eventually(self, hold: Hold, going: Going) -> bool:
        """Return whether only dates and hand-over times would keep a hold if `going`, and all loaded, had left."""
        if hold.under_way or hold.at_latest < NEVER:
            return True
        return self._met(hold, self.net(going), self._loaded(), partial(self.eventually, going=going))

    def due(self, hold: Hold, going: Going) -> bool:
        """Return whether only hand-over times would keep a hold if `going`, and all loaded, had left."""
        if self.env.now < hold.not_before:
            return False
        if hold.under_way:
            return True
        return self._met(hold, self.net(going), self._loaded(), partial(self.due, going=going))

    def clearing(self, going: Going, bound: Callable[[int], bool], by: int) -> set[Hold]:
        """Return the holds that have cleared, whose hand-over time has begun, or that will clear while a chalk waits.

        Movers count as unable to leave meanwhile if they are in the chalk, can leave only with its lift, are kept by a
        hold that does not clear, or do not arrive in time. Holds that wait for one another do not clear.

        Parameters
        ----------
        going
            Members of each lot in the chalk.
        bound
            Returns whether a lot at the site of this chalk can leave only with the lift of the chalk.
        by
            Instant until which the chalk waits [s].
        """
        clear = {hold for hold in self.holds if hold.cleared or hold.under_way}
        grows = True
        while grows:
            grows = False
            for hold in self.holds:
                if hold in clear or not holding.can_clear_by(by, hold.not_before, hold.then):
                    continue
                counters = range(hold.spec.first, hold.spec.last)
                terms = [self._stay(at, going, bound, clear, by) <= self.at_most[at] for at in counters]
                terms += [other in clear for other in hold.after]
                if holding.can_clear_by(by, hold.at_latest, hold.then) or self._combined(hold, terms):
                    clear.add(hold)
                    grows = True
        return clear

    def _stay(self, counter: int, going: Going, bound: Callable[[int], bool], clear: set[Hold], by: int) -> int:
        """Return how many movers a counter still counts after a chalk has waited, if only holds in `clear` clear."""
        stay = 0
        for row in self.counts[counter]:
            lot = self.force.lots[row]
            if self.staging[counter]:
                late = lot.waiting - self.force.in_time(lot, by)
                held = 0 if lot.spec.begin_hold < 0 or self.holds[lot.spec.begin_hold] in clear else lot.held
                stay += holding.cannot_be_staged(lot.unstaged, late, held)
                continue
            with_chalk = lot.staged if bound(row) else going.get(row, 0)
            in_time, kept = self.force.in_time(lot, by), self._kept(lot, clear.__contains__)
            stay += holding.cannot_leave(lot.waiting, with_chalk, in_time, kept)
        return stay

    def _loaded(self) -> Going:
        return self.net(self.force.aboard)

    def together(
        self,
        lots: Iterable["Lot"],
        judge: "Judge",
        also: Going = NO_MOVERS,
        present: Mapping[int, tuple[int, int]] | None = None,
    ) -> dict[int, int]:
        """Return how many of each lot could go if members of all these lots (and `also`) went together.

        The numbers are the largest possible: the search starts with all members and removes those that a hold or floor
        would still keep, until none is removed.

        Parameters
        ----------
        present
            For each lot, how many members will be at the place, and how many of these cannot go yet; None for all
            members yet to leave, whatever their dates.
        """
        lots = [lot for lot in lots if lot.waiting]
        present = {lot.row: (lot.waiting, 0) for lot in lots} if present is None else present
        going = {row: many - kept for row, (many, kept) in present.items()}
        shrinks = True
        while shrinks:
            shrinks = False
            for lot in lots:
                kept = self._kept(lot, partial(judge, going={**also, **going}))
                due = present[lot.row][0]
                may = holding.may_go(due, kept_whole(due, kept, lot.spec.party))
                if may < going[lot.row]:
                    going[lot.row], shrinks = may, True
        return going

    def _kept(self, lot: "Lot", judge: Callable[[Hold], bool]) -> int:
        """Return how many of a lot its holds and floors keep; `judge` returns whether a hold counts as cleared."""
        if lot.spec.board_hold >= 0 and not judge(self.holds[lot.spec.board_hold]):
            return lot.waiting
        floors = self.floors.get(lot.row, ())
        stay = max((least for least, hold in floors if not judge(hold)), default=0) if floors else 0
        if lot.spec.begin_hold >= 0 and not judge(self.holds[lot.spec.begin_hold]):
            stay = max(stay, lot.held)
        return stay

    def kept(self, lot: "Lot") -> int:
        """Return how many of a lot are kept by holds and floors now."""
        return self._kept(lot, attrgetter("cleared"))

    def board_hold(self, lot: "Lot") -> Hold | None:
        """Return the hold that keeps a lot from boarding now, if any."""
        row = lot.spec.board_hold
        return self.holds[row] if row >= 0 and not self.holds[row].cleared else None

    def begin_hold(self, lot: "Lot") -> Hold | None:
        """Return the hold that keeps a lot from beginning now, if any."""
        row = lot.spec.begin_hold
        return self.holds[row] if row >= 0 and not self.holds[row].cleared else None

    def floor(
        self, lot: "Lot", going: Going = NO_MOVERS, as_if: bool = False, clear: Collection[Hold] = frozenset()
    ) -> int:
        """Return how many of a group its floors keep; with `as_if`, how many they would keep if `going` had left.

        The holds in `clear` count as cleared.
        """
        floors = self.floors.get(lot.row)
        if floors is None:
            return 0
        ended = [hold in clear or (self.as_if(hold, going) if as_if else hold.cleared) for _, hold in floors]
        return max((least for (least, _), over in zip(floors, ended, strict=True) if not over), default=0)

    def lifted_at(self, lot: "Lot") -> int:
        """Return when a hold on boarding, or a hold that ends a floor, last cleared for a lot [s]; 0 if none has."""
        holds = [hold for _, hold in self.floors.get(lot.row, ())]
        if lot.spec.board_hold >= 0:
            holds.append(self.holds[lot.spec.board_hold])
        return max((hold.cleared_at for hold in holds if hold.cleared), default=0)
