"""What a summary reads of a study besides its records, wherever it is kept."""

from collections.abc import Iterator
from typing import Protocol

from sim.analysis.causes.owned import Owned
from sim.analysis.summary.failed import Failure
from sim.analysis.sums.by_lift import ByLift
from sim.analysis.sums.daily import Daily
from sim.model.plan import Plan

__all__ = ["Address", "Kept"]


class Address(Protocol):
    """What makes two sets of results one study (`sim.experiment.keep.identity.Identity`)."""

    @property
    def scenario(self) -> str:
        """Title of the scenario."""

    @property
    def digest(self) -> str:
        """Digest of the plan."""

    @property
    def seed(self) -> int:
        """Seed of all draws."""

    @property
    def inner(self) -> int:
        """Histories a world."""

    @property
    def engine(self) -> str:
        """Whose histories these are."""


class Kept(Protocol):
    """A study as it is kept: of each history of a range of numbers its counts by day, and what owned its dates."""

    @property
    def plan(self) -> Plan:
        """What was run."""

    @property
    def identity(self) -> Address:
        """As which study."""

    def daily(self, first: int, last: int) -> Iterator[Daily]:
        """Yield the head-counts of each history of [first, last)."""

    def by_lift(self, first: int, last: int) -> Iterator[ByLift]:
        """Yield what lifts flew, by day, in each history of [first, last)."""

    def why(self, first: int, last: int) -> Iterator[Owned | None]:
        """Yield what owned the dates of each history of [first, last); None where looking back at it failed."""

    def failures(self, first: int, last: int) -> list[Failure]:
        """Return the parts of the analysis that failed in histories of [first, last)."""
