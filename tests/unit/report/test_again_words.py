"""The lines on an earlier study of a folder say what it was: of another question, or of another version of sim."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.experiment.keep.aside import Earlier
from sim.experiment.keep.changes import Change
from sim.report.again import earlier_lines


@pytest.mark.parametrize(
    ("keys", "words"),
    [
        (["code"], "had a study that another version of sim made. Changed since then:"),
        (["sim", "code"], "had a study that another version of sim made. Changed since then:"),
        (["seed", "code"], "had the study of another question. Changed since then:"),
        ([], "had the study of another question. Changed since then:"),
    ],
)
def test_a_study_of_another_version_is_not_called_another_question(keys: list[str], words: str) -> None:
    """Claim: if nothing but the version of sim has changed, the question is the same, and no line says otherwise."""
    earlier = Earlier(Path("trip"), [Change(key, "1", "2") for key in keys], Path("trip-2"))
    first = next(earlier_lines(earlier)).strip()
    assert first == f"trip/ {words}"
