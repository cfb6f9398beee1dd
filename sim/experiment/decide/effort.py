"""What a call ran of the histories that its answer rests on, in words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from sim.analysis.summary.totals import plural

__all__ = ["Ran", "effort"]


class Ran(Protocol):
    """What a sweep, a search or a comparison knows of the work of this call."""

    @property
    def ran(self) -> int:
        """Histories run."""

    @property
    def seconds(self) -> float:
        """In which time [s]."""

    @property
    def audited(self) -> int:
        """How many of them SimPy ran again, all alike."""

    @property
    def run_again(self) -> int:
        """How many were run again because what the folder held of them was damaged."""


def effort(found: Ran, database: str) -> Iterator[str]:
    """Yield how many histories were run and how fast, and how many of a database were damaged and run again."""
    if found.ran:
        rate = f" in {found.seconds:.0f} s, {found.ran / max(found.seconds, 1e-9):.0f} a second"
        again = f"; SimPy ran {found.audited} of them again: identical" if found.audited else ""
        yield f"{plural(found.ran, 'history', 'histories')} run{rate}{again}."
    if found.run_again:
        yield f"Damaged in {database}, and run again: {plural(found.run_again, 'history', 'histories')}."
