"""The effect of `--set` and `--outage`, and their errors."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from sim.config import load
from sim.config.literal import dotted, parts_of
from sim.config.load import load_variants
from sim.errors import ConfigError


def test_a_value_is_read_as_toml_and_otherwise_as_text(write) -> None:
    """Numbers, dates, tables and lists are read as TOML; anything else is a text, which needs no quotes."""
    scenario = load(
        write(),
        [
            "lift.c17.payload_t=35",
            "milestone.deadline.by = 2024-10-01",
            "lift.c17.load_h={ p50 = 2, p95 = 6 }",
            "order.keys=['due']",
            "name=what if",
            'lot."guard weapons".count=4',
            "lot.guard weapons.weight_t=1.25",
            "hold.cargo out.until.0.at_most=3",
        ],
    )
    assert scenario.lift["c17"].payload_t == 35
    assert scenario.milestone["deadline"].by == date(2024, 10, 1)
    assert scenario.lift["c17"].load_h.p95 == 6
    assert scenario.order.keys == ("due",)
    assert scenario.name == "what if"
    assert (scenario.lot["guard weapons"].count, scenario.lot["guard weapons"].weight_t) == (4, 1.25)
    assert scenario.hold["cargo out"].until[0].at_most == 3


def test_the_last_of_two_overrides_counts(write) -> None:
    assert load(write(), ["seed=1", "seed=2"]).seed == 2


def test_a_whole_new_entry_may_be_set(write) -> None:
    """`--set` may state a new entry as a whole table, and a later `--set` may change a key of that entry."""
    scenario = load(write(), ['group.cooks={ site = "camp", count = 5 }', "group.cooks.count=6"])
    assert scenario.group["cooks"].count == 6


def test_an_override_reaches_a_lot_of_a_manifest(write, camp) -> None:
    text = camp.replace("seed = 7", 'seed = 7\nmanifest = ["more.csv"]')
    path = write(text, more="name,site,category,count,weight_t\ncrates,camp,general,5,0.5\n")
    assert load(path, ["lot.crates.count=9"]).lot["crates"].count == 9


def test_a_refused_override_leaves_nothing_behind(write, camp) -> None:
    """If the file has no table `clock`, `--set clock.nope=3` is refused as an unknown key, and the missing table
    is still reported as missing.
    """
    path = write(camp.replace("[clock]", "").replace("start = 2024-01-01", ""))
    with pytest.raises(ConfigError) as failure:
        load(path, ["clock.nope=3"])
    assert {(each.key, each.expectation) for each in failure.value.problems if "clock" in each.key} == {
        ("--set clock.nope", "unknown key clock.nope"),
        ("clock", "missing; expected a table such as { start = ... }"),
    }


FAILURES = {
    "no value": ("lift.c17.seats", "--set lift.c17.seats", "expected KEY=VALUE", None),
    "empty part": ("lift..seats=3", "--set lift..seats=3", "without empty parts or open quotes", None),
    "open quote": ('lot."guard weapons.count=3', '--set lot."guard weapons.count=3', "expected", None),
    "open bracket": ("order.keys=['due'", "--set order.keys", "close each bracket and quote", None),
    "name": ("lift.c71.seats=3", "--set lift.c71.seats", 'no lift is called "c71"; there is c17', "c17"),
    "key": ("lift.c17.seets=3", "--set lift.c17.seets", "unknown key lift.c17.seets", "seats"),
    "section": ("lfit.c17.seats=3", "--set lfit.c17.seats", "unknown key lfit", "lift"),
    "end of one key": ("c17.seats=3", "--set c17.seats", "unknown key c17", "lift.c17.seats"),
    "end of a key not stated": ("camp.parking=3", "--set camp.parking", "unknown key camp", "site.camp.parking"),
    "end of several keys": (
        "servers=3",
        "--set servers",
        "name one of site.camp.station.inspect.servers, site.camp.station.wash.servers",
        None,
    ),
    "position": (
        "hold.cargo out.until.1.at_most=3",
        '--set hold."cargo out".until.1.at_most',
        "from 0 to 0",
        None,
    ),
    "part of a number": (
        "site.camp.teams.x=1",
        "--set site.camp.teams.x",
        "expected a table at site.camp.teams, which is 2",
        None,
    ),
    "value": ("site.camp.teams=0", "--set site.camp.teams", "a whole number of at least 1", None),
    "reference": ("lift.c17.to=hoem", "--set lift.c17.to", "expected a site", "home"),
}


@pytest.mark.parametrize("name", FAILURES)
def test_a_bad_override_names_the_option(name, problems) -> None:
    """An error in a `--set` is reported with the option and its key, not with a line of the file."""
    text, key, cure, near = FAILURES[name]
    (problem,) = problems(overrides=(text,))
    assert (problem.file, problem.line, problem.key) == ("command line", None, key)
    assert cure in problem.expectation
    assert problem.suggestion == near


def test_an_outage_is_added_with_its_dates(write) -> None:
    """`--outage` adds an outage of the runway of a site, or of a lift, to the outages of the file."""
    scenario = load(write(), (), ["camp:2024-07-01..2024-07-05", "c17:2024-08-01T06:00..2024-08-02T18:00"])
    first, second = scenario.outage["--outage 1"], scenario.outage["--outage 2"]
    assert (first.sites, first.lifts, first.stops) == (("camp",), (), ("runway",))
    assert (first.dates[0].begins, first.dates[0].until) == (date(2024, 7, 1), date(2024, 7, 5))
    assert second.lifts == ("c17",)
    assert second.dates[0].begins == datetime(2024, 8, 1, 6)
    assert "dust" in scenario.outage


OUTAGES = {
    "shape": ("camp", "expected SITE:FROM..TO or LIFT:FROM..TO", None),
    "name": ("cmap:2024-07-01..2024-07-05", "expected the name of a site or lift", "camp"),
    "date": ("camp:2024-07-01..2024-07-35", 'instead of "2024-07-35"', None),
    "order": ("camp:2024-07-05..2024-07-01", "expected a date not before the beginning", None),
}


@pytest.mark.parametrize("name", OUTAGES)
def test_a_bad_outage_names_the_option(name, problems) -> None:
    """An error in an `--outage` is reported with the option as it was typed."""
    text, cure, near = OUTAGES[name]
    (problem,) = problems(outages=(text,))
    assert (problem.file, problem.line, problem.key) == ("command line", None, f"--outage {text}")
    assert cure in problem.expectation
    assert problem.suggestion == near


def test_single_quotes_that_cmd_exe_keeps_are_removed(write) -> None:
    """'KEY=VALUE' in single quotes, which cmd.exe does not remove, means the same as KEY=VALUE."""
    write()
    assert load("camp.toml", ["'site.camp.teams=3'"]) == load("camp.toml", ["site.camp.teams=3"])


# --------------------------------------------------------------------------------- several errors, reported together


def keys(caught: pytest.ExceptionInfo[ConfigError]) -> set[str]:
    keys = (problem.key.partition(" (")[0] for problem in caught.value.problems)
    return {key.removeprefix("--set ").removeprefix("--with ") for key in keys}


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("lot.guard weapons.board_after=nope", "lot.guard weapons.leave_after=2024-13-01"),
        ("lot.guard weapons.lifts=['nope']", "lot.guard weapons.leave_after=31/09/2024"),
        ("milestone.deadline.site=nope", "milestone.deadline.by=2024-02-31"),
        ("hold.cargo out.not_before=2024-13-01", "lot.guard weapons.board_after=nope"),
        ("lift.c17.payload_tt=4", "milestone.deadline.by=2024-02-31"),
        ("group.nobody.count=4", "clock.start=2024-02-31"),
        ("lift.c17.to=nope", "lift.c17.load_h=long"),
        ("hold.cargo out.until.0.lot=['nope']", "hold.cargo out.not_before=2024-13-01"),
    ],
)
def test_two_overrides_that_are_wrong_are_both_reported(one: str, two: str, write) -> None:
    """Two wrong overrides (an unknown key or name, or a bad value) are both reported, in either order, also if
    they concern one entry.
    """
    for overrides in ([one, two], [two, one]):
        with pytest.raises(ConfigError) as caught:
            load(write(), overrides)
        assert {_first(one), _first(two)} <= keys(caught)


def _first(override: str) -> str:
    return dotted(parts_of(override.split("=")[0]))


def test_a_file_with_two_mistakes_reports_both(write, camp) -> None:
    """A file in which a milestone has an unknown site and a date that does not exist gets both errors."""
    with pytest.raises(ConfigError) as caught:
        load(write(camp.replace("\nby = ", "\nsite = 'nope'\nby = '2024-02-31' # ", 1)))
    assert {"milestone.deadline.site", "milestone.deadline.by"} <= keys(caught)


def test_one_wrong_key_gives_one_error(write) -> None:
    """If the value of one key has the wrong type, no error is reported anywhere else."""
    for wrong in ("lot.guard weapons.stations=4", "site.camp.station=4", "lift.c17.sites=4", "hold.cargo out.until=4"):
        with pytest.raises(ConfigError) as caught:
            load(write(), [wrong])
        assert all(key.startswith(_first(wrong)) for key in keys(caught)), str(caught.value)


def test_an_outage_reports_its_name_and_both_dates(write) -> None:
    """A wrong name and two wrong dates of one `--outage` are all reported."""
    with pytest.raises(ConfigError) as caught:
        load(write(), (), ["nowhere:2024-13-01..2024-02-31"])
    assert [part in str(caught.value) for part in ("site or lift", '"2024-13-01"', '"2024-02-31"')] == [True] * 3


def test_variants_report_their_errors_together(write) -> None:
    """The errors of several plans are reported together; an error of `--set`, which all plans share, only once.
    Without errors, each plan is loaded with its own changes.
    """
    changes = {"as written": [], "one": ["lift.c17.payload_tt=4"], "two": ["milestone.deadline.by=2024-02-31"]}
    with pytest.raises(ConfigError) as caught:
        load_variants(write(), ["nothing=1"], (), changes)
    assert len(caught.value.problems) == 3
    assert keys(caught) == {"nothing", "lift.c17.payload_tt", "milestone.deadline.by"}
    found = load_variants(write(), (), (), {"as written": [], "one": ["seed=4"]})
    assert [(name, scenario.seed) for name, scenario in found.items()] == [("as written", 7), ("one", 4)]
