"""How worker processes ended before their work did: by which signal, and in which replication."""

import signal
from dataclasses import dataclass
from typing import Final

__all__ = ["Ended", "words"]

TOLD_TO_END: Final = -int(signal.SIGTERM)
"""How those end that are told to once another is gone."""
BROKEN: Final = {
    -int(getattr(signal, name))
    for name in ("SIGSEGV", "SIGABRT", "SIGBUS", "SIGFPE", "SIGILL")
    if hasattr(signal, name)
}
"""How a process ends that did what it must not do."""


@dataclass(frozen=True, slots=True)
class Ended:
    """A worker process that is gone.

    Attributes
    ----------
    pid
        Its number.
    code
        Its exit code; that of a signal is negative.
    replication
        The replication that it was at, -1 where it had not begun one.
    """

    pid: int
    code: int
    replication: int


def words(ended: list[Ended], seed: int) -> str:
    """Say which worker ended first, how, where, and what can be done.

    Parameters
    ----------
    ended
        All that are gone; when one is, those that are left are told to end too.
    seed
        Of the study.
    """
    first = [one for one in ended if one.code not in (0, TOLD_TO_END)]
    first = first or [one for one in ended if one.code] or ended
    if not first:
        return "a worker process ended before its work did; run the same command again"
    one = first[0]
    where = "before its first replication" if one.replication < 0 else f"in replication {one.replication}, seed {seed}"
    return f"a worker process (pid {one.pid}) {_how(one.code)} {where}; {_cure(one, seed)}"


def _how(code: int) -> str:
    if code >= 0:
        return f"ended with exit code {code}"
    try:
        name = signal.Signals(-code).name
    except ValueError:
        name = "signal"
    return f"was ended by {name} ({-code})"


def _cure(one: Ended, seed: int) -> str:
    if one.code == -9:
        return "the system does so where memory runs out: if nobody else did, run again with fewer workers"
    if one.code in BROKEN:
        shown = f"--replication {one.replication} --seed {seed}" if one.replication >= 0 else "the scenario"
        return f"that is a bug of sim, or of what it builds on: please report it with {shown}; try --engine simpy"
    return "run the same command again"
