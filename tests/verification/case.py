"""A plan and one of its histories, with the values that several invariants (`invariants_of_*.py`) derive from them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from sim.model import calendars
from sim.model.calendars import NEVER
from sim.model.plan import Plan
from sim.model.terms import Response
from sim.model.trajectory import Trajectory
from sim.model.world import World, longer_hours, make_world
from sim.model.world.conditions import at_most
from sim.model.world.configurations import as_configured
from sim.model.world.hours import open_hours
from sim.model.world.servers import lanes_of
from sim.model.world.updown import up_windows


@dataclass
class Case:
    """A plan, one of its histories, its world, and the rows of tables of the history as dictionaries by column.

    `missed` maps a sortie to the movers that were called for it and did not ride. `given` maps a mover that was given
    up or taken back to (instant, new disposition (`Way`)) of its last change.
    """

    plan: Plan
    history: Trajectory
    world: World = field(init=False)

    def __post_init__(self) -> None:
        self.world = make_world(self.plan, self.history.seed, self.history.replication)
        self.mover = [
            dict(zip(self.history.mover.dtype.names, row, strict=True)) for row in self.history.mover.tolist()
        ]
        self.sortie = [
            dict(zip(self.history.sortie.dtype.names, row, strict=True)) for row in self.history.sortie.tolist()
        ]
        self.visit = [
            dict(zip(self.history.visit.dtype.names, row, strict=True)) for row in self.history.visit.tolist()
        ]
        self.lots, self.lifts = self.world.rows("lot"), self.world.rows("lift")
        self.sites, self.stations = self.world.rows("site"), self.world.rows("station")
        self.missed: dict[int, list[int]] = defaultdict(list)
        for missed in self.history.missed:
            self.missed[int(missed["sortie"])].append(int(missed["mover"]))
        self.given = {int(row["mover"]): (int(row["at"]), int(row["way"])) for row in self.history.given}

    def lot(self, mover: dict[str, int]) -> Any:
        return self.lots[mover["lot"]]

    def fitted(self, sortie: dict[str, int]) -> Any:
        """Return the lift of a sortie, with the limits of the sortie's configuration if the lift has configurations."""
        lift = self.lifts[sortie["lift"]]
        if not sortie["configuration"]:
            return lift
        return as_configured(lift, self.world.rows("configuration")[self.configuration(sortie)])

    def configuration(self, sortie: dict[str, int]) -> int:
        """Return the row of a sortie's configuration in the table `configuration`; -1 if the sortie has none."""
        if not sortie["configuration"]:
            return -1
        return int(self.lifts[sortie["lift"]].configurations + sortie["configuration"] - 1)

    def options(self, lot: Any) -> dict[int, tuple[int, int]]:
        """Return by way of disposal the rows of its steps for this lot: the first row, and the row after the last."""
        rows = self.world.rows("option")[lot.options_first : lot.options_last]
        return {option.way: (option.first, option.last) for option in rows}

    def hours(self, place: int, t: int, server: int = 0) -> Any:
        """Return the working hours of a server of a station, including hours that reviews up to `t` added.

        They are windows: the opening instants and the closing instants [s].
        """
        own = self.world.server_hours[place]
        windows = own[server] if own else self.world.station_hours[place]
        for at, extra in self._lengthened(self.stations[place].site, t):
            windows = longer_hours.server_hours(self.world, place, server if own else 0, windows, extra, at)
        return windows

    def set_up(self, turn: dict[str, int], work: int, step: int) -> set[int]:
        """Return the possible durations [s] of a job: `work`, or `work` plus a set-up.

        A job needs a set-up if the previous job of its server was of another sort. If several jobs began at the same
        instant, their order is unknown, so both durations may be possible.
        """
        mover = self.mover[turn["mover"]]
        more = work + self.world.changeover(mover["lot"], mover["index"], step, turn["attempt"])
        same = [v for v in self.visit if (v["place"], v["server"]) == (turn["place"], turn["server"]) and v is not turn]
        last = max((v["started"] for v in same if v["started"] <= turn["started"]), default=None)
        if last is None:
            return {work}
        sorts = {self.sort(v) for v in same if v["started"] in (last, turn["started"])}
        if last == turn["started"]:
            return {work, more}
        return {work if sort == self.sort(turn) else more for sort in sorts}

    def sort(self, turn: dict[str, int]) -> int:
        """Return the category, or the group or lot, of a mover as a number; a server needs a set-up when it changes."""
        return int(self.world.rows("step")[self.step_of(turn)].kind)

    def step_of(self, turn: dict[str, int]) -> int:
        """Return the row in the table `step` that a turn (a row of `visit` at a station) belongs to."""
        return self.steps[self.mover[turn["mover"]]["lot"], turn["place"]]

    @cached_property
    def steps(self) -> dict[tuple[int, int], int]:
        """Row in the table `step` by (row of the lot, row of the station)."""
        return {
            (row, self.world.rows("step")[s].station): s
            for row, lot in enumerate(self.lots)
            for first, last in ((lot.first, lot.last), *self.options(lot).values())
            for s in range(first, last)
        }

    def takes(self, place: int, server: int, turn: dict[str, int]) -> bool:
        """Return whether a server may serve the mover of a turn; a server without a lane serves all movers."""
        lane = lanes_of(self.world, place)[server]
        return lane < 0 or bool(self.world.rows("step")[self.step_of(turn)].lanes >> lane & 1)

    def servers_at_work(self, place: int, t: int) -> list[int]:
        """Return the numbers of the servers whose own hours include `t`; all servers if they have no hours of their
        own.
        """
        many = self.world.whole(self.stations[place].servers_s, 1)
        own = self.world.server_hours[place]
        return [one for one in range(many) if not own or calendars.is_open(*self.hours(place, t, one), t)]

    def machine(self, site: int, kind: int, unit: int) -> Any:
        """Return the windows in which a machine of a ramp is within its hours and not failed."""
        spec = next(r for r in self.world.rows("resource") if (r.site, r.kind) == (site, kind))
        works = up_windows(self.world, spec.key, unit, self.world.value(spec.available_s, 1.0), spec.repair)
        return calendars.intersect(open_hours(self.world, spec.calendar), works)

    def at_work(self, row: int, sortie: dict[str, int]) -> tuple[int, int]:
        """Return the instants [s] from which and until which a sortie occupied a working spot.

        Without tasks, the sortie occupies the spot while it is loaded. With tasks, it occupies the spot from the
        beginning of its move to the spot, or of the first task that is not done on a parking spot, to the end of the
        last such task.
        """
        tasks = self.world.rows("task")
        jobs = self.history.ground[self.history.ground["sortie"] == row]
        if not len(jobs):
            return sortie["worked"], sortie["loaded"]
        on_it = [job for job in jobs if job["task"] < 0 or not tasks[job["task"]].parked]
        return min(int(job["began"]) for job in on_it), max(int(job["ended"]) for job in on_it)

    def ramp(self, site: int, t: int) -> Any:
        """Return the opening hours of a ramp as windows, including hours that reviews up to `t` added."""
        windows = self.world.ramp[site]
        for at, extra in self._lengthened(site, t):
            windows = longer_hours.ramp_hours(self.world, site, windows, extra, at)
        return windows

    def _lengthened(self, site: int, t: int) -> list[tuple[int, int]]:
        rows = self.history.reviewed
        mine = rows[(rows["kind"] == Response.HOURS) & (rows["subject"] == site) & (rows["at"] <= t)]
        return [(int(row["at"]), int(row["granted"])) for row in mine]

    @cached_property
    def aboard(self) -> dict[int, list[dict[str, int]]]:
        """Movers by the row of their sortie (column `sortie` of the table of movers)."""
        aboard: dict[int, list[dict[str, int]]] = defaultdict(list)
        for mover in self.mover:
            if mover["sortie"] >= 0:
                aboard[mover["sortie"]].append(mover)
        return aboard

    def cargo_aboard(self, row: int) -> bool:
        """Return whether there is equipment aboard a sortie."""
        return any(not self.lot(mover).person for mover in self.aboard.get(row, []))

    @cached_property
    def members(self) -> dict[int, list[dict[str, int]]]:
        """Movers by the row of their lot."""
        members: dict[int, list[dict[str, int]]] = defaultdict(list)
        for mover in self.mover:
            members[mover["lot"]].append(mover)
        return members

    def lost(self, row: int) -> tuple[int, int]:
        """Return the seats and the weight [kg] of the people who were called for a sortie and did not turn up."""
        movers = [self.mover[number] for number in self.missed.get(row, ())]
        return sum(self.lot(mover).person for mover in movers), sum(mover["kg"] for mover in movers)

    def worked(self, mover: dict[str, int]) -> int:
        """Return the instant [s] at which the loading of a mover's sortie began; NEVER if the mover has no sortie."""
        return self.sortie[mover["sortie"]]["worked"] if mover["sortie"] >= 0 else NEVER

    def begun(self, lot: Any) -> int:
        """Return how many of a lot had left, were staged or had passed a station at the start: its lowest indices."""
        return lot.left + lot.staged + sum(step.passed for step in self.world.rows("step")[lot.first : lot.last])

    def party(self, mover: dict[str, int]) -> range:
        """Return the indices of a mover's party, the mover included, without members who had left before the start."""
        lot, index = self.lot(mover), mover["index"]
        if not lot.party:
            return range(index, index + 1)
        first = index - index % lot.party
        return range(max(first, lot.left), min(first + lot.party, len(self.members[mover["lot"]])))

    def counted(self, hold: int) -> Iterator[tuple[int, bool, list[dict[str, int]]]]:
        """Yield each condition of a hold as (most, staging, movers).

        The condition is met when at most `most` of `movers` remain. With `staging`, a staged mover no longer remains.
        """
        spec = self.world.rows("hold")[hold]
        for counter in range(spec.first, spec.last):
            rows = [int(row) for row in self.plan.counts[counter].nonzero()[0]]
            condition = self.world.rows("counter")[counter]
            most = int(at_most(self.world)[counter])
            yield most, bool(condition.staging), [mover for row in rows for mover in self.members[row]]

    def cleared(self, hold: int) -> int:
        """Return the instant [s] at which a hold was satisfied; NEVER if it was not.

        All its conditions must be met and `not_before` must have passed, unless a crisis lifted the hold earlier. In
        both cases the hand-over time (`then_d`) follows. `after`, `need = "any"` and `at_latest` are ignored, because
        the random scenarios of `strategies.py` do not have them.
        """
        spec = self.world.rows("hold")[hold]
        met = 0
        for most, staging, movers in self.counted(hold):
            gone = sorted(min(mover["staged" if staging else "up"], mover["left"]) for mover in movers)
            if len(gone) > most:
                met = max(met, gone[len(gone) - most - 1])
        waited = min(max(met, spec.not_before), self.crisis_of("hold", hold))
        return min(NEVER, waited + self.world.whole(spec.then_s))

    def crisis_of(self, table: str, row: int) -> int:
        """Return the instant [s] of the first crisis that lifts a hold, or releases movers at a site; NEVER if none.

        `table` is "hold" or "site", and `row` is the row of the hold or site.
        """
        first, last = f"{table}s", f"{table}s_last"
        hits = [
            at
            for crisis, at in zip(self.world.rows("crisis"), self.world.crises, strict=True)
            if (table == "hold" or crisis.release)
            and row in self.plan.tables[f"crisis_{table}"][table][getattr(crisis, first) : getattr(crisis, last)]
        ]
        return min(hits, default=NEVER)

    def as_if(self, hold: int, t: int) -> bool:
        """Return whether a hold was satisfied at `t` if movers whose loading has begun by then count as gone."""
        spec = self.world.rows("hold")[hold]
        if self.cleared(hold) <= t:
            return True
        if self.world.whole(spec.then_s) > 0 or t < spec.not_before:
            return False
        return all(
            sum(not self._gone(mover, staging, t) for mover in movers) <= most
            for most, staging, movers in self.counted(hold)
        )

    def _gone(self, mover: dict[str, int], staging: bool, t: int) -> bool:
        leaves = mover["staged"] if staging else min(mover["up"], self.worked(mover))
        return min(leaves, mover["left"]) <= t

    def present(self, lot: int, t: int) -> int:
        """Return how many members of a lot are at their site at `t`, including those who leave at `t`."""
        return sum(mover["arrived"] <= t <= min(mover["up"], mover["left"]) for mover in self.members[lot])


def overlapping(spans: Iterable[tuple[int, int]]) -> int:
    """Return the largest number of half-open intervals [begin, end) that contain the same instant."""
    changes = sorted(change for begin, end in spans if begin < end for change in ((begin, 1), (end, -1)))
    most = now = 0
    for _, change in changes:
        now += change
        most = max(most, now)
    return most
