"""Numbered servers, parking spots, working spots and load teams."""

from sim.model.calendars import LONG_AGO
from sim.model.rules import next_server

__all__ = ["LONG_AGO", "Numbered"]


class Numbered:
    """Identical units, numbered from 0. Each knows when it was last freed, and by which visit or sortie.

    Attributes
    ----------
    limited
        False if there is no limit: then nothing waits for a unit, and `take` returns -1 as its number.
    many, busy
        Number of units (0 if there is no limit), and of units in use.
    """

    def __init__(self, many: int | None) -> None:
        self.limited = many is not None
        self.many = many or 0
        self.busy = 0
        self._free = list(range(many or 0))
        self._freed_at = [LONG_AGO] * (many or 0)
        self._freed_by = [-1] * (many or 0)

    def any_free(self) -> bool:
        """Return whether a unit is free."""
        return not self.limited or bool(self._free)

    @property
    def free(self) -> list[int]:
        """Numbers of the free units."""
        return self._free

    def freed_last(self) -> tuple[int, int]:
        """Return when the free unit that `take` would take was freed [s], and by which visit or sortie (-1: none)."""
        number = next_server(self._free, self._freed_at)
        return self._freed_at[number], self._freed_by[number]

    def take(self) -> tuple[int, int, int]:
        """Take the unit freed last; return its number, when it was freed [s], and the visit or sortie (-1: none)."""
        self.busy += 1
        if not self.limited:
            return -1, LONG_AGO, -1
        number = next_server(self._free, self._freed_at)
        self._free.remove(number)
        return number, self._freed_at[number], self._freed_by[number]

    def take_one(self, number: int) -> tuple[int, int]:
        """Take a free unit; return when it was freed [s], and by which visit or sortie (-1: none)."""
        self.busy += 1
        self._free.remove(number)
        return self._freed_at[number], self._freed_by[number]

    def give_back(self, number: int, now: int, by: int) -> None:
        """Free a unit; `by` is the row of the visit or sortie that used it."""
        self.busy -= 1
        if number >= 0:
            self._free.append(number)
            self._freed_at[number] = now
            self._freed_by[number] = by
