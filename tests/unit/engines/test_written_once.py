"""A rule of the model is written once: the compiled engine compiles its very text, and both engines call it."""

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
"""Files of the model of which every function is for both engines."""
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
    """Every function of these files of the model, by name."""
    found = [value for module in MODEL for value in vars(module).values() if isinstance(value, FunctionType)]
    return {function.__name__: function for function in found}


def kernels() -> Iterator[tuple[str, Any]]:
    """What the compiled engine calls of them: the generator of random numbers is its own, and so are two searches."""
    for name, value in vars(compiled).items():
        if isinstance(value, Kernel) and not value.function.__module__.startswith("sim.engines."):
            yield name, value.function


def called(engine: str) -> set[str]:
    """Names that the files of an engine mention, less the file that compiles the rules."""
    names = set()
    for file in (ENGINES / engine).glob("*.py"):
        if file.name != "rules.py":
            for node in ast.walk(ast.parse(file.read_text())):
                names |= {node.id} if isinstance(node, ast.Name) else set()
                names |= {node.attr} if isinstance(node, ast.Attribute) else set()
    return names


def test_the_compiled_engine_compiles_the_text_of_the_model() -> None:
    """Each under its own name, and with nothing of it replaced but the functions that it calls."""
    of_model, found = texts(), dict(kernels())
    assert len(found) > 50
    assert [name for name, function in found.items() if function.__code__ is not of_model[name].__code__] == []


@pytest.mark.parametrize("engine", ["simpy", "compiled"])
@pytest.mark.parametrize("module", WHOLE, ids=lambda module: module.__name__)
def test_both_engines_call_every_rule(module: Any, engine: str) -> None:
    """A rule that one engine has given up calling would be a rule written twice."""
    own = [name for name, value in vars(module).items() if isinstance(value, FunctionType)]
    mine = {name for name in own if getattr(module, name).__module__ == module.__name__}
    within = {name for name in mine if any(name in getattr(module, other).__code__.co_names for other in mine)}
    assert mine - within <= called(engine)
