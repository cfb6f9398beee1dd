"""The world of a replication: all that is decided before its history begins, from the plan, seed and replication.

Start with `world.py`, which lists all parts of a world and the order in which they are computed. Loops over people and
items, limits, unknowns, distributions and windows are separate functions (`routines.py` lists them). Python runs these
functions as they are, and the compiled engine compiles them.
"""

from sim.model.world.numbers import Numbers
from sim.model.world.windows import ALWAYS, Windows
from sim.model.world.world import World, make_world

__all__ = ["ALWAYS", "Numbers", "Windows", "World", "make_world"]
