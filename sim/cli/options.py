"""Options that several commands share."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import click

__all__ = ["config", "engine", "inner", "question", "repeated", "seed", "workers"]

Command = TypeVar("Command", bound=Callable[..., Any])

config = click.argument("config", type=click.Path())
seed = click.option(
    "--seed",
    type=click.IntRange(0, 2**63 - 1),
    metavar="S",
    help="Seed of all chance (default: the scenario's).",
)
inner = click.option(
    "--inner",
    type=click.IntRange(1),
    default=1,
    show_default=True,
    metavar="M",
    help="Histories that share one draw of what we do not know.",
)
workers = click.option("--workers", type=click.IntRange(1), metavar="W", help="Processes (default: one a core).")
engine = click.option(
    "--engine",
    type=click.Choice(["batch", "reference"]),
    default="batch",
    show_default=True,
    help="The compiled engine, or SimPy: the same histories. What the compiled one does not know runs on SimPy.",
)
_set = click.option(
    "--set",
    "overrides",
    multiple=True,
    metavar="KEY=VALUE",
    help="Change a value of the scenario, as in lift.c17.payload_t=40; may be repeated.",
)
_outage = click.option(
    "--outage",
    "outages",
    multiple=True,
    metavar="NAME:FROM..TO",
    help="Close a site, or ground a lift, between two dates; may be repeated.",
)


def question(command: Command) -> Command:
    """Add the scenario file and the options that change it."""
    return config(_set(_outage(command)))


def repeated(name: str, values: Sequence[str]) -> list[str]:
    """Return an option as it was typed."""
    return [part for value in values for part in (name, value)]
