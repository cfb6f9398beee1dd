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


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ('name = "', 'name = "a\\u0000', "name"),
        ("[site.home]", '[site."ho\\u0000me"]', "site"),
        ("", "", "name"),
    ],
)
def test_nul_is_refused_in_names_and_texts(write, old: str, new: str, key: str) -> None:
    """Claim: the character NUL is refused by key, in a text, in a name, and on the command line."""
    text = 'name = "trip"\nseed = 5\n[site.home]\nkind = "apod"\n'
    overrides = () if old else ['name="a\\u0000"']
    with pytest.raises(ConfigError) as caught:
        load(write(text.replace(old, new, 1) if old else text), overrides)
    found = [each for each in caught.value.problems if "NUL" in each.expectation]
    assert found
    assert all(key in each.key for each in found)
    assert "\0" not in str(caught.value)


def test_a_sign_that_cannot_be_seen_before_a_table(write) -> None:
    """Claim: it is reported with its line, as everywhere else; found by flipping every bit of a scenario."""
    with pytest.raises(ConfigError, match=r":2\s[\s\S]*U\+0008"):
        load(write('name = "trip"\n\x08[site.home]\nkind = "apod"\n'))
