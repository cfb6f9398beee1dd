"""How large a study may be."""

from typing import Final

from sim.errors import SimError

__all__ = ["MOST_HISTORIES", "MOST_WORKERS", "fits"]

MOST_HISTORIES: Final = 100_000_000
"""Most histories of a study, most that share a world, and the greatest number of one."""
MOST_WORKERS: Final = 4096
"""Most workers on one machine."""


def fits(what: str, value: int | None, most: int = MOST_HISTORIES, least: int = 1) -> None:
    """Return if a number of histories, worlds or workers is one that there may be; None stands for the default.

    Raises
    ------
    SimError
        It is too small or too large; with the bound.
    """
    if value is not None and not least <= value <= most:
        raise SimError(f"{what} = {value}: expected " + (f"at least {least}" if value < least else f"at most {most:,}"))
