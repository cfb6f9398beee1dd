"""The protocols of a stored study: what a summary needs in addition to the outcomes of the histories."""

from collections.abc import Iterator
from typing import Protocol

from sim.analysis.causes.by_reason import ByReason
from sim.analysis.summary.failed import Failure
from sim.analysis.sums.by_lift import ByLift
from sim.analysis.sums.daily import Daily
from sim.model.plan import Plan

__all__ = ["StoredStudy", "StudyIdentity"]


class StudyIdentity(Protocol):
    """The parts of the identity of a study (`keep.identity.Identity`) that a summary uses."""

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
        """Name of the engine; `simpy` for both engines that come with sim, since these agree bit for bit."""


class StoredStudy(Protocol):
    """A stored study. The methods read the histories with numbers `first` to `last` - 1."""

    @property
    def plan(self) -> Plan:
        """The plan that was run."""

    @property
    def identity(self) -> StudyIdentity:
        """The identity of the study."""

    def daily(self, first: int, last: int) -> Iterator[Daily]:
        """Yield the daily counts of people and equipment in each history."""

    def by_lift(self, first: int, last: int) -> Iterator[ByLift]:
        """Yield what each lift had flown by the beginning of each day, in each history."""

    def why(self, first: int, last: int) -> Iterator[ByReason | None]:
        """Yield the time due to each reason, in each history for which causes are kept (`by_reason.is_traced`).

        None stands for a history whose causes could not be computed.
        """

    def failures(self, first: int, last: int) -> list[Failure]:
        """Return the failures of parts of the analysis in these histories."""
