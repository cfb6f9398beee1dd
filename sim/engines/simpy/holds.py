"""Who may not go yet: counters of movers yet to leave, the holds they satisfy, and the floors that end with them."""

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
    """Says whether a hold would be satisfied if so many more had gone."""

    def __call__(self, hold: "Hold", going: "Going") -> bool:
        """Judge a hold as if so many of each lot had gone."""


Going = Mapping[int, int]
"""How many of each lot would be gone: judged *as if* a chalk had left."""
NOBODY: Going = {}


class Hold:
    """True once what it waits for has come, its date too, and its time has passed."""

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
        Turns how many leave each place into how many fewer there are (`routes.Routes.net`).
    on_clear
        Called when a hold clears, or its date has come (from then on it is judged as if a chalk had gone), so that
        what waited for it is looked at again.
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
        """Count out those of each lot who have left the country or were left behind."""
        for counter, counted in enumerate(self.counts):
            if not self.staging[counter]:
                self.left[counter] -= sum(many for row, many in gone.items() if row in counted)

    def one_staged(self, row: int) -> bool:
        """Count out one of a lot who is staged at its own site, or will not be; whether that made a condition true."""
        came_true = False
        for counter, counted in enumerate(self.counts):
            if self.staging[counter] and row in counted:
                self.left[counter] -= 1
                came_true = came_true or self.left[counter] == self.at_most[counter]
        return came_true

    def counted(self, rows: list[int]) -> bool:
        """Whether a hold that may be judged as if a chalk had gone counts any of these lots until they have left."""
        judged = [hold.spec for hold in self.holds if not hold.cleared and hold.then == 0]
        counts = [self.counts[at] for spec in judged for at in range(spec.first, spec.last) if not self.staging[at]]
        return any(row in counted for counted in counts for row in rows)

    def begin(self) -> None:
        """Start watching: some holds are satisfied from the start, some have a date."""
        dates = {date for hold in self.holds for date in (hold.not_before, hold.at_latest)}
        for instant in dates - {NEVER}:
            if instant > 0:
                self.env.call(instant, self._date_came)
        self.look()

    def _date_came(self) -> None:
        self.changed()
        self.on_clear()

    def lift(self, row: int) -> None:
        """Let a hold wait from now on for nothing but its hand-over time."""
        hold = self.holds[row]
        hold.not_before, hold.at_latest = min(hold.not_before, self.env.now), min(hold.at_latest, self.env.now)

    def changed(self) -> None:
        """Note that holds have to be judged anew: once all that is due has been applied, or the decision is made.

        Of what falls on one instant nothing comes first: who comes back as the last is counted out is counted too.
        """
        self.to_judge = True

    def look(self) -> None:
        """Clear every hold whose conditions hold now; one with a hand-over time clears when that has passed."""
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
            self.changed()  # others may wait for it
        self.on_clear()

    def _met_now(self, hold: Hold) -> bool:
        """Whether what a hold waits for has come."""
        return self._met(hold, NOBODY, NOBODY, attrgetter("cleared"))

    def _met(self, hold: Hold, going: Going, loaded: Going, judge: Callable[[Hold], bool]) -> bool:
        """Whether what a hold waits for has come if so many more of each lot had gone; of other holds by a judge."""
        if self.env.now >= hold.at_latest:
            return True
        counters = range(hold.spec.first, hold.spec.last)
        terms = [self.remain(counter, going, loaded) <= self.at_most[counter] for counter in counters]
        terms += [judge(other) for other in hold.after]
        return self._combined(hold, terms)

    def _combined(self, hold: Hold, terms: list[bool]) -> bool:
        """Whether enough of what a hold waits for has come: all of it, or any."""
        decisive = bool(hold.spec.any_one)
        return decisive if decisive in terms else holding.is_met_by_all(decisive, len(terms))

    def remain(self, counter: int, going: Going = NOBODY, loaded: Going = NOBODY) -> int:
        """Movers that a counter still counts."""
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
        """Whether a hold would be satisfied if a chalk, and all that is loaded, had gone."""
        if hold.cleared:
            return True
        if not holding.is_judged_ahead(self.env.now, hold.not_before, hold.then):
            return False
        return self._met(hold, self.net(going), self._loaded(), partial(self.as_if, going=going))

    def eventually(self, hold: Hold, going: Going) -> bool:
        """Whether only dates and hand-over times would still keep a hold if so many had gone."""
        if hold.under_way or hold.at_latest < NEVER:
            return True
        return self._met(hold, self.net(going), self._loaded(), partial(self.eventually, going=going))

    def due(self, hold: Hold, going: Going) -> bool:
        """Whether only its hand-over time would still keep a hold if so many had gone: its date has come."""
        if self.env.now < hold.not_before:
            return False
        if hold.under_way:
            return True
        return self._met(hold, self.net(going), self._loaded(), partial(self.due, going=going))

    def clearing(self, going: Going, bound: Callable[[int], bool], by: int) -> set[Hold]:
        """Return the holds that will clear while a chalk waits: what they count can leave without it.

        It is the least such set: none clears that counts too many who are in the chalk, bound to it, kept by a hold
        that does not clear, or not there in time; those that wait for one another never do.

        Parameters
        ----------
        going
            How many of each lot are in the chalk.
        bound
            Whether nothing else could take those of a lot who are staged.
        by
            Until when the chalk waits [s].
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
        """How many of those whom a counter counts cannot leave as long as a chalk waits and only some holds clear."""
        stay = 0
        for row in self.counts[counter]:
            lot = self.force.lots[row]
            if self.staging[counter]:
                late = lot.waiting - self.force.in_time(lot, by)
                held = 0 if lot.spec.begin_hold < 0 or self.holds[lot.spec.begin_hold] in clear else lot.held
                stay += holding.cannot_be_staged(lot.unstaged, late, held)
                continue
            there = lot.staged if bound(row) else going.get(row, 0)
            in_time, kept = self.force.in_time(lot, by), self._kept(lot, clear.__contains__)
            stay += holding.cannot_leave(lot.waiting, there, in_time, kept)
        return stay

    def _loaded(self) -> Going:
        return self.net(self.force.aboard)

    def together(
        self,
        lots: Iterable["Lot"],
        judge: "Judge",
        also: Going = NOBODY,
        there: Mapping[int, tuple[int, int]] | None = None,
    ) -> dict[int, int]:
        """Return how many of each lot could go if all of these (and `also`) went together.

        It is the largest such set: start with everybody, put off whom a hold or floor would still keep, look again.

        Parameters
        ----------
        there
            Of each lot, how many will be there, and how many of these will not have begun; None where everybody who is
            yet to leave is meant, and no date matters.
        """
        lots = [lot for lot in lots if lot.waiting]
        there = {lot.row: (lot.waiting, 0) for lot in lots} if there is None else there
        going = {row: many - kept for row, (many, kept) in there.items()}
        shrinks = True
        while shrinks:
            shrinks = False
            for lot in lots:
                kept = self._kept(lot, partial(judge, going={**also, **going}))
                due = there[lot.row][0]
                may = holding.may_go(due, kept_whole(due, kept, lot.spec.party))
                if may < going[lot.row]:
                    going[lot.row], shrinks = may, True
        return going

    def _kept(self, lot: "Lot", judge: Callable[[Hold], bool]) -> int:
        """How many of a lot its holds and floors keep: all of it, those who have not begun, or so many."""
        if lot.spec.board_hold >= 0 and not judge(self.holds[lot.spec.board_hold]):
            return lot.waiting
        floors = self.floors.get(lot.row, ())
        stay = max((least for least, hold in floors if not judge(hold)), default=0) if floors else 0
        if lot.spec.begin_hold >= 0 and not judge(self.holds[lot.spec.begin_hold]):
            stay = max(stay, lot.held)
        return stay

    def kept(self, lot: "Lot") -> int:
        """How many of a lot holds and floors keep now."""
        return self._kept(lot, attrgetter("cleared"))

    def board_hold(self, lot: "Lot") -> Hold | None:
        """Return the hold that keeps a lot from boarding now, if any."""
        row = lot.spec.board_hold
        return self.holds[row] if row >= 0 and not self.holds[row].cleared else None

    def begin_hold(self, lot: "Lot") -> Hold | None:
        """Return the hold that keeps a lot from beginning to process now, if any."""
        row = lot.spec.begin_hold
        return self.holds[row] if row >= 0 and not self.holds[row].cleared else None

    def floor(
        self, lot: "Lot", going: Going = NOBODY, as_if: bool = False, clear: Collection[Hold] = frozenset()
    ) -> int:
        """How many of a group must stay now (or if a chalk had gone, or some holds had cleared)."""
        floors = self.floors.get(lot.row)
        if floors is None:
            return 0
        ended = [hold in clear or (self.as_if(hold, going) if as_if else hold.cleared) for _, hold in floors]
        return max((least for (least, _), over in zip(floors, ended, strict=True) if not over), default=0)

    def lifted_at(self, lot: "Lot") -> int:
        """Instant at which the last cleared hold of a lot (boarding or floor) cleared [s]; 0 if it has none."""
        holds = [hold for _, hold in self.floors.get(lot.row, ())]
        if lot.spec.board_hold >= 0:
            holds.append(self.holds[lot.spec.board_hold])
        return max((hold.cleared_at for hold in holds if hold.cleared), default=0)
