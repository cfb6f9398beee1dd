"""Errors of TOML syntax (slips): each is reported on its line with its remedy, and other errors are reported too."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from random import Random

import pytest

from sim.config import load
from sim.config.mending import cure, mend
from sim.errors import ConfigError

SHIPPED = sorted((Path(__file__).parents[3] / "configs").glob("*.toml"))

SLIPS = {
    "percent": ("fail = 0.1", "fail = 15%", "write 0.15"),
    "number in words": ("count = 40", "count = sixty", "write 60"),
    "no digit before the point": ("service_h = 0.5", "service_h = .5", "write 0.5"),
    "no digit behind the point": ("service_h = 0.5", "service_h = 5.", "write 5"),
    "decimal comma": ("service_h = 0.5", "service_h = 4,5", "write 4.5"),
    "decimal comma in a table": ("mean = 2, cv = 0.3", "mean = 2,5, cv = 0.3", "write 2.5"),
    "grouped and decimal comma": ("weight_t = 9", "weight_t = 1_000,5", "write 1000.5"),
    "thousands or decimals": ("count = 40", "count = 1,200", "write 1200 if the comma separates thousands, 1.2 if"),
    "date in the form 15-Sep-24": ("by = 2024-09-15", "by = 15-Sep-24", "write 2024-09-15"),
    "date with slashes": ("by = 2024-09-15", "by = 15/09/2024", "write 2024-09-15"),
    "date that can be read in two ways": (
        "by = 2024-09-15",
        "by = 05/06/2024",
        "2024-06-05 if the day comes first, 2024-05-06",
    ),
    "date-time group": ("by = 2024-09-15", "by = 150800Z SEP 24", "write 2024-09-15T08:00:00Z"),
    "time without seconds": ("start = 2024-05-01", "start = 2024-05-01T08:00", "write 2024-05-01T08:00:00"),
    "impossible date": ("by = 2024-09-15", "by = 2024-09-31", "September 2024, which has 30 days"),
    "time of day for a number": ("service_h = 0.5", "service_h = 08:30", "write 8.5"),
    "time of day for a date": (
        "by = 2024-09-15",
        "by = 08:00 Z",
        "write a date before the time of day, and state the seconds: such as 2024-09-15T08:00:00",
    ),
    "month of a year": ("by = 2024-09-15", "by = 2024-09", "state the day too, such as 2024-09-15"),
    "name of a month and year": ("by = 2024-09-15", "by = Sep 2024", "state the day too, such as 2024-09-15"),
    "text for a number": ("weight_t = 9", "weight_t = heavy", "expected a number such as 0.5, or a distribution"),
    "span with zeros": ("service_h = 0.5", "service_h = 01-04", "as a distribution: { low = 1, high = 4 }"),
    "military time for a count": ("count = 40", "count = 0800L", "write the number alone: 800"),
    "time of day for text": ('zone = "Africa/Niamey"', "zone = 08:00", 'write 8 or "08:00"'),
    "hours with a zero": ("service_h = 0.5", "service_h = 0800", "write 8"),
    "a zero before a number": ("count = 40", "count = 040", "write 40"),
    "yes": ("count = 40", "count = 40\nrequired = yes", "write true"),
    "TRUE": ("count = 40", "count = 40\nrequired = TRUE", "write true"),
    "False": ("count = 40", "count = 40\nrequired = False", "write false"),
    "none": ("count = 40", "count = 40\nrequired = None", "leave out a value that is not known"),
    "backslashes": (
        "count = 40",
        'count = 40\ncsv = "C:\\data\\q.csv"',
        "write 'C:\\data\\q.csv' in single quotes",
    ),
    "a backslash at the end": ("count = 40", 'count = 40\ncsv = "C:\\data\\"', "a backslash begins an escape"),
    "typographic quotes": ('zone = "Africa/Niamey"', "zone = “Africa/Niamey”", 'write "Africa/Niamey"'),
    "no quotes": ('zone = "Africa/Niamey"', "zone = Africa/Niamey", 'write "Africa/Niamey"'),
    "open quote": ('zone = "Africa/Niamey"', 'zone = "Africa/Niamey', 'write "Africa/Niamey"'),
    "open quote in a list": ('stations = ["wash", "inspect"]', 'stations = ["wash, "inspect"]', "quote"),
    "open quotes of a long text": ('name = "camp"', 'name = """camp', "quotes"),
    "open bracket": ('stations = ["wash", "inspect"]', 'stations = ["wash", "inspect"', "the bracket [ is not closed"),
    "open brace": ("{ mean = 2, cv = 0.3 }", "{ mean = 2, cv = 0.3", "the brace { is not closed"),
    "bracket too many": ("teams = 2", "teams = 2]", "closes a bracket that was never opened"),
    "comma missing in a list": ('["wash", "inspect"]', '["wash" "inspect"]', "a comma is missing"),
    "comma missing in a table": ("{ mean = 2, cv = 0.3 }", "{ mean = 2 cv = 0.3 }", "a comma is missing"),
    "comma too many": ("{ mean = 2, cv = 0.3 }", "{ mean = 2, cv = 0.3, }", "take it out"),
    "semicolons in a table": ("{ mean = 2, cv = 0.3 }", "{ mean = 2; cv = 0.3 }", "by commas, not by semicolons"),
    "table on several lines": ("{ mean = 2, cv = 0.3 }", "{\n  mean = 2,\n  cv = 0.3\n}", "must be on one line"),
    "key twice": ("teams = 2", "teams = 2\nteams = 3", "teams is stated already, on line 11"),
    "key twice in a table": ("{ mean = 2, cv = 0.3 }", "{ mean = 2, mean = 3, cv = 0.3 }", "mean is twice"),
    "table twice": (
        "[lift.c17]",
        "[lot.trucks]\npallets = 3\n[lift.c17]",
        "[lot.trucks] is stated already, on line 39",
    ),
    "section without its dot": ("[lift.c17]", "[lift c17]", "a dot is missing after the section: write [lift.c17]"),
    "two dots": ("[lift.c17]", "[lift..c17]", "only one dot may stand between two names: write [lift.c17]"),
    "quote left open in a name": ("[lift.c17]", '[lift."c17]', "a quote is left open: write [lift.c17]"),
    "curly quotes in a name": ("[lift.c17]", "[lift.“c17”]", "quotes are straight in TOML: write [lift.c17]"),
    "colon": ("teams = 2", "teams: 2", "write teams = 2"),
    "colon before a table": (
        "service_h = { mean = 2, cv = 0.3 }",
        "service_h: { mean = 2, cv = 0.3 }",
        "write service_h =",
    ),
    "colon in a table": ("{ mean = 2, cv = 0.3 }", "{ mean: 2, cv = 0.3 }", "write mean ="),
    "two equals signs": ("teams = 2", "teams == 2", "one equals sign is enough"),
    "no equals sign": ("teams = 2", "teams 2", "write teams = 2"),
    "no value": ("teams = 2", "teams =", "a value is missing"),
    "semicolon": ("teams = 2", "teams = 2;", "take out the semicolon"),
    "comma": ("teams = 2", "teams = 2,", "take out the comma"),
    "two keys on a line": ("teams = 2", "teams = 2 parking = 3", "each key needs a line of its own"),
    "unit": ("weight_t = 9", "weight_t = 9 t", "write the number alone: 9"),
    "a date without its year": ("weight_t = 9", "weight_t = 9 May", "a date is year-month-day"),
    "another unit": ("weight_t = 9", "weight_t = 9000 kg", "converted to the unit that the key names: t"),
    "typographic minus": ("service_h = 0.5", "service_h = −0.5", "write -0.5"),
    "span": ("service_h = 0.5", "service_h = 1 - 2", "as a distribution: { low = 1, high = 2 }"),
    "name with a blank": ('[lot."guard weapons"]', "[lot.guard weapons]", 'write [lot."guard weapons"]'),
    "name with an umlaut": ("[hold.watch]", "[hold.wätch]", 'write [hold."wätch"]'),
    "header not closed": ("[site.home]", "[site.home", "write [site.home]"),
    "header not opened": ("[site.home]", "site.home]", "write [site.home]"),
    "header and more": ('[site.home]\nkind = "apod"', '[site.home] kind = "apod"', "needs a line of its own"),
    "another comment": ("teams = 2", "teams = 2\n// two teams", "a comment begins with #"),
    "marks of a merge": ("teams = 2", "teams = 2\n<<<<<<< HEAD", "these are marks of a merge conflict"),
    "a blank of a word processor": ("teams = 2", "teams\u00a0= 2", "U+00A0"),
}


@pytest.mark.parametrize("name", SLIPS)
def test_a_slip_is_reported_on_its_line_with_its_cure(name, camp, problems) -> None:
    """A slip gives one problem at its line. The problem shows this line and says what to write. A misspelt key
    elsewhere in the file is reported too, and nothing else.
    """
    old, new, wanted = SLIPS[name]
    if name == "name with an umlaut":
        camp += '\n[hold.watch]\nuntil = [{ lot = ["guard weapons"] }]\n'
    assert old in camp
    text = camp.replace(old, new, 1).replace("pallets = 18", "palets = 18")
    sound = camp.replace(old, "@", 1)
    line = sound[: sound.index("@")].count("\n") + 1
    changed = [k for k, row in enumerate(new.split("\n")) if row not in old.split("\n")]
    found = problems(text)
    keys = [problem.key for problem in found]
    assert keys.count("lift.c17.palets") == 1, found
    slips = [problem for problem in found if problem.key != "lift.c17.palets"]
    assert len(slips) == 1, found
    (slip,) = slips
    assert wanted in slip.expectation
    assert slip.line == line + changed[0]
    assert slip.source
    assert slip.source.strip(".") in text.split("\n")[slip.line - 1].replace("\u00a0", " ")


def test_every_slip_of_a_file_is_reported_at_once(camp, problems) -> None:
    """Five slips of five kinds give five problems, in the order of their lines."""
    text = (
        camp.replace("fail = 0.1", "fail = 15%")
        .replace("count = 40", "count = forty")
        .replace('[lot."guard weapons"]', "[lot.guard weapons]")
        .replace("weight_t = 9", "weight_t = 4,5")
        .replace("by = 2024-09-15", "by = 15-Sep-24")
    )
    found = problems(text)
    assert len(found) == 5
    lines = [problem.line for problem in found]
    assert lines == sorted(lines)


def test_the_message_shows_the_source_line(camp, problems) -> None:
    """The message has the place and the value, then the source line, then the remedy."""
    (problem,) = problems(camp.replace("fail = 0.1", "fail = 15%  # one in seven"))
    assert str(problem) == (
        "camp.toml:20  site.camp.station.inspect.fail = 15%\n"
        "    | fail = 15%\n"
        "    a share is a number from 0 to 1: write 0.15"
    )


def test_a_file_of_another_kind_is_reported_once(problems) -> None:
    """A file without any TOML gives one problem, not one for each line."""
    (problem,) = problems("site: camp\n" + "\n".join(f"- count: many of {k}" for k in range(30)))
    assert "expected a scenario in TOML" in problem.expectation


def damaged(line: str, random: Random) -> tuple[str, str] | None:
    """Put a random slip into a line of a valid file; return the name of the slip and the new line, or None if no slip
    fits the line.
    """
    numbers = [*re.finditer(r"(?<== )\d+(?:\.\d+)?(?=\s*(?:[,}\]#]|$))", line)]
    texts = [*re.finditer(r'(?<== )"[^"\\]*"(?=\s*(?:[,}\]#]|$))', line)]
    ways: list[tuple[str, str]] = []
    bare = re.split(r"\s+#", line)[0].rstrip()
    if bare.startswith("["):
        ways += [("header not closed", bare.rstrip("]")), ("semicolon", bare + ";")]
    elif re.match(r"[\w-]+ = ", line) and "=" in line:
        name = line.split(" = ", 1)[0]
        ways += [("colon", line.replace(" = ", ": ", 1)), ("no value", f"{name} ="), ("two signs", f"{name} = = 1")]
        ways += [("semicolon", bare + ";")] if bare[-1] not in '[{,"' or bare.count('"') % 2 == 0 else []
    for found in numbers:
        head, tail = line[: found.start()], line[found.end() :]
        for word in ("15%", ".5", "5.", "sixty", "yes", "TRUE", "0800", "15-Sep-24", "15/09/2024", "2024-01-01T08:00"):
            ways.append((word, head + word + tail))
        if tail.lstrip()[:1] in ("", "#"):
            ways += [("decimal comma", f"{head}4,5{tail}"), ("grouped", f"{head}1_000,5{tail}")]
    for found in texts:
        head, text, tail = line[: found.start()], found[0], line[found.end() :]
        ways += [("curly", f"{head}“{text[1:-1]}”{tail}"), ("backslash", f'{head}"C:\\data\\q.csv"{tail}')]
        if "{" not in head and "[" not in head:
            ways += [("open quote", head + text[:-1] + tail)]
    return random.choice(ways) if ways else None


def statement_lines(text: str) -> list[int]:
    """Return the line numbers (from 0) on which a key or table begins, without lines of multi-line texts."""
    found, inside = [], False
    for number, line in enumerate(text.split("\n")):
        if not inside and re.match(r"\[|[\w\"-]", line):
            found.append(number)
        inside ^= line.count('"""') % 2 == 1
    return found


@pytest.mark.slow
@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_any_line_of_a_shipped_scenario_damaged_is_reported_on_that_line(path: Path) -> None:
    """If one line of a shipped scenario is damaged so that TOML cannot read the file, slips are reported on this
    line and on no other, and `mend` still returns data.
    """
    text = path.read_text(encoding="utf-8")
    random, rows, tried = Random(16), text.split("\n"), 0
    lines_of = statement_lines(text)
    for number in lines_of[:: 1 + len(lines_of) // 20]:  # about twenty lines from all parts of a file
        for _ in range(3):
            damage = damaged(rows[number], random)
            if damage is None:
                continue
            broken = "\n".join([*rows[:number], damage[1], *rows[number + 1 :]])
            try:
                tomllib.loads(broken)
            except tomllib.TOMLDecodeError:
                found = mend(broken)
                lines = {slip.line for slip in found.slips}
                assert lines == {number + 1}, (damage, found.slips)
                assert found.data, damage
                tried += 1
    assert tried > 20


UNSEEN = ("\x85", "\xa0", "\x1f", "\x0c", "\u2028", "\u3000", "\ufeff", "\x00", "\u200b", "\r")
"""Invisible characters; Python treats most of them as blanks, TOML none."""
SHORT = ("x = [1, 2]", "t = { a = 1, b = 'x' }", 'n = "q"', "[site.a]", "d = 18  # a comment")


@pytest.mark.parametrize("sign", UNSEEN, ids=ascii)
def test_an_invisible_character_does_not_stop_the_reader(sign: str) -> None:
    """An invisible character on line 3 does not stop the reader: it reports the slip on line 2, and reads the
    key on line 4.
    """
    for line in SHORT:
        for at in range(len(line) + 1):
            for written in (sign, f" {sign}  ", f"{sign}#x"):
                text = f"a = 1\nb = = 2\n{line[:at]}{written}{line[at:]}\nz = 3\n"
                found = mend(text)
                assert 2 in {slip.line for slip in found.slips}, text
                assert "site" in line or found.data["z"] == 3, text


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_a_damaged_line_does_not_hide_other_errors(path: Path, tmp_path: Path) -> None:
    """Beside a damaged line, an unknown section at the end of the file is reported once. All other problems are
    on the damaged line, or are about files that the copy of the scenario does not have beside it.
    """
    text = path.read_text(encoding="utf-8")
    random, rows, tried = Random(17), text.split("\n"), 0
    last = len(rows) + 1
    for number in random.sample(statement_lines(text), 18):
        damage = damaged(rows[number], random)
        if damage is None:
            continue
        broken = "\n".join([*rows[:number], damage[1], *rows[number + 1 :], "[flor.planted]"])
        try:
            tomllib.loads(broken)
        except tomllib.TOMLDecodeError:
            file = tmp_path / path.name
            file.write_text(broken, encoding="utf-8")
            with pytest.raises(ConfigError) as caught:
                load(file)
            here = [problem for problem in caught.value.problems if problem.file == str(file)]
            assert [problem.line for problem in here if problem.key == "flor"] == [last], damage
            more = [problem for problem in here if problem.key != "flor" and problem.line != number + 1]
            assert not [problem for problem in more if "file; there is no " not in problem.expectation], (damage, more)
            tried += 1
    assert tried > 3


@pytest.mark.parametrize(
    ("written", "key", "value"),
    [
        ("1'200", "count", "1200"),
        ("1.200.000", "count", "1200000"),
        ("1.200,5", "weight_t", "1200.5"),
        ("1,200,000.5", "weight_t", "1200000.5"),
        ("twenty-five", "count", "25"),
        ("two hundred and ten", "count", "210"),
        ("12.5 %", "fail", "0.125"),
        ("8:30 pm", "open_h", "20.5"),
        ("6h", "load_h", "6"),
        ("12 hours", "load_h", "12"),
        ("Sep 15, 2024", "by", "2024-09-15"),
        ("2024/9/5", "by", "2024-09-05"),
        ("15.09.2024", "by", "2024-09-15"),
        ("2024-09-15 8:00", "by", "2024-09-15T08:00:00"),
        ("„camp“", "site", '"camp"'),
        ("1,200", "count", None),
        ("5/6/2024", "by", None),
        ("1-Foo-24", "by", None),
        ("#REF!", "count", None),
    ],
)
def test_an_unambiguous_value_is_suggested(written: str, key: str, value: str | None) -> None:
    """A value that can be read in one way is suggested; a text with two readings, or with none, gets no
    suggestion.
    """
    assert cure(written, key).value == value


def test_no_remedy_is_suggested_that_would_be_refused(tmp_path: Path) -> None:
    """For a share written as 150 %, the message does not advise 1.5, which would be refused."""
    file = tmp_path / "case.toml"
    file.write_text('name = "a"\nseed = 1\n[lift.c]\nmin_load = 150%\n', encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        load(file)
    said = next(problem.expectation for problem in caught.value.problems if problem.line == 4)
    assert "as a number, this is 1.5" in said
    assert "write 1.5" not in said
