"""Lines on studies that a results folder had before this run: what has changed since, and what became of them."""

from collections.abc import Iterator
from pathlib import Path

from sim.experiment.keep.aside import Earlier
from sim.experiment.keep.changes import in_words
from sim.report.words import INDENT, block, plural

__all__ = ["earlier_lines", "other_title_lines", "unasked_lines"]


def earlier_lines(earlier: Earlier) -> Iterator[str]:
    """Yield lines on what has changed since the earlier study in the folder, and what became of that study."""
    yield from block(f"{earlier.folder}/ had {earlier.what}. Changed since then:", INDENT, INDENT + 2)
    for line in in_words(earlier.changes):
        yield from block(line, 2 * INDENT, 3 * INDENT)
    if earlier.kept is not None and earlier.failed:
        text = f"That study failed its audit; it is kept in {earlier.kept}/, as evidence."
        yield from block(text, INDENT, INDENT + 2)
    elif earlier.kept is not None:
        yield from block(f"That study is kept in {earlier.kept}/.", INDENT, INDENT + 2)
    else:
        gone = f"That study was never finished; its {plural(earlier.dropped, 'history is', 'histories are')} deleted."
        yield from block(gone, INDENT, INDENT + 2)
    if earlier.back is not None:
        text = f"The study of this question was kept in {earlier.back}/; it is moved back, and continues."
        yield from block(text, INDENT, INDENT + 2)


def other_title_lines(folder: Path, title: str, other: str) -> list[str]:
    """Return lines on why the results of `title` are in an unusual folder: the usual one has the results of `other`."""
    text = f'The usual folder of "{title}" contains results of "{other}"; those of "{title}" go to {folder}/.'
    return block(text, INDENT, INDENT + 2)


def unasked_lines(folder: Path, kept: Path | None) -> list[str]:
    """Return lines on what happened to the study of a plan that is not requested now.

    `kept` is the folder to which it was moved; None if it was deleted.
    """
    became = "it is deleted" if kept is None else f"it is kept in {kept}/"
    return block(f"{folder}/ had the study of a plan that is not requested now; {became}.", INDENT, INDENT + 2)
