"""Lines on why a history closed when it did: the waits and the work that set its date, in order of time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sim.analysis.causes import Link, Log, chain
from sim.analysis.causes.target import marks
from sim.analysis.summary.failed import where
from sim.analysis.sums import Sums
from sim.model.calendars import NEVER
from sim.report.history import History
from sim.report.words import block, span

__all__ = ["reason_lines"]

LINES = 20
"""Largest number of stretches (adjacent links that are shown together), unless all links are requested."""
HANG = 27
"""Column at which the words of a line begin."""


@dataclass
class _Stretch:
    """Adjacent links that are shown on one line.

    Attributes
    ----------
    since
        When the stretch begins [s].
    owners
        Index of a reason -> time due to it [s].
    seen
        The rows of the history that show the stretch: (kind of row, number of the row).
    """

    since: int
    owners: dict[int, int]
    seen: set[tuple[str, int]]

    @property
    def length(self) -> int:
        return sum(self.owners.values())

    @property
    def main(self) -> int:
        return max(self.owners, key=lambda reason: (self.owners[reason], -reason))

    def take(self, other: _Stretch) -> None:
        """Extend this stretch by `other`, which follows it."""
        for reason, seconds in other.owners.items():
            self.owners[reason] = self.owners.get(reason, 0) + seconds
        self.seen |= other.seen


def reason_lines(story: History, everything: bool) -> Iterator[str]:
    """Yield what set the closure of a history, link by link; nothing if nothing had to leave.

    For a history that did not close, yield what it was waiting for up to the end of the clock.

    Parameters
    ----------
    story
        The history.
    everything
        Whether to list every link; otherwise short ones are merged with a neighbour until LINES stretches are left.
        Adjacent links with the same main reason are always merged.
    """
    plan, trajectory = story.plan, story.trajectory
    instant, movers = marks(plan, Sums(plan, trajectory))[0]
    if not instant:
        return
    still = instant >= NEVER
    try:
        log = Log(plan, trajectory)
        links = chain(log, min(instant, plan.horizon), movers, still=still)
    except Exception as error:
        yield from block(f"what set the date is not reported: a bug of sim ({where(error)}); please report it", hang=4)
        return
    stretches = _stretches(links, len(story.movers) * 1000 if everything else LINES)
    if still:
        end = story.at(plan.horizon)
        text = f"what it was waiting for, from the start to the end of the clock, {end} (the spans add up to this):"
        yield from block(text)
    else:
        yield from block("what set the closure (the spans add up to the time from the start):")
    for each in stretches:
        text = f"{story.at(each.since)}  {span(each.length):>9}  {_words(story, log, each)}"
        yield from block(text, hang=HANG)


def _stretches(links: Sequence[Link], most: int) -> list[_Stretch]:
    """Merge adjacent links of one reason; then merge the shortest with a neighbour until at most `most` are left."""
    stretches = _joined([_Stretch(x.since, {x.reason: x.until - x.since}, {(x.what, x.row)}) for x in links])
    while len(stretches) > most:
        place = min(range(len(stretches)), key=lambda row: stretches[row].length)
        sides = [row for row in (place - 1, place + 1) if 0 <= row < len(stretches)]
        first = min(place, min(sides, key=lambda row: stretches[row].length))
        stretches[first].take(stretches.pop(first + 1))
        stretches = _joined(stretches)
    return stretches


def _joined(stretches: Sequence[_Stretch]) -> list[_Stretch]:
    """Merge adjacent stretches with the same main reason."""
    joined: list[_Stretch] = []
    for each in stretches:
        if joined and joined[-1].main == each.main:
            joined[-1].take(each)
        else:
            joined.append(each)
    return joined


def _words(story: History, log: Log, each: _Stretch) -> str:
    """Return the words for a stretch: main reason, the row if there is only one, up to two other large reasons."""
    shown_by = f" ({_name(story, *next(iter(each.seen)))})" if len(each.seen) == 1 else ""
    others = sorted((reason for reason in each.owners if reason != each.main), key=lambda reason: -each.owners[reason])
    large = [reason for reason in others if each.owners[reason] >= 0.05 * each.length][:2]
    also = ", ".join(f"{log.reasons[reason].label} {span(each.owners[reason])}" for reason in large)
    return f"{log.reasons[each.main].label}{shown_by}" + (f"; of this, {also}" if also else "")


def _name(story: History, what: str, row: int) -> str:
    """Return the name of a row that shows a stretch."""
    if what == "sortie":
        return story.sortie(row) if row >= 0 else "before the first"
    if what == "visit":
        return story.mover(story.visits[row].mover)
    return story.mover(row) if what == "mover" else f'hold "{story.plan.name_of("hold", row)}"'
