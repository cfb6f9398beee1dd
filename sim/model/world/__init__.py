"""What is true of a replication before anything happens: pure functions from a plan and an address to frozen tables.

Start with `world.py`, which names all of it and the order in which one thing follows from another.
"""

from sim.model.world.hours import ALWAYS, Windows
from sim.model.world.numbers import Numbers
from sim.model.world.world import World, realise

__all__ = ["ALWAYS", "Numbers", "Windows", "World", "realise"]
