"""`sim init` and `sim schema`: the first scenario file, and what may stand in one."""

from __future__ import annotations

import click

__all__ = ["init", "schema"]


@click.command(short_help="Write NAME.toml, a scenario to start from.")
@click.argument("name")
def init(name: str) -> None:
    """Write NAME.toml, a small commented scenario that runs as it is, and the schema for editors."""
    import shlex

    from sim.config import write_starter

    path = write_starter(name)
    file = shlex.quote(str(path))
    click.echo(f"  wrote {path}: invented numbers to replace by your own")
    click.echo(f"  sim check {file}")
    click.echo(f"  sim run {file}")


@click.command()
def schema() -> None:
    """Print the JSON Schema of a scenario file."""
    import json

    from sim.config import json_schema

    click.echo(json.dumps(json_schema(), indent=2))
