"""Dates in all places where they are allowed. A value without a time of day, or with midnight after a space, is a date;
any other value with a time of day is an instant.
"""

from __future__ import annotations

import re
from datetime import date, datetime

import pytest

from sim.config import load
from sim.config.mending.cures import cure, is_value
from sim.domain.milestone import Milestone
from sim.domain.written import advice_on_date, read_date

DAY = date(2024, 8, 15)
BARE = ("2024-08-15", "20240815", "2024-W33-4", "2024W334", "2024-08-15 00:00:00", "2024-08-15 00:00")
TIMED = {
    "2024-08-15T00:00": datetime(2024, 8, 15),
    "2024-08-15T00:00:00": datetime(2024, 8, 15),
    "2024-08-15 06:30": datetime(2024, 8, 15, 6, 30),
    "20240815T063000": datetime(2024, 8, 15, 6, 30),
}
LOT = "name,site,category,count,weight_t,leave_after\ncrates,camp,general,5,0.5,{}\n"


@pytest.fixture
def listed(camp) -> str:
    """Return a scenario that names one manifest."""
    return camp.replace("seed = 7", 'seed = 7\nmanifest = ["more.csv"]')


@pytest.mark.parametrize("text", [*BARE, *TIMED])
def test_a_date_is_read_alike_in_all_places(write, camp, listed, text) -> None:
    """A manifest, a list of missions, `--set`, `--outage` and the library read a text as the same date."""
    meant = TIMED.get(text, DAY)
    assert load(write(listed, more=LOT.format(text))).lot["crates"].leave_after == meant
    flights = camp.replace("supply = { per_week = 3 }", 'supply = { csv = "flights.csv" }')
    flights = flights[: flights.index("[uncertainty")]
    assert load(write(flights, flights=f"at\n{text}\n")).lift["c17"].supply.missions[0].at == meant
    assert load(write(), [f"milestone.deadline.by={text}"]).milestone["deadline"].by == meant
    outage = load(write(), (), [f"camp:2024-07-01..{text}"]).outage["--outage 1"]
    assert outage.dates[0].until == meant
    assert Milestone.model_validate({"by": text}).by == meant
    assert type(Milestone.model_validate({"by": text}).by) is type(meant)


@pytest.mark.parametrize("text", ["2024-08-15", "2024-08-15 00:00:00", "2024-08-15T00:00:00", "2024-08-15 06:30:00"])
def test_a_midnight_after_a_space_is_a_bare_date_in_toml_too(write, camp, text) -> None:
    """A TOML date with a midnight after a space is a bare date, in a table and in an inline table of a list. A
    date with a T, or with another hour, is an instant. Within a text, nothing is changed.
    """
    meant = TIMED.get(text.replace(" 06:30:00", " 06:30"), DAY)
    changed = camp.replace("by = 2024-09-15", f"by = {text} # the milestone")
    changed = changed.replace("per_day = 0.1\nlasts_h = 8", f"dates = [{{ begins = 2024-08-01, until = {text} }}]")
    scenario = load(write(changed))
    for found in (scenario.milestone["deadline"].by, scenario.outage["dust"].dates[0].until):
        assert (found, type(found)) == (meant, type(meant))
    talk = load(write(camp.replace("seed = 7", 'seed = 7\nabout = "until 2024-08-15 00:00:00"')))
    assert talk.about == "until 2024-08-15 00:00:00"


ADVICE = {
    "20240815": "write 2024-08-15",
    "2024-8-5": "write 2024-08-05",
    "15.08.2024": "write 2024-08-15",
    "8/15/2024": "write 2024-08-15",
    "03/04/2024": "write 2024-04-03 if the day comes first, 2024-03-04 if the month does",
    "15-Aug-24": "write 2024-08-15",
    "August 15, 2024": "write 2024-08-15",
    "45519": "45519 is 2024-08-15",
    "2024-08-35": "there is no day 35 in August 2024, which has 31 days",
    "31/9/2024": "there is no day 31 in September 2024, which has 30 days",
    "2024-13-01": "there is no month 13",
    "15 Aug 2024 06:30": "write 2024-08-15T06:30:00",
    "150630Z AUG 24": "write 2024-08-15T06:30:00Z",
    "150630A AUG 24": "write 2024-08-15T06:30:00, with its offset (such as +01:00) if it is not local time",
    "0000-08-15": "there is no year 0",
    "15. September 2024": "write 2024-09-15",
    "2024-W60-1": "the calendar has no such day",
}


@pytest.mark.parametrize("text", ADVICE)
def test_another_form_of_a_date_is_answered_with_the_right_one(listed, problems, text) -> None:
    """A date in another notation is refused with the date to write, or with both dates if it is ambiguous. A day
    that does not exist is refused with the reason.
    """
    assert ADVICE[text] in advice_on_date(text)
    if text == "20240815":
        return  # this form is valid in a CSV file
    (problem,) = problems(listed, more=LOT.format(f'"{text}"'))
    assert (problem.file, problem.line, problem.key) == ("more.csv", 2, "leave_after")
    assert ADVICE[text] in problem.expectation


@pytest.mark.parametrize("text", [text for text in ADVICE if "write" in ADVICE[text] or "there is no" in ADVICE[text]])
def test_a_date_gets_the_same_advice_with_and_without_quotes(text) -> None:
    """A date that TOML cannot read gets the same advice without quotes as in quotes."""
    if text == "20240815" or is_value(text):
        return  # TOML reads this text as a number or a date
    said, got = cure(text).words, advice_on_date(text).removeprefix("; ")
    dates = re.findall(r"\d{4}-\d{2}-\d{2}[T:0-9Z]*", got)
    assert got.startswith("there is no") == said.startswith("there is no")
    assert all(date in said for date in dates)


def test_a_number_is_no_date(camp, problems) -> None:
    """The number 20240915 is refused as a date, in TOML and in the library; the error names the date to write.
    Texts that are no date are refused too.
    """
    (problem,) = problems(camp.replace("by = 2024-09-15", "by = 20240915"))
    assert (problem.key, problem.value) == ("milestone.deadline.by", "20240915")
    assert "write 2024-09-15" in problem.expectation
    with pytest.raises(ValueError, match="write 2024-09-15"):
        Milestone.model_validate({"by": 20240915})
    for text in ("2024", "2024-W37", "2024-09-15x06:00", "", "now"):
        with pytest.raises(ValueError):
            read_date(text)
