"""How many histories a call ran for its answer, in words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from sim.analysis.summary.totals import plural

__all__ = ["Ran", "effort"]


class Ran(Protocol):
    """The work of one call, as a sweep, a search or a comparison records it."""

    @property
    def ran(self) -> int:
        """Number of histories that the call ran."""

    @property
    def seconds(self) -> float:
        """Time taken [s]."""

    @property
    def audited(self) -> int:
        """Number of histories that SimPy ran again for the audit, all identical."""

    @property
    def run_again(self) -> int:
        """Number of histories that were run again because their stored results were damaged."""


def effort(work: Ran, database: str) -> Iterator[str]:
    """Yield how many histories were run and how fast, and how many were damaged in a database and run again."""
    if work.ran:
        rate = f" in {work.seconds:.0f} s, {work.ran / max(work.seconds, 1e-9):.0f} a second"
        again = f"; SimPy ran {plural(work.audited, 'history', 'histories')} again: identical" if work.audited else ""
        yield f"{plural(work.ran, 'history', 'histories')} run{rate}{again}."
    if work.run_again:
        yield f"Damaged in {database}, and run again: {plural(work.run_again, 'history', 'histories')}."
