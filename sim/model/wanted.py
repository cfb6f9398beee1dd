"""Stop a history under way when its result is no longer needed, so that Ctrl-C need not wait for its end.

Engines call `is_wanted` every few milliseconds.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Final

__all__ = ["UnwantedError", "is_wanted", "unless"]


class UnwantedError(Exception):
    """A history was stopped before its end because its result is no longer needed."""


def _never() -> bool:
    return False


_stopped: Final[ContextVar[Callable[[], bool]]] = ContextVar("stopped", default=_never)


@contextmanager
def unless(stopped: Callable[[], bool]) -> Iterator[None]:
    """Return a context in which the engines of this thread raise `UnwantedError` once `stopped` returns True."""
    before = _stopped.set(stopped)
    try:
        yield
    finally:
        _stopped.reset(before)


def is_wanted() -> None:
    """Raise an error if the result of the history under way is no longer needed.

    Raises
    ------
    UnwantedError
        The function given to `unless` returns True.
    """
    if _stopped.get()():
        raise UnwantedError
