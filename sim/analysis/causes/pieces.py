"""A span of time cut into open and closed pieces, each closed one with what closes it."""

from collections.abc import Iterable, Iterator

from sim.model.calendars import Instants, is_open, window_at

__all__ = ["HOURS", "OPEN", "pieces"]

OPEN, HOURS = -2, -1
"""What a piece is, where it is not the row of an outage: open, or closed at that hour."""


def pieces(
    windows: tuple[Instants, Instants], holes: Iterable[tuple[int, int, int]], since: int, until: int
) -> Iterator[tuple[int, int]]:
    """Yield the pieces of a span from its end to its beginning, as (begins [s], what).

    Parameters
    ----------
    windows
        When it is open.
    holes
        Outages: (begins [s], until [s], row).
    since, until
        The span [s].
    """
    opens, closes = windows
    if since >= until:
        return
    first = window_at(opens, since)
    if first >= 0 and closes[first] >= until:
        yield since, OPEN
        return
    inside = [hole for hole in holes if hole[0] < until and hole[1] > since]
    edges = {since}
    for place in range(max(first, 0), len(opens)):
        if opens[place] >= until:
            break
        edges |= {int(opens[place]), int(closes[place])}
    edges |= {edge for begins, ends, _ in inside for edge in (begins, ends)}
    last: tuple[int, int] | None = None
    for begins in sorted((edge for edge in edges if since <= edge < until), reverse=True):
        what = OPEN if is_open(opens, closes, begins) else _closed(inside, begins)
        if last is not None and last[1] != what:
            yield last
        last = begins, what
    if last is not None:
        yield last


def _closed(holes: Iterable[tuple[int, int, int]], instant: int) -> int:
    """Row of the outage that closes an instant; HOURS where none does."""
    return next((row for begins, until, row in holes if begins <= instant < until), HOURS)
