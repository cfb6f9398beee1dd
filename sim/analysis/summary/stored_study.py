"""What a summary reads of a stored study, besides the outcomes of its histories."""

from collections.abc import Iterator
from typing import Protocol

from sim.analysis.causes.by_reason import ByReason
from sim.analysis.summary.failed import Failure
from sim.analysis.sums.by_lift import ByLift
from sim.analysis.sums.daily import Daily
from sim.model.plan import Plan

__all__ = ["StoredStudy", "StudyIdentity"]


class StudyIdentity(Protocol):
    """The parts of the identity of a study that a summary uses (all parts: `keep.identity.Identity`)."""

    @property
    def scenario(self) -> str:
        """Name of the scenario."""

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
        """The engine of the histories; `simpy` for both engines that come with sim."""


class StoredStudy(Protocol):
    """A stored study: its plan and identity, and what it has of each history.

    For each history it has the daily counts and what each lift flew, how much of the time to each date is due to each
    reason, and what failed.
    """

    @property
    def plan(self) -> Plan:
        """The plan that was run."""

    @property
    def identity(self) -> StudyIdentity:
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
