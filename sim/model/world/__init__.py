"""What is decided in a replication before it begins: pure functions from a plan and an address to frozen tables.

Start with `world.py`, which lists all parts of a world and the order in which they are computed. Loops over people and
items, limits, unknowns, distributions and windows are functions of their own (`routines.py` lists them), which Python
runs as they are and the compiled engine compiles.
"""

from sim.model.world.numbers import Numbers
from sim.model.world.windows import ALWAYS, Windows
from sim.model.world.world import World, make_world

__all__ = ["ALWAYS", "Numbers", "Windows", "World", "make_world"]
