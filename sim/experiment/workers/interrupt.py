"""Interrupts that Python lost: a Ctrl-C that arrives within a callback of another library has no effect.

Signal handlers record signals here, besides raising KeyboardInterrupt; a run checks between two blocks.
"""

__all__ = ["forget", "note", "raise_if_noted"]

_noted: list[int] = []


def note(number: int) -> None:
    """Record that a signal arrived that is to end the run."""
    _noted.append(number)


def forget() -> None:
    """Clear recorded signals: a command begins, or has ended."""
    _noted.clear()


def raise_if_noted() -> None:
    """Raise the exception that should have been raised when a signal arrived.

    Raises
    ------
    KeyboardInterrupt
        A signal arrived, but the run continued.
    """
    if _noted:
        raise KeyboardInterrupt
