"""Shared by all tests: the settings of hypothesis, and a note on how to reproduce a failure."""

from __future__ import annotations

import gc
import os
import sys
from importlib.metadata import version
from typing import Any

import pytest
from hypothesis import settings

from tests import engine

# `ci` tries the same examples every time, so that a failure comes from a change and not from chance.
# `dev` searches further on each run; it stores findings in .hypothesis and prints them as a line to paste.
settings.register_profile("ci", deadline=None, derandomize=True, max_examples=50)
settings.register_profile("dev", deadline=None, max_examples=50, print_blob=True)

PROFILE = os.environ.get("HYPOTHESIS_PROFILE") or ("ci" if os.environ.get("CI") else "dev")
settings.load_profile(PROFILE)


def note() -> str:
    """Return the versions on which the bits of a result may depend, and the hypothesis profile."""
    packages = " ".join(f"{name} {version(name)}" for name in ("numpy", "scipy", "simpy"))
    return f"sim {version('sim')} on Python {sys.version.split()[0]}, {packages}, hypothesis profile {PROFILE}"


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the options of this suite."""
    parser.addoption("--engine", choices=("simpy", "compiled"), default="simpy", help="engine to try (engine.py)")
    parser.addoption("--bless", action="store_true", help="write tests/golden/histories.json anew, if Results says why")
    parser.addoption("--all-numbers", action="store_true", help="try every number of every shipped scenario: hours")


def pytest_configure(config: pytest.Config) -> None:
    """Choose the requested engine."""
    engine.choose(config.getoption("--engine"))
    gc.set_threshold(20_000, 10, 10)  # histories in SimPy are many small objects: a tenth of the time was spent here


def pytest_collection_finish() -> None:
    """Leave what all tests share out of every later collection of garbage."""
    gc.collect()
    gc.freeze()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Deselect tests marked `long`, unless marks were chosen that include them.

    With the compiled engine, also deselect the tests of files that run no history by `tests.engine`: they choose their
    engines themselves, and would only repeat the same.
    """
    left_out: set[pytest.Item] = set()
    if "long" not in config.getoption("markexpr"):
        left_out |= {item for item in items if item.get_closest_marker("long")}
    if config.getoption("--engine") == "compiled":
        left_out |= {item for item in items if not runs_the_chosen_engine(item)}
    if left_out:
        config.hook.pytest_deselected(items=list(left_out))
        items[:] = [item for item in items if item not in left_out]


def runs_the_chosen_engine(item: pytest.Item) -> bool:
    """Whether the file of a test runs histories by `tests.engine`, itself or by a function of a helper beside it."""
    module = getattr(item, "module", None)
    return any(value is engine.simulate or value is engine or _runs_it(value) for value in vars(module).values())


def _runs_it(value: Any) -> bool:
    names = getattr(getattr(value, "__code__", None), "co_names", ())
    return "simulate" in names and value.__globals__.get("simulate") is engine.simulate


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Pass the counts of a worker to the reporting process."""
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput["ran"] = dict(engine.ran)


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """Add the counts of a worker."""
    engine.ran.update(getattr(node, "workeroutput", {}).get("ran", {}))


def pytest_report_header() -> str:
    """Return the versions that the tests run on."""
    return note()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print which engine ran the histories, and after a failure the versions again, to be copied into an issue."""
    if terminalreporter.config.getoption("--engine") == "compiled":
        for what, many in engine.ran.most_common():
            terminalreporter.write_line(f"{many:,} histories: {what}")
    if terminalreporter.stats.get("failed") or terminalreporter.stats.get("error"):
        terminalreporter.write_line(note())
        terminalreporter.write_line(
            "Every draw has an address: a test that failed here fails alone, and with -n 0, in the same way."
        )
