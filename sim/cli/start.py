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
    help="Its case: two bases and a few flights a week; camps with a road to a hub; or a city that may fall.",
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
@click.option("--markdown", "what", flag_value="keys", help="Print a page about all keys in place of the schema.")
@click.option("--tables", "what", flag_value="tables", help="Print the reference of all tables of plans and histories.")
def schema(what: str | None) -> None:
    """Print the JSON Schema of a scenario file."""
    import json

    from sim.config import json_schema
    from sim.config.reference import markdown
    from sim.report.tables_page import tables_page

    if what == "tables":
        page = tables_page().rstrip("\n")
    else:
        page = markdown().rstrip("\n") if what else json.dumps(json_schema(), indent=2)
    show([page])
