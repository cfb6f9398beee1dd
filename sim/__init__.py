"""Simulate how a force leaves a country: who is out when, what delays them, and how certain the result is.

::

    import sim

    scenario = sim.load("configs/base.toml")
    study = sim.run(scenario, replications=200, seed=7)
    study.probability("deadline")

The module that defines a public name is imported when the name is first used, so that `import sim` takes little time.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    __version__: str
    from sim.domain.scenario import Scenario
    from sim.engines.simpy import Drawdown, Happening, simulate
    from sim.errors import ConfigError, EngineError, InvariantError, PolicyError, ResultsError, SimError
    from sim.experiment.asked import load, plan
    from sim.experiment.decide.compare.compare import compare
    from sim.experiment.decide.compare.comparison import Comparison
    from sim.experiment.decide.require.require import Requirement, require
    from sim.experiment.decide.sweep.sweep import Sweep, sweep
    from sim.experiment.reopen import reopen
    from sim.experiment.run import run
    from sim.experiment.study import Study
    from sim.policies.registry import policy
    from sim.publish.answer import Answer, answer
    from sim.publish.listener import Listener

__all__ = [
    "Answer",
    "Comparison",
    "ConfigError",
    "Drawdown",
    "EngineError",
    "Happening",
    "InvariantError",
    "Listener",
    "PolicyError",
    "Requirement",
    "ResultsError",
    "Scenario",
    "SimError",
    "Study",
    "Sweep",
    "answer",
    "compare",
    "load",
    "plan",
    "policy",
    "reopen",
    "require",
    "run",
    "simulate",
    "sweep",
]

_HOMES = {  # the module that defines each public name
    "Answer": "sim.publish.answer",
    "Comparison": "sim.experiment.decide.compare.comparison",
    "ConfigError": "sim.errors",
    "Drawdown": "sim.engines.simpy",
    "EngineError": "sim.errors",
    "Happening": "sim.engines.simpy",
    "InvariantError": "sim.errors",
    "Listener": "sim.publish.listener",
    "PolicyError": "sim.errors",
    "Requirement": "sim.experiment.decide.require.require",
    "ResultsError": "sim.errors",
    "Scenario": "sim.domain.scenario",
    "SimError": "sim.errors",
    "Study": "sim.experiment.study",
    "Sweep": "sim.experiment.decide.sweep.sweep",
    "answer": "sim.publish.answer",
    "compare": "sim.experiment.decide.compare.compare",
    "load": "sim.experiment.asked",
    "plan": "sim.experiment.asked",
    "policy": "sim.policies.registry",
    "reopen": "sim.experiment.reopen",
    "require": "sim.experiment.decide.require.require",
    "run": "sim.experiment.run",
    "simulate": "sim.engines.simpy",
    "sweep": "sim.experiment.decide.sweep.sweep",
}


def __getattr__(name: str) -> Any:
    """Return a public name from the module that defines it, or the version of the installed package."""
    if name == "__version__":
        from importlib.metadata import version  # takes as long as the rest of `import sim`

        return version("sim")
    if name not in _HOMES:
        raise AttributeError(f"module 'sim' has no attribute {name!r}")
    value = globals()[name] = getattr(import_module(_HOMES[name]), name)
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
