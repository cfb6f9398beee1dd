"""`sim import`: convert a planner's list to a manifest, with a report of what was done to each row."""

from __future__ import annotations

from pathlib import Path

import click

from sim.cli.terminal import show

__all__ = ["import_command"]

SHOWN = 40
"""Largest number of rows that the report on the screen lists; the report in the file lists all."""


@click.command("import", short_help="Make a manifest from LIST, a sheet or CSV file.")
@click.argument("source", metavar="LIST", type=click.Path(path_type=Path))
@click.option("-o", "--output", type=click.Path(path_type=Path), metavar="FILE", help="Manifest to write.")
@click.option("--people", type=click.Path(path_type=Path), metavar="FILE", help="Roster to write, from rows of people.")
@click.option("--column", "columns", multiple=True, metavar="KEY=HEADER", help="Column to read for a key: count=Qty.")
@click.option("--unit", "units", multiple=True, metavar="HEADER=UNIT", help="Unit of a column: Gross=lb.")
@click.option(
    "--fill", "fills", multiple=True, metavar="KEY=VALUE", help="Value for rows where the list has none: site=camp."
)
@click.option("--replace", multiple=True, metavar="KEY:TEXT=VALUE", help="Value to use for a text: name:trk=truck.")
@click.option("--set", "stated", multiple=True, metavar="NAME.KEY=VALUE", help="Value of a key of one entry.")
@click.option("--position", metavar="LxW", help="Size of a pallet position, such as 108x88in, to compute positions.")
@click.option("--decimal", type=click.Choice(["point", "comma"]), help="Decimal separator, where 1.200 is ambiguous.")
@click.option("--hidden", type=click.Choice(["read", "skip"]), help="What to do with rows that the sheet hides.")
@click.option("--sheet", metavar="NAME", help="Sheet of a workbook.")
@click.option(
    "--header", type=click.IntRange(1), metavar="ROW", help="Row of the header, if sim finds none or the wrong one."
)
@click.option("--skip-row", "left_out", type=click.IntRange(1), multiple=True, metavar="ROW", help="Leave a row out.")
@click.option("--skip-bad", is_flag=True, help="Leave out rows with problems, and list them.")
@click.option("--overwrite", is_flag=True, help="Replace existing files.")
def import_command(
    source: Path,
    output: Path | None,
    people: Path | None,
    columns: tuple[str, ...],
    units: tuple[str, ...],
    fills: tuple[str, ...],
    replace: tuple[str, ...],
    stated: tuple[str, ...],
    position: str | None,
    left_out: tuple[int, ...],
    skip_bad: bool,
    overwrite: bool,
    **more: object,
) -> None:
    """Make a manifest from LIST, a planner's workbook (.xlsx) or CSV file.

    No unit is guessed: it must be in the header, in the cell or in --unit. What was done to each row is stored in
    FILE.report.txt, and printed for at most 40 rows. If a row has a problem, nothing is written, except with
    --skip-bad.
    """
    from sim.config.lists import import_list, wishes_of
    from sim.errors import ListError, Problem
    from sim.experiment.keep.written import csv_text, write_text

    if output is None and people is None:
        raise click.UsageError("expected -o FILE for equipment, --people FILE for people, or both")
    targets = [path for path in (output, people) if path is not None]
    reports = targets[0].with_name(f"{targets[0].name}.report.txt")
    same = [path for path in (*targets, reports) if path.resolve() == source.resolve()]
    problems = [Problem(str(path), None, "", None, "expected a file other than the list itself") for path in same]
    existing = [path for path in (*targets, reports) if path.exists() and not overwrite and path not in same]
    unused = "expected an unused name; this file exists: name another one, or replace it with --overwrite"
    problems += [Problem(str(path), None, "", None, unused) for path in existing]
    if len({path.resolve() for path in targets}) < len(targets):
        problems.append(Problem(str(people), None, "", None, "expected two files: one of equipment, one of people"))
    if problems:
        raise ListError(problems)
    wishes = wishes_of(
        columns, units, fills, replace, stated, position,
        left_out=frozenset(left_out), people=people is not None, equipment=output is not None, **more,
    )  # fmt: skip
    imported = import_list(source, wishes, skip_bad=skip_bad)
    lots, items, tonnes, groups, persons = imported.counts
    written = []
    for path, text, kind, words in (
        (output, imported.manifest, "equipment", f"{lots} lots, {f'{items} items, ' if items else ''}{tonnes:.6g} t"),
        (people, imported.roster, "people", f"{groups} groups, {persons} people"),
    ):
        if path is None:
            continue
        if text is None:
            kept = "; the existing file is unchanged" if path.exists() else ""
            written.append(f"  did not write {path}: there is no row of {kind} to write{kept}")
            continue
        write_text(path, [csv_text(text)])
        written.append(f"  wrote {path}: {words}")
    lines = [f"  row {row} {what}: {text}" for row, what, text in imported.record]
    write_text(reports, [f"{line}\n" for line in (*imported.head, *lines, *written)])
    kinds = ("refused", "merged", "left out", "changed")
    first = sorted(range(len(lines)), key=lambda at: (kinds.index(imported.record[at][1]), at))[:SHOWN]
    shown = [lines[at] for at in sorted(first)]
    more_rows = [f"  ... and {len(lines) - SHOWN} more rows, in {reports}"] if len(lines) > SHOWN else []
    show([*imported.head, *shown, *more_rows, *written, f"  wrote {reports}"])
