"""The engine to read first: a drawdown told as SimPy processes.

Start with `mover.py` (the life of a person or item) and `sortie.py` (the life of a mission or a tail). They wait for
turns that `station.py` and `ramp.py` hand out; `tasking.py` decides what flies where, `holds.py` who may not go yet,
`leaving.py` what stays behind, `policies.py` asks the rules that a scenario names. `settle.py` keeps an instant honest:
first everything that is due now, then one decision at a time. `drawdown.py` puts the parts together and runs them.
"""

from sim.engines.simpy.drawdown import Drawdown, simulate
from sim.engines.simpy.hooks import Happening
from sim.engines.simpy.settle import Check

__all__ = ["Check", "Drawdown", "Happening", "simulate"]
