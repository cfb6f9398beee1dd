"""The compiled scenario, called a plan: read-only tables from which engines run. `sim.model.compile` makes it."""

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
        When a history ends if it has not closed, and the date of the deadline, both counted from the start [s].
    path, number, unit
        For each slot, which is a place for one number of the scenario: the dotted key of the number, its value in inner
        units (s, kg, counts), and how many inner units make one unit of the scenario file; shape (n_slots,).
    tables, names
        The tables (`schema.plan.PLAN`), and the names of their rows in the scenario file, both by name of the table.
    quantiles
        Quantile tables and sorted observations used by distributions.
    carries
        Whether each lot may ride each lift from its own site, then from each stop, shape (n_lots + n_stops, n_lifts).
    hop_lifts
        Whether each lift serves each hop, which is one leg of the way out of a lot, and can carry members of this lot,
        shape (n_hops, n_lifts).
    counts
        Whether each condition of a hold counts each lot at its own site, then at each stop, shape
        (n_counters, n_lots + n_stops).
    covered
        Whether each milestone covers each lot, shape (n_milestones, n_lots).
    hazard
        Cumulative hazard of each outage for a rate of one start a day, by whole hours since the start of the clock,
        shape (n_outages, n_hours + 1).
    outage_sites, outage_lifts
        Whether each outage names each site or lift, shape (n_outages, n_sites or n_lifts).
    permits, permit_sites, permit_routes
        Whether each permission names each lift, site or route, shape (n_permissions, n_lifts, n_sites or n_routes).
    crisis_lifts, crisis_routes
        Whether each crisis names each lift or route, shape (n_crises, n_lifts or n_routes).
    payload_factor
        Factors on the payload out of a site by whole hours since the start, shape (n_different, n_hours).
    payload_row
        The row of `payload_factor` that applies to each leg, shape (n_legs,).
    segregate
        Whether two kinds of load may not share a sortie of a lift, shape (n_lifts, n, n). The n kinds are the
        categories, then the load classes.
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
        """Slots of the numbers that unknowns change, including parts of a total and numbers that alternatives set."""
        slots = np.concatenate([self.tables[name]["slot"] for name in ("target", "part", "choice")]).astype(np.int64)
        return slots[slots >= 0]

    def name_of(self, table: str, row: int) -> str:
        """Return the name that a row of a table has in the scenario file."""
        return self.names[table][row]
