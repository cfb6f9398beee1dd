"""Show the progress of a run: one line that is redrawn on a terminal, or a few plain lines in a pipe."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic
from typing import TYPE_CHECKING

from sim.cli.terminal import can_redraw, can_show, show
from sim.escape import escaped

if TYPE_CHECKING:
    from sim.experiment.workers.progress import Progress

__all__ = ["showing"]

EVERY_S = 10.0
"""Time since the last line after which the next reading is printed in any case [s]."""
SOON_S = 1.0
"""Shortest time between a line and a line for another tenth of the work [s]."""

Report = Callable[["Progress"], None]


@contextmanager
def showing(total: int, quiet: bool, *, at_most: bool = False) -> Iterator[Report]:
    """Show progress on the error stream during a `with` block; yield the function to call with each reading.

    Parameters
    ----------
    total, at_most
        Number of histories to run, and whether the run may stop earlier.
    quiet
        Whether to show nothing.
    """
    if quiet:
        yield lambda now: None
    elif can_redraw(sys.stderr):
        with _live(total, at_most) as report:
            yield report
    else:
        yield _Log()


@contextmanager
def _live(total: int, at_most: bool) -> Iterator[Report]:
    """Show progress as one line that is redrawn."""
    from rich.console import Console
    from rich.live import Live
    from rich.text import Text

    from sim.experiment.workers.progress import Progress
    from sim.report.progress import PLAIN, RICH, progress_line

    console = Console(stderr=True, highlight=False)
    bar = RICH if can_show("".join(RICH), sys.stderr) else PLAIN
    latest = Progress(0, total, None, 0.0, None, at_most=at_most)

    def drawn() -> Text:
        return Text(escaped(progress_line(latest, console.width, bar)), no_wrap=True, overflow="crop")

    def report(now: Progress) -> None:
        nonlocal latest
        latest = now

    with Live(console=console, get_renderable=drawn, refresh_per_second=4, redirect_stdout=False):
        yield report


class _Log:
    """Prints plain lines: for each tenth of the work (at most one a second), after ten seconds without a line,
    and at the end.
    """

    def __init__(self) -> None:
        self._tenths, self._last = 0, monotonic()

    def __call__(self, now: Progress) -> None:
        from sim.report.progress import quiet_line

        tenths, waited = 10 * now.done // max(now.total, 1), monotonic() - self._last
        if now.done >= now.total or waited >= EVERY_S or (tenths > self._tenths and waited >= SOON_S):
            show([quiet_line(now)], error=True)
            self._tenths, self._last = tenths, monotonic()
