"""Interrupts that Python would lose: a Ctrl-C that arrives within a callback of another library has no effect.

Therefore signal handlers also record the signal here, besides raising KeyboardInterrupt, and a run checks the record
between two blocks.
"""

__all__ = ["forget", "note", "raise_if_noted"]

_noted: list[int] = []  # numbers of the signals that have arrived


def note(number: int) -> None:
    """Record that a signal has arrived that is to end the run; `number` is the number of the signal."""
    _noted.append(number)


def forget() -> None:
    """Clear recorded signals; called when a command begins and when it has ended."""
    _noted.clear()


def raise_if_noted() -> None:
    """Raise the exception that was lost when a signal arrived.

    Raises
    ------
    KeyboardInterrupt
        A signal is recorded although the run has continued.
    """
    if _noted:
        raise KeyboardInterrupt
