"""Templates make many entries from one pattern and a table; errors name the place from which a value came."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from sim.cli.entry import cli
from sim.config import digest, load, to_toml
from sim.config.template import SECTIONS
from sim.domain.scenario import Scenario
from sim.engines.simpy import simulate
from sim.errors import ConfigError
from sim.model.compile import plan

CONFIGS = Path(__file__).parents[3] / "configs"
HEAD = """\
name = "camps"
seed = 7

[clock]
start = 2024-05-01

[site.home]
kind = "apod"

[lift.convoy]
to = "home"
supply = { per_week = 3 }
payload_t = 20
seats = 20

[milestone.deadline]
by = 2024-09-15
"""
PATTERN = """
[template.camp]
rows = "camps.csv"

[template.camp.site."{camp}"]
kind = "base"
working = "{ramp}"
station.pack = { servers = "{packers}", service_h = { low = 1, high = "{slow_h}" } }

[template.camp.group."{camp} people"]
site = "{camp}"
count = "{people}"
stations = "{steps}"
release = "{leave}"
required = "{must}"
source = "list of {camp}, {{checked}}"

[template.camp.lot."{arms}"]
site = "{camp}"
category = "lethal"
count = 2
weight_t = 1.5

[template.camp.lift.convoy]
sites = ["{camp}"]
leg."{camp}" = { block_h = "{road_h}" }

[template.camp.uncertainty."{camp} packers"]
to = ["site.{camp}.station.pack.servers"]
draw = { low = 1, high = 3 }
"""
ROWS = """\
camp,ramp,packers,slow_h,people,steps,leave,must,arms,road_h
north,2,3,4.5,40,pack,2024-06-01,yes,rifles,6
south,,1,2,25,,,no,,9.5
"""
WRITTEN = """
[site.north]
kind = "base"
working = 2
station.pack = { servers = 3, service_h = { low = 1, high = 4.5 } }

[site.south]
kind = "base"
station.pack = { servers = 1, service_h = { low = 1, high = 2 } }

[group."north people"]
site = "north"
count = 40
stations = ["pack"]
release = 2024-06-01
required = true

[group."south people"]
site = "south"
count = 25
required = false

[lot.rifles]
site = "north"
category = "lethal"
count = 2
weight_t = 1.5

[uncertainty."north packers"]
to = ["site.north.station.pack.servers"]
draw = { low = 1, high = 3 }

[uncertainty."south packers"]
to = ["site.south.station.pack.servers"]
draw = { low = 1, high = 3 }
"""
SITES = 'sites = ["north", "south"]\nleg.north = { block_h = 6 }\nleg.south = { block_h = 9.5 }\n'


def test_a_template_equals_its_entries_written_out(write: Any) -> None:
    """A template equals its entries written out: numbers, dates, names, truth values, lists, blank cells."""
    made = load(write(HEAD + PATTERN, camps=ROWS))
    written = load(write(HEAD.replace("seats = 20\n", f"seats = 20\n{SITES}") + WRITTEN))
    assert digest(made) == digest(written)
    assert made.lift["convoy"].sites == ("north", "south")
    assert made.group["north people"].source == "list of north, {checked}"
    assert made.made == ("camp: 2 rows of camps.csv, 2 site, 2 group, 1 lot, 2 uncertainty",)
    assert made.template == {}
    Path("again.toml").write_text(to_toml(made), encoding="utf-8")
    assert load("again.toml") == made


def test_entries_of_the_file_and_of_two_templates_are_merged(write: Any) -> None:
    """An entry of the file is merged with the entry that a row makes, and their lists are joined. A second
    template may name a site that the first one makes.
    """
    text = HEAD.replace("seats = 20\n", 'seats = 20\nsites = ["east"]\nleg.east = { block_h = 1 }\n')
    text += '\n[site.east]\nkind = "base"\n\n[group.few]\nsite = "east"\ncount = 3\n\n[site.north]\nparking = 4\n'
    more = '\n[template.more]\nrows = "more.csv"\n\n[template.more.group."{name}"]\nsite = "north"\ncount = "{n}"\n'
    made = load(write(text + PATTERN + more, camps=ROWS, more="name,n\ncooks,5\n"))
    assert made.lift["convoy"].sites == ("east", "north", "south")
    assert (made.site["north"].parking, made.site["north"].working) == (4, 2)
    assert made.group["cooks"].count == 5


def test_an_override_changes_entries_and_file_of_a_template(write: Any) -> None:
    """`--set` can change an entry that a template made, and the name of the file from which rows are read."""
    path = write(HEAD + PATTERN, camps=ROWS, fewer="\n".join(ROWS.splitlines()[:2]))
    made = load(path, ["site.north.station.pack.servers=9", "group.south people.count=1"])
    assert made.site["north"].station["pack"].servers == 9
    assert made.group["south people"].count == 1
    assert made.known == ("site.north.station.pack.servers",)
    assert list(load(path, ["template.camp.rows=fewer.csv"]).site) == ["home", "north"]
    with pytest.raises(ConfigError, match=r"command line  --set template.camp.rows = \"none.csv\""):
        load(path, ["template.camp.rows=none.csv"])


def row(**cells: str) -> str:
    """Return the text of camps.csv with these cells in the row of the site south, which is line 3."""
    head = ROWS.splitlines()[0].split(",")
    south = dict(zip(head, ROWS.splitlines()[2].split(","), strict=True)) | cells
    return "\n".join([*ROWS.splitlines()[:2], ",".join(south[column] for column in head)]) + "\n"


CELLS = {
    "no number": (row(people="some"), 3, "people", "expected a whole number of at least 0 (number of people)"),
    "a fraction": (row(people="2.5"), 3, "people", "expected a whole number"),
    "no truth": (row(must="perhaps"), 3, "must", "write yes or no"),
    "no date": (row(leave="1 May 2024"), 3, "leave", "write 2024-05-01"),
    "thousands": (row(people='"1,200"'), 3, "people", "thousands separators: write 1200"),
    "out of bounds": (row(people="-5"), 3, 'group."south people".count', "at least 0"),
    "no station": (row(steps="wash"), 3, 'group."south people".stations.0', "a station of site south"),
    "blank but needed": (row(people=""), 3, 'group."south people".count', "missing"),
    "no name at all": (row(camp=""), 3, "", "expected a row that makes an entry"),
    "a row again": (ROWS + ROWS.splitlines()[1] + "\n", 4, "site.north.kind", "camps.csv:2 states this key already"),
    "a distribution": (row(slow_h="0.5"), None, "", ""),
    "a column too many": (
        ROWS.replace("road_h", "road_h,note").replace(",6\n", ",6,x\n").replace("9.5\n", "9.5,\n"), 1, "note", "uses"),
    "a short row": (ROWS + "west,1\n", 4, "", "expected 10 cells"),
    "totals": (ROWS + "total,,,,65,,,,,\n", 4, "", "row of totals"),
    "a column twice": (ROWS.replace("ramp", "camp"), 1, "camp", "each column once"),
}  # fmt: skip


@pytest.mark.parametrize("name", CELLS)
def test_a_mistake_in_a_row_is_reported_at_the_row(name: str, problems: Any) -> None:
    """An error in a row names the CSV file and the line, and the column or the key."""
    rows, line, key, word = CELLS[name]
    found = problems(HEAD + PATTERN, camps=rows)
    assert found
    if line is not None:
        first = next(problem for problem in found if problem.key == key)
        assert (first.file, first.line) == ("camps.csv", line)
        assert word in first.expectation
    assert len({(problem.file, problem.line) for problem in found}) == 1, found


def test_every_column_that_the_template_does_not_use_is_reported(problems: Any) -> None:
    """Two further columns give two errors, both at the header."""
    first, *rows = ROWS.splitlines()
    camps = "\n".join([f"{first},note,hint", *(f"{row},a,b" for row in rows)]) + "\n"
    found = problems(HEAD + PATTERN, camps=camps)
    assert [(problem.line, problem.key) for problem in found] == [(1, "note"), (1, "hint")]


PATTERNS = {
    "an unknown column": ("{packers}", "{packer}", "expected a column of camps.csv in braces", "{packers}"),
    "an unknown key": ("working =", "workin =", "unknown key", "working"),
    "a wrong constant": ('kind = "base"', 'kind = "bse"', 'expected "base"', "base"),
    "an unknown section": ("[template.camp.lot.", "[template.camp.lots.", "unknown key", "lot"),
    "no file": ('"camps.csv"', '"camp.csv"', "there is no file of that name", "camps.csv"),
    "no rows": ('rows = "camps.csv"\n', "", "missing; expected text in quotes", None),
    "a list of files": ('"camps.csv"', '["camps.csv"]', "expected text in quotes", None),
    "a file elsewhere": ('"camps.csv"', '"../camps.csv"', "leads elsewhere", None),
    "a list for a table": ("[template.camp.uncertainty.", "[[template.camp.uncertainty.", None, None),
}


@pytest.mark.parametrize("name", PATTERNS)
def test_a_mistake_in_a_pattern_is_reported_at_its_line(name: str, problems: Any) -> None:
    """The error names the scenario file and a line in the template, and suggests the nearest spelling."""
    old, new, word, near = PATTERNS[name]
    text = HEAD + PATTERN.replace(old, new).replace(
        'packers"]\nto', 'packers"]]\nto' if new.startswith("[[") else 'packers"]\nto'
    )
    found = problems(text, camps=ROWS)
    assert found
    for problem in found:
        assert problem.file == "camp.toml"
        assert problem.line is not None
        assert problem.line > HEAD.count("\n")
    if word is not None:
        assert any(word in problem.expectation for problem in found)
        assert found[0].suggestion == near or (near is not None and near in str(found[0].suggestion))


def test_a_text_needs_each_of_its_cells(problems: Any) -> None:
    """A blank cell that the template puts into a longer text is refused at its row."""
    (blank,) = problems(HEAD + PATTERN.replace("list of {camp}", "list of {arms}"), camps=ROWS)
    assert (blank.file, blank.line, blank.key) == ("camps.csv", 3, "arms")
    assert 'group."south people".source uses it within a text' in blank.expectation


def test_a_template_of_the_wrong_type_is_refused(camp: str, problems: Any) -> None:
    """A number in place of all templates, or of one template, is refused."""
    (number,) = problems(camp.replace("seed = 7", "seed = 7\ntemplate = 3"))
    assert number.key == "template"
    (entry,) = problems(camp.replace("seed = 7", "seed = 7\ntemplate = { camp = 3 }"))
    assert entry.key == "template.camp"


def test_a_template_in_a_scenario_built_by_a_program_is_refused() -> None:
    """A template in a scenario that a program builds is refused, since only the reader of files applies it."""
    with pytest.raises(ValueError, match=r"expected no template: only sim\.load fills"):
        Scenario.model_validate({"name": "x", "seed": 1, "template": {"camp": {"rows": "camps.csv"}}})


def test_a_template_may_have_every_section_with_named_entries() -> None:
    """A template may make entries of every section with named entries, except templates."""
    tables = {name for name, each in Scenario.model_fields.items() if str(each.annotation).startswith("dict[")}
    assert set(SECTIONS) == tables - {"template"}


def test_thirteen_camps_take_one_pattern_and_one_table() -> None:
    """thirteen-camps.toml has under 120 lines, and a camp for each of the 13 rows of its table. `sim check`
    prints the numbers of rows and entries, and the first history is not stuck.
    """
    path = CONFIGS / "thirteen-camps.toml"
    assert len(path.read_text(encoding="utf-8").splitlines()) < 120
    mission = load(path)
    camps = [name for name in mission.site if name.startswith("camp-")]
    assert len(camps) == 13
    assert mission.lift["convoy"].sites == tuple(camps)
    assert mission.group["camp-13 guard"].count == 30
    assert mission.milestone["camp-3 handed over"].by == date(2024, 9, 1)
    assert "camp-2 handed over" not in mission.milestone
    assert mission.notices == ()
    shown = CliRunner().invoke(cli, ["check", str(path)], catch_exceptions=False)
    assert "template   camp: 13 rows of data/thirteen-camps.csv, 13 site, 26 group, 13" in shown.output
    history = simulate(plan(mission), mission.seed, 0)
    assert not history.stuck
