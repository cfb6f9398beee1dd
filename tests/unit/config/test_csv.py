"""CSV files beside a scenario: manifests of lots, rosters of groups, observed values, dated missions."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest

from sim.config import digest, load, to_toml
from sim.errors import ConfigError

HEADER = "name,site,category,count,weight_t,stations,required,due\n"


@pytest.fixture
def listed(camp) -> str:
    """Return a scenario that names one manifest."""
    return camp.replace("seed = 7", 'seed = 7\nmanifest = ["more.csv"]')


def test_each_line_is_a_lot(write, listed) -> None:
    """Cells become values of a lot. A blank cell states nothing, a semicolon separates entries of a list, and
    comments above the header and blank lines are skipped.
    """
    rows = (
        "# from the stores\n"
        + HEADER
        + "crates,camp,general,5.0,0.5,wash; inspect,yes,2024-08-01\n\ntents,camp,sensitive,2,1,,,\n"
    )
    lots = load(write(listed, more=rows)).lot
    assert lots["crates"].stations == ("wash", "inspect")
    assert (lots["crates"].count, lots["crates"].required, lots["crates"].due) == (5, True, date(2024, 8, 1))
    assert lots["tents"].stations == ()
    assert lots["tents"].required is None
    assert lots["tents"].source == "more.csv, line 5"


def test_semicolons_and_a_byte_order_mark_are_understood(write, listed) -> None:
    """A CSV file with semicolons between its cells and a byte order mark is read like one with commas."""
    rows = "\ufeff" + HEADER.replace(",", ";") + 'crates;camp;general;5;0.5;"wash;inspect";;\n'
    assert load(write(listed, more=rows)).lot["crates"].stations == ("wash", "inspect")


def test_a_part_of_a_lot_has_a_dotted_column(write, listed) -> None:
    """A column such as start.left states a key of a table within the lot."""
    rows = "name,site,category,count,weight_t,start.left\ncrates,camp,general,5,0.5,2\n"
    assert load(write(listed, more=rows)).lot["crates"].start.left == 2


BROKEN = {
    "number": (
        "a,camp,general,many,1,,,",
        2,
        "count",
        "many",
        "expected a whole number of at least 0 (number of items",
        None,
    ),
    "fraction": ("a,camp,general,1.5,1,,,", 2, "count", "1.5", "expected a whole number", None),
    "decimal": ('a,camp,general,1,"1,5",,,', 2, "weight_t", "1,5", "write the decimal with a point", None),
    "date": ("a,camp,general,1,1,,,1 May", 2, "due", "1 May", "expected a date such as 2024-09-15", None),
    "truth": ("a,camp,general,1,1,,perhaps,", 2, "required", "perhaps", "expected true or false", None),
    "length": ("a,camp,general,1", 2, "", None, "expected 8 cells, as in the header; this line has 4", None),
    "no name": (",camp,general,1,1,,,", 2, "name", None, "expected a name for the lot", None),
    "negative": ("a,camp,general,-1,1,,,", 2, "count", "-1", "a whole number of at least 0", None),
    "category": ("a,camp,genral,1,1,,,", 2, "category", '"genral"', "expected", "general"),
    "site": ("a,cmap,general,1,1,,,", 2, "site", '"cmap"', "expected a site", "camp"),
    "station": ("a,camp,general,1,1,wsh,,", 2, "stations.0", '"wsh"', "a station of site camp", "wash"),
    "missing": ("a,,general,1,1,,,", 2, "site", None, "missing; expected text in quotes", None),
    "quote": ('a,camp,general,1,1,,,"x', 2, "", None, "expected a line of CSV", None),
    "twice here": (
        "a,camp,general,1,1,,,\na,camp,general,1,1,,,",
        3,
        "name",
        '"a"',
        "more.csv:2 has a lot of",
        None,
    ),
    "twice": (
        "trucks,camp,general,1,1,,,",
        2,
        "name",
        '"trucks"',
        "camp.toml:40 has a lot of that name",
        None,
    ),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_line_is_reported_with_file_line_and_column(name, listed, problems) -> None:
    """A mistake in a manifest is reported once, with file, line and column of the CSV."""
    row, line, column, value, cure, near = BROKEN[name]
    (problem,) = problems(listed, more=HEADER + row + "\n")
    assert (problem.file, problem.line, problem.key) == ("more.csv", line, column)
    assert problem.value == value
    assert cure in problem.expectation
    assert problem.suggestion == near


def test_every_broken_line_is_reported(listed, problems) -> None:
    rows = HEADER + "a,camp,general,many,1,,,\nb,camp,general\nc,camp,general,1,heavy,,,\n"
    assert [problem.line for problem in problems(listed, more=rows)] == [2, 3, 4]


def test_columns_are_checked_in_the_header(listed, problems) -> None:
    """An unknown column, a duplicate column and a missing column `name` are reported at the header; a missing
    header is reported too.
    """
    (unknown,) = problems(listed, more="name,site,category,count,weight_t,pallet\na,camp,general,1,1,1\n")
    assert (unknown.line, unknown.key, unknown.suggestion) == (1, "pallet", "pallets")
    (twice,) = problems(listed, more="name,site,site\n")
    assert (twice.line, twice.key) == (1, "site")
    (nameless,) = problems(listed, more="lot,site,category\n")[:1]
    assert nameless.line == 1
    (empty,) = problems(listed, more="")
    assert "expected a header line" in empty.expectation


def test_a_missing_manifest_names_the_file(listed, problems, camp) -> None:
    """A missing manifest is reported at the line that names it. Unknown names of lots are not reported, since
    that manifest may contain them.
    """
    text = listed.replace("until = [{ site", 'until = [{ lot = ["crates"], site')
    (problem,) = problems(text, mores="name\n")
    assert (problem.file, problem.line, problem.key) == ("camp.toml", 3, "manifest.0")
    assert (problem.value, problem.suggestion) == ('"more.csv"', "mores.csv")


def test_the_same_name_in_two_manifests_names_both_places(camp, problems) -> None:
    """A name in two manifests is reported at its second row; the error names the place of the first."""
    text = camp.replace("seed = 7", 'seed = 7\nmanifest = ["one.csv", "two.csv"]')
    row = HEADER + "crates,camp,general,5,0.5,,,\n"
    (problem,) = problems(text, one=row, two=row)
    assert (problem.file, problem.line) == ("two.csv", 2)
    assert "one.csv:2 has a lot of that name" in problem.expectation


def test_observed_values_come_from_a_column(write, camp) -> None:
    """The values of a distribution are read from a column, and the name of the file is kept as their source."""
    text = camp.replace("service_h = 0.5", 'service_h = { csv = "times.csv", column = "hours" }')
    path = write(text, times="day,hours\n1,0.5\n2,\n3,1.5\n")
    service = load(path).site["camp"].station["inspect"].service_h
    assert (service.values, service.csv, service.column) == ((0.5, 1.5), "times.csv", "hours")


def test_a_bad_column_is_reported_where_it_stands(camp, problems) -> None:
    """A misspelt column and a missing file are reported in the scenario file; a text in place of a number is
    reported in the CSV file.
    """
    text = camp.replace("service_h = 0.5", 'service_h = { csv = "times.csv", column = "hour" }')
    (column,) = problems(text, times="day,hours\n1,0.5\n")
    assert (column.key, column.suggestion) == ("site.camp.station.inspect.service_h.column", "hours")
    (number,) = problems(text.replace('"hour"', '"hours"'), times="day,hours\n1,0.5\n2,long\n")
    assert (number.file, number.line, number.key, number.value) == ("times.csv", 3, "hours", "long")
    (file,) = problems(text.replace("times.csv", "tmies.csv"), times="day,hours\n1,0.5\n")
    assert file.key == "site.camp.station.inspect.service_h.csv"
    assert file.line is not None
    assert file.suggestion == "times.csv"


def test_missions_come_from_a_list_of_dates(write, camp, problems) -> None:
    """A CSV file of dates gives dated missions; a bad date or site is reported at its line."""
    text = camp.replace("supply = { per_week = 3 }", 'supply = { csv = "flights.csv" }')
    text = text[: text.index("[uncertainty")]
    supply = load(write(text, flights="at,site\n2024-06-01,camp\n2024-06-02T08:30,\n")).lift["c17"].supply
    assert [(mission.at, mission.site) for mission in supply.missions] == [
        (date(2024, 6, 1), "camp"),
        (datetime(2024, 6, 2, 8, 30), None),
    ]
    (bad,) = problems(text, flights="at,site\n2024-06-01,camp\n1 June,camp\n")
    assert (bad.file, bad.line, bad.key, bad.value) == ("flights.csv", 3, "at", "1 June")
    (lost,) = problems(text, flights="at,site\n2024-06-01,cmap\n")
    assert (lost.file, lost.line, lost.key, lost.suggestion) == ("flights.csv", 2, "site", "camp")
    (headless,) = problems(text, flights="date,site\n2024-06-01,camp\n")
    assert (headless.file, headless.line) == ("flights.csv", 1)


def test_values_from_csv_are_written_into_the_resolved_configuration(write, listed) -> None:
    """The resolved configuration holds all values from CSV files and needs no other file."""
    text = listed.replace("service_h = 0.5", 'service_h = { csv = "times.csv", column = "hours" }')
    path = write(text, more=HEADER + "crates,camp,general,5,0.5,,,\n", times="hours\n0.5\n1.5\n")
    scenario = load(path)
    resolved = to_toml(scenario)
    Path("more.csv").unlink()
    Path("times.csv").unlink()
    path.write_text(resolved, encoding="utf-8")
    assert load(path) == scenario


def test_a_manifest_in_another_encoding_names_the_line(write, listed) -> None:
    """A CSV file that is not UTF-8 is reported with the line of its first invalid byte."""
    path = write(listed)
    Path("more.csv").write_bytes((HEADER + "caf\u00e9,camp,general,1,1,,,\n").encode("latin-1"))
    with pytest.raises(ConfigError) as caught:
        load(path)
    (problem,) = caught.value.problems
    assert (problem.file, problem.line) == ("more.csv", 2)


PEOPLE = "name,site,count,stations,required\n"


def test_a_roster_has_groups_as_a_manifest_has_lots(camp, write) -> None:
    """The columns of a roster are keys of a group; a group keeps its file and line; `--set` may change it."""
    text = camp.replace("seed = 7", 'seed = 7\nroster = ["people.csv"]')
    path = write(text, people=PEOPLE + "cooks,camp,9.0,wash,no\nclerks,camp,4,,\n")
    groups = load(path, ["group.clerks.count=5"]).group
    assert (groups["cooks"].count, groups["cooks"].stations, groups["cooks"].required) == (9, ("wash",), False)
    assert (groups["clerks"].count, groups["clerks"].source) == (5, "people.csv, line 3")


def test_a_roster_equals_groups_stated_in_the_file(camp, write) -> None:
    """Groups from a roster give the same digest and resolved text as groups stated in the scenario."""
    listed = load(
        write(camp.replace("seed = 7", 'seed = 7\nroster = ["people.csv"]'), people=PEOPLE + "cooks,camp,9,,\n")
    )
    stated = load(write(camp + '\n[group.cooks]\nsite = "camp"\ncount = 9\n'))
    assert digest(listed) == digest(stated)
    Path("again.toml").write_text(to_toml(listed), encoding="utf-8")
    assert load("again.toml") == listed


def test_a_roster_says_how_many_travel_together(camp, write) -> None:
    """A cell of `together` may contain a whole number or the word `all`."""
    text = camp.replace("seed = 7", 'seed = 7\nroster = ["people.csv"]')
    people = "name,site,count,together\ncooks,camp,9,3\nclerks,camp,4,all\nsmiths,camp,8,2.0\n"
    groups = load(write(text, people=people)).group
    assert [groups[name].together for name in ("cooks", "clerks", "smiths")] == [3, "all", 2]


@pytest.mark.parametrize("cell", ["some", "2.5", "1", "1.200"])
def test_a_wrong_size_of_a_party_is_refused_in_a_roster(cell, camp, problems) -> None:
    """A wrong size of a party is reported with file, line, column and what is expected."""
    text = camp.replace("seed = 7", 'seed = 7\nroster = ["people.csv"]')
    (problem,) = problems(text, people=f"name,site,count,together\ncooks,camp,9,{cell}\n")
    assert (problem.file, problem.line, problem.key) == ("people.csv", 2, "together")
    assert 'expected a whole number of at least 2, or "all"' in problem.expectation


ROSTERS = {
    "name": (",camp,3,,", "name", "expected a name for the group"),
    "twice": ("guards,camp,3,,", "name", "has a group of that name already"),
    "number": ("cooks,camp,some,,", "count", "expected a whole number"),
    "site": ("cooks,cmap,3,,", "site", "expected a site"),
    "station": ("cooks,camp,3,wsh,", "stations.0", "a station of site camp"),
}


@pytest.mark.parametrize("name", ROSTERS)
def test_a_broken_line_of_a_roster_is_reported_where_it_stands(name, camp, problems) -> None:
    """A mistake in a roster is reported with file, line and column, as in a manifest."""
    row, column, cure = ROSTERS[name]
    text = camp.replace("seed = 7", 'seed = 7\nroster = ["people.csv"]')
    (problem,) = problems(text, people=PEOPLE + row + "\n")
    assert (problem.file, problem.line, problem.key) == ("people.csv", 2, column)
    assert cure in problem.expectation


def test_a_roster_may_not_have_a_column_of_lots(camp, problems) -> None:
    """A roster may not have the column `category`, since a group has no such key."""
    text = camp.replace("seed = 7", 'seed = 7\nroster = ["people.csv"]')
    (problem,) = problems(text, people="name,site,count,category\ncooks,camp,3,general\n")
    assert (problem.line, problem.key) == (1, "category")
    assert "expected one of name, site" in problem.expectation
