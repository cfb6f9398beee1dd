"""`sim init` and `sim schema`: write a first scenario file, and print the schema of scenario files."""

from __future__ import annotations

import click

from sim.cli.terminal import show

__all__ = ["init", "schema"]


@click.command(short_help="Write NAME.toml, a scenario to start from.")
@click.argument("name")
@click.option(
    "--starter",
    type=click.Choice(["airlift", "camps", "evacuation"]),
    default="airlift",
    show_default=True,
    help="Its contents: two bases and a few flights a week; camps with a road to a hub; or a city that may fall.",
)
def init(name: str, starter: str) -> None:
    """Write NAME.toml, a small commented scenario that runs as it is, and the schema for editors.

    docs/tutorial.md leads from this file to a decision.
    """
    from sim.config import write_starter
    from sim.report.typed import typed

    path = write_starter(name, starter=starter)
    show(
        [
            f"  wrote {path}; its numbers are invented: replace them with your own",
            f"  {typed(['sim', 'check', str(path)])}",
            f"  {typed(['sim', 'run', str(path)])}",
        ]
    )


@click.command()
@click.option("--markdown", "keys", is_flag=True, help="Print a page about all keys in place of the schema.")
@click.option("--tables", is_flag=True, help="Print the reference of all tables of plans and histories instead.")
def schema(keys: bool, tables: bool) -> None:
    """Print the JSON Schema of a scenario file."""
    import json

    from sim.config import json_schema
    from sim.config.reference import markdown
    from sim.report.tables_page import tables_page

    if keys and tables:
        raise click.UsageError("--markdown and --tables do not go together: expected one of them")
    if tables:
        page = tables_page().rstrip("\n")
    else:
        page = markdown().rstrip("\n") if keys else json.dumps(json_schema(), indent=2)
    show([page])
