"""Options that several commands share."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

import click

from sim.cli.terminal import show
from sim.domain.studies import MOST_HISTORIES, MOST_WORKERS

__all__ = [
    "Share", "as_json", "config", "engine", "inner", "long", "milestone", "no_figures", "out", "overwrite",
    "question", "quiet", "seed", "trust", "warn_of_idle", "workers",
]  # fmt: skip


class Share(click.ParamType):  # type: ignore[type-arg]  # generic in newer versions of click only
    """The type of an option with a value between 0 and 1; the command checks the bounds, and names the option."""

    name = "share"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """Return the number that a text states."""
        try:
            return float(value)
        except ValueError:
            self.fail(f"{value!r}: expected a number between 0 and 1, such as 0.95{_percent(value)}", param, ctx)


def _percent(text: str) -> str:
    """Return a clause for the error message that states a percentage as a number; "" for any other text."""
    try:
        return f"; {text} is {float(text.removesuffix('%')) / 100:g}" if text.endswith("%") else ""
    except ValueError:
        return ""


Command = TypeVar("Command", bound=Callable[..., Any])

config = click.argument("config", type=click.Path())
seed = click.option(
    "--seed",
    type=click.IntRange(0, 2**63 - 1),
    metavar="S",
    help="Seed of all random numbers (default: the scenario's).",
)
inner = click.option(
    "--inner",
    type=click.IntRange(1, MOST_HISTORIES),
    default=1,
    show_default=True,
    metavar="M",
    help="Histories that share one draw of the unknowns.",
)
_workers = click.option(
    "--workers",
    type=click.IntRange(1, MOST_WORKERS),
    is_eager=True,  # read before --dask, whose callback checks it
    metavar="W",
    help="Processes or threads (default: one per core).",
)
engine = click.option(
    "--engine",
    type=click.Choice(["compiled", "simpy"]),
    default="compiled",
    show_default=True,
    help="The compiled engine or SimPy; both give the same histories. What the former does not support runs on SimPy.",
)
as_json = click.option(
    "--json", "as_json", is_flag=True, help="Print only the answer, as JSON; all else goes to stderr."
)
long = click.option("--long", is_flag=True, help="Print everything, under headings, not just the answer.")
quiet = click.option("-q", "--quiet", is_flag=True, help="Show neither the question nor progress.")
no_figures = click.option("--no-figures", is_flag=True, help="Draw no figures.")
milestone = click.option(
    "--milestone", default="deadline", show_default=True, metavar="NAME", help="Milestone to use, or all."
)
_set = click.option(
    "--set",
    "overrides",
    multiple=True,
    metavar="KEY=VALUE",
    help="Change a value of the scenario, such as lift.c17.payload_t=40; may be repeated.",
)
_outage = click.option(
    "--outage",
    "outages",
    multiple=True,
    metavar="NAME:FROM..TO",
    help="Close a site, or ground a lift, between two dates; may be repeated.",
)


def _alone(context: click.Context, _: click.Parameter, address: str | None) -> str | None:
    """Return the address of a cluster; raise an error if a number of workers is given too."""
    if address is not None and context.params.get("workers") is not None:
        raise click.UsageError("--workers and --dask do not go together: a cluster has its own workers")
    return address


_dask = click.option(
    "--dask",
    metavar="ADDRESS",
    callback=_alone,
    help="Run on the Dask cluster with the scheduler at this address, such as tcp://node7:8786.",
)


def out(what: str) -> Callable[[Command], Command]:
    """Return the option for the output folder of a command; `what` describes the folder and its default."""
    return click.option("--out", type=click.Path(path_type=Path), metavar="DIR", help=what)


def overwrite(what: str) -> Callable[[Command], Command]:
    """Return the option that drops earlier results; `what` names these results in the help."""
    return click.option("--overwrite", is_flag=True, help=f"Drop {what}.")


def workers(command: Command) -> Command:
    """Add the options for workers: a number on this machine, or a cluster."""
    return _workers(_dask(command))


def _trusting(context: click.Context, _: click.Parameter, trusted: bool) -> None:
    """With the option, trust the code of every scenario that the command reads."""
    if trusted:
        from sim.policies import trusting

        context.with_resource(trusting())


trust = click.option(
    "--trust-policies",
    is_flag=True,
    is_eager=True,  # it must act before any scenario is read
    expose_value=False,
    callback=_trusting,
    help="Run the code of the policy files that the scenario names, with all your permissions.",
)


def question(command: Command) -> Command:
    """Add the argument for the scenario file, the options that change the scenario, and --trust-policies."""
    return config(_set(_outage(trust(command))))


def warn_of_idle(config: str, overrides: Sequence[str], outages: Sequence[str], changes: Sequence[str] = ()) -> None:
    """Print on the error stream which values were set without effect."""
    from sim.experiment.idle import idle
    from sim.report.words import block

    for sentence in idle(config, overrides, outages, changes):
        show(block(f"warning: {sentence}.", 2, 4), error=True)
