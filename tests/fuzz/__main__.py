"""Try many cases and print what came of them: `python -m tests.fuzz CASES SEED [JOBS [tight]]`.

With NUMBA_BOUNDSCHECK=1 every index of the compiled loop is checked; with `tight` every table that can fill begins
empty.
"""

from __future__ import annotations

import sys
import time
from collections import Counter

from tests.fuzz.judge import HANG_S, MOST_GB, Verdict
from tests.fuzz.pool import verdicts

UNUSUAL = ("refused by both engines", "SimPy alone", "SimPy too slow")
"""Good, and worth a look."""
EACH = 1_000_000
"""Cases from one seed to the next."""


def main(many: int, seed: int, jobs: int = 2, *, empty: bool = False) -> int:
    """Try so many cases of a seed; return how many are faults."""
    began, faults = time.monotonic(), 0
    tally: Counter[str] = Counter()
    slow, large, unplaced, spent = Verdict(0, ""), Verdict(0, ""), 0, [0.0, 0.0, 0.0]
    for verdict in verdicts(range(seed * EACH, seed * EACH + many), jobs, empty=empty):
        tally[verdict.what] += 1
        spent = [one + other for one, other in zip(spent, verdict.cpu_s, strict=True)]
        unplaced += verdict.what == "refused" and not verdict.placed
        slow = max(slow, verdict, key=lambda each: max(each.cpu_s[:2]))
        large = max(large, verdict, key=lambda each: each.peak_gb)
        if not verdict.is_good:
            faults += 1
            times = ", ".join(f"{each:.1f}" for each in verdict.cpu_s)
            print(f"FAULT {verdict.number}: {verdict.what} ({times} s, {verdict.peak_gb:.2f} GB)", flush=True)
            print(verdict.text[-1500:], flush=True)
        elif (verdict.what == "refused" and not verdict.placed) or verdict.what in UNUSUAL:
            print(f"note {verdict.number}: {verdict.what}: {verdict.text[:300]}", flush=True)
        if not sum(tally.values()) % 250:
            print(sum(tally.values()), dict(tally), f"{time.monotonic() - began:.0f} s", flush=True)
    print(f"{many} cases of seed {seed} in {time.monotonic() - began:.0f} s: {dict(tally)}; {faults} faults")
    print(f"slowest {max(slow.cpu_s[:2]):.1f} s of {HANG_S} (case {slow.number}); ", end="")
    print(
        f"most memory {large.peak_gb:.2f} GB of {MOST_GB} (case {large.number}); {unplaced} refused without a line; ",
        end="",
    )
    print(
        "processor time [s] of files, the first and the second history: " + ", ".join(f"{each:.0f}" for each in spent)
    )
    return faults


if __name__ == "__main__":
    sys.exit(min(1, main(*map(int, sys.argv[1:4]), empty="tight" in sys.argv[4:])))
