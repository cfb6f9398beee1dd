"""Each single mistake is reported once, with its file, line, key and value, and how to correct it.

The mistakes are in the folder `planted`, in a file for each kind of mistake.
"""

from __future__ import annotations

import pytest

from sim.config import load
from sim.errors import ConfigError
from tests.unit.config.planted import cargo, dates, kinds, names, shifts, unknowns, writing

PARTS = (writing, kinds, names, dates, cargo, unknowns, shifts)
MISTAKES = {name: mistake for part in PARTS for name, mistake in part.MISTAKES.items()}


def test_every_mistake_has_a_name_of_its_own() -> None:
    assert len(MISTAKES) == sum(len(part.MISTAKES) for part in PARTS)


@pytest.mark.parametrize("name", MISTAKES)
def test_a_planted_mistake_is_reported_once_with_line_and_cure(name, camp, problems) -> None:
    """There is one problem, with its file, line, key and value, what is expected, and the suggested spelling."""
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
    assert load(write()).name == "camp"


def test_all_mistakes_are_reported_together(camp, problems) -> None:
    """Errors of values, keys, references, dates and options are reported together: first those of the file, in
    order of their lines, then those of options.
    """
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


def test_references_to_an_entry_with_an_error_are_not_reported(camp, problems) -> None:
    """If a hold, a site, a lift or a floor has an error, only that error is reported; entries that name the
    hold, the site or the lift get none.
    """
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
    text = camp.replace("count = 40", "count = 0").replace("count = 6", "count = 0")
    found = problems(text.replace("count = 10", "count = 0"))
    assert any("the force is empty" in problem.expectation and problem.line for problem in found)


REVIEW = '[review]\ndates = [2024-07-01]\nof = "closure"\nrespond = ["dispose"]\n'


def test_a_review_is_judged_beside_another_error(write, camp) -> None:
    """Errors of a review are reported together with errors in other sections."""
    keys = _keys(write(camp.replace("working = 1", "working = -1") + REVIEW))
    assert keys == {"site.camp.working", "review.of"}


def test_the_dates_of_a_review_are_not_judged_by_a_clock_that_cannot_be_read(write, camp) -> None:
    """If the start of the clock is not a date, this is the only error; the dates of a review are not judged."""
    text = camp.replace("start = 2024-05-01", "start = 3\nhorizon_d = 365")
    keys = _keys(write(text + REVIEW.replace("closure", "deadline").replace("2024-07-01", "2025-03-01")))
    assert keys == {"clock.start"}


def _keys(path) -> set[str]:
    with pytest.raises(ConfigError) as failure:
        load(path)
    return {problem.key for problem in failure.value.problems}


def test_an_item_longer_than_any_hold_is_reported_with_its_line(camp, problems) -> None:
    """An item too long for every lift is reported at its length, with the largest sizes that each lift takes."""
    text = camp.replace("weight_t = 9", "weight_t = 9\nlength_m = 14\nheight_m = 2", 1)
    text = text.replace("pallets = 18", "pallets = 18\nmax_length_m = 12\nmax_height_m = 3")
    (problem,) = problems(text)
    assert (problem.key, problem.value) == ("lot.trucks.length_m", "14")
    assert text.splitlines()[(problem.line or 0) - 1] == "length_m = 14"
    assert "this one is 14 m long and 2 m high, and c17 takes 12 m long and 3 m high" in problem.expectation


def test_quotes_are_not_blamed_if_the_value_is_wrong_without_them_too(problems, camp) -> None:
    """The advice to leave the quotes out is given only if the value then has the right type."""
    for value, is_advised in (("5", False), ("true", True)):
        (found,) = problems(camp.replace("count = 40", f'count = 40\nrequired = "{value}"'))
        assert found.key == "group.guards.required"
        assert ("write it without quotes" in found.expectation) is is_advised
