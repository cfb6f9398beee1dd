"""A scenario file that is missing, empty or unreadable is refused with the reason."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.config import load
from sim.errors import ConfigError


def test_an_empty_file_is_an_error(problems) -> None:
    """An empty file gives one error, that it is empty; a file with only comments gives one for each of seven keys."""
    (problem,) = problems("\n \n")
    assert (problem.file, problem.line) == ("camp.toml", 1)
    assert "the file is empty" in problem.expectation
    keys = {problem.key for problem in problems("# only talk\n")}
    assert keys == {"name", "seed", "clock", "site", "group", "lift", "milestone"}


def test_a_file_that_is_not_there_names_its_neighbour(write) -> None:
    """For a misspelt file name, the error suggests the file with the nearest name in the same folder."""
    write()
    with pytest.raises(ConfigError) as caught:
        load("kamp.toml")
    (problem,) = caught.value.problems
    assert (problem.file, problem.line, problem.suggestion) == ("kamp.toml", None, "camp.toml")
    assert "there is no file of that name" in problem.expectation


def test_a_folder_in_place_of_a_file_is_reported(write) -> None:
    """A folder is reported as a folder, and the one scenario in it is suggested."""
    write()
    Path("cases").mkdir()
    Path("camp.toml").rename("cases/camp.toml")
    with pytest.raises(ConfigError) as caught:
        load("cases")
    (problem,) = caught.value.problems
    assert "this is a folder" in problem.expectation
    assert problem.suggestion == str(Path("cases/camp.toml"))


def test_a_file_that_cannot_be_read_says_why(write) -> None:
    """If a file cannot be read, the error has the reason that the operating system gives."""
    write()
    with pytest.raises(ConfigError, match="that can be read: not a directory"):
        load("camp.toml/inner.toml")


def test_a_file_that_is_not_utf8_names_the_line(write, camp) -> None:
    """A file saved in another encoding is reported with the line of its first invalid byte."""
    path = write()
    path.write_bytes(camp.replace("# a comment", "# Sévérac").encode("latin-1"))
    with pytest.raises(ConfigError) as caught:
        load(path)
    (problem,) = caught.value.problems
    assert problem.line == 1
    assert "expected text in UTF-8; byte 0xe9" in problem.expectation


def test_a_byte_order_mark_and_other_line_ends_do_no_harm(write, camp) -> None:
    """A file with a byte order mark and Windows line ends gives the same scenario, and its errors have the same
    line numbers.
    """
    path = write()
    whole = load(path)
    path.write_bytes(b"\xef\xbb\xbf" + camp.replace("\n", "\r\n").encode())
    assert load(path) == whole
    path.write_bytes(b"\xef\xbb\xbf" + camp.replace("\n", "\r\n").replace("teams = 2", "teams = 0").encode())
    with pytest.raises(ConfigError) as caught:
        load(path)
    assert caught.value.problems[0].line == 11
