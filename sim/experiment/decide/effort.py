"""How many histories a call ran for its answer, in words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from sim.analysis.summary.totals import plural

__all__ = ["Ran", "effort"]


class Ran(Protocol):
    """The work of a call, as a sweep, a search or a comparison records it."""

    @property
    def ran(self) -> int:
        """Histories run."""

    @property
    def seconds(self) -> float:
        """Time taken [s]."""

    @property
    def audited(self) -> int:
        """Number of them that SimPy ran again, all identical."""

    @property
    def run_again(self) -> int:
        """Number run again because their stored results were damaged."""


def effort(found: Ran, database: str) -> Iterator[str]:
    """Yield how many histories were run and how fast, and how many were damaged in a database and run again."""
    if found.ran:
        rate = f" in {found.seconds:.0f} s, {found.ran / max(found.seconds, 1e-9):.0f} a second"
        again = f"; SimPy ran {found.audited} of them again: identical" if found.audited else ""
        yield f"{plural(found.ran, 'history', 'histories')} run{rate}{again}."
    if found.run_again:
        yield f"Damaged in {database}, and run again: {plural(found.run_again, 'history', 'histories')}."
