"""The brief answer: its words for a probability, the days before or after the deadline, and which lines it has."""

import re
from typing import Any

import pytest

from sim.analysis.summary.answer import answer
from sim.analysis.summary.brief import brief, verdict
from sim.analysis.summary.detail import sections
from sim.analysis.summary.next_step import beliefs, next_step
from sim.analysis.summary.scale import SCALE, in_hundred, likely, yes_or_no

N = 400


def milestone(met: int, name: str = "deadline", by: str = "2024-09-15", n: int = N) -> dict[str, Any]:
    """Return a milestone in the form of a summary, with an interval of its share +- 0.04, cut off at 0 and 1."""
    share = met / n
    low, high = max(0.0, share - 0.04), min(1.0, share + 0.04)
    return {
        "name": name,
        "by": by,
        "by_is_uncertain": False,
        "met": met,
        "probability": share,
        "low": low,
        "high": high,
        "confidence": 0.95,
    }


def summary(met: int = 392, others: tuple[dict[str, Any], ...] = (), **more: Any) -> dict[str, Any]:
    """Return the parts of a summary that the answer reads."""
    dates = {"p05": "2024-07-28", "p10": "2024-08-01", "p50": "2024-08-30", "p90": "2024-09-07", "p95": "2024-09-10"}
    return {
        "replications": N,
        "seed": 1,
        "stopped": {"rule": "fixed number", "histories": N},
        "milestones": [milestone(met), *others],
        "all_milestones": milestone(min([met, *(each["met"] for each in others)]), "all"),
        "closure": dates,
        "days_late": None,
        "at_deadline": None,
        "why": None,
        "tripwires": None,
        "not_closed": 0,
        "stuck": 0,
        "stuck_replications": [],
        "failed": [],
        "doubt": None,
        "run": {},
    } | more


@pytest.mark.parametrize(
    ("met", "expected"),
    [
        (400, "Yes, virtually certain: all of 400 histories are out by 15 Sep 2024."),
        (392, "Yes, very likely: 98 in 100 histories are out by 15 Sep 2024."),
        (300, "Probably, likely: 75 in 100 histories are out by 15 Sep 2024."),
        (200, "Uncertain, about as likely as not: 50 in 100 histories are out by 15 Sep 2024."),
        (80, "Probably not, unlikely: 20 in 100 histories are out by 15 Sep 2024."),
        (2, "No, exceptionally unlikely: less than 1 in 100 histories are out by 15 Sep 2024."),
        (1, "No, exceptionally unlikely: less than 1 in 100 histories are out by 15 Sep 2024."),
        (0, "No, exceptionally unlikely: none of 400 histories are out by 15 Sep 2024."),
    ],
)
def test_the_verdict_says_yes_or_no_with_the_number(met: int, expected: str) -> None:
    """The verdict has the words of the scale and the number; even if all histories succeed, it is only "virtually
    certain".
    """
    assert verdict(summary(met)) == expected


@pytest.mark.parametrize(
    ("n", "low", "expected"),
    [
        (1, 0.025, "Too few histories to tell: all of 1 history is out by 15 Sep 2024."),
        (4, 0.397, "Too few histories to tell: all of 4 histories are out by 15 Sep 2024."),
        (8, 0.631, "Yes, very likely: all of 8 histories are out by 15 Sep 2024."),
    ],
)
def test_success_in_all_of_few_histories_is_not_called_certain(n: int, low: float, expected: str) -> None:
    """An interval wider than 0.5 gives neither yes nor no. Otherwise, if all n histories succeed, the words are those
    for Jeffreys' estimate, (n + 1/2) / (n + 1).
    """
    assert verdict(summary(n) | {"replications": n, "milestones": [milestone(n, n=n) | {"low": low}]}) == expected


def test_each_probability_has_one_word_of_the_scale() -> None:
    """The limits of the scale are in descending order. A probability at a limit has the word of this limit, and just
    below 0.9 the word is "likely".
    """
    assert [least for least, _ in SCALE] == sorted((least for least, _ in SCALE), reverse=True)
    assert [likely(least) for least, _ in SCALE] == [word for _, word in SCALE]
    assert likely(0.8999) == "likely"
    assert (yes_or_no(0.0), yes_or_no(1.0)) == ("No", "Yes")
    assert in_hundred(0.998, 399, 400) == "more than 99 in 100"


@pytest.mark.parametrize(
    ("p90", "margin"),
    [
        ("2024-09-07", "8 days before the deadline"),
        ("2024-09-14", "1 day before the deadline"),
        ("2024-09-15", "on the day of the deadline"),
        ("2024-09-16", "1 day after the deadline"),
    ],
)
def test_the_margin_is_counted_in_days(p90: str, margin: str) -> None:
    """The line gives the days between the 90 % date and the deadline, and says whether the date is
    before or after it.
    """
    found = summary()
    found["closure"]["p90"] = p90
    assert dict(brief(found))["When"].endswith(f"in 9 of 10: {margin}.")


def test_a_quantile_that_never_comes_has_no_date() -> None:
    """A quantile that is never reached has no date. The line says instead in how many of 100 histories not all are out
    by the end of the clock.
    """
    found = summary(0, not_closed=176)
    found["closure"] |= {"p90": None}
    never = "44 in 100 histories are not out by the end of the clock."
    assert dict(brief(found))["When"] == f"by 30 Aug in half of the histories; {never}"
    found |= {"not_closed": 240, "closure": found["closure"] | {"p50": None}}
    assert dict(brief(found))["When"] == "60 in 100 histories are not out by the end of the clock."
    found |= {"not_closed": N}
    assert dict(brief(found))["When"] == "none of 400 histories are out by the end of the clock."
    assert "half" not in dict(sections(found))["When"][0]


@pytest.mark.parametrize(
    ("met", "expected"),
    [
        (0, "on the day of the deadline, but after its hour"),
        (360, "on the day of the deadline"),
        (359, "but after its hour"),
    ],
)
def test_a_deadline_within_a_day_has_its_hour(met: int, expected: str) -> None:
    """A deadline at an hour is printed with the hour. If the 90 % date is the day of the deadline, the line says
    this; if fewer than 9 in 10 histories meet the deadline, it adds that the date is after the hour.
    """
    found = summary(met)
    found["milestones"] = [milestone(met, by="2024-09-15T12:00:00+01:00")]
    found["closure"]["p90"] = "2024-09-15"
    assert verdict(found).endswith("out by 15 Sep 2024 12:00.")
    assert expected in dict(brief(found))["When"]
    assert ("after its hour" in dict(brief(found))["When"]) == (met < 360)


def test_one_history_has_no_shares() -> None:
    """The answer of one history says neither "in half" nor "in 9 of 10", and its verb is singular."""
    found = summary(replications=1)
    found["milestones"] = [milestone(0, n=1), milestone(0, "tanks", n=1)]
    found["all_milestones"] = milestone(0, "all", n=1)
    found["closure"] |= {"p50": "2024-09-16", "p90": "2024-09-16"}
    found["at_deadline"] = {"people": {"all": {"p95": 4}}, "tonnes": {"all": {"p95": 0}}}
    labelled = dict(brief(found))
    assert "none of 1 history is out" in verdict(found)
    assert "0 of 1 history;" in labelled["Chance"]
    assert labelled["When"] == "by 16 Sep: 1 day after the deadline."
    assert labelled["Stays"] == "4 people still there on 15 Sep."
    milestones = "the other is at least as likely as the deadline; both milestones together: in none of 1 history."
    assert labelled["Milestones"] == milestones


@pytest.mark.parametrize(
    ("left", "words"), [(0, "in the end nothing: all 1,000 t of equipment are"), (5, "5 t left behind")]
)
def test_what_stays_is_nothing_only_if_nothing_does(left: float, words: str) -> None:
    """The answer says "nothing" if all is shipped, and not if 5 of 1,000 t are left behind."""
    fates = {"in": 1000, "shipped": 1000 - left, "abandoned": left}
    found = summary(ledger={"camp": {fate: {"tonnes": {"mean": many}} for fate, many in fates.items()}})
    assert words in dict(brief(found))["Stays"]
    assert ("nothing" in dict(brief(found))["Stays"]) == (left == 0)


def test_one_of_a_kind_is_singular() -> None:
    """If one of 20 histories is out, or was stuck, the verb is singular. With one assumption, the noun is too."""
    found = summary(stuck=1, stuck_replications=[3], run={"grades": {"A": 1, "O": 12}}, replications=20)
    found["milestones"] = [milestone(1, n=20)]
    assert "1 of 20 histories is out" in verdict(found)
    assert "1 of 20 histories was stuck" in dict(brief(found))["Next"]
    assert dict(brief(found))["Beliefs"].startswith("1 of the 13 lines of the file that have a grade is an assumption")


def test_milestones_in_danger_come_first() -> None:
    """Milestones that are less likely than the deadline and than 0.9 are named, the least likely first. The line ends
    with the chance of all milestones together.
    """
    others = (milestone(390, "people"), milestone(120, "tanks", "2024-08-01"), milestone(266, "all equipment"))
    text = dict(brief(summary(others=others)))["Milestones"]
    together = "all 4 milestones together: 30 in 100"
    assert text == f"tanks by 1 Aug: 30 in 100; all equipment by 15 Sep: 66 in 100; {together}."
    assert "tanks" not in dict(brief(summary(others=others[:1])))["Milestones"]
    assert "Milestones" not in dict(brief(summary()))
    never = dict(brief(summary(others=(milestone(0, "tanks"),))))["Milestones"]
    assert never == "tanks by 15 Sep: in none of 400 histories; both milestones together: in none of 400 histories."
    assert dict(brief(summary(others=(milestone(380, "tanks"),))))["Milestones"].startswith("the other is very likely;")


DOUBT = {"unknown": 0.66, "unknowns": [{"name": "rain", "share": 0.37}, {"name": "fuel", "share": 0.1}]}


@pytest.mark.parametrize(
    ("found", "command"),
    [
        (summary(stuck=3, stuck_replications=[7, 8, 9], doubt=DOUBT), ("replay", "CONFIG", "--replication", "7")),
        (summary(300, doubt=DOUBT, run={"levers": ["spots"]}), ("require", "CONFIG", "--lever", "spots")),
        (summary(300, doubt=DOUBT), ("sensitivity", "RESULTS")),
        (summary(doubt=DOUBT, run={"levers": ["spots"]}), ("sensitivity", "RESULTS")),
        (summary(300), ("discover", "RESULTS")),
        (summary(392), None),
    ],
)
def test_the_next_step_depends_on_the_result(found: dict[str, Any], command: tuple[str, ...] | None) -> None:
    """The next step is the first of these that applies: replay a stuck history; ask which value of a lever is enough,
    if there is a lever and P is below 0.9; find out about an unknown; find out when histories miss the deadline, if at
    least 20 meet it and at least 20 miss it.
    """
    step = next_step(found)
    assert (None if step is None else step.command) == command


def test_a_wide_interval_asks_for_more_histories() -> None:
    """If the interval of P is wider than 0.1 and no history is stuck, the next step is to run four times as many
    histories.
    """
    wide = summary(300, doubt=DOUBT)
    wide["milestones"][0] |= {"low": 0.6, "high": 0.85}
    assert (step := next_step(wide)) is not None
    assert step.command == ("run", "CONFIG", "-n", "1600")
    assert "0.60 to 0.85" in step.text


def test_the_line_about_beliefs() -> None:
    """The line states the share of the spread that is due to unknowns, how many lines have a grade, and how many of
    these are assumptions. With fewer than ten graded lines it states only their number. Without a share or grades it is
    empty.
    """
    text = beliefs(summary(doubt=DOUBT, run={"grades": {"A": 78, "O": 12, "W": 3}}))
    assert re.findall(r"\d+", text) == ["66", "78", "93"]
    assert "assumptions" in text
    assert beliefs(summary()) == ""
    few = beliefs(summary(run={"grades": {"A": 1}}))
    assert re.findall(r"\d+", few) == ["1"]
    assert "grade" in few


@pytest.mark.parametrize("width", [60, 80, 120])
def test_lines_keep_their_width_and_words_stay_whole(width: int) -> None:
    """No line is wider than the terminal, and no word is broken."""
    found = summary(others=(milestone(120, "equipment", "2024-08-01"),), doubt=DOUBT)
    lines = answer(found, long=True, width=width)
    assert max(map(len, lines)) <= width
    whole = " ".join(" ".join(lines).split())
    for label, sentence in brief(found):
        assert f"{label} {sentence}" in whole
