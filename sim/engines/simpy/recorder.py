"""Collects what happens in a history, and makes the tables of its trajectory from it."""

from operator import attrgetter
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from sim.model.calendars import NEVER
from sim.model.schema import history
from sim.model.schema.row import Row
from sim.model.trajectory import Trajectory, Wait, in_order
from sim.model.world.circumstances import lengthened

STAYED = ("mover", "site", "sortie", "arrived", "staged", "up")
DONE = ("sortie", "task", "unit", "cause", "ref", "since", "began", "ended")
ON_DUTY = ("lift", "crew", "sortie", "leg", "since", "duty", "departs", "arrives")
SEEN = ("at", "kind", "subject", "number", "granted", "items", "kg", "effect", "pace", "remaining", "price")
CAME_DOWN = ("sortie", "site", "spot", "cause", "ref", "overhead", "landed", "ended")

if TYPE_CHECKING:
    from sim.engines.simpy.drawdown import Drawdown
    from sim.engines.simpy.onward import Down
    from sim.engines.simpy.sortie import Sortie
    from sim.engines.simpy.station import Turn
    from sim.engines.simpy.tasks import Job


COMPUTED: Final = ("lift", "fate", "seats", "configuration", "payload")
"""Columns of the table of sorties that are not copied from the attribute of a `Sortie` with the same name."""
COPIED: Final = tuple(name for name in history.Sortie.columns if name not in COMPUTED)
AS_THEY_ARE: Final = attrgetter(*COPIED)


class Recorder:
    """The rows of each table of a history, in the order of decisions; `trajectory` puts them in canonical order."""

    def __init__(self, drawdown: "Drawdown") -> None:
        self.drawdown = drawdown
        self.turns: list[tuple[Turn, int]] = []
        self.sorties: list[Sortie] = []
        self.rides: list[tuple[Sortie, list[int], list[int]]] = []
        self.downs: list[Down] = []
        self.reviewed: list[tuple[Any, ...]] = []
        self.missed: list[tuple[int, int, int, int]] = []
        self.given: list[tuple[int, int, int]] = []
        self.jobs: list[Job] = []
        self.duties: list[tuple[int, ...]] = []

    def visit(self, turn: "Turn", place: int) -> int:
        """Record that the work of a visit to the station `place` has begun; return the number of the visit."""
        self.turns.append((turn, place))
        return len(self.turns) - 1

    def sortie(self, sortie: "Sortie") -> None:
        """Record a sortie that has been tasked, or dropped when it was due to be tasked; set its row."""
        sortie.row = len(self.sorties)
        self.sorties.append(sortie)

    def ride(self, sortie: "Sortie") -> None:
        """Record the movers that a sortie begins to load, and since when each has been staged."""
        since = self.drawdown.force.staged_since
        self.rides.append((sortie, sortie.movers, [since(mover) for mover in sortie.movers]))

    def trajectory(self, stuck: tuple[Wait, ...]) -> Trajectory:
        """Return the trajectory, with its tables in canonical order; `stuck` has the waits that can never end."""
        drawdown = self.drawdown
        mover, reviewed = self._movers(), _table(history.Reviewed, self.reviewed, SEEN)
        return Trajectory(
            seed=drawdown.world.seed,
            replication=drawdown.world.replication,
            world=drawdown.world.world,
            mover=mover,
            visit=self._visits(),
            sortie=self._sorties(),
            shut=_table(history.Shut, drawdown.world.shut, ("outage", "site", "lift", "begins", "until")),
            reviewed=reviewed,
            stay=_table(
                history.Stay, sorted([*drawdown.transit.stays, *drawdown.transit.last_stays()], key=_order), STAYED
            ),
            offloaded=_table(history.Offloaded, [(d.sortie.row, d.site, *_leg(d)) for d in self.downs], CAME_DOWN),
            ground=_table(history.Ground, [_done(job) for job in self.jobs], DONE),
            duty=_table(history.Duty, self.duties, ON_DUTY),
            given=_table(history.Given, self.given, ("mover", "way", "at")),
            missed=in_order(_table(history.Missed, self.missed, ("at", "mover", "sortie", "call"))),
            drawn=np.array(drawdown.world.drawn, dtype=np.float64),
            end=drawdown.end,
            stuck=stuck,
            circumstances=lengthened(drawdown.world, reviewed),
        )

    def _movers(self) -> Any:
        """Return the table of movers."""
        force = self.drawdown.force
        table = np.zeros(len(force.lot), history.Mover.dtype)
        for name, values in (
            ("lot", force.home),
            ("index", force.index),
            ("kg", force.kg),
            ("mpos", force.mpos),
            ("sortie", force.sortie),
            ("fate", force.fate),
            ("arrived", force.arrived),
            ("released", force.released),
            ("staged", force.staged_at),
            ("up", force.up),
            ("left", force.left),
        ):
            table[name] = values
        return table

    def _visits(self) -> Any:
        """Return the table of visits and rides, mover by mover; a visit that has not begun has `started` = NEVER."""
        columns = ("mover", "place", "attempt", "server", "cause", "ref", "arrived", "started", "ended")
        served = [
            (t.mover, place, t.attempt, t.server, t.cause, t.ref, t.arrived, t.started, t.ends)
            for t, place in self.turns
        ]
        queued = [
            (turn.mover, station.row, turn.attempt, -1, -1, -1, turn.arrived, NEVER, NEVER)
            for station in self.drawdown.stations
            for turn in [*station.gave_up, *(entry[3] for entry in station.queue)]
        ]
        rides = [
            (mover, -1 - s.lift.row, 0, s.row, s.load_cause, s.load_ref, staged, s.worked, s.up)
            for s, movers, since in self.rides
            if s.movers  # a sortie that was unloaded again has no movers
            for mover, staged in zip(movers, since, strict=True)
        ]
        made = _table(history.Visit, served + queued + rides, columns)
        ride = made["place"] < 0
        order = np.lexsort((made["attempt"], made["place"], ride, made["started"], made["arrived"], made["mover"]))
        # For visits, `ref` is a row in the order of decisions; convert it to a row of the sorted table.
        position = np.empty(len(order), np.int64)
        position[order] = np.arange(len(order))
        by_visit = ~ride & (made["ref"] >= 0)
        made["ref"][by_visit] = position[made["ref"][by_visit]]
        return made[order]

    def _sorties(self) -> Any:
        """Return the table of sorties."""
        rows = [
            (
                *AS_THEY_ARE(s),
                *(s.lift.row, int(s.fate), s.seat_limit, s.fit.number),
                -1 if s.lift.driven else s.payload,  # a convoy of the force's own vehicles has no payload
            )
            for s in self.sorties
        ]
        return _table(history.Sortie, rows, (*COPIED, *COMPUTED))


def _done(job: "Job") -> tuple[int, ...]:
    """Return a task of a ground time as a row with the columns DONE."""
    return job.sortie.row, job.task, job.unit, job.cause, job.ref, job.since, job.began, job.ended


def _leg(down: "Down") -> tuple[int, ...]:
    """Return the columns of CAME_DOWN from `spot` on, for a sortie that came to set down its load."""
    return down.spot, down.cause, down.ref, down.overhead, down.landed, down.ended


def _order(stay: tuple[int, ...]) -> tuple[int, int]:
    """Return the sort key of a stay: the mover, then when it arrived."""
    return stay[0], stay[3]


def _table(kind: type[Row], rows: list[Any], columns: tuple[str, ...]) -> Any:
    """Return a table made from rows of plain numbers in the order of `columns`; all other columns are 0."""
    made = np.array(rows, [(name, kind.dtype[name]) for name in columns])
    table = np.zeros(len(rows), kind.dtype)
    for name in columns:
        table[name] = made[name]
    return table
