"""Describe in words how a worker process ended early, and in which replication."""

import signal
from dataclasses import dataclass
from typing import Final

__all__ = ["Ended", "words"]

ENDED_BY_US: Final = -int(signal.SIGTERM)
"""Exit code of workers that the pool terminated after another worker had ended early."""
BROKEN: Final = {
    -int(getattr(signal, name))
    for name in ("SIGSEGV", "SIGABRT", "SIGBUS", "SIGFPE", "SIGILL")
    if hasattr(signal, name)
}
"""Exit codes of processes that crashed: each is the negative number of a signal."""


@dataclass(frozen=True, slots=True)
class Ended:
    """A worker process that has ended.

    Attributes
    ----------
    pid
        Its process id.
    code
        Its exit code; if a signal ended the process, the negative number of the signal.
    replication
        The last replication that the process began; -1 if there is none.
    """

    pid: int
    code: int
    replication: int


def words(ended: list[Ended], seed: int) -> str:
    """Return a sentence on one worker that ended early: how it ended, in which replication, and what to do.

    Parameters
    ----------
    ended
        All workers that have ended, including those that the pool terminated (`ENDED_BY_US`).
    seed
        Seed of the study.
    """
    first = [one for one in ended if one.code not in (0, ENDED_BY_US)]
    first = first or [one for one in ended if one.code] or ended
    if not first:
        return "a worker process ended before its work was done; run again"
    one = first[0]
    where = "before its first replication" if one.replication < 0 else f"in replication {one.replication}, seed {seed}"
    return f"a worker process (pid {one.pid}) {_how(one.code)} {where}; {_cure(one, seed)}"


def _how(code: int) -> str:
    """Return in words how a process with this exit code ended."""
    if code >= 0:
        return f"ended with exit code {code}"
    try:
        name = signal.Signals(-code).name
    except ValueError:
        name = "signal"
    return f"was ended by {name} ({-code})"


def _cure(one: Ended, seed: int) -> str:
    if one.code == -9:
        return "the system does this if memory runs out; unless someone ended the process, run again with fewer workers"
    if one.code in BROKEN:
        shown = f"--replication {one.replication} --seed {seed}" if one.replication >= 0 else "the scenario"
        return f"that is a bug of sim, or of a library that it uses: please report it with {shown}; try --engine simpy"
    return "run again"
