"""A departure station: its queue, its servers, and the choice of the next mover."""

from collections.abc import Callable
from heapq import heapify, heappop, heappush
from types import TracebackType
from typing import TYPE_CHECKING, Any

from simpy.events import Event

from sim.engines.simpy.numbered import LONG_AGO, Numbered
from sim.engines.simpy.servers import Servers
from sim.model import calendars
from sim.model.calendars import NEVER
from sim.model.rules import staffed, waives
from sim.model.terms import Cause, Fate
from sim.model.world.servers import lanes_of

if TYPE_CHECKING:
    from sim.engines.simpy.drawdown import Drawdown
    from sim.engines.simpy.lot import Lot
    from sim.model.world import Windows

__all__ = ["Station", "Turn"]

# Looked up once, because looking up an enum member is slow.
LEFT = int(Fate.LEFT)
ARRIVAL, SERVER, STAFF, SHIFT = Cause.ARRIVAL, Cause.SERVER, Cause.STAFF, Cause.SHIFT


class Turn(Event):
    """A visit of a mover to a station, as an event that happens when the work is done.

    The mover joins the queue at the start of a `with` block, and frees its server at the end of the block.

    Attributes
    ----------
    arrived, step, attempt
        When the mover joined the queue [s], the row of the step on its way, and the number of its earlier visits here.
    started, ends
        When the work begins and is done [s]; NEVER until a server takes the mover.
    server, cause, ref, row
        Number of the server, what the mover last waited for (`terms.Cause`), the visit that freed the server if the
        mover waited for one, and the row of this visit; -1 until the work begins, and where there is none.
    """

    started = ends = NEVER
    server = cause = ref = row = -1

    def __init__(self, station: "Station", mover: int, step: int, attempt: int) -> None:
        self.env, self.callbacks = station.env, []  # as in the constructor of SimPy's own events
        self.station, self.mover, self.step, self.attempt = station, mover, step, attempt
        self.arrived = station.env.now

    def begin(self, ends: int) -> None:
        """Begin the work; the event happens at `ends` [s]."""
        self.started, self.ends = self.station.env.now, ends
        self._ok, self._value = True, None
        self.env.schedule(self, delay=ends - self.started)

    def __enter__(self) -> "Turn":
        """Join the queue."""
        self.station.join(self)
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: BaseException | TracebackType | None) -> None:
        """Free the server."""
        if kind is None:
            self.station.leave(self)


class Station:
    """Servers that work in shifts, and may be staffed by people who themselves leave.

    Attributes
    ----------
    staff, staff_rose
        The lot that staffs it, None for none; when arrivals of its members last let more servers work [s].
    opens, closes
        When each window of its hours opens and closes [s].
    own
        The servers if they differ in their shifts, in the movers that they take or in their set-up; otherwise None.
    queue, gave_up
        Turns that wait, as a heap of (rank, arrival [s], mover, turn); turns that left the queue without any work.
    """

    def __init__(self, drawdown: "Drawdown", row: int) -> None:
        world = drawdown.world
        self.drawdown, self.row, self.env, self.force = drawdown, row, drawdown.env, drawdown.force
        self.spec: Any = world.rows("station")[row]
        self.servers = Numbered(max(1, world.whole(self.spec.servers_s, 1)))
        self.staff: Lot | None = drawdown.force.lots[self.spec.pool] if self.spec.pool >= 0 else None
        self.staff_rose = LONG_AGO
        self.opens, self.closes = world.station_hours[row]
        self.own: Servers | None = None
        if world.server_hours[row]:
            self.own = Servers(self.servers, world.server_hours[row], lanes_of(world, row))
        self.queue: list[tuple[int, int, int, Turn]] = []
        self.gave_up: list[Turn] = []
        self.point = drawdown.settle.point(self._decide)

    def server(self, mover: int, step: int, attempt: int) -> Turn:
        """Request a server: `with station.server(mover, step, attempt) as turn: yield turn`."""
        return Turn(self, mover, step, attempt)

    def capacity(self) -> int:
        """Return the number of servers that may be in use now, given the staff present and the servers' own hours."""
        many = self.servers.many if self.own is None else self.own.at_work(self.env.now)
        return many if self.staff is None else staffed(many, self.staff.present, self.spec.people_per_server)

    def place_in_queue(self, turn: Turn) -> tuple[int, int, int]:
        """Return the key of a turn in the queue: rank of the lot, arrival [s], number of the mover."""
        return self.force.lot_of(turn.mover).spec.rank, turn.arrived, turn.mover

    def join(self, turn: Turn) -> None:
        """Add a turn to the queue."""
        self.drawdown.endless.visits += 1
        heappush(self.queue, (*self.place_in_queue(turn), turn))
        self.drawdown.settle.mark(self.point)

    def withdraw(self, mover: int) -> None:
        """Take a mover out of the queue, if it waits here: its turn ends now, without any work."""
        for entry in self.queue:
            if entry[3].mover == mover:
                self.queue.remove(entry)
                heapify(self.queue)
                turn = entry[3]
                self.gave_up.append(turn)
                turn.succeed()
                return

    def is_queued(self, mover: int) -> bool:
        """Return whether a mover waits for a server."""
        return any(entry[3].mover == mover for entry in self.queue)

    def leave(self, turn: Turn) -> None:
        """Free the server of a turn that is done."""
        if turn.server >= 0:
            self.servers.give_back(turn.server, self.env.now, turn.row)
            self.drawdown.settle.mark(self.point)

    def staff_came(self, before: int) -> None:
        """Note the instant if more servers than `before` can work now, because more staff has come."""
        if self.capacity() > before:
            self.staff_rose = self.env.now
        self.drawdown.settle.mark(self.point)

    def set_hours(self, windows: "Windows") -> None:
        """Change the hours from now on."""
        self.opens, self.closes = windows
        self.drawdown.at_edges(self.opens, self.hours_begin)
        self.drawdown.settle.mark(self.point)

    def set_hours_of_servers(self, windows: "list[Windows]") -> None:
        """Change the hours of each server from now on."""
        if self.own is not None:
            self.own.windows = windows
            self.watch_servers(self.drawdown.at_edges)

    def watch_servers(self, at_edges: Callable[[list[int], Callable[[], None]], None]) -> None:
        """Schedule checks for when a server with its own hours begins and, if the station has staff, stops working."""
        for opens, closes in {id(each): each for each in self.own.windows}.values() if self.own is not None else ():
            at_edges(opens, self.hours_begin)
            if self.staff is not None:
                at_edges(closes, self.hours_begin)

    def hours_begin(self) -> None:
        """Mark that the station or one of its servers has opened, or that a server has stopped."""
        self.drawdown.settle.mark(self.point)

    def _decide(self) -> bool:
        """Serve one mover if servers, staff and hours allow it; return whether one was served.

        Once no more staff are present than one server needs, members of the staff pass without a server.
        """
        while self.queue and self.force.fate[self.queue[0][3].mover] == LEFT:
            self.gave_up.append(heappop(self.queue)[3])
        if not self.queue:
            return False
        if self.staff is not None and waives(self.staff.present, self.spec.people_per_server):
            fate, lot = self.force.fate, self.force.lot
            of_staff = [
                entry
                for entry in self.queue
                if lot[entry[3].mover] == self.staff.row and fate[entry[3].mover] == Fate.OPEN
            ]
            if of_staff:
                self._waive(min(of_staff))
                return True
        now = self.env.now
        if self.own is not None:
            return self._serve_in_lanes(self.own)
        if not self.servers.any_free() or self.servers.busy >= self.capacity():
            return False
        window = calendars.window_at(self.opens, now)
        if window < 0 or now >= self.closes[window]:
            return False
        self._start(heappop(self.queue)[3], window)
        return True

    def _serve_in_lanes(self, own: Servers) -> bool:
        """Serve the first mover for which a server of its lanes or for all is free; return whether one was served."""
        now, steps, fate = self.env.now, self.drawdown.world.rows("step"), self.force.fate
        if self.staff is not None and own.busy_at(now) >= self.capacity():
            return False
        takes_all, lanes = own.lanes_at(now)
        fitting = self.queue[:1]
        if not takes_all:
            fitting = (
                [e for e in self.queue if steps[e[3].step].lanes & lanes and fate[e[3].mover] != LEFT] if lanes else []
            )
        if not fitting:
            return False
        entry = min(fitting)
        self.queue.remove(entry)
        heapify(self.queue)
        self._start_on(entry[3], own)
        return True

    def _start(self, turn: Turn, window: int) -> None:
        """Begin the work on a free server in the present window of the station."""
        now, mover = self.env.now, turn.mover
        turn.server, freed_at, freed_by = self.servers.take()
        work = self.drawdown.world.service(self.force.lot[mover], self.force.index[mover], turn.step, turn.attempt)
        ends = now + work
        turn.begin(ends if ends <= self.closes[window] else calendars.finish(self.opens, self.closes, now, work))
        self._note_start(turn, freed_at, freed_by, self.opens[window])

    def _start_on(self, turn: Turn, own: Servers) -> None:
        """Begin the work on a server that keeps its own hours."""
        now, mover, step = self.env.now, turn.mover, self.drawdown.world.rows("step")[turn.step]
        kind = step.kind if self.spec.changeover >= 0 else -1
        server = own.free_for(now, step.lanes, kind)
        latest = own.servers.freed_last()
        turn.server, freed = server, own.servers.take_one(server)
        freed_at, freed_by = freed if self.staff is None or freed[0] >= latest[0] else latest
        work = self.drawdown.world.service(self.force.lot[mover], self.force.index[mover], turn.step, turn.attempt)
        if own.changes(server, kind):
            work += self.drawdown.world.changeover(
                self.force.lot[mover], self.force.index[mover], turn.step, turn.attempt
            )
        own.kind[server] = kind
        turn.begin(calendars.finish(*own.windows[server], now, work))
        changed = own.opened_at(server, now) if self.staff is None else own.changed_at(now)
        self._note_start(turn, freed_at, freed_by, changed)

    def _note_start(self, turn: Turn, freed_at: int, freed_by: int, opened: int) -> None:
        """Record a turn that begins, and what its mover last waited for."""
        now = self.env.now
        turn.cause = ARRIVAL  # the cause of any turn that begins on arrival, since arrival wins all ties
        if turn.arrived < now or self.drawdown.check.enablers:
            enabled = {ARRIVAL: turn.arrived, SERVER: freed_at, STAFF: self.staff_rose, SHIFT: opened}
            turn.cause = self.drawdown.cause(enabled)
            if turn.cause == SERVER:
                turn.ref = freed_by
        turn.row = self.drawdown.recorder.visit(turn, self.row)

    def _waive(self, entry: tuple[int, int, int, Turn]) -> None:
        """Let a member of the staff pass the station without a server and without work."""
        self.queue.remove(entry)
        heapify(self.queue)
        turn, now = entry[3], self.env.now
        assert self.staff is not None
        turn.begin(now)
        turn.cause = self.drawdown.cause(
            {ARRIVAL: turn.arrived, STAFF: self.drawdown.changes.staff_fell[self.staff.row]}
        )
        turn.row = self.drawdown.recorder.visit(turn, self.row)
