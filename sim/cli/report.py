"""`sim report`: write a study as one HTML page that can be mailed."""

from __future__ import annotations

from pathlib import Path

import click

from sim.cli.options import trust
from sim.cli.study import asked_of, opened
from sim.cli.terminal import show
from sim.publish.page import write_choice, write_page

__all__ = ["report"]

ENDINGS = (".html", ".htm")
MOST = 20
"""Largest value of --histories."""


@click.command(short_help="Write a study as one HTML page that can be mailed.")
@asked_of
@click.option(
    "--out", type=click.Path(path_type=Path), metavar="FILE", help="File to write (default: report.html in RESULTS)."
)
@click.option(
    "--scenario",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="The original scenario file: its comments state grades and sources, which RESULTS does not keep. "
    "Not needed with CONFIG, which is that file.",
)
@click.option(
    "--histories",
    type=click.IntRange(0, MOST),
    metavar="N",
    help="Number of randomly chosen histories that the page plays, besides an early, a median and a late one "
    "(default: 2). With 0, it plays none at all.",
)
@trust
def report(study: str, out: Path | None, scenario: Path | None, histories: int | None) -> None:
    """Write one file with the answer, the reasons, the assumptions and histories to play; it needs no network.

    RESULTS is a folder that `sim run`, `sim sweep`, `sim require` or `sim compare` wrote. For the last three, the page
    has the answer with its figure and table, and nothing is run. With a scenario file CONFIG, the study in its default
    results folder is shown. The histories to be played are run again, exactly as in the study.
    """
    from sim.config import load
    from sim.experiment.reopen import study_of
    from sim.page.findings import kind_of

    if out is not None and out.suffix.lower() not in ENDINGS:
        raise click.BadParameter(f"{out}: expected a file that ends in .html or .htm", param_hint="--out")
    if kind_of(Path(study)) is not None:
        if scenario is not None or histories is not None:
            option = "--scenario" if scenario is not None else "--histories"
            text = f"{study} is not the folder of one study, which this option needs; leave the option out"
            raise click.BadParameter(text, param_hint=option)
        show([f"  {write_choice(Path(study), out=out)}"])
        return
    reopened = opened(study, "deadline", False)
    folder = reopened.store.folder
    if folder is None:
        raise AssertionError("a study that was opened has a folder")
    named = scenario if scenario is not None else Path(study) if Path(study).is_file() else None
    if named is not None and named.resolve() == (folder / "scenario.toml").resolve():
        named = None  # the run has written this file without comments
    if named is not None:
        asked = load(named)
        reopened = study_of(asked, folder, str(named))
    else:
        asked = load(folder / "scenario.toml")
    show([f"  {write_page(reopened, asked, folder, out=out, named=named, histories=histories)}"])
