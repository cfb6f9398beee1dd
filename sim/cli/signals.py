"""Make SIGTERM and SIGHUP end a command as Ctrl-C does: finished work is kept, and the exit code names the signal.

Python loses a signal that arrives within a callback of another library. Therefore all three signals are also recorded:
a recorded signal ends a run before its next block of histories.
"""

from __future__ import annotations

import contextlib
import signal
import threading
from collections.abc import Iterator
from types import FrameType
from typing import Any

from sim.experiment.workers.interrupt import forget, note

__all__ = ["answered", "ended_by"]

NAMES = ("SIGTERM", "SIGHUP")
"""Signals by which an operating system or a terminal ends a command; Windows has only the first."""
_taken: list[int] = []  # numbers of the signals, except Ctrl-C, that have arrived during a command


@contextlib.contextmanager
def answered() -> Iterator[None]:
    """Let SIGTERM, SIGHUP and Ctrl-C interrupt a `with` block.

    A signal that is ignored, as under nohup, or that has a handler of its own, stays as it is.
    """
    _taken.clear()
    forget()
    before: dict[int, Any] = {}
    if threading.current_thread() is threading.main_thread():
        for name in NAMES:
            number = getattr(signal, name, None)
            if number is not None and signal.getsignal(number) is signal.SIG_DFL:
                before[number] = signal.signal(number, _interrupt)
        if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
            before[signal.SIGINT] = signal.signal(signal.SIGINT, _ctrl_c)
    try:
        yield
    finally:
        forget()  # so that later code in this process is not interrupted
        for number, handler in before.items():
            signal.signal(number, handler)


def ended_by() -> int | None:
    """Return 128 plus the number of the first SIGTERM or SIGHUP that arrived, as shells do; None if none arrived."""
    return 128 + _taken[0] if _taken else None


def _interrupt(number: int, _: FrameType | None) -> None:
    """Treat the first signal as Ctrl-C; only record further signals, so that finished work can be stored."""
    _taken.append(number)
    note(number)
    if len(_taken) == 1:
        raise KeyboardInterrupt


def _ctrl_c(number: int, _: FrameType | None) -> None:
    """Raise KeyboardInterrupt as Python does on Ctrl-C, and record the signal."""
    note(number)
    raise KeyboardInterrupt
