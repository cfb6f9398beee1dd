"""The SimPy engine, which is the one to read first: a drawdown written as SimPy processes.

Start with `mover.py` (the process of a person or item) and `sortie.py` (the process of a mission or a tail). These
processes wait for servers and spots assigned by `station.py` and `ramp.py`. `tasking.py` decides what flies where,
`holds.py` which movers may not go yet, `leaving.py` what stays behind; `policies.py` calls the policies that a scenario
names. `settle.py` runs an instant: first everything that is due, then one decision at a time. `drawdown.py` combines
the parts and runs them.
"""

from sim.engines.simpy.drawdown import Drawdown, simulate
from sim.engines.simpy.hooks import Happening
from sim.engines.simpy.settle import Check

__all__ = ["Check", "Drawdown", "Happening", "simulate"]
