"""The compiled scenario: read-only tables that every engine reads. `plan(scenario)` is in `sim.model.compile`."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from sim.domain.known import KnownNumber
from sim.domain.notice import Notice
from sim.domain.scenario import Clock
from sim.model.policy import USUAL, Chosen
from sim.model.schema.row import Table


@dataclass(frozen=True)
class Plan:
    """A scenario as tables, with its numbers kept apart from its structure.

    Attributes
    ----------
    horizon, deadline
        When a history ends if it has not closed, and the date of the deadline [s].
    number
        Every number of the scenario in inner units (s, kg, counts), shape (n_slots,). `path` holds its dotted key, and
        `unit` how many inner units make one unit of the scenario file.
    tables, names
        The tables (`schema.plan.PLAN`), and the names of their rows in the scenario file, both by name of the table.
    quantiles
        Quantile tables and sorted observations used by distributions.
    carries
        Whether a lot may ride a lift from its own site and from each stop, shape (n_lots + n_stops, n_lifts).
    hop_lifts
        Lifts that serve each hop, shape (n_hops, n_lifts).
    counts
        Whether each condition of a hold counts a lot at its own site, and at each stop, shape
        (n_counters, n_lots + n_stops).
    covered
        Whether each milestone covers a lot, shape (n_milestones, n_lots).
    hazard
        Cumulative hazard of each outage for a rate of one start a day, by whole hours since the start of the clock,
        shape (n_outages, n_hours + 1).
    outage_sites, outage_lifts, permits, permit_sites, permit_routes, crisis_lifts, crisis_routes
        Whether an outage stops, a permission opens (`permits`: lifts) or a crisis closes a site, lift or route: one row
        for each outage, permission or crisis.
    payload_factor
        Factors on the payload out of a site by whole hours since the start, shape (n_different, n_hours).
    payload_row
        Row of `payload_factor` for each leg, shape (n_legs,).
    segregate
        Whether two kinds of load may not share a sortie of a lift, shape (n_lifts, n, n). The n kinds are the
        categories, then the classes of lots.
    policy
        The policies in force.
    known
        Numbers that were fixed for this run, each with the unknown that would have changed it.
    notices
        Statements of the scenario that are not used as stated. No engine reads them, and the digest leaves them out.
    """

    name: str
    clock: Clock
    seed: int
    horizon: int
    deadline: int
    path: tuple[str, ...]
    number: npt.NDArray[np.float64]
    unit: tuple[float, ...]
    tables: dict[str, Table]
    quantiles: tuple[tuple[float, ...], ...]
    hazard: npt.NDArray[np.float64]
    carries: npt.NDArray[np.bool_]
    hop_lifts: npt.NDArray[np.bool_]
    counts: npt.NDArray[np.bool_]
    covered: npt.NDArray[np.bool_]
    outage_sites: npt.NDArray[np.bool_]
    outage_lifts: npt.NDArray[np.bool_]
    permits: npt.NDArray[np.bool_]
    permit_sites: npt.NDArray[np.bool_]
    permit_routes: npt.NDArray[np.bool_]
    crisis_lifts: npt.NDArray[np.bool_]
    crisis_routes: npt.NDArray[np.bool_]
    payload_factor: npt.NDArray[np.float64]
    payload_row: npt.NDArray[np.int64]
    segregate: npt.NDArray[np.bool_]
    names: dict[str, tuple[str, ...]] = field(default_factory=dict)
    policy: Chosen = USUAL
    known: tuple[KnownNumber, ...] = ()
    notices: tuple[Notice, ...] = ()

    def __getattr__(self, name: str) -> Any:
        """Return a table by its name (`plan.station`)."""
        tables = self.__dict__.get("tables", {})
        if name in tables:
            return tables[name]
        raise AttributeError(name)

    @property
    def moves(self) -> bool:
        """Whether an unknown changes a date or a number in a table, so that each world has its own tables."""
        return bool(len(self.tables["moved_date"]) or len(self.tables["moved_number"]))

    @property
    def unknown_slots(self) -> npt.NDArray[np.int64]:
        """Slots of the numbers that unknowns change, including parts of a total and alternatives."""
        slots = np.concatenate([self.tables[name]["slot"] for name in ("target", "part", "choice")]).astype(np.int64)
        return slots[slots >= 0]

    def name_of(self, table: str, row: int) -> str:
        """Return the name of a row in the scenario file."""
        return self.names[table][row]
