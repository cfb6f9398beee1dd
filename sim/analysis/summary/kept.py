"""The interface through which a summary reads everything of a stored study except its records."""

from collections.abc import Iterator
from typing import Protocol

from sim.analysis.causes.by_reason import ByReason
from sim.analysis.summary.failed import Failure
from sim.analysis.sums.by_lift import ByLift
from sim.analysis.sums.daily import Daily
from sim.model.plan import Plan

__all__ = ["Address", "Kept"]


class Address(Protocol):
    """Identity of a study: two sets of results belong to one study if these agree (`keep.identity.Identity`)."""

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
        """Number of histories per world."""

    @property
    def engine(self) -> str:
        """The engine that made the histories."""


class Kept(Protocol):
    """A stored study: the daily counts of its histories, and the time up to their dates that is due to each reason."""

    @property
    def plan(self) -> Plan:
        """The plan that was run."""

    @property
    def identity(self) -> Address:
        """The identity of the study."""

    def daily(self, first: int, last: int) -> Iterator[Daily]:
        """Yield the daily counts of each history of [first, last)."""

    def by_lift(self, first: int, last: int) -> Iterator[ByLift]:
        """Yield what each lift flew, by day, in each history of [first, last)."""

    def why(self, first: int, last: int) -> Iterator[ByReason | None]:
        """Yield the time due to each reason in each history of [first, last) for which it is kept.

        None for a history whose causes could not be computed.
        """

    def failures(self, first: int, last: int) -> list[Failure]:
        """Return the parts of the analysis that failed in histories of [first, last)."""
