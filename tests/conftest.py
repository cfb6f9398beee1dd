"""Settings of the suite: profiles of hypothesis, options of the command line, and reports at the end."""

from __future__ import annotations

import gc
import os
import sys
from importlib.metadata import version
from typing import Any

import pytest
from hypothesis import settings

from tests import engine

# The profile `ci` tries the same examples every time, so that a failure comes from a change and not from chance.
# The profile `dev` tries new examples on each run. For each failing example it prints a decorator, which reproduces the
# failure if it is pasted above the test.
settings.register_profile("ci", deadline=None, derandomize=True, max_examples=50)
settings.register_profile("dev", deadline=None, max_examples=50, print_blob=True)

PROFILE = os.environ.get("HYPOTHESIS_PROFILE") or ("ci" if os.environ.get("CI") else "dev")
settings.load_profile(PROFILE)


def note() -> str:
    """Return the versions on which the last bits of a result may depend, and the hypothesis profile."""
    packages = " ".join(f"{name} {version(name)}" for name in ("numpy", "scipy", "simpy"))
    return f"sim {version('sim')} on Python {sys.version.split()[0]}, {packages}, hypothesis profile {PROFILE}"


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the options of this suite."""
    parser.addoption(
        "--engine", choices=("simpy", "compiled"), default="simpy", help="engine to test (tests/engine.py)"
    )
    parser.addoption(
        "--bless",
        action="store_true",
        help="rewrite tests/golden/histories.json; needs a new entry under Results in CHANGELOG.md",
    )
    parser.addoption(
        "--all-numbers", action="store_true", help="try every number of every shipped scenario (takes hours)"
    )


def pytest_configure(config: pytest.Config) -> None:
    """Choose the requested engine."""
    engine.choose(config.getoption("--engine"))
    # A history in SimPy creates many small objects. With the default threshold, garbage collection takes a tenth of the
    # run time of the tests.
    gc.set_threshold(20_000, 10, 10)


def pytest_collection_finish() -> None:
    """Exclude all objects that exist before the first test from garbage collections."""
    gc.collect()
    gc.freeze()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Deselect tests marked `long`, unless the option -m names that mark.

    With `--engine compiled`, also deselect tests in files that do not run histories by `tests.engine`. The option does
    not change these tests, so they would only repeat the run with SimPy.
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
    """Return whether the file of a test has `tests.engine`, `engine.simulate`, or a function that calls the latter."""
    module = getattr(item, "module", None)
    values = vars(module).values()
    return any(value is engine.simulate or value is engine or _calls_the_chosen_engine(value) for value in values)


def _calls_the_chosen_engine(value: Any) -> bool:
    names = getattr(getattr(value, "__code__", None), "co_names", ())
    return "simulate" in names and value.__globals__.get("simulate") is engine.simulate


def pytest_sessionfinish(session: pytest.Session) -> None:
    """In a worker of pytest-xdist, pass the numbers of histories by engine to the main process."""
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput["ran"] = dict(engine.ran)


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """Add the numbers of histories of a worker to those of this process."""
    engine.ran.update(getattr(node, "workeroutput", {}).get("ran", {}))


def pytest_report_header() -> str:
    """Return the versions that the tests run on."""
    return note()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """With `--engine compiled`, print how many histories each engine ran. After a failure, print the versions, and that
    the test fails again if it is run alone.
    """
    if terminalreporter.config.getoption("--engine") == "compiled":
        for what, many in engine.ran.most_common():
            terminalreporter.write_line(f"{many:,} histories: {what}")
    if terminalreporter.stats.get("failed") or terminalreporter.stats.get("error"):
        terminalreporter.write_line(note())
        terminalreporter.write_line(
            "Every draw has an address: a test that failed here fails alone, and with -n 0, in the same way."
        )
