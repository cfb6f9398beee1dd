"""Servers of one station that keep hours of their own, as not all of them work in every shift."""

from typing import TYPE_CHECKING

from sim.engines.simpy.numbered import Numbered
from sim.model.calendars import LONG_AGO, is_open, window_at

if TYPE_CHECKING:
    from sim.model.world import Windows

__all__ = ["Servers"]


class Servers:
    """Numbered servers, each with its hours.

    Attributes
    ----------
    servers
        Which of them are free.
    windows
        When each of them works.
    """

    def __init__(self, servers: Numbered, windows: "list[Windows]") -> None:
        self.servers, self.windows = servers, windows

    def at_work(self, now: int) -> int:
        """How many are in their hours, whether they have a job or not."""
        return sum(is_open(*each, now) for each in self.windows)

    def busy_at(self, now: int) -> int:
        """How many are in their hours and have a job."""
        return self.at_work(now) - sum(is_open(*self.windows[number], now) for number in self.servers.free)

    def free_at(self, now: int) -> int:
        """Number of the lowest that is free and in its hours, which works in the most shifts; -1 for none."""
        return min((number for number in self.servers.free if is_open(*self.windows[number], now)), default=-1)

    def opened_at(self, number: int, now: int) -> int:
        """When the window of one that is in its hours began [s]."""
        opens, _ = self.windows[number]
        return opens[window_at(opens, now)]

    def changed_at(self, now: int) -> int:
        """When one of them came to work or went last, up to now [s]."""
        latest = LONG_AGO
        for opens, closes in self.windows:
            at = window_at(opens, now)
            if at >= 0:
                latest = max(latest, closes[at] if closes[at] <= now else opens[at])
        return latest
