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
    lanes
        Lane of each, from 0; -1 of one that takes all.
    kind
        For what each is set up (`plan.Step.kind`); -1 before its first job.
    """

    def __init__(self, servers: Numbered, windows: "list[Windows]", lanes: list[int]) -> None:
        self.servers, self.windows, self.lanes = servers, windows, lanes
        self.kind = [-1] * len(windows)

    def at_work(self, now: int) -> int:
        """How many are in their hours, whether they have a job or not."""
        return sum(is_open(*each, now) for each in self.windows)

    def busy_at(self, now: int) -> int:
        """How many are in their hours and have a job."""
        return self.at_work(now) - sum(is_open(*self.windows[number], now) for number in self.servers.free)

    def lanes_at(self, now: int) -> tuple[bool, int]:
        """Whether one that takes all is free and in its hours, and a bit for each lane of which one is."""
        free = [self.lanes[number] for number in self.servers.free if is_open(*self.windows[number], now)]
        return any(lane < 0 for lane in free), sum(1 << lane for lane in set(free) if lane >= 0)

    def free_for(self, now: int, lanes: int, kind: int) -> int:
        """Number of the free one that takes a mover: one without a set-up before others, then of a lane, the lowest.

        Parameters
        ----------
        lanes
            A bit for each lane that takes it.
        kind
            What it is to a server that has to be set up; below 0 where none has to be.
        """
        free = [number for number in self.servers.free if is_open(*self.windows[number], now)]
        fits = [number for number in free if self.lanes[number] < 0 or lanes >> self.lanes[number] & 1]
        return min(fits, key=lambda number: (self.changes(number, kind), self.lanes[number] < 0, number))

    def changes(self, number: int, kind: int) -> bool:
        """Whether one has to be set up for another kind."""
        return kind >= 0 and self.kind[number] not in (-1, kind)

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
