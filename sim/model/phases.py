"""The phases of a sortie and the standings of a mover: each says what the next event of that sortie or mover means."""

from enum import IntEnum

__all__ = ["Phase", "Standing"]


class Phase(IntEnum):
    """The phase of a sortie, in chronological order."""

    PENDING = 0
    """It waits to be tasked."""
    TASKED = 1
    """It has been tasked."""
    CAPABLE = 2
    """Its tail may leave home now: it can fly, may come, and will arrive while the site is open."""
    LEAVES = 3
    """It is due to leave home, and waits for the decision to set out."""
    SETS_OUT = 4
    """The decision whether it sets out has been made."""
    CREWED = 5
    """It has a crew, or was waved off while it waited for one."""
    INBOUND = 6
    """It is on its way to the site where it is to load."""
    WAITS = 7
    """It waits for a decision: to land, to take off or to set down."""
    DOWN = 8
    """It has landed, and its ground time begins."""
    SPOT = 9
    """It moves to a working spot."""
    LOADING = 10
    """It is being loaded."""
    REPAIR = 11
    """It is repaired before it takes off."""
    UP = 12
    """It has taken off."""
    EN_ROUTE = 13
    """It is on its way to its destination."""
    COMES_BACK = 14
    """It turned back after take-off, and is on its way to the site that it left."""
    OFFLOADING = 15
    """It is being offloaded."""
    AWAY = 16
    """It was turned back, diverted, or unloaded again."""
    HOME = 17
    """Its tail is at home, in its turnaround."""
    OVER = 18
    """A requested mission is over: another may be requested in its place."""


class Standing(IntEnum):
    """The standing of a mover at a place."""

    COMING = 0
    """It has not entered its site."""
    DATED = 1
    """Its release date keeps it from beginning."""
    HELD = 2
    """A hold keeps it from beginning."""
    QUEUED = 3
    """It is at a station."""
    STAGED = 4
    """It waits for lift."""
    ENDED = 5
    """It is in none of the other standings, or has its final fate."""
    PREPARED = 6
    """It is through its stations, and waits for its planned boarding day."""
    GATHERED = 7
    """It is through its stations, and waits for the other members of its party."""
