"""Stop a history under way when its result is no longer needed: a worker that is asked to stop leaves it unfinished.

Engines check every few milliseconds. Without this check, Ctrl-C would wait until all workers have ended their current
histories.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Final

__all__ = ["UnwantedError", "is_wanted", "unless"]


class UnwantedError(Exception):
    """A history was left unfinished because it is no longer wanted."""


def _never() -> bool:
    return False


_stopped: Final[ContextVar[Callable[[], bool]]] = ContextVar("stopped", default=_never)


@contextmanager
def unless(stopped: Callable[[], bool]) -> Iterator[None]:
    """Make engines raise `UnwantedError` when `stopped` returns True, in this thread and within this context."""
    before = _stopped.set(stopped)
    try:
        yield
    finally:
        _stopped.reset(before)


def is_wanted() -> None:
    """Raise an error if the history under way is no longer wanted; otherwise do nothing.

    Raises
    ------
    UnwantedError
        The function given to `unless` returns True.
    """
    if _stopped.get()():
        raise UnwantedError
