"""Control characters that a Windows path in double quotes holds."""

from __future__ import annotations

import pytest

from sim.config import load
from sim.errors import ConfigError


@pytest.mark.parametrize(
    "path", ["C:\\new\\north.csv", "C:\\temp\\tents.csv", "data\\big.csv", "data\\free.csv", "a\\rows.csv"]
)
@pytest.mark.parametrize("line", ['manifest = ["{}"]', 'observations = "{}"'])
def test_a_path_with_a_control_character_is_refused(write, camp, path: str, line: str) -> None:
    """Claim: the letters behind the backslash are named, and what to write instead; it is reported once."""
    with pytest.raises(ConfigError) as caught:
        load(write(camp.replace("seed = 7", "seed = 7\n" + line.format(path))))
    (problem,) = [each for each in caught.value.problems if "control" in each.expectation]
    assert problem.line == 3
    assert path in problem.value
    assert "single quotes" in problem.expectation
    assert len(caught.value.problems) == 1


def test_prose_may_have_lines(write, camp) -> None:
    """Claim: what people alone read may hold line breaks and tabs."""
    text = camp.replace("seed = 7", 'seed = 7\nabout = """\none\n\ttwo\n"""')
    assert "two" in load(write(text)).about
