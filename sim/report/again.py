"""What became of the study of an earlier question, in words."""

from collections.abc import Iterator
from pathlib import Path

from sim.experiment.keep.aside import Earlier
from sim.experiment.keep.changes import in_words
from sim.report.words import INDENT, block

__all__ = ["earlier_lines", "other_title_lines", "unasked_lines"]


def earlier_lines(earlier: Earlier) -> Iterator[str]:
    """Yield what changed since the study that lay in the folder, and where that is now."""
    yield from block(f"{earlier.folder}/ held the study of another question. Changed since then:", INDENT, INDENT + 2)
    for line in in_words(earlier.changes):
        yield from block(line, 2 * INDENT, 3 * INDENT)
    if earlier.kept is not None and earlier.failed:
        text = f"That study failed its audit; it is kept in {earlier.kept}/, as evidence."
        yield from block(text, INDENT, INDENT + 2)
    elif earlier.kept is not None:
        yield from block(f"That study is kept in {earlier.kept}/.", INDENT, INDENT + 2)
    else:
        gone = f"That study was never finished; its {earlier.dropped:,} replications are dropped."
        yield from block(gone, INDENT, INDENT + 2)
    if earlier.back is not None:
        text = f"The study of this question was kept in {earlier.back}/; it is taken back, and goes on from there."
        yield from block(text, INDENT, INDENT + 2)


def other_title_lines(folder: Path, title: str, other: str) -> list[str]:
    """Return why the results of a title lie in a folder with signs of its digest: another title has the plain name."""
    text = f'The folder that "{title}" would have holds results of "{other}"; those of "{title}" go to {folder}/.'
    return block(text, INDENT, INDENT + 2)


def unasked_lines(folder: Path, kept: Path | None) -> list[str]:
    """Return what became of the study of a variant that is not asked for any more; None: it was dropped."""
    became = "it is dropped" if kept is None else f"it is kept in {kept}/"
    return block(f"{folder}/ holds a variant that is not asked for now; {became}.", INDENT, INDENT + 2)
