"""The lines about an earlier study in a folder say whether it had another question or another version of sim."""

from __future__ import annotations

from pathlib import Path

import pytest

import sim
from sim.experiment.keep.aside import Earlier
from sim.experiment.keep.changes import Change
from sim.experiment.keep.identity import identify
from sim.report.again import earlier_lines

TINY = Path(__file__).parents[3] / "configs" / "tiny.toml"


@pytest.mark.parametrize(
    ("parts", "words"),
    [
        (["code"], "had a study that another version of sim made. Changed since then:"),
        (["sim", "code"], "had a study that another version of sim made. Changed since then:"),
        (["seed", "code"], "had the study of another question. Changed since then:"),
        (["digest"], "had the study of another question. Changed since then:"),
    ],
)
def test_a_study_of_another_version_is_not_called_another_question(parts: list[str], words: str) -> None:
    """If only the version of sim has changed, the first line does not speak of another question."""
    mine = identify(sim.plan(sim.load(TINY)), 1, 1, "simpy")
    stored = mine.as_dict()
    assert set(parts) <= set(stored)
    what = mine.other({**stored, **dict.fromkeys(parts, "another")})
    changes = [Change(part, "1", "2") for part in parts]
    first = next(earlier_lines(Earlier(Path("trip"), changes, Path("trip-2"), what=what))).strip()
    assert first == f"trip/ {words}"
