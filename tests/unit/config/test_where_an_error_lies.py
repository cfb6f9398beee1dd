"""An error names the wrong entry with its key path and value, and the option if the command line stated it."""

from __future__ import annotations

from typing import Any

import pytest

TRUCKS = "[lot.trucks]\n"
LANES = "lanes = [{ servers = 1, takes = ['lethal'] }]"
SUMS: dict[str, tuple[str, str, str, str, str]] = {
    "progress": (
        "count = 10\n",
        "count = 10\nstart = { staged = 8 }\n",
        "lot.trucks.count=7",
        "7",
        "no more than count = 7",
    ),
    "arrivals": (
        "count = 10\n",
        "count = 10\narrives = { timetable = [{ at = 2024-05-02, number = 10 }] }\n",
        "lot.trucks.count=12",
        "12",
        "sum to the 12 that arrive",
    ),
    "lanes": (
        "servers = 2",
        f"servers = 2\n{LANES}",
        "site.camp.station.wash.lanes.0.servers=3",
        "3",
        "at most 2 servers in all",
    ),
    "servers of lanes": (
        "servers = 2",
        f"servers = 2\n{LANES.replace('servers = 1', 'servers = 2')}",
        "site.camp.station.wash.servers=1",
        "1",
        "at most 1 server in all",
    ),
    "shift": (
        "servers = 2",
        "servers = 2\nhours = [{ open_h = 6, close_h = 18, servers = 2 }]",
        "site.camp.station.wash.servers=1",
        "1",
        "expected at most 1, the servers of the station",
    ),
    "parts": (
        "[uncertainty.missions]",
        "[uncertainty.hours]\nto = ['site.camp.station.wash.service_h.mean', 'outage.dust.lasts_h']\n"
        "parts = [2, 8]\ntotal = 10\n\n[uncertainty.missions]",
        "outage.dust.lasts_h=12",
        "12",
        "expected the known parts to add up to no more than total = 10",
    ),
    "two keys that exclude one another": (
        "pallets = 18\n",
        "pallets = 18\nspeed_kt = 400\n",
        "lift.c17.speed_kmh=700",
        "700",
        "expected speed_kt or speed_kmh, not both",
    ),
}


@pytest.mark.parametrize("name", SUMS)
def test_an_error_that_an_option_causes_is_reported_at_the_option(name: str, camp: str, problems: Any) -> None:
    """If a file is valid without an option, the error is reported at the option, with its value."""
    old, new, option, value, text = SUMS[name]
    assert old in camp
    changed = camp.replace(old, new, 1)
    assert problems(changed) == ()
    (found,) = problems(changed, overrides=(option,))
    assert (found.file, found.line) == ("command line", None)
    assert (found.key, found.value) == (f"--set {option.partition('=')[0]}", value)
    assert text in found.expectation


def test_an_error_of_the_file_is_not_reported_at_an_option(camp: str, problems: Any) -> None:
    """An error of the file is reported in the file, if the option has nothing to do with it."""
    changed = camp.replace("pallets = 18\n", "pallets = 18\nspeed_kt = 400\nspeed_kmh = 700\n", 1)
    (found,) = problems(changed, overrides=("lift.c17.seats=40",))
    assert (found.file, found.key) == ("camp.toml", "lift.c17")


ENTRIES: dict[str, tuple[str, str, str, str | None, str]] = {
    "unknown in a pair": (
        TRUCKS,
        f'[order]\nsegregate = [["people", "lethal"], ["people", "leathal"]]\n\n{TRUCKS}',
        "order.segregate.1.1",
        '"leathal"',
        "expected a category or the load_class",
    ),
    "one name in a pair": (
        TRUCKS,
        f'[order]\nsegregate = [["people"]]\n\n{TRUCKS}',
        "order.segregate.0",
        '["people"]',
        "expected a list of 2 entries, each text in quotes; there is 1",
    ),
    "three names in a pair": (
        TRUCKS,
        f'[order]\nsegregate = [["people", "lethal", "general"]]\n\n{TRUCKS}',
        "order.segregate.0",
        '["people", "lethal", "general"]',
        "expected a list of 2 entries, each text in quotes; there are 3",
    ),
    "a pair without its brackets": (
        TRUCKS,
        f'[order]\nsegregate = ["people", "lethal"]\n\n{TRUCKS}',
        "order.segregate.0",
        '"people"',
        'expected a pair in brackets: segregate = [["people", "lethal"]]',
    ),
    "a category twice": (
        TRUCKS,
        f'[order]\ncategories = ["lethal", "hazardous", "classified", "sensitive", "lethal", "people"]\n\n{TRUCKS}',
        "order.categories.4",
        '"lethal"',
        "expected each name once; categories.0 is the same name",
    ),
    "a disposition that an item may not get": (
        "count = 6\n",
        'count = 6\npermitted = ["destroy", "sell"]\n',
        'lot."guard weapons".permitted.1',
        '"sell"',
        "a controlled item is shipped or destroyed",
    ),
    "weights of too few hours": (
        "per_day = 0.1\n",
        "per_day = 0.1\nby_hour = [1, 2, 3]\n",
        "outage.dust.by_hour",
        "[1, 2, 3]",
        "expected by_hour to have 24 weights, not all 0; there are 3",
    ),
    "two configurations of one name": (
        "pallets = 18\n",
        'pallets = 18\nconfiguration = [{ name = "cargo" }, { name = "cargo", pallets = 2 }]\n',
        "lift.c17.configuration.1.name",
        '"cargo"',
        "expected configurations of different names",
    ),
    "a response without its table": (
        TRUCKS,
        f'[review]\ndates = [2024-06-01]\nrespond = ["dispose", "hours"]\n\n{TRUCKS}',
        "review.respond.1",
        '"hours"',
        "expected a table [review.hours] for this response",
    ),
}


@pytest.mark.parametrize("name", ENTRIES)
def test_a_wrong_entry_of_a_list_is_shown_with_its_path(name: str, camp: str, problems: Any) -> None:
    old, new, key, value, text = ENTRIES[name]
    changed = camp.replace(old, new, 1)
    found = {problem.key: problem for problem in problems(changed)}
    assert (found[key].file, found[key].value) == ("camp.toml", value)
    assert text in found[key].expectation
    assert (value or "").strip("[]") in changed.splitlines()[found[key].line - 1]


def test_an_entry_of_a_list_from_the_command_line_has_its_path(problems: Any) -> None:
    """The error names the option and the key of the wrong entry, or only the option if it sets just that entry."""
    (found,) = problems(overrides=('order.segregate=[["people", "lethal"], ["people", "leathal"]]',))
    assert (found.file, found.key) == ("command line", "--set order.segregate (order.segregate.1.1)")
    assert found.value == '"leathal"'
    (found,) = problems(overrides=("lift.c17.seats=-1",))
    assert (found.key, found.value) == ("--set lift.c17.seats", "-1")


def test_names_with_dots_need_quotes_and_the_error_says_how(camp: str, problems: Any) -> None:
    """If a part of a key has dots (a number that an alternative sets, or the name of an unknown or a lot), the
    error shows where to put quotes, and `--set` accepts the key that it shows.
    """
    forked = camp + '\n[uncertainty.fork]\nalternatives = [{ set = { "lift.c17.pallets" = 9 } }, { weight = 2 }]\n'
    forked += '\n[uncertainty."group.guards.weight_t"]\ndraw = { low = 0.1, high = 0.3 }\n'
    forked = forked.replace("[lot.trucks]", '[lot."no.1"]')
    for bare, quoted in (
        (
            "uncertainty.fork.alternatives.0.set.lift.c17.pallets",
            'uncertainty.fork.alternatives.0.set."lift.c17.pallets"',
        ),
        ("uncertainty.fork.alternatives.1.set.lift.c17.seats", 'uncertainty.fork.alternatives.1.set."lift.c17.seats"'),
        ("uncertainty.group.guards.weight_t.draw.high", 'uncertainty."group.guards.weight_t".draw.high'),
        ("lot.no.1.count", 'lot."no.1".count'),
    ):
        (found,) = problems(forked, overrides=(f"{bare}=9",))
        assert (found.file, found.key, found.value) == ("command line", f"--set {bare}", "9")
        assert found.expectation == (
            f"expected a name with dots in quotes, and the whole in other quotes: '{quoted}=VALUE'"
        )
        assert problems(forked, overrides=(f"{quoted}=9",)) == ()


def test_the_message_about_a_unit_that_arrives_at_random_does_not_say_none(camp: str, problems: Any) -> None:
    """If a unit that travels as one party arrives at random, the message says which text to replace and which key
    to leave out, without the word None, which TOML does not have.
    """
    unit = 'count = 40\ntogether = "all"\narrives = { begins = 2024-05-02, gap_h = { dist = "exponential", mean = 3 } }'
    found = {each.key: each for each in problems(camp.replace("count = 40", unit, 1))}
    assert found["group.guards.together"].value == '"all"'
    assert found["group.guards.together"].expectation.endswith(
        'state a number instead of "all", and arrives.batch as a multiple of it, or leave out together'
    )
