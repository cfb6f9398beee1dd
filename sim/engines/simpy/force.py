"""The state of the force at an instant: where each mover is, and the counts used by decisions."""

from bisect import bisect_left, bisect_right, insort
from typing import TYPE_CHECKING

from sim.engines.simpy.lot import Lot
from sim.model import counts
from sim.model.calendars import NEVER
from sim.model.rules import sort_of
from sim.model.terms import Fate, Way

if TYPE_CHECKING:
    from sim.model.world import World

OPEN = int(Fate.OPEN)
Staged = tuple[int, int, int, int, int, int]
"""A staged mover: (rank, waiting since [s], tie-break, mover, row of its lot, index in the lot).

Staged movers of a site are taken in ascending order of these tuples.
"""


class Force:
    """All movers by number, their instants, and the movers staged at each site.

    Attributes
    ----------
    kg, mpos, litres, lot, index
        Of each mover: weight [kg], thousandths of a pallet position, volume [l], lot, and index in that lot.
    seat, category
        Seats that each mover takes (1 or 0), and its category and load class as one number (`rules.sort_of`).
    lightest
        Smallest weight of any mover [kg].
    arrived, released, staged_at, up, left
        When each mover arrived, was released, was last staged in country, left the country, and was left behind or
        disposed of [s]; NEVER until then.
    sortie, fate
        Row of the sortie that each mover rides, or that carried it out (-1: none); each mover's fate (`terms.Fate`).
    staged
        Movers waiting for lift at each site, in the order in which they are taken.
    way
        Planned way of each mover (`terms.Way`).
    attempts
        Number of visits of each mover to each station so far; no entry for a station to which it has not come.
    aboard
        Number of members of each lot on sorties that have not taken off; lots without any have no entry.
    of_site
        Lots at each site, including stops.
    home
        Group or lot of each mover; `lot` is its present place, which may be a stop.
    processed, off, last_leg
        When each mover first passed the stations of its own site, when it left that site, and when it set out on the
        leg that leads out of the country [s]; NEVER until then.
    on_way
        The way whose stations each mover passes now; if `way` changes, this follows when the mover's present job ends.
    given_up
        Movers that a review gave up and on which no work for their other way has been done.
    barred, prepared
        Movers that have arrived but whose planned boarding day has not come; those of them that have passed their
        stations.
    gathered
        Movers that have passed their stations and wait for the other members of their party.
    awaited
        For each party of which some members are gathered, by number of its first mover: its first member still missing.
    calls
        How often each mover of a group with no-shows has been called for a sortie; no entry before the first call.
    anew
        For each mover that failed to turn up at its present place: when its wait began anew [s].
    since
        When a mover came to its present stop, or came back to its place [s].
    staged_abroad
        When a mover was staged at a stop outside the country [s].
    remaining
        Number of movers that are neither out of the country nor left behind nor disposed of.
    """

    def __init__(self, world: "World") -> None:
        self.lots: list[Lot] = []
        self.lot: list[int] = []
        self.index: list[int] = []
        self.kg: list[int] = []
        self.mpos: list[int] = []
        self.seat: list[int] = []
        self.litres: list[int] = []
        self.category: list[int] = []
        self.way: list[int] = []
        items = world.items
        kg, mpos, way = map(items.by_lot, (items.kg, items.mpos, world.way))
        arrives, release = map(items.by_lot, (world.arrives, world.release))
        for row, spec in enumerate(world.rows("lot")):
            self.lots.append(Lot(row, spec, len(self.lot), kg[row], mpos[row], arrives[row], release[row]))
            many = len(kg[row])
            self.lot += [row] * many
            self.index += range(many)
            self.kg += kg[row]
            self.mpos += mpos[row]
            self.litres += [int(items.litres[row])] * many
            self.seat += [int(spec.person)] * many
            self.category += [sort_of(spec.category, spec.load_class)] * many
            self.way += way[row]
            self.lots[row].litres = int(items.litres[row])
            self.lots[row].boards = spec.phasing >= 0 and bool(world.rows("phasing")[spec.phasing].boards)
            self.lots[row].disposing = sum(each != Way.SHIP for each in way[row])
        many = len(self.lot)
        self.home = list(self.lot) if world.rows("stop") else self.lot
        own = list(self.lots)
        for row, stop in enumerate(world.rows("stop"), len(own)):
            lot, outside = own[stop.lot], bool(world.rows("site")[stop.site].abroad)
            self.lots.append(lot.stop(row, stop, outside and not stop.road))
        self.barred: set[int] = set()
        self.prepared: set[int] = set()
        self.gathered: set[int] = set()
        self.awaited: dict[int, int] = {}
        self.calls: dict[int, int] = {}
        self.anew: dict[int, int] = {}
        self.with_no_shows = any(lot.spec.no_show_s >= 0 for lot in self.lots)
        self.with_parties = any(lot.spec.party for lot in self.lots)
        self.since: dict[int, int] = {}
        self.staged_abroad: dict[int, int] = {}
        self.lightest = min(self.kg, default=0)
        self.arrived = [NEVER] * many
        self.released = [NEVER] * many
        self.staged_at = [NEVER] * many
        self.processed = [NEVER] * many
        self.off = [NEVER] * many
        self.last_leg = [NEVER] * many
        self.on_way = [int(Way.SHIP)] * many
        self.given_up: set[int] = set()
        self.up = [NEVER] * many
        self.left = [NEVER] * many
        self.sortie = [-1] * many
        self.attempts: list[dict[int, int]] = [{}] * many
        self.fate = [int(Fate.OPEN)] * many
        self.remaining = many
        self.staged: list[list[Staged]] = [[] for _ in world.rows("site")]
        self.aboard: dict[int, int] = {}
        self.of_site = [[lot for lot in self.lots if lot.spec.site == site] for site in range(len(self.staged))]

    def lot_of(self, mover: int) -> Lot:
        """Return the lot of a mover."""
        return self.lots[self.lot[mover]]

    def site(self, row: int) -> int:
        """Return the site of a lot or stop."""
        return int(self.lots[row].spec.site)

    def arrive(self, mover: int, now: int) -> None:
        """Record that a mover has arrived."""
        lot = self.lots[self.lot[mover]]
        lot.present += 1
        lot.coming -= 1
        if self.way[mover] == Way.SHIP:
            lot.here_kg += self.kg[mover]
        else:
            lot.disposing_here += 1
        if lot.is_stop:
            self.since[mover] = now
            if not lot.outside:
                self.sortie[mover] = -1
        else:
            self.arrived[mover] = now

    def gone_before(self, mover: int) -> None:
        """Record that a mover had left before the clock started."""
        lot = self.lots[self.lot[mover]]
        lot.to_leave -= 1
        lot.coming -= 1
        lot.unstaged -= 1
        self.remaining -= 1
        if self.way[mover] != Way.SHIP:
            self.way[mover] = int(Way.SHIP)
            lot.disposing -= 1
        self.arrived[mover] = self.released[mover] = self.staged_at[mover] = self.up[mover] = 0
        self.fate[mover] = int(Fate.OUT)

    def stage(self, mover: int, now: int) -> None:
        """Put a mover that has passed its stations into staging."""
        lot = self.lots[self.lot[mover]]
        lot.staged += 1
        lot.unstaged -= self.is_unstaged(mover)
        self.anew.pop(mover, None)
        if lot.outside:
            self.staged_abroad[mover] = now
        else:
            self.staged_at[mover] = now
            if not lot.is_stop and self.processed[mover] == NEVER:
                self.processed[mover] = now
        insort(self.staged[lot.spec.site], self.entry(mover))

    def entry(self, mover: int) -> Staged:
        """Return a staged mover as the tuple `Staged`."""
        lot = self.lots[self.lot[mover]]
        return lot.spec.rank, self.staged_since(mover), lot.spec.tie, mover, lot.row, self.index[mover]

    def load(self, entries: list[Staged], sortie: int) -> None:
        """Take movers of one site out of staging and onto a sortie."""
        taken = {entry[3] for entry in entries}
        site = self.lots[entries[0][4]].spec.site
        waiting, first, last = self.staged[site], min(entries), max(entries)
        span = slice(bisect_left(waiting, first), bisect_right(waiting, last))
        waiting[span] = [entry for entry in waiting[span] if entry[3] not in taken]
        for entry in entries:
            mover, lot = entry[3], self.lots[entry[4]]
            lot.staged -= 1
            lot.loaded += 1
            self.aboard[lot.row] = lot.loaded
            lot.here_kg -= self.kg[mover]
            if not lot.outside:
                self.sortie[mover] = sortie

    def stage_anew(self, entry: Staged, now: int) -> None:
        """Restart the wait of a staged mover at `now`, behind the movers already waiting."""
        waiting = self.staged[self.lots[entry[4]].spec.site]
        del waiting[bisect_left(waiting, entry)]
        self.anew[entry[3]] = now
        insort(waiting, self.entry(entry[3]))

    def staged_since(self, mover: int) -> int:
        """Return when a mover was staged at its present place, or last failed to turn up there [s]."""
        if mover in self.anew:
            return self.anew[mover]
        return self.staged_abroad[mover] if self.lots[self.lot[mover]].outside else self.staged_at[mover]

    def to_ship(self, mover: int) -> bool:
        """Return whether a mover is still in the force and is to go by lift."""
        return counts.is_to_ship(self.fate[mover], self.way[mover])

    def is_only_held(self, mover: int) -> bool:
        """Return whether a mover that may not begin yet is to go by lift and waits for no boarding day."""
        return self.to_ship(mover) and mover not in self.barred

    def will_have_come(self, lot: Lot, after: int, by: int) -> tuple[int, int]:
        """Return weight [kg] and number of members to ship that will have come to a lot's place by an instant [s].

        Only members still to come count. At a stop, they are those on sorties due there between `after` (excluded) and
        `by`. At the lot's own site, they are those who arrive and are released by `by`; none count if the lot
        arrives by surprise.
        """
        if lot.is_stop:
            due_here = [(weight, members) for due, members, weight in lot.inbound.values() if after < due <= by]
            return sum(weight for weight, _ in due_here), sum(members for _, members in due_here)
        first = lot.many - lot.coming
        by_then = 0 if lot.spec.surprises else min(bisect_right(lot.arrives, by), bisect_right(lot.release, by))
        due = max(0, min(by_then - first, lot.coming)) if lot.coming > 0 else 0
        ships = [member for member in range(first, first + due) if self.to_ship(lot.first + member)]
        return sum(lot.kg[member] for member in ships), len(ships)

    def in_time(self, lot: Lot, by: int) -> int:
        """Return how many members to ship will be at a lot's place, and past their own dates, by an instant [s]."""
        begun = lot.here - self.dated(lot, by)
        return begun if lot.released_from > by else begun + self.will_have_come(lot, -1, by)[1]

    def dated(self, lot: Lot, by: int) -> int:
        """Return how many members to ship are at a lot's place now and wait for a date after an instant [s]."""
        if lot.is_stop or lot.released_to <= by:
            return 0
        if lot.released_from > by:
            return lot.held
        return sum(self._is_held(lot.first + member) for member in range(bisect_right(lot.release, by), lot.many))

    def still_here(self, lot: Lot) -> list[int]:
        """Return the members of a lot still in the force and not on a sortie, including those still to arrive."""
        of_lot = (mover for mover in lot.members if self.lot[mover] == lot.row)
        return [mover for mover in of_lot if counts.is_still_here(self.fate[mover], self.sortie[mover])]

    def give_up(self, mover: int, way: int) -> None:
        """Set a way other than shipping for a mover that is still here; take it out of staging."""
        lot = self.lots[self.lot[mover]]
        self._unstage(mover)
        lot.held -= self._is_held(mover)
        self.way[mover] = way
        lot.disposing += 1
        if self.arrived[mover] < NEVER:
            lot.disposing_here += 1
            lot.here_kg -= self.kg[mover]

    def take_back(self, mover: int) -> None:
        """Set shipping again for a mover that was given up."""
        lot = self.lots[self.lot[mover]]
        self.way[mover] = int(Way.SHIP)
        lot.disposing -= 1
        if self.arrived[mover] < NEVER:
            lot.disposing_here -= 1
            lot.here_kg += self.kg[mover]
        lot.held += self._is_held(mover)

    def leave(self, mover: int, fate: Fate, now: int) -> None:
        """Record that a mover is no longer in the force: left behind, handed over, sold, destroyed or retained."""
        lot = self.lots[self.lot[mover]]
        arrived, ships = self.arrived[mover] < NEVER, self.way[mover] == Way.SHIP
        self._unstage(mover)
        lot.held -= self._is_held(mover)
        lot.unstaged -= self.is_unstaged(mover)
        self.fate[mover] = int(fate)
        self.left[mover] = now
        lot.to_leave -= 1
        lot.present -= arrived
        lot.coming -= not arrived
        lot.disposing -= not ships
        lot.disposing_here -= arrived and not ships
        lot.here_kg -= self.kg[mover] if arrived and ships else 0
        self.remaining -= 1

    def is_unstaged(self, mover: int) -> bool:
        """Return whether a mover is at its own site (or has yet to arrive there) and was never staged."""
        return self.fate[mover] == OPEN and self.staged_at[mover] == NEVER and not self.lots[self.lot[mover]].is_stop

    def _is_held(self, mover: int) -> bool:
        """Return whether a mover to ship has arrived, and waits for a date, a hold or its boarding day."""
        released = NEVER if mover in self.barred else self.released[mover]
        return counts.is_held(self.fate[mover], self.way[mover], self.arrived[mover], released)

    def _unstage(self, mover: int) -> None:
        """Take a mover out of staging, if it is there."""
        lot = self.lots[self.lot[mover]]
        if self.staged_at[mover] < NEVER and self.way[mover] == Way.SHIP:
            waiting, entry = self.staged[lot.spec.site], self.entry(mover)
            place = bisect_left(waiting, entry)
            if waiting[place : place + 1] == [entry]:
                del waiting[place]
            lot.staged -= 1
