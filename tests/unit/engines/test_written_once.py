"""Each rule of the model is written once: the compiled engine compiles the model's function, and SimPy calls it."""

import ast
from collections.abc import Iterator
from pathlib import Path
from types import FunctionType
from typing import Any

import pytest

import sim
from sim.compiler.kernel import Kernel
from sim.engines.compiled import rules as compiled
from sim.model import (
    calendars,
    choosing,
    counts,
    driving,
    durations,
    duty,
    holding,
    loading,
    need,
    pace,
    parties,
    planning,
    requests,
    responses,
    rules,
)
from sim.model.world import attacks, configurations, flying, missions, updown, weather, worth

ENGINES = Path(sim.__file__).parent / "engines"
WHOLE = (choosing, counts, duty, holding, loading, need, pace, parties, planning, requests, responses)
"""Modules of the model in which both engines use every function."""
MODEL = (
    *WHOLE,
    attacks,
    calendars,
    configurations,
    driving,
    durations,
    rules,
    flying,
    missions,
    updown,
    weather,
    worth,
)


def texts() -> dict[str, FunctionType]:
    """Return every function in the modules of MODEL, by name."""
    found = [value for module in MODEL for value in vars(module).values() if isinstance(value, FunctionType)]
    return {function.__name__: function for function in found}


def kernels() -> Iterator[tuple[str, Any]]:
    """Yield name and function of each kernel (a function that Numba compiles) of the compiled engine, if the function
    is written outside the engines.
    """
    for name, value in vars(compiled).items():
        if isinstance(value, Kernel) and not value.function.__module__.startswith("sim.engines."):
            yield name, value.function


def called(engine: str) -> set[str]:
    """Return every name and attribute in the source files of an engine, except rules.py, which compiles the rules."""
    names = set()
    for file in (ENGINES / engine).glob("*.py"):
        if file.name != "rules.py":
            for node in ast.walk(ast.parse(file.read_text())):
                names |= {node.id} if isinstance(node, ast.Name) else set()
                names |= {node.attr} if isinstance(node, ast.Attribute) else set()
    return names


def test_the_compiled_engine_compiles_the_functions_of_the_model() -> None:
    """Each kernel that is written outside the engines has the code of the model's function of the same name."""
    of_model, found = texts(), dict(kernels())
    assert len(found) > 50
    assert [name for name, function in found.items() if function.__code__ is not of_model[name].__code__] == []


@pytest.mark.parametrize("engine", ["simpy", "compiled"])
@pytest.mark.parametrize("module", WHOLE, ids=lambda module: module.__name__)
def test_both_engines_call_every_rule(module: Any, engine: str) -> None:
    """Both engines use each function of these modules, directly or by another function of the same module."""
    own = [name for name, value in vars(module).items() if isinstance(value, FunctionType)]
    mine = {name for name in own if getattr(module, name).__module__ == module.__name__}
    within = {name for name in mine if any(name in getattr(module, other).__code__.co_names for other in mine)}
    assert mine - within <= called(engine)
