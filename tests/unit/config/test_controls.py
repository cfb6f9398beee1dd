"""Control characters in texts, such as those in a Windows path in double quotes."""

from __future__ import annotations

import pytest

from sim.config import load
from sim.errors import ConfigError


@pytest.mark.parametrize(
    "path", ["C:\\new\\north.csv", "C:\\temp\\tents.csv", "data\\big.csv", "data\\free.csv", "a\\rows.csv"]
)
@pytest.mark.parametrize("line", ['manifest = ["{}"]', 'observations = "{}"'])
def test_a_path_with_a_control_character_is_refused(write, camp, path: str, line: str) -> None:
    """There is one error, which shows the path with its backslash and says to write it in single quotes."""
    with pytest.raises(ConfigError) as caught:
        load(write(camp.replace("seed = 7", "seed = 7\n" + line.format(path))))
    (problem,) = [each for each in caught.value.problems if "control" in each.expectation]
    assert problem.line == 3
    assert path in problem.value
    assert "single quotes" in problem.expectation
    assert len(caught.value.problems) == 1


def test_texts_for_people_may_have_line_breaks(write, camp) -> None:
    """Texts that only people read may contain line breaks and tabs."""
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
    """The character NUL is refused in a text, in a name and on the command line. The error names the key and
    does not print the character.
    """
    text = 'name = "trip"\nseed = 5\n[site.home]\nkind = "apod"\n'
    overrides = () if old else ['name="a\\u0000"']
    with pytest.raises(ConfigError) as caught:
        load(write(text.replace(old, new, 1) if old else text), overrides)
    found = [each for each in caught.value.problems if "NUL" in each.expectation]
    assert found
    assert all(key in each.key for each in found)
    assert "\0" not in str(caught.value)


def test_an_invisible_character_before_a_table_is_reported(write) -> None:
    """An invisible character before the header of a table is reported with its line and its code."""
    with pytest.raises(ConfigError, match=r":2\s[\s\S]*U\+0008"):
        load(write('name = "trip"\n\x08[site.home]\nkind = "apod"\n'))
