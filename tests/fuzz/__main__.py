"""Try many damaged scenarios and print their verdicts: `python -m tests.fuzz CASES SEED [JOBS [tight]]`.

NUMBA_BOUNDSCHECK=1 makes numba check every index of the compiled loop. With `tight`, every table that the loop can
enlarge begins empty, so that each enlargement is tried.
"""

from __future__ import annotations

import contextlib
import sys
import time
from collections import Counter

from tests.fuzz.judge import HANG_S, MOST_GB, Verdict
from tests.fuzz.pool import verdicts

UNUSUAL = ("refused by both engines", "SimPy alone", "SimPy too slow")
"""Verdicts that are no fault, but are printed one by one."""
EACH = 1_000_000
"""The number of the first case is this number times the seed."""


class Report:
    """Counts verdicts. Prints faults, unusual verdicts, and errors that name no line."""

    def __init__(self) -> None:
        self.began, self.faults, self.unplaced = time.monotonic(), 0, 0
        self.tally: Counter[str] = Counter()
        self.slow = self.large = Verdict(0, "")
        self.spent = [0.0, 0.0, 0.0]

    def add(self, verdict: Verdict) -> None:
        """Count one verdict."""
        unplaced = verdict.what == "refused" and not verdict.placed
        self.tally[verdict.what] += 1
        self.spent = [one + other for one, other in zip(self.spent, verdict.cpu_s, strict=True)]
        self.unplaced += unplaced
        self.slow = max(self.slow, verdict, key=lambda each: max(each.cpu_s[:2]))
        self.large = max(self.large, verdict, key=lambda each: each.peak_gb)
        if not verdict.is_good:
            self.faults += 1
            times = ", ".join(f"{each:.1f}" for each in verdict.cpu_s)
            print(f"FAULT {verdict.number}: {verdict.what} ({times} s, {verdict.peak_gb:.2f} GB)", flush=True)
            print(verdict.text[-1500:], flush=True)
        elif unplaced or verdict.what in UNUSUAL:
            print(f"note {verdict.number}: {verdict.what}: {verdict.text[:300]}", flush=True)

    def __str__(self) -> str:
        """Return the counts, times and peak memory of all cases so far."""
        most, files = max(self.slow.cpu_s[:2]), ", ".join(f"{each:.0f}" for each in self.spent)
        return (
            f"{sum(self.tally.values())} cases in {time.monotonic() - self.began:.0f} s: {dict(self.tally)}; "
            f"{self.faults} faults; slowest {most:.1f} s of {HANG_S} (case {self.slow.number}); "
            f"most memory {self.large.peak_gb:.2f} GB of {MOST_GB} (case {self.large.number}); "
            f"{self.unplaced} refused without a line; "
            f"processor time [s] of files, the first and the second history: {files}"
        )


def main(many: int, seed: int, jobs: int = 2, *, empty: bool = False) -> int:
    """Try `many` cases of a seed; return how many are faults. After Ctrl-C, the counts so far are printed."""
    report = Report()
    with contextlib.suppress(KeyboardInterrupt):
        for verdict in verdicts(range(seed * EACH, seed * EACH + many), jobs, empty=empty):
            report.add(verdict)
            if not sum(report.tally.values()) % 100:
                print(report, flush=True)
    print(f"seed {seed}:", report)
    return report.faults


if __name__ == "__main__":
    sys.exit(min(1, main(*map(int, sys.argv[1:4]), empty="tight" in sys.argv[4:])))
