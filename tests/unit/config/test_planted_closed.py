"""Hours that never open, lifts that never come again and spans that are too short are each reported once."""

from __future__ import annotations

import pytest

SUN = 'start = 2024-05-06\nzone = "Africa/Niamey"\nhorizon_d = 1'
PLACES = (
    "[site.camp]\nposition = { lat = 15, lon = 8 }\n",
    "[site.home]\nposition = { lat = 50, lon = 8 }\n",
)
CREW = "leg.camp = {}\nspeed_kt = 300\ncrew = { crews = 2, duty_h = 6, report_h = 1 }"
TOGETHER = (
    '[hold."guards gone"]\nuntil = [{ group = ["guards"] }]\n\n'
    '[hold."loaders gone"]\nuntil = [{ group = ["loaders"] }]\n\n'
    '[floor.rear]\ngroup = "guards"\nat_least = 20\nuntil = "loaders gone"\n\n'
    '[floor.team]\ngroup = "loaders"\nat_least = 15\nuntil = "guards gone"\n\n[milestone.deadline]'
)
LOADERS = '[group.loaders]\nsite = "camp"\ncount = 25\n'
ROOM = '[site.Hub]\nkind = "hub"\nabroad = true\nroom = 30\n\n[route.over]\nvia = ["Hub"]\n\n'
SHUTTLE = (
    '[lift.shuttle]\nsites = ["camp"]\nto = "Hub"\npayload_t = 20\npallets = 0\nseats = 50\n'
    "leg.camp = { block_h = 1 }\nsupply = { per_week = 7 }\n\n"
    '[lift.onward]\nsites = ["Hub"]\nto = "home"\npayload_t = 20\npallets = 0\nseats = 50\n'
    "leg.Hub = { block_h = 1 }\nsupply = { per_week = 7 }\n\n"
)
REAR = 'group = "guards"\nat_least = 20\nuntil = "loaders gone"'
GUARDS = "count = 40\n"
MISTAKES = {
    "a shift on no day": (
        [("working = 1", "working = 1\nrunway_hours = [{ open_h = 6, close_h = 18, days = [] }]")],
        ("site.camp.runway_hours.0.days", "[]", "at least one day", "runway_hours ="),
    ),
    "a shift that falls on no day of the clock": (
        [
            ('start = 2024-05-01\nzone = "Africa/Niamey"', SUN),
            ("by = 2024-09-15", "by = 2024-05-08"),
            ("servers = 2", 'servers = 2\nhours = [{ open_h = 6, close_h = 18, days = ["sun"] }]'),
        ],
        ("site.camp.station.wash.hours.0.days", '["sun"]', "2024-05-10 00:00: it never opens", "hours ="),
    ),
    "an outage from first to last": (
        [("per_day = 0.1\nlasts_h = 8", "dates = [{ begins = 2024-05-01, until = 2026-01-01 }]")],
        ("outage.dust.dates.0.until", "2026-01-01", "camp never opens, and guards has no other way", "dates ="),
    ),
    "two outages with no time between": (
        [
            (
                "per_day = 0.1\nlasts_h = 8",
                "dates = [{ begins = 2024-05-01, until = 2024-06-01 }, { begins = 2024-06-02, until = 2026-01-01 }]",
            )
        ],
        ("outage.dust.dates.1.until", "2026-01-01", "a date before the end of the clock", "dates ="),
    ),
    "headway longer than the clock": (
        [("pallets = 18", "pallets = 18\nheadway_h = 9000")],
        ("lift.c17.headway_h", "9000", "the length of the clock", "headway_h"),
    ),
    "duty shorter than a leg between positions": (
        [
            ("[site.camp]\n", PLACES[0]),
            ("[site.home]\n", PLACES[1]),
            ("leg.camp = { block_h = 5 }", CREW),
        ],
        ("lift.c17.crew.duty_h", "6", "one leg between camp and home, 8.01 h in all", "crew ="),
    ),
    "more who must board at once than seats": (
        [
            ("seats = 50", "seats = 30"),
            ("[outage.dust]", f"{LOADERS}\n[outage.dust]"),
            ("[milestone.deadline]", TOGETHER),
        ],
        ("floor.rear.at_least", "20", "one sortie takes (c17 30): 20 of this floor and 15 of", REAR),
    ),
    "more who must board at once than room": (
        [
            (GUARDS, f'{GUARDS}routes = ["over"]\n'),
            ("[outage.dust]", f'{ROOM}{SHUTTLE}{LOADERS}routes = ["over"]\n\n[outage.dust]'),
            ("[milestone.deadline]", TOGETHER),
        ],
        ("floor.rear.at_least", "20", "one sortie takes (shuttle 30): 20 of this floor and 15", REAR),
    ),
    "months as a list": (
        [("block_h = 5", "block_h = 5, payload_by_month = [1, 1]")],
        ("lift.c17.leg.camp.payload_by_month", "[1, 1]", "{ jan = ... }, each key one of jan, feb, mar", "leg.camp"),
    ),
}
"""Name -> replacements (old, new) in the valid file, and the problem: its key and value, a part of the expectation, and
a text that begins on its line (`REAR` begins on the line before it).
"""


@pytest.mark.parametrize("name", MISTAKES)
def test_what_never_opens_is_reported_once_with_line_and_cure(name, camp, problems) -> None:
    """There is one problem, with its file, line, key and value, and what is expected."""
    changes, (key, value, cure, at) = MISTAKES[name]
    text = camp
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    (problem,) = problems(text)
    line = text[: text.rindex(at)].count("\n") + 1 + (at is REAR)
    assert (problem.file, problem.key, problem.value, problem.line) == ("camp.toml", key, value, line)
    assert cure in problem.expectation


SOUND = {
    "an empty list is day and night": [("working = 1", "working = 1\nrunway_hours = []")],
    "a lift that always moves": [("pallets = 18", "pallets = 18\nmoves = []")],
    "a shift that falls on the clock": [
        ('start = 2024-05-01\nzone = "Africa/Niamey"', SUN),
        ("by = 2024-09-15", "by = 2024-05-08"),
        ("servers = 2", 'servers = 2\nhours = [{ open_h = 6, close_h = 18, days = ["tue", "sun"] }]'),
    ],
    "an outage that ends": [("per_day = 0.1\nlasts_h = 8", "dates = [{ begins = 2024-05-01, until = 2024-08-01 }]")],
    "a gap between two outages": [
        (
            "per_day = 0.1\nlasts_h = 8",
            "dates = [{ begins = 2024-05-01, until = 2024-06-01 }, { begins = 2024-06-03, until = 2026-01-01 }]",
        )
    ],
    "headway within the clock": [("pallets = 18", "pallets = 18\nheadway_h = 900")],
    "duty as long as the flight along the great circle": [
        ("[site.camp]\n", PLACES[0]),
        ("[site.home]\n", PLACES[1]),
        ("leg.camp = { block_h = 5 }", CREW.replace("duty_h = 6", "duty_h = 9")),
    ],
    "seats for all who must board at once": [
        ("seats = 50", "seats = 35"),
        ("[outage.dust]", f"{LOADERS}\n[outage.dust]"),
        ("[milestone.deadline]", TOGETHER),
    ],
}


@pytest.mark.parametrize("name", SOUND)
def test_hours_that_open_are_accepted(name, camp, write, problems) -> None:
    """Files in which hours open, lifts come and spans are long enough are accepted; an empty list of hours means
    day and night.
    """
    from sim.config import load

    text = camp
    for old, new in SOUND[name]:
        assert old in text
        text = text.replace(old, new, 1)
    assert load(write(text)).name == "camp"
