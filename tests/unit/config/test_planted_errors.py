"""One mistake at a time: each is reported once, with its file, line, key and value, and how to correct it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from sim.config import load
from sim.errors import ConfigError


@dataclass(frozen=True)
class Mistake:
    """`old` in the valid file becomes `new`; the reported line is that of `at`, or else the last of `new`."""

    old: str
    new: str
    key: str
    value: str | None
    cure: str
    near: str | None = None
    at: str | None = None


MISTAKES = {
    "syntax": Mistake("seed = 7", "seed = = 7", "seed", None, "one equals sign is enough"),
    "open text": Mistake(
        'zone = "Africa/Niamey"', 'zone = "Africa/Niamey', "clock.zone", '"Africa/Niamey', 'write "Africa/Niamey"'
    ),
    "key twice": Mistake("teams = 2", "teams = 2\nteams = 3", "site.camp.teams", None, "is stated already"),
    "misspelt section": Mistake(
        "[floor.watch]", "[flor.watch]", "flor", None, "unknown key", "floor", at="[flor.watch]"
    ),
    "misspelt key": Mistake("pallets = 18", "palets = 18", "lift.c17.palets", None, "unknown key", near="pallets"),
    "misspelt key that is needed": Mistake(
        "payload_t =", "payload_tt =", "lift.c17.payload_tt", None, "unknown key", "payload_t"
    ),
    "misspelt key in a table on one line": Mistake(
        "per_week = 3", "per_wek = 3", "lift.c17.supply.per_wek", None, "unknown key", "per_week"
    ),
    "key without a neighbour": Mistake(
        "zone =", "qqq = 1\nzone =", "clock.qqq", None, "expected one of start, zone, horizon_d", at="qqq = 1"
    ),
    "missing key": Mistake(
        "servers = 1\n",
        "",
        "site.camp.station.inspect.servers",
        None,
        "missing; expected a whole number of at least 1 (number of jobs that can be worked on at once)",
        at="[site.camp.station.inspect]",
    ),
    "text for a number": Mistake(
        "teams = 2",
        'teams = "2"',
        "site.camp.teams",
        '"2"',
        "a whole number of at least 1 (load teams); write it",
    ),
    "a part of a thing": Mistake(
        "count = 40",
        "count = 40.5",
        "group.guards.count",
        "40.5",
        "expected a whole number of at least 0 (number of people)",
    ),
    "truth for a number": Mistake("teams = 2", "teams = true", "site.camp.teams", "true", "a whole number"),
    "number for a truth": Mistake(
        "count = 40", "count = 40\nrequired = 1", "group.guards.required", "1", "expected true or false"
    ),
    "table for a number": Mistake(
        "teams = 2",
        "teams = { low = 1 }",
        "site.camp.teams",
        "{...}",
        "expected a whole number of at least 1",
    ),
    "a price below zero": Mistake(
        "count = 40",
        "count = 40\nper_diem_usd = -1",
        "group.guards.per_diem_usd",
        "-1",
        "expected a number from 0 to 1e+12 (cost of one person for a day in country",
    ),
    "a price of nothing that there is": Mistake(
        "[floor.watch]",
        "[price]\nper_day_usd = 9\n\n[floor.watch]",
        "price.per_day_usd",
        None,
        "unknown key",
        near="per_diem_usd",
        at="per_day_usd = 9",
    ),
    "number for a table": Mistake(
        "[site.home]\nkind =",
        "[site]\nhome = 3\n[site.x]\nkind =",
        "site.home",
        "3",
        "a table",
        at="home = 3",
    ),
    "a hold of nothing": Mistake(
        "pallets = 18", "pallets = 18\nvolume_m3 = 0", "lift.c17.volume_m3", "0", "expected a number above 0"
    ),
    "a configuration with more positions than the aircraft": Mistake(
        "pallets = 18",
        'pallets = 18\nconfiguration = [{ name = "cargo" }, { name = "seats", pallets = 19 }]',
        "lift.c17.configuration.1.pallets",
        "19",
        "expected no more than lift.c17.pallets, which is the most of any configuration (18)",
    ),
    "one configuration": Mistake(
        "pallets = 18",
        'pallets = 18\nconfiguration = [{ name = "cargo" }]',
        "lift.c17",
        None,
        "expected no configuration or several",
        at="[lift.c17]",
    ),
    "a volume below a litre": Mistake(
        "weight_t = 9",
        "weight_t = 9\nvolume_m3 = 0.0004",
        "lot.trucks.volume_m3",
        "0.0004",
        "expected a size that whole litres keep to within 1%; this one would be 0",
    ),
    "zero": Mistake("working = 1", "working = 0", "site.camp.working", "0", "at least 1 (working MOG"),
    "negative": Mistake("weight_t = 9", "weight_t = -9", "lot.trucks.weight_t", "-9", "expected a number above 0"),
    "negative chance": Mistake(
        "service_h = 0.5",
        "service_h = -0.5",
        "site.camp.station.inspect.service_h",
        "-0.5",
        "expected a number of at least 0, or a distribution such as { low = 1, mode = 2, high = 4 } (working",
    ),
    "probability in percent": Mistake(
        "fail = 0.1", "fail = 10", "site.camp.station.inspect.fail", "10", "expected a number from 0 to 1"
    ),
    "not a number": Mistake("weight_t = 9", "weight_t = nan", "lot.trucks.weight_t", "nan", "a number above 0"),
    "choice": Mistake(
        'category = "lethal"\ncount',
        'category = "lethl"\ncount',
        'lot."guard weapons".category',
        '"lethl"',
        'expected "lethal", "hazardous", "classified", "sensitive" or "general"',
        "lethal",
        at='category = "lethl"',
    ),
    "choice in a list": Mistake(
        'category = ["lethal"]',
        'category = ["leathl"]',
        'hold."cargo out".until.0.category.0',
        '"leathl"',
        "expected",
        "lethal",
    ),
    "site": Mistake(
        'site = "camp"\ncount',
        'site = "cmap"\ncount',
        "group.guards.site",
        '"cmap"',
        "a site",
        "camp",
        'site = "cmap"',
    ),
    "station": Mistake(
        '["wash", "inspect"]',
        '["wash", "inspct"]',
        'lot."guard weapons".stations.1',
        '"inspct"',
        "expected a station of site camp: inspect, wash",
        "inspect",
    ),
    "lift": Mistake(
        "weight_t = 9",
        'weight_t = 9\nlifts = ["c71"]',
        "lot.trucks.lifts.0",
        '"c71"',
        "expected a lift",
        "c17",
    ),
    "hold": Mistake(
        'until = "cargo out"',
        'until = "cargo oot"',
        "floor.watch.until",
        '"cargo oot"',
        "a hold",
        "cargo out",
    ),
    "group": Mistake(
        'group = "guards"', 'group = "gards"', "floor.watch.group", '"gards"', "expected a group", "guards"
    ),
    "staff": Mistake(
        'staffed_by = "guards"',
        'staffed_by = "guard"',
        "site.camp.station.inspect.staffed_by",
        '"guard"',
        "expected a group of this scenario",
        "guards",
    ),
    "end of the way": Mistake(
        'to = "home"', 'to = "camp"', "lift.c17.to", '"camp"', "another site than those it serves"
    ),
    "hold for itself": Mistake(
        "weight_t = 1.5",
        'weight_t = 1.5\nboard_after = "cargo out"',
        'hold."cargo out"',
        None,
        'hold "cargo out" waits for equipment category "lethal" at camp, '
        'and lot "guard weapons" (lethal, camp) '
        'waits for hold "cargo out": neither can ever leave',
        at='[hold."cargo out"]',
    ),
    "oversize cargo": Mistake(
        "weight_t = 9",
        "weight_t = 41",
        "lot.trucks.weight_t",
        "41",
        "this one is 41 t on 3 pallet positions, and c17 takes 40 t on 18 positions",
    ),
    "bulky cargo": Mistake("pallets = 3", "pallets = 19", "lot.trucks.pallets", "19", "c17 takes 40 t on 18 positions"),
    "no seats": Mistake(
        "seats = 50", "seats = 0", "group.guards", None, "lift with seats to serve camp", at="[group.guards]"
    ),
    "date as text": Mistake(
        "by = 2024-09-15",
        'by = "2024-09-15"',
        "milestone.deadline.by",
        '"2024-09-15"',
        "write it without quotes",
    ),
    "date as number": Mistake(
        "start = 2024-05-01", "start = 20240501", "clock.start", "20240501", "a date such as 2024-09-15, or"
    ),
    "impossible date": Mistake(
        "by = 2024-09-15", "by = 2024-09-31", "milestone.deadline.by", "2024-09-31", "there is no day 31 in September"
    ),
    "year": Mistake(
        "by = 2024-09-15",
        "by = 9999-12-31",
        "milestone.deadline.by",
        "9999-12-31",
        "expected a year from 1900 to 2200",
    ),
    "deadline before the start": Mistake(
        "by = 2024-09-15",
        "by = 2024-04-15",
        "milestone.deadline.by",
        "2024-04-15",
        "expected a date after the start of the clock, 2024-05-01",
    ),
    "no deadline": Mistake(
        "[milestone.deadline]",
        "[milestone.dedline]",
        "milestone",
        None,
        "expected a milestone named deadline",
        at="[milestone.dedline]",
    ),
    "zone": Mistake(
        'zone = "Africa/Niamey"',
        'zone = "Africa/Niamy"',
        "clock.zone",
        '"Africa/Niamy"',
        "expected a time zone",
    ),
    "distribution": Mistake(
        "{ mean = 2, cv = 0.3 }",
        '{ dist = "lognorm", mean = 2, cv = 0.3 }',
        "site.camp.station.wash.service_h.dist",
        '"lognorm"',
        "expected one of uniform, triangular, pert,",
        "lognormal",
    ),
    "nameless distribution": Mistake(
        "{ mean = 2, cv = 0.3 }", "{ }", "site.camp.station.wash.service_h", None, "or a distribution such as"
    ),
    "one quantile": Mistake(
        "{ mean = 2, cv = 0.3 }",
        "{ p50 = 2 }",
        "site.camp.station.wash.service_h",
        None,
        "expected either mean and cv, or exactly two quantiles such as p50 and p95",
    ),
    "spread of a distribution": Mistake(
        "cv = 0.3",
        "cv = -0.3",
        "site.camp.station.wash.service_h.cv",
        "-0.3",
        "expected a number from 0 to 5",
    ),
    "disorder": Mistake(
        "low = 20, mode = 30",
        "low = 30, mode = 20",
        "lift.c17.payload_t",
        None,
        "expected low <= mode <= high",
    ),
    "payload of a driven lift": Mistake(
        "pallets = 18\n",
        "driven = true\nmost_vehicles = 4\nuses_ramp = false\n",
        "lift.c17",
        None,
        "with driven = true, expected no payload_t: each vehicle is on wheels of its own",
        at="[lift.c17]",
    ),
    "no payload": Mistake(
        "payload_t = { low = 20, mode = 30, high = 40 }\n",
        "",
        "lift.c17",
        None,
        "expected payload_t, what one sortie takes [t]",
        at="[lift.c17]",
    ),
    "most vehicles of a lift that is not driven": Mistake(
        "pallets = 18",
        "most_vehicles = 4",
        "lift.c17",
        None,
        "expected most_vehicles only with driven = true",
        at="[lift.c17]",
    ),
    "drivers without seats": Mistake(
        "pallets = 3",
        "drives = { seats = 2, drivers = 3 }",
        "lot.trucks.drives",
        None,
        "expected a seat for each driver: drivers at most 2, not 3",
    ),
    "kind of supply": Mistake(
        "per_week = 3",
        'kind = "flete", tails = 3',
        "lift.c17.supply.kind",
        '"flete"',
        "one of rate, dated",
        "fleet",
    ),
    "uncertain nothing": Mistake(
        '"lift.c17.supply.per_week"',
        '"lift.c17.suply.per_week"',
        "uncertainty.missions.to.0",
        '"lift.c17.suply.per_week"',
        "expected the dotted path of a number",
        "lift.c17.supply.per_week",
    ),
    "uncertain certainty": Mistake(
        '"lift.c17.supply.per_week"', '"seed"', "uncertainty.missions.to.0", '"seed"', "may not be uncertain"
    ),
    "cyclic uncertainty": Mistake(
        "draw = { low = 1, mode = 3, high = 5 }",
        'same_as = "missions"',
        "uncertainty.missions.same_as",
        '"missions"',
        'these go in a circle: "missions" -> "missions"',
    ),
    "unquoted path": Mistake(
        "[uncertainty.missions]\nto = [",
        "[uncertainty.lot.trucks.count]\ndraw = 3\n[uncertainty.x]\nto = [",
        "uncertainty.lot.trucks.count",
        None,
        'put a dotted path in quotes: [uncertainty."lot.trucks.count"]',
        at="[uncertainty.lot.trucks.count]",
    ),
    "no way": Mistake("block_h = 5", "", "lift.c17.leg.camp", None, "missing: speed_kt and distance_nm", at="leg.camp"),
    "outage of nothing": Mistake(
        'sites = ["camp"]\nper_day',
        "per_day",
        "outage.dust",
        None,
        "expected sites or lifts",
        at="[outage.dust]",
    ),
    "month": Mistake(
        "lasts_h = 8",
        "lasts_h = 8\nby_month = { sept = 1 }",
        "outage.dust.by_month.sept",
        None,
        "expected one of jan",
        "sep",
    ),
    "percent in quotes": Mistake(
        "fail = 0.1",
        'fail = "15%"',
        "site.camp.station.inspect.fail",
        '"15%"',
        "a share is a number from 0 to 1: write 0.15",
    ),
    "a date of a desktop in quotes": Mistake(
        "by = 2024-09-15", 'by = "15-Sep-24"', "milestone.deadline.by", '"15-Sep-24"', "write 2024-09-15"
    ),
    "time of day for a number": Mistake(
        "service_h = 0.5",
        "service_h = 08:30:00",
        "site.camp.station.inspect.service_h",
        "08:30:00",
        "an hour of the day is a number: write 8.5",
    ),
    "servers by shift, a list": Mistake(
        "servers = 1", "servers = [4, 2]", "site.camp.station.inspect.servers", "[4, 2]", "one whole number, the most"
    ),
    "more servers in a shift than there are": Mistake(
        "servers = 1",
        "servers = 1\nhours = [{ open_h = 7, close_h = 17, servers = 4 }]",
        "site.camp.station.inspect.hours.0.servers",
        "4",
        "expected at most 1, the servers of the station",
    ),
    "servers by shift, a key": Mistake(
        "servers = 1",
        "servers = 1\nservers_night = 2",
        "site.camp.station.inspect.servers_night",
        None,
        "state fewer for a shift like this: hours = [",
    ),
    "servers by shift, a table": Mistake(
        "servers = 1",
        "servers = 1\nshift.night = { open_h = 19, close_h = 24, servers = 2 }",
        "site.camp.station.inspect.shift",
        None,
        "state fewer for a shift like this: hours = [",
    ),
    "a working time for nobody": Mistake(
        "servers = 1",
        "servers = 1\ntimes.weapons = { service_h = 2 }",
        "site.camp.station.inspect.times.weapons",
        '"weapons"',
        "expected a group, a lot or a category",
        "guard weapons",
    ),
    "a station that has closed before the start": Mistake(
        "servers = 1",
        "servers = 1\nuntil = 2024-01-01",
        "site.camp.station.inspect.until",
        "2024-01-01",
        "expected a date after the start of the clock",
    ),
    "a station that closes before it opens": Mistake(
        "servers = 1",
        "servers = 1\nbegins = 2024-06-10\nuntil = 2024-06-01",
        "site.camp.station.inspect.until",
        "2024-06-01",
        "expected a date not before the one on which it begins, 2024-06-10",
    ),
    "a station that opens after the end": Mistake(
        "servers = 1",
        "servers = 1\nbegins = 2031-06-10",
        "site.camp.station.inspect.begins",
        "2031-06-10",
        "passes inspect, which never opens",
    ),
    "seed": Mistake("seed = 7", "", "seed", None, "missing; expected a whole number of at least 0", at=""),
}


@pytest.mark.parametrize("name", MISTAKES)
def test_a_planted_mistake_is_told_once_with_line_and_cure(name, camp, problems) -> None:
    """Claim: the problem names file, line, key, value and what is expected; and nothing else."""
    mistake = MISTAKES[name]
    assert mistake.old in camp
    text = camp.replace(mistake.old, mistake.new, 1)
    (problem,) = problems(text)
    assert problem.file == "camp.toml"
    assert problem.key == mistake.key
    assert problem.value == mistake.value
    assert mistake.cure in problem.expectation
    assert problem.suggestion == mistake.near
    if mistake.at == "":
        assert problem.line is None
        return
    at = mistake.at or mistake.new.splitlines()[-1] or mistake.key.rsplit(".", 1)[-1]
    assert problem.line is not None
    assert at in text.splitlines()[problem.line - 1]


def test_the_file_without_a_mistake_loads(write) -> None:
    """Claim: the file into which mistakes are planted is itself valid."""
    assert load(write()).name == "camp"


def test_every_mistake_is_told_at_once(camp, problems) -> None:
    """Claim: values, keys, references, dates and options are judged in one go, in order of their lines."""
    text = (
        camp.replace("teams = 2", "teams = 0")
        .replace("pallets = 18", "palets = 18")
        .replace('group = "guards"', 'group = "gards"')
        .replace("by = 2024-09-15", "by = 2024-04-15")
        .replace('site = "camp"\ncategory = "general"', 'site = "campo"\ncategory = "general"')
    )
    found = problems(text, overrides=("lift.c71.seats=3",), outages=("camp:soon..later",))
    assert [problem.key for problem in found] == [
        "site.camp.teams",
        "lot.trucks.site",
        "lift.c17.palets",
        "floor.watch.group",
        "milestone.deadline.by",
        "--set lift.c71.seats",
        "--outage camp:soon..later",
    ]
    lines = [problem.line for problem in found if problem.line is not None]
    assert lines == sorted(lines)


def test_a_broken_entry_is_not_told_again_by_those_who_name_it(camp, problems) -> None:
    """Claim: a hold, a site and a lift that cannot be read still exist as names."""
    text = camp.replace("at_least", "at_last").replace("until = [{", "until = [{ at_most = -1,")
    text = text.replace('rule = "need"', "").replace("teams = 2", "teams = 0").replace("seats = 50", "seats = -1")
    keys = {problem.key for problem in problems(text)}
    assert keys == {
        "floor.watch.at_last",
        'hold."cargo out".until.0.at_most',
        "site.camp.teams",
        "lift.c17.seats",
    }


def test_an_empty_force_is_an_error(camp, problems) -> None:
    """Claim: a scenario without movers is refused."""
    text = camp.replace("count = 40", "count = 0").replace("count = 6", "count = 0")
    found = problems(text.replace("count = 10", "count = 0"))
    assert any("the force is empty" in problem.expectation and problem.line for problem in found)


def test_an_empty_file_is_an_error(problems) -> None:
    """Claim: an empty file is reported as empty, not as seven missing keys; a file with only comments is not."""
    (problem,) = problems("\n \n")
    assert (problem.file, problem.line) == ("camp.toml", 1)
    assert "the file is empty" in problem.expectation
    keys = {problem.key for problem in problems("# only talk\n")}
    assert keys == {"name", "seed", "clock", "site", "group", "lift", "milestone"}


def test_a_file_that_is_not_there_names_its_neighbour(write) -> None:
    """Claim: a misspelt file name is met with the nearest file of the folder."""
    write()
    with pytest.raises(ConfigError) as caught:
        load("kamp.toml")
    (problem,) = caught.value.problems
    assert (problem.file, problem.line, problem.suggestion) == ("kamp.toml", None, "camp.toml")
    assert "there is no file of that name" in problem.expectation


def test_a_folder_is_no_file(write) -> None:
    """Claim: a folder is reported as a folder, and the one scenario in it is suggested."""
    write()
    Path("cases").mkdir()
    Path("camp.toml").rename("cases/camp.toml")
    with pytest.raises(ConfigError) as caught:
        load("cases")
    (problem,) = caught.value.problems
    assert "this is a folder" in problem.expectation
    assert problem.suggestion == str(Path("cases/camp.toml"))


def test_a_file_that_cannot_be_read_says_why(write) -> None:
    """Claim: the reason of the operating system is passed on."""
    write()
    with pytest.raises(ConfigError, match="that can be read: not a directory"):
        load("camp.toml/inner.toml")


def test_a_file_that_is_not_utf8_names_the_line(write, camp) -> None:
    """Claim: a file saved in another encoding is reported with the line of its first invalid byte."""
    path = write()
    path.write_bytes(camp.replace("# a comment", "# Sévérac").encode("latin-1"))
    with pytest.raises(ConfigError) as caught:
        load(path)
    (problem,) = caught.value.problems
    assert problem.line == 1
    assert "expected text in UTF-8; byte 0xe9" in problem.expectation


def test_a_byte_order_mark_and_other_line_ends_do_no_harm(write, camp) -> None:
    """Claim: a file written on another system is the same scenario, and its lines are counted the same."""
    path = write()
    whole = load(path)
    path.write_bytes(b"\xef\xbb\xbf" + camp.replace("\n", "\r\n").encode())
    assert load(path) == whole
    path.write_bytes(b"\xef\xbb\xbf" + camp.replace("\n", "\r\n").replace("teams = 2", "teams = 0").encode())
    with pytest.raises(ConfigError) as caught:
        load(path)
    assert caught.value.problems[0].line == 11


REVIEW = '[review]\ndates = [2024-07-01]\nof = "closure"\nrespond = ["dispose"]\n'


def test_a_review_is_judged_beside_another_error(write, camp) -> None:
    """Claim: errors of a review are reported together with errors elsewhere, as for other sections."""
    keys = _keys(write(camp.replace("working = 1", "working = -1") + REVIEW))
    assert keys == {"site.camp.working", "review.of"}


def test_the_dates_of_a_review_are_not_judged_by_a_clock_that_cannot_be_read(write, camp) -> None:
    """Claim: a start that is not a date is the only error reported: the horizon is then not known either."""
    text = camp.replace("start = 2024-05-01", "start = 3\nhorizon_d = 365")
    keys = _keys(write(text + REVIEW.replace("closure", "deadline").replace("2024-07-01", "2025-03-01")))
    assert keys == {"clock.start"}


def _keys(path) -> set[str]:
    with pytest.raises(ConfigError) as failure:
        load(path)
    return {problem.key for problem in failure.value.problems}


def test_an_item_longer_than_any_hold_is_told_with_its_line(camp, problems) -> None:
    """Claim: the error is at the size that no lift takes, and lists what each lift takes."""
    text = camp.replace("weight_t = 9", "weight_t = 9\nlength_m = 14\nheight_m = 2", 1)
    text = text.replace("pallets = 18", "pallets = 18\nmax_length_m = 12\nmax_height_m = 3")
    (problem,) = problems(text)
    assert (problem.key, problem.value) == ("lot.trucks.length_m", "14")
    assert text.splitlines()[(problem.line or 0) - 1] == "length_m = 14"
    assert "this one is 14 m long and 2 m high, and c17 takes 12 m long and 3 m high" in problem.expectation
