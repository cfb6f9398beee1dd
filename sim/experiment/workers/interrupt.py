"""Ctrl-C that came to nothing: Python loses it where it arrives within a callback of another library.

Whoever answers signals notes them here, beside raising KeyboardInterrupt; between two blocks a run asks.
"""

__all__ = ["forget", "note", "raise_if_noted"]

_noted: list[int] = []


def note(number: int) -> None:
    """Note that a signal came that is to end what runs."""
    _noted.append(number)


def forget() -> None:
    """Forget what came: a command begins, or has ended."""
    _noted.clear()


def raise_if_noted() -> None:
    """Raise what should have been raised when a signal came.

    Raises
    ------
    KeyboardInterrupt
        One came, and what runs goes on all the same.
    """
    if _noted:
        raise KeyboardInterrupt
