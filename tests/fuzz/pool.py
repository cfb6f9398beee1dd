"""Child processes that judge cases: if a case kills its process, this counts as a verdict, and other cases go on."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import resource
from collections.abc import Iterable, Iterator
from multiprocessing.connection import Connection, wait
from typing import Any

from tests.fuzz.judge import HANG_S, Verdict, judged
from tests.verification.tight import tight

__all__ = ["Child", "verdicts"]

DEAD_S = 4 * HANG_S
"""Processor time [s] of one case after which the system ends the process, if `limited` has not stopped the case."""
ADDRESSES_GB = 4
"""Address space [GB] that a process may take in addition to what it has before its first case."""


class Child:
    """A process that judges cases on request; it is started again if a case kills it."""

    def __init__(self, empty: bool = False) -> None:
        self._empty = empty
        self._process: Any = None
        self.link: Any = None
        self.number = -1

    def ask(self, number: int, histories: bool) -> None:
        """Send the number of a case to the process; with `histories`, the case also runs a history."""
        if self._process is None or not self._process.is_alive():
            context = multiprocessing.get_context("spawn")
            self.link, other = context.Pipe()
            self._process = context.Process(target=_serve, args=(other, self._empty), daemon=True)
            self._process.start()
            other.close()
        self.number = number
        self.link.send((number, histories))

    def answer(self) -> Verdict:
        """Wait for the verdict on the case that was sent last, and return it."""
        try:
            found: Verdict = self.link.recv()
        except (EOFError, ConnectionResetError):
            self._process.join()
            found = Verdict(self.number, f"the process died ({self._process.exitcode})")
        return found

    def close(self) -> None:
        """End the process."""
        if self._process is not None:
            self.link.close()
            self._process.join(5)
            self._process.kill()


def _serve(link: Connection, empty: bool) -> None:
    """Judge cases until the parent closes the link."""
    judged(0, False)  # imports and compiles, so that this time does not count for a later case
    _limit_memory()
    tables = tight() if empty else contextlib.nullcontext()
    with tables, contextlib.suppress(EOFError, BrokenPipeError, KeyboardInterrupt):
        while True:
            number, histories = link.recv()
            used = resource.getrusage(resource.RUSAGE_SELF)
            most = int(used.ru_utime + used.ru_stime) + DEAD_S
            resource.setrlimit(resource.RLIMIT_CPU, (most, resource.getrlimit(resource.RLIMIT_CPU)[1]))
            link.send(judged(number, histories))


def _limit_memory() -> None:
    with contextlib.suppress(OSError, ValueError, IndexError):
        with open("/proc/self/statm", encoding="ascii") as file:
            pages = int(file.read().split()[0])
        most = pages * os.sysconf("SC_PAGE_SIZE") + ADDRESSES_GB * 10**9
        resource.setrlimit(resource.RLIMIT_AS, (most, resource.getrlimit(resource.RLIMIT_AS)[1]))


def verdicts(numbers: Iterable[int], jobs: int = 2, histories: int = 1, *, empty: bool = False) -> Iterator[Verdict]:
    """Yield the verdicts on cases, in the order in which they are finished.

    Parameters
    ----------
    numbers
        The numbers of the cases.
    jobs
        Number of processes.
    histories
        A case runs a history if its number is divisible by this and `sim check` accepts it.
    empty
        Whether each table that the compiled loop can enlarge begins empty.
    """
    left = iter(numbers)
    children = [Child(empty) for _ in range(jobs)]
    busy: dict[Any, Child] = {}

    def begin(child: Child) -> None:
        for number in left:
            child.ask(number, number % histories == 0)
            busy[child.link] = child
            return

    try:
        for child in children:
            begin(child)
        while busy:
            for link in wait(list(busy)):
                child = busy.pop(link)
                yield child.answer()
                begin(child)
    finally:
        for child in children:
            child.close()
