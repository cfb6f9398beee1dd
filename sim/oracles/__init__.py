"""What a sound simulator must give: closed forms, the planner's arithmetic, known answers, and engines that agree.

Each oracle builds a small case, asks the compiled engine (which the SimPy engine is compared with), and returns a row:
theory, estimate, interval, verdict. The suite asks the same ones.
"""

from collections.abc import Iterable, Iterator
from typing import Final

from sim.model.plan import Plan
from sim.oracles import luck, ramp, stations
from sim.oracles.agreement import all_agree, starter
from sim.oracles.row import Oracle, Row, timed

__all__ = ["MORE", "QUICK", "Row", "verify"]

QUICK: Final[dict[str, Oracle]] = {
    "W1'": ramp.saturated,
    "W3'": ramp.fleet_closes,
    "W6": ramp.queue("W6", 1, exponential=False),
    "W7 c=2": ramp.queue("W7 c=2", 2, exponential=True),
    "W9": stations.jobs,
    "W10": stations.on_time,
    "W11": stations.tandem,
    "RNG 1": luck.known_answers,
    "RNG 2": luck.three_ways,
    "RNG 3": luck.uniformity,
    "RNG 4": luck.neighbours,
}
"""Asked each time."""
MORE: Final[dict[str, Oracle]] = {
    "W7 c=1": ramp.queue("W7 c=1", 1, exponential=True),
    "W7 c=3": ramp.queue("W7 c=3", 3, exponential=True),
    "W7 c=6": ramp.queue("W7 c=6", 6, exponential=True),
}
"""Asked beside them for the dossier."""
TIMES: Final = 10


def verify(cases: Iterable[Plan] = (), *, full: bool = False) -> Iterator[Row]:
    """Ask every oracle, and yield each row as it comes.

    Parameters
    ----------
    cases
        Plans on which the engines are compared, beside the one that `sim init` writes.
    full
        More oracles, and samples ten times as large.
    """
    times = TIMES if full else 1
    known = (*QUICK.values(), *(MORE.values() if full else ()))
    for oracle in (*known, *all_agree([starter(), *cases])):
        yield timed(oracle, times)
