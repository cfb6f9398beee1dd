"""The servers of a station whose servers differ: in their shifts, in the movers that they take, or in their set-up."""

from typing import TYPE_CHECKING

from sim.engines.simpy.numbered import Numbered
from sim.model.calendars import LONG_AGO, is_open, window_at

if TYPE_CHECKING:
    from sim.model.world import Windows

__all__ = ["Servers"]


class Servers:
    """Numbered servers, each with its hours, its lane and its set-up.

    Attributes
    ----------
    servers
        The numbered servers.
    windows
        When each server works.
    lanes
        Lane of each server, from 0; -1 for a server that takes all movers.
    kind
        Category or lot for which each server is set up (`plan.Step.kind`); -1 before its first job.
    """

    def __init__(self, servers: Numbered, windows: "list[Windows]", lanes: list[int]) -> None:
        self.servers, self.windows, self.lanes = servers, windows, lanes
        self.kind = [-1] * len(windows)

    def at_work(self, now: int) -> int:
        """Return how many servers are in their hours, with or without a job."""
        return sum(is_open(*each, now) for each in self.windows)

    def busy_at(self, now: int) -> int:
        """Return how many servers are in their hours and have a job."""
        return self.at_work(now) - sum(is_open(*self.windows[number], now) for number in self.servers.free)

    def lanes_at(self, now: int) -> tuple[bool, int]:
        """Return whether a free server in its hours takes all movers, and a bit for each lane with a free server."""
        free = [self.lanes[number] for number in self.servers.free if is_open(*self.windows[number], now)]
        return any(lane < 0 for lane in free), sum(1 << lane for lane in set(free) if lane >= 0)

    def free_for(self, now: int, lanes: int, kind: int) -> int:
        """Return the number of the free server that a mover takes.

        A server that needs no set-up comes first; among equals, a server of a lane; then the lowest number.

        Parameters
        ----------
        lanes
            A bit for each lane that takes the mover.
        kind
            Category or lot of the mover, as in the attribute `kind`; -1 if the station has no set-ups.
        """
        free = [number for number in self.servers.free if is_open(*self.windows[number], now)]
        fits = [number for number in free if self.lanes[number] < 0 or lanes >> self.lanes[number] & 1]
        return min(fits, key=lambda number: (self.changes(number, kind), self.lanes[number] < 0, number))

    def changes(self, number: int, kind: int) -> bool:
        """Return whether a server has to be set up again before it works on a mover of this kind."""
        return kind >= 0 and self.kind[number] not in (-1, kind)

    def opened_at(self, number: int, now: int) -> int:
        """Return when the present window of a server began [s]."""
        opens, _ = self.windows[number]
        return opens[window_at(opens, now)]

    def changed_at(self, now: int) -> int:
        """Return when any server last began or stopped working by its hours, up to now [s]."""
        latest = LONG_AGO
        for opens, closes in self.windows:
            at = window_at(opens, now)
            if at >= 0:
                latest = max(latest, closes[at] if closes[at] <= now else opens[at])
        return latest
