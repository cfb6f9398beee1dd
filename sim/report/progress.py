"""The progress of a run in one line: histories done, a bar, the answer so far, histories per second, time left."""

from __future__ import annotations

from sim.domain.columns import columns
from sim.experiment.workers.progress import Progress, so_far
from sim.report.words import number

__all__ = ["PLAIN", "RICH", "Bar", "progress_line", "quiet_line"]

Bar = tuple[str, str, str]
"""Characters of a bar: for the part done, for its tip, and for the part not done yet."""
RICH: Bar = ("━", "╸", "─")
PLAIN: Bar = ("#", "#", "-")
NARROWEST, WIDEST = 6, 40
"""Smallest and largest number of columns of a bar."""


def progress_line(now: Progress, width: int, bar: Bar) -> str:
    """Return the line for a terminal of a given width; the bar is shortened, or left out, if the line is too long.

    Parameters
    ----------
    now
        The state of the run.
    width
        Number of columns of the terminal.
    bar
        Characters of the bar.
    """
    head, tail = _head(now), _tail(now)
    room = min(WIDEST, width - columns(head) - columns(tail) - 5)  # 2 blanks before the bar, 2 after it, 1 at the edge
    if room < NARROWEST:
        return f"{head}  {tail}"
    full = room * now.done // max(now.total, 1)
    tip = bar[1] if 0 < full < room else ""
    drawn = bar[0] * (full - len(tip)) + tip
    return f"{head}  {drawn}{bar[2] * (room - full)}  {tail}"


def quiet_line(now: Progress) -> str:
    """Return the line for a log file, which has no bar."""
    return f"{_head(now)}  {_tail(now)}"


def _head(now: Progress) -> str:
    """Return the words for how many histories are done, and how many there are in all."""
    return f"  {now.done:,} of at most {now.total:,}" if now.at_most else f"  {now.done:,}/{now.total:,}"


def _tail(now: Progress) -> str:
    """Return the chance so far, the speed, and the time that is left, as far as they are known."""
    seen = now.estimate
    parts = [] if seen is None else [so_far(now.milestone, seen)]
    if now.rate > 0.0 and now.left_s is not None:
        parts.append(f"{number(now.rate, 2)}/s")
        if now.done >= now.total or not now.at_most:
            parts.append("done" if now.done >= now.total else f"{_time(now.left_s)} left")
    return "  ".join(parts) or ("starting" if now.done < now.total else "done")


def _time(seconds: float) -> str:
    if seconds < 100:
        return f"{round(seconds)} s"
    return f"{round(seconds / 60)} min" if seconds < 6000 else f"{seconds / 3600:.1f} h"
