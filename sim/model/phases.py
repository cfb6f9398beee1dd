"""The phases of a sortie and the standings of a mover; by these, the compiled engine knows what their events mean."""

from enum import IntEnum

__all__ = ["Phase", "Standing"]


class Phase(IntEnum):
    """The phase of a sortie; no sortie passes through all of them."""

    PENDING = 0
    """It waits to be tasked."""
    TASKED = 1
    """It has been tasked."""
    CAPABLE = 2
    """Its tail waits at home until it is fitted with another configuration, or until it can fly, may come and would
    arrive while the site is open."""
    LEAVES = 3
    """It waits at home until it is due to leave, and then for the decision whether it sets out."""
    SETS_OUT = 4
    """The decision whether it sets out has been made."""
    CREWED = 5
    """It has a crew, or was waved off while it waited for one."""
    INBOUND = 6
    """It is on its way to the site where it is to load. A refused or cancelled mission has this phase until the instant
    at which it would have arrived."""
    WAITS = 7
    """It waits for a decision: to land, to take off or to set down."""
    DOWN = 8
    """It has landed, and its ground time begins."""
    SPOT = 9
    """It moves to a working spot."""
    LOADING = 10
    """It is being loaded."""
    REPAIR = 11
    """It waits, loaded, until it is repaired and its tail can fly."""
    UP = 12
    """It has taken off."""
    EN_ROUTE = 13
    """It is on its way to its destination."""
    COMES_BACK = 14
    """It turned back at its destination, and is on its way to the site that it left."""
    OFFLOADING = 15
    """It is being offloaded."""
    AWAY = 16
    """It was turned back, diverted, or unloaded again."""
    HOME = 17
    """Its tail is at home, in its turnaround."""
    OVER = 18
    """It was a requested mission and is over: another mission may be requested in its place."""


class Standing(IntEnum):
    """The standing of a mover at a place."""

    COMING = 0
    """It has not entered its site."""
    DATED = 1
    """It may not enter its first station before its release date."""
    HELD = 2
    """It may not enter its first station before a hold clears."""
    QUEUED = 3
    """It is at a station."""
    STAGED = 4
    """It waits for lift."""
    ENDED = 5
    """It is in none of the other standings, for example because it has its final fate."""
    PREPARED = 6
    """It is through its stations, and waits for its planned boarding day."""
    GATHERED = 7
    """It is through its stations, and waits for the other members of its party."""
