"""Division of the force into blocks: members of a group or lot that wait for the same holds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from sim.domain.begun import staged
from sim.domain.counted import MANY
from sim.domain.force import Group, Lot
from sim.domain.journey import places
from sim.domain.scenario import Scenario

__all__ = ["Block", "blocks"]


@dataclass(frozen=True, eq=False)  # blocks compare by identity: two may have equal fields
class Block:
    """Members of one group or lot that wait for the same holds.

    Parameters
    ----------
    section, name
        "group" or "lot", and the name of the group or lot.
    mover
        The group or lot.
    count, unstaged
        Number of members that have yet to leave, and how many of these have yet to pass the last station of their site.
    waits
        Holds that the group or lot names itself in `begin_after` or `board_after`.
    sites
        Sites that these members leave on their preferred journey, in order.
    stays
        (floor, hold that ends it) for each floor that keeps these members.
    """

    section: str
    name: str
    mover: Group | Lot
    count: int
    unstaged: int
    waits: tuple[str, ...]
    sites: tuple[str, ...]
    stays: tuple[tuple[str, str], ...] = ()

    @property
    def holds(self) -> tuple[str, ...]:
        """All holds that must be satisfied before these members may leave."""
        return (*self.waits, *(hold for _, hold in self.stays))

    @property
    def begins(self) -> tuple[str, ...]:
        """The hold of `begin_after`, which must be satisfied before members are staged; empty if there is none."""
        return tuple(hold for hold in self.waits if hold == self.mover.begin_after)

    @property
    def required(self) -> bool:
        """Whether these members must be out for the deadline to be met."""
        return self.mover.required if isinstance(self.mover, Group) else self.mover.is_required

    def __str__(self) -> str:
        """Return the words for these members in a message: `lot "guard weapons" (lethal, AB101)`."""
        inside = self.mover.site if isinstance(self.mover, Group) else f"{self.mover.category}, {self.mover.site}"
        return f'{self.section} "{self.name}" ({inside})'


def blocks(scenario: Scenario) -> list[Block]:
    """Return the blocks of all members that have yet to leave; unknown holds and groups are ignored.

    A lot that is stated by its total weight counts as `MANY` items.
    """
    found = []
    for name, lot in scenario.lot.items():
        total = MANY if lot.total_t else 0
        count = (total if lot.count is None else lot.count) - lot.start.left
        if count > 0:
            unstaged = max(0, count - staged(scenario, f"lot.{name}", lot)[0])
            found.append(Block("lot", name, lot, count, unstaged, _waits(lot, scenario), places(lot, scenario)))
    for name, group in scenario.group.items():
        unstaged = max(0, group.count - group.start.left - staged(scenario, f"group.{name}", group)[0])
        for count, stays in _layers(name, group.count - group.start.left, scenario):
            waits, sites = _waits(group, scenario), places(group, scenario)
            found.append(Block("group", name, group, count, min(unstaged, count), waits, sites, stays))
            unstaged -= found[-1].unstaged
    return found


def _waits(mover: Group | Lot, scenario: Scenario) -> tuple[str, ...]:
    """Return the holds that a group or lot names itself, in `begin_after` or, if it boards at all, `board_after`."""
    named = dict.fromkeys((mover.begin_after, None if mover.disposition == "retain" else mover.board_after))
    return tuple(hold for hold in named if hold is not None and hold in scenario.hold)


def _layers(name: str, count: int, scenario: Scenario) -> Iterator[tuple[int, tuple[tuple[str, str], ...]]]:
    """Yield (number of members, floors that keep them) for each part of a group that the same floors keep.

    Each floor is given as (its name, the hold that ends it). Only numbers of members matter here, because boarding
    decides which members go. So a floor is taken to keep the first `at_least` members, and of two floors the larger one
    keeps all members that the smaller one keeps.
    """
    floors = {
        title: floor
        for title, floor in scenario.floor.items()
        if floor.group == name and floor.until in scenario.hold and scenario.group[name].disposition == "ship"
    }
    cuts = sorted({0, max(count, 0), *(min(floor.at_least, count) for floor in floors.values() if count > 0)})
    for low, high in pairwise(cuts):
        stays = tuple((title, floor.until) for title, floor in floors.items() if floor.at_least >= high)
        yield high - low, stays
