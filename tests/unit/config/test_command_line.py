"""`--set` and `--outage`: what they change, and how they fail."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from sim.config import load


def test_a_value_is_read_as_toml_and_otherwise_as_text(write) -> None:
    """Claim: numbers, dates, tables and lists are TOML; what is none is text, without quotes."""
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
    """Claim: overrides are applied in the order in which they are given."""
    assert load(write(), ["seed=1", "seed=2"]).seed == 2


def test_a_whole_new_entry_may_be_set(write) -> None:
    """Claim: an entry that is given as a table need not exist; its parts need it."""
    scenario = load(write(), ['group.cooks={ site = "camp", count = 5 }', "group.cooks.count=6"])
    assert scenario.group["cooks"].count == 6


def test_an_override_reaches_a_lot_of_a_manifest(write, camp) -> None:
    """Claim: manifests are read first, so their lots can be changed like any other."""
    text = camp.replace("seed = 7", 'seed = 7\nmanifest = ["more.csv"]')
    path = write(text, more="name,site,category,count,weight_t\ncrates,camp,general,5,0.5\n")
    assert load(path, ["lot.crates.count=9"]).lot["crates"].count == 9


FAILURES = {
    "no value": ("lift.c17.seats", "--set lift.c17.seats", "expected KEY=VALUE", None),
    "empty part": ("lift..seats=3", "--set lift..seats=3", "without empty parts or open quotes", None),
    "open quote": ('lot."guard weapons.count=3', '--set lot."guard weapons.count=3', "expected", None),
    "open bracket": ("order.keys=['due'", "--set order.keys", "a bracket or quote is open", None),
    "name": ("lift.c71.seats=3", "--set lift.c71.seats", 'no lift is called "c71"; there is c17', "c17"),
    "key": ("lift.c17.seets=3", "--set lift.c17.seets", "unknown key lift.c17.seets", "seats"),
    "section": ("lfit.c17.seats=3", "--set lfit.c17.seats", "unknown key lfit", "lift"),
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
    """Claim: what is wrong with an override is told under the option, not under a line of the file."""
    text, key, cure, near = FAILURES[name]
    (problem,) = problems(overrides=(text,))
    assert (problem.file, problem.line, problem.key) == ("command line", None, key)
    assert cure in problem.expectation
    assert problem.suggestion == near


def test_an_outage_is_added_with_its_dates(write) -> None:
    """Claim: a site loses its runway, a lift stays away, for the dates given; the file's own stay."""
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
    "date": ("camp:2024-07-01..2024-07-35", "instead of '2024-07-35'", None),
    "order": ("camp:2024-07-05..2024-07-01", "expected a date not before the one on which it begins", None),
}


@pytest.mark.parametrize("name", OUTAGES)
def test_a_bad_outage_names_the_option(name, problems) -> None:
    """Claim: what is wrong with an outage is told under the option as it was given."""
    text, cure, near = OUTAGES[name]
    (problem,) = problems(outages=(text,))
    assert (problem.file, problem.line, problem.key) == ("command line", None, f"--outage {text}")
    assert cure in problem.expectation
    assert problem.suggestion == near


def test_single_quotes_that_cmd_exe_passes_on_are_taken_off(write) -> None:
    """Claim: KEY=VALUE within single quotes, as one types it for a shell, means the same where they are passed on."""
    write()
    assert load("camp.toml", ["'site.camp.teams=3'"]) == load("camp.toml", ["site.camp.teams=3"])
