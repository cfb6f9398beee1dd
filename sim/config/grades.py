"""The number of comments of a scenario file by grade; a grade says how well the number on its line is known."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping

from sim.config.locate import TOKEN

__all__ = ["GRADE", "grades_of"]

GRADE = r"([A-Z](?:/[A-Z])*)(?=[:,;]|[ \t]*$|[ \t]+\()"
"""Pattern of a grade at the beginning of a comment; its group is the grade."""
COMMENT = re.compile(rf"#[ \t]*{GRADE}")


def grades_of(text: str) -> Mapping[str, int]:
    """Return the number of graded comments of a TOML text by grade; of several grades in a comment, the first counts.

    Parameters
    ----------
    text
        A text that `tomllib` reads without an error. A grade is a capital letter, or letters separated by slashes, at
        the beginning of a comment: `# A: a working day` or `# O/W: "at the latest"`; A stands for an assumption.

    Returns
    -------
    mapping
        Grade -> number of comments, most frequent first.
    """
    found = (COMMENT.match(token["comment"]) for token in TOKEN.finditer(text) if token["comment"])
    return dict(Counter(grade[1][0] for grade in found if grade).most_common())
