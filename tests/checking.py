"""Helpers that apply the planner's arithmetic and `sim check` to a scenario file."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from click.testing import CliRunner

from sim.arithmetic import Arithmetic, arithmetic
from sim.arithmetic.limits import Limit
from sim.cli.entry import cli
from sim.config import load
from sim.model.compile import plan
from tests.scenarios import DAY

__all__ = ["bound", "days", "printed", "worked", "written"]


def written(folder: Path, text: str) -> Path:
    """Write a scenario file and return its path."""
    path = folder / "case.toml"
    path.write_text(text, encoding="utf-8")
    return path


def worked(config: Path, *overrides: str, ute: float | None = None) -> Arithmetic:
    """Return the planner's arithmetic of a scenario file with some values set, as `--set` sets them.

    `ute` is the UTE rate, in flying hours per tail and day, that `sim check --ute` would take.
    """
    return arithmetic(plan(load(config, overrides)), ute)


def days(found: Arithmetic) -> float:
    """Return the days from the start to the earliest closure."""
    return found.closure / DAY


def bound(found: Arithmetic) -> Limit:
    """Return the limit that binds; fail if none does."""
    assert found.binding is not None
    return found.binding


def printed(config: Path, *overrides: str, options: Iterable[str] = ()) -> str:
    """Return the output of `sim check` with some values set; runs of white space and "|" become single blanks."""
    chosen = [part for override in overrides for part in ("--set", override)]
    done = CliRunner().invoke(cli, ["check", str(config), *chosen, *options])
    assert done.exit_code == 0, done.output
    return re.sub(r"[\s|]+", " ", done.output)
