"""Limits on the size of a study."""

from typing import Final

from sim.errors import SimError

__all__ = ["MOST_HISTORIES", "MOST_WORKERS", "check_limit"]

MOST_HISTORIES: Final = 100_000_000
"""Largest number of histories of a study and of histories that share a world, and largest replication number."""
MOST_WORKERS: Final = 4096
"""Largest number of workers on one machine."""


def check_limit(what: str, value: int | None, most: int = MOST_HISTORIES, least: int = 1) -> None:
    """Check a number of histories, worlds or workers against its limits; None stands for the default and always fits.

    Raises
    ------
    SimError
        The number is too small or too large; the message states the limit.
    """
    if value is not None and not least <= value <= most:
        raise SimError(f"{what} = {value}: expected " + (f"at least {least}" if value < least else f"at most {most:,}"))
