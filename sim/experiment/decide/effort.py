"""Sentences on how many histories a sweep, a search or a comparison ran."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from sim.analysis.summary.totals import plural

__all__ = ["Ran", "effort"]


class Ran(Protocol):
    """The work that a call did, as the result of a sweep, a search or a comparison states it."""

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
    """Yield a sentence on the histories run, their speed and audit; and one on those run again because of damage.

    A sentence is left out if there are no such histories. `database` is the name of the file that stores them.
    """
    if work.ran:
        rate = f" in {work.seconds:.0f} s, {work.ran / max(work.seconds, 1e-9):.0f} a second"
        again = f"; SimPy ran {plural(work.audited, 'history', 'histories')} again: identical" if work.audited else ""
        yield f"{plural(work.ran, 'history', 'histories')} run{rate}{again}."
    if work.run_again:
        yield f"Damaged in {database}, and run again: {plural(work.run_again, 'history', 'histories')}."
