"""Record signals that are to end a run, since Python can lose the KeyboardInterrupt that a signal handler raises.

It is lost if the signal arrives while Python is in a callback of another library. Therefore the signal handlers of
`sim` also record the signal here, and a run checks between two blocks whether a signal is recorded.
"""

__all__ = ["forget", "note", "raise_if_noted"]

_noted: list[int] = []  # the recorded signals


def note(number: int) -> None:
    """Record a signal that is to end the run; `number` is the number of the signal."""
    _noted.append(number)


def forget() -> None:
    """Delete the record of all signals."""
    _noted.clear()


def raise_if_noted() -> None:
    """Raise KeyboardInterrupt if a signal is recorded.

    Raises
    ------
    KeyboardInterrupt
        A signal is recorded.
    """
    if _noted:
        raise KeyboardInterrupt
