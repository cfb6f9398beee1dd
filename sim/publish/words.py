"""Write the text of a study to its results folder: answer.txt, and compared.csv if observations can be compared."""

from collections.abc import Sequence
from pathlib import Path

from sim.analysis.summary.compared import compare
from sim.analysis.summary.observed import observations as read
from sim.escape import escaped
from sim.experiment.keep.folder import PICTURES
from sim.experiment.keep.written import write_text
from sim.experiment.study import Study
from sim.report.answer import policy_lines, question_lines
from sim.report.compared import Record, as_csv, as_records, left_out
from sim.report.notices import notice_lines

__all__ = ["beside_observed", "contents", "keep_words"]

# Files for readers, in the order in which they are listed
NAMES = ("answer.txt", "summary.json", "outcomes.csv", "compared.csv", "study.sqlite", "report.html")


def beside_observed(study: Study, folder: Path, observations: Path) -> tuple[list[Record], list[str]]:
    """Write the comparison with observations to compared.csv, if any observation can be compared.

    Return the rows of the comparison, and a sentence for each observation that is not compared.
    """
    rows, unused = compare(study.store, study.outcomes, read(observations))
    if rows:
        write_text(folder / "compared.csv", [as_csv(rows)])
    return as_records(rows), list(left_out(unused))


def keep_words(study: Study, folder: Path, lines: Sequence[str]) -> None:
    """Write the question and the answer with its details (`lines`) to answer.txt."""
    plan = study.plan
    parts = [*question_lines(plan), *notice_lines(plan.notices), "", *lines, *policy_lines(plan)]
    write_text(folder / "answer.txt", [escaped(f"{line.rstrip()}\n", "\n") for line in parts])


def contents(folder: Path) -> list[str]:
    """Return the names of the files for readers that exist in a results folder, and figures/ if it has a figure."""
    drawn = any((folder / "figures" / f"{name}.png").exists() for name in PICTURES)
    return [*(name for name in NAMES if (folder / name).exists()), *(["figures/"] if drawn else [])]
