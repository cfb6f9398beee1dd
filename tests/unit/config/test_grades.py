"""Grades in the comments of a scenario file."""

from pathlib import Path

import pytest

from sim.config import load
from sim.config.grades import grades_of

CONFIGS = Path(__file__).parents[3] / "configs"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a = 1  # A", {"A": 1}),
        ("a = 1  # A: a guess", {"A": 1}),
        ('# O/W: "at the latest"\na = 1', {"O": 1}),
        ("a = 1  # A, from the map", {"A": 1}),
        ("a = 1  # A (see below)", {"A": 1}),
        ("a = 1  # A force of 40", {}),
        ("a = 1  # public", {}),
        ('a = "x # A: no comment"', {}),
        ('a = """\n# A: in a text\n"""  # W', {"W": 1}),
        ("a = '# A'  # R: known\nb = 2  # A\nc = 3  # A", {"A": 2, "R": 1}),
        ("#   O  official statement      W  wire", {}),
    ],
)
def test_a_grade_is_the_letter_with_which_a_comment_begins(text: str, expected: dict[str, int]) -> None:
    """A capital letter at the start of a comment is a grade if a comma, colon, semicolon, parenthesis or the end
    of the comment follows; of grades such as O/W, the first counts. A letter that begins a sentence, or that stands
    within a text, is not a grade.
    """
    assert dict(grades_of(text)) == expected


def test_the_scenario_has_the_grades_of_its_file() -> None:
    """camps.toml has 22 comments of grade A, as counted by hand. Scenarios that differ only in their grades are
    equal.
    """
    camps = load(CONFIGS / "camps.toml")
    assert dict(camps.grades) == {"A": 22}
    assert camps == camps.graded({})
