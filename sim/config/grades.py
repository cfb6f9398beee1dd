"""How many lines of a scenario file bear which grade: how well what they state is known."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping

from sim.config.locate import STRINGS

__all__ = ["grades_of"]

TOKEN = re.compile("|".join([*(string.pattern for string in STRINGS), r"(?P<comment>#[^\n]*)"]), re.DOTALL)
GRADE = re.compile(r"#[ \t]*([A-Z])(?:/[A-Z])*(?=[:,;]|[ \t]*$|[ \t]+\()")


def grades_of(text: str) -> Mapping[str, int]:
    """Count the graded comments of a TOML text by their grade, the best grade of each.

    Parameters
    ----------
    text
        A text that `tomllib` reads without an error. A grade is the capital letter, or letters with a stroke between
        them, with which a comment begins: `# A: a working day` or `# O/W: "at the latest"`; A stands for an assumption.

    Returns
    -------
    mapping
        Grade -> comments, most first.
    """
    found = (GRADE.match(token["comment"]) for token in TOKEN.finditer(text) if token["comment"])
    return dict(Counter(grade[1] for grade in found if grade).most_common())
