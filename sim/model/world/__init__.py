"""What is settled in a replication before it begins: pure functions from a plan and an address to frozen tables.

Start with `world.py`, which lists all of it and the order in which it is derived.
"""

from sim.model.world.hours import ALWAYS, Windows
from sim.model.world.numbers import Numbers
from sim.model.world.world import World, realise

__all__ = ["ALWAYS", "Numbers", "Windows", "World", "realise"]
