"""The record of a page, from which the page is made: histories to be played, deadlines that a reader may choose, the
map, grades, assumptions, and the first screen.
"""

from __future__ import annotations

import json
import re
from itertools import pairwise
from typing import Any

import numpy as np
import pytest

from sim.analysis.summary.brief import brief
from sim.analysis.sums import lot_facts
from sim.analysis.sums.standing import standing
from sim.model.calendars import NEVER
from sim.page.grades import graded
from sim.page.playback import at, chosen, history
from tests.unit.page.conftest import Case


@pytest.fixture(params=["camps", "roads", "shipped", "late", "never"])
def case(request: pytest.FixtureRequest) -> Case:
    found: Case = request.getfixturevalue(request.param)
    return found


def test_a_record_is_plain_json(case: Case) -> None:
    assert json.loads(json.dumps(case.record, allow_nan=False)).keys() == case.record.keys()


def test_played_people_and_tonnes_equal_those_of_the_trajectory(case: Case) -> None:
    plan = case.study.plan
    for played in case.record["playback"]:
        story = played["history"]
        trajectory = case.study.trajectory(played["replication"])
        instants = np.linspace(0, story["end"], 10).astype(np.int64)
        whole = instants // story["heads_step"] * story["heads_step"]
        counted = standing(plan, trajectory, lot_facts(plan), whole)
        for place in range(counted.shape[1]):
            heads = [at(story["people"][place], second) for second in whole.tolist()]
            assert heads == counted[:, place, 0].tolist(), case.record["network"]["places"][place]
        whole = instants // story["step"] * story["step"]
        counted = standing(plan, trajectory, lot_facts(plan), whole)
        for place in range(counted.shape[1]):
            assert [at(story["kg"][place], second) for second in whole.tolist()] == counted[:, place, 1].tolist()


def test_movers_at_a_site_are_in_preparation_or_ready(camps: Case) -> None:
    story, plan = camps.record["playback"][0]["history"], camps.study.plan
    mover = camps.study.trajectory(story["replication"]).mover
    second = int(np.median(mover["up"][mover["up"] < NEVER]))
    second -= second % story["step"]
    home = plan.lot["site"][mover["lot"]]
    here = (mover["arrived"] <= second) & (mover["up"] > second) & (mover["left"] > second)
    for place, (row, _) in enumerate([(row, None) for row in np.flatnonzero(plan.site["base"])]):
        waits = here & (home == row)
        assert at(story["ready"][place], second) == int((waits & (mover["staged"] <= second)).sum())
        assert at(story["preparing"][place], second) == int((waits & (mover["staged"] > second)).sum())


def test_a_large_history_is_kept_in_wider_steps(shipped: Case) -> None:
    plan, trajectory = shipped.study.plan, shipped.study.trajectory(0)
    fine, coarse = history(plan, trajectory, limit=10**9), history(plan, trajectory, limit=25_000)
    assert fine["step"] == 60 < coarse["step"]
    assert coarse["people"] == fine["people"]
    size = len(json.dumps(coarse, separators=(",", ":")))
    assert size <= 25_000 or coarse["drawn_every"] > 1


def test_people_of_a_large_history_are_right_at_each_step(shipped: Case) -> None:
    plan, trajectory = shipped.study.plan, shipped.study.trajectory(0)
    story = history(plan, trajectory, limit=9_000)
    assert story["heads_step"] > 1
    instants = np.arange(0, story["end"], story["heads_step"])
    counted = standing(plan, trajectory, lot_facts(plan), instants)
    for place, people in enumerate(story["people"]):
        expected = counted[:, place, 0].tolist()
        assert [at(people, second) for second in instants.tolist()] == expected
        assert [at(people, second + story["heads_step"] - 1) for second in instants.tolist()] == expected


def test_a_history_takes_less_than_a_hundred_kilobytes(case: Case) -> None:
    for played in case.record["playback"]:
        assert len(json.dumps(played["history"], separators=(",", ":"))) < 100_000


def test_an_early_a_median_a_late_and_reproducibly_random_histories_are_chosen(camps: Case) -> None:
    found = chosen(camps.study, 5)
    assert found == chosen(camps.study, 5)
    assert [each["kind"] for each in found] == [*["drawn"] * 5, "early", "median", "late"]
    assert len({each["replication"] for each in found[:5]}) == 5
    closure = camps.study.outcomes["closure"]
    early, median, late = (closure[each["replication"]] for each in found[5:])
    assert (closure <= early).mean() >= 0.05
    assert (closure <= median).mean() >= 0.5 > (closure < median).mean()
    assert (closure <= late).mean() >= 0.95 > (closure < late).mean()


def test_each_possible_deadline_has_the_probability_of_the_library(case: Case) -> None:
    story = case.record["closure"]
    closure = case.study.outcomes["closure"]
    assert [row["at"] for row in story["rows"]] == sorted({row["at"] for row in story["rows"]})
    for row in story["rows"]:
        assert row["met"] == int((closure <= row["at"]).sum())
        assert row["low"] <= row["value"] == row["met"] / len(closure) <= row["high"]
    assert all(one["met"] <= two["met"] for one, two in pairwise(story["rows"]))


def test_the_row_of_the_deadline_is_the_probability_of_the_study(case: Case) -> None:
    seen = case.study.probability("deadline")
    row = next(row for row in case.record["closure"]["rows"] if row["at"] == case.study.plan.deadline)
    assert case.record["closure"]["met_is_out"]
    assert (row["met"], row["value"], row["low"], row["high"]) == (seen.met, seen.value, seen.low, seen.high)


def test_fifty_dots_are_quantiles_of_closure(camps: Case) -> None:
    dots = camps.record["closure"]["dots"]
    times = np.sort(camps.study.outcomes["closure"])
    assert len(dots) == 50
    for place, dot in enumerate(dots):
        share = (place + 0.5) / 50
        assert dot is None or (times < dot).mean() <= share <= (times <= dot).mean()


def test_the_sites_of_the_map_are_those_of_the_scenario(roads: Case) -> None:
    network: dict[str, Any] = roads.record["network"]
    names = roads.study.plan.names["site"]
    assert {site["name"] for site in network["sites"].values()} <= set(names)
    assert [site["name"] for site in network["sites"].values() if site["layer"] == 0] != []
    assert len({(site["layer"], site["row"]) for site in network["sites"].values()}) == len(network["sites"])


def test_grades_are_read_from_comments() -> None:
    text = """
    #   A  our assumption
    name = "C # A: no comment"
    [site.camp]           # R
    parking = 3           # A: 1 to 3
    working = 2           # Above all
    [uncertainty."a # b"]  # O/W: for the sum, (A for the rest)
    [uncertainty.plain]   # T, weak
    [uncertainty.none]    # A good guess
    [uncertainty.later]   # F: counted afterwards
    """
    found = graded(text)
    assert found.lines == {"R": 1, "A": 1, "O": 1, "T": 1, "F": 1}
    assert found.unknowns == {
        "a # b": ("O/W", "for the sum, (A for the rest)"), "plain": ("T", "weak"), "later": ("F", "counted afterwards")
    }  # fmt: skip


def test_assumptions_have_the_drawn_range_grade_and_source(shipped: Case) -> None:
    rows = {row["name"]: row for row in shipped.record["assumptions"]}
    assert rows.keys() == shipped.scenario.uncertainty.keys()
    assert rows["working spots"]["grade"] == "A (our assumption)"
    assert rows["working spots"]["source"] == "1 to 3 at each base"
    assert rows["guard force at AB201"]["sets"].endswith("drawn with guard force")


def test_without_the_scenario_file_the_page_says_that_grades_are_missing(camps: Case) -> None:
    assert "--scenario FILE" in dict(camps.record["trust"])["Grades of assumptions"]
    assert "does not keep" in camps.html


def test_the_first_screen_says_how_many_histories_never_close(never: Case, late: Case) -> None:
    assert never.record["answer"]["number"] == "none of 12"
    assert never.record["answer"]["span"].startswith("at most ")
    assert any("12 of 12 histories" in line for line in never.record["answer"]["dates"])
    met = late.study.summary["milestones"][0]["met"]
    assert late.record["answer"]["number"] == f"{met} of 30"  # too few histories to say "in 100"


def test_days_to_the_deadline_equal_those_on_the_terminal(roads: Case) -> None:
    """The page has the same number of days between the closure and the deadline as the terminal."""
    when = dict(brief(roads.study.summary))["When"]
    (days,) = re.findall(r"(\d+) days? (?:before|after) the deadline", when)
    assert f": {days} days " in roads.record["answer"]["dates"][1]
