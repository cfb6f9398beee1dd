"""The response `favour` of reviews, worked by hand: how sites are judged, which site gets shared lift first, and until
when.
"""

from __future__ import annotations

from pathlib import Path
from random import Random
from typing import Any

import pytest

import sim
from sim.analysis.causes.by_reason import by_reason
from sim.analysis.outcomes.record import outcomes
from sim.analysis.outcomes.reviewed import acted
from sim.analysis.sums import Sums
from sim.domain.unread import unread
from sim.engines.compiled import simulate as batch
from sim.engines.simpy import Check
from sim.engines.simpy import simulate as by_simpy
from sim.model.calendars import NEVER
from sim.model.compile import plan
from sim.model.divergence import apart
from sim.model.plan import Plan
from sim.model.terms import Response
from sim.model.trajectory import Trajectory
from sim.report.replay import replay_lines
from tests.scenarios import DAY, HOUR, base, dated, hours, items, lift, rate
from tests.verification.disposing import ALL, case, run

CONFIGS = Path(__file__).parents[2] / "configs"
CRATES: dict[str, Any] = {"category": "general", "required": True}
BOTH: dict[str, Any] = {"sites": ["A", "B"], "leg": {"A": {"block_h": 1.0}, "B": {"block_h": 1.0}}}


def two_camps(respond: tuple[str, ...] = ("favour",), **more: Any) -> dict[str, Any]:
    """Return sections with ten crates at A, four crates at B that are due by day 8, and a daily mission that takes one
    crate.

    Unless a review favours B, the missions go to A as long as crates wait there.
    """
    review = {"every_d": 2, "margin_d": 0, "window_d": 2, "respond": list(respond), **more.pop("review", {})}
    return {
        "site": {"A": base(), "B": base()},
        "lot": {"a": items(10, **CRATES), "b": items(4, **(CRATES | {"site": "B"}))},
        "lift": {
            "jet": lift(dated(*(1 + 24 * day for day in range(40))), payload_t=1.0, rule="sequence", **BOTH),
        },
        "milestone": {"camp": {"by": hours(8 * 24), "of": "equipment", "site": "B"}},
        "review": review,
        **more,
    }  # fmt: skip


def turns(compiled: Plan, history: Trajectory) -> list[tuple[float, str, int]]:
    """Return each change of the order of favoured sites: the day, the site, and its new place (1: first; 0: no longer
    favoured).
    """
    mine = history.reviewed[history.reviewed["kind"] == Response.FAVOUR]
    return [(row["at"] / DAY, compiled.names["site"][row["subject"]], int(row["number"])) for row in mine]


def sent(compiled: Plan, history: Trajectory) -> str:
    """Return the sites to which missions were sent, one letter each, in order."""
    return "".join(compiled.names["site"][row["site"]] for row in history.sortie if row["site"] >= 0)


def alike(compiled: Plan, history: Trajectory) -> None:
    """Check that the history is equal on both engines and with another order of simultaneous events, that the engines
    also agree without reviews, and that causes sum to the date of each milestone.
    """
    assert not apart(history, batch(compiled, 1, 0))
    check = Check(shuffle=11, scan=True, enablers=True, audit=True)
    assert not apart(history, by_simpy(compiled, 1, 0, check=check))
    assert not apart(by_simpy(compiled, 1, 0, reviews=False), batch(compiled, 1, 0, reviews=False))
    sums = Sums(compiled, history)
    chain = by_reason(sums)
    for row, reached in enumerate(sums.movers.times):
        assert chain["seconds"][chain["target"] == 1 + row].sum() == min(reached, compiled.horizon)


def test_lift_goes_first_to_the_site_that_is_behind() -> None:
    """Every second day a review judges whether B will be empty by day 8 (192 h); a daily mission leaves at hours 2, 26,
    50 and so on.

    - Day 2: two crates have left A and none has left B. B has no projected end, so B goes first; the missions that come
      at 49 and 73 load there.
    - Day 4: two crates have left B in the 46 h since 50. The other two would leave by 96 + 46 = 142 h, in time, so
      the missions of 97 and 121 go to A.
    - Day 6: two crates have left B in the 94 h since 50. The other two would leave by 144 + 94 = 238 h, too late, so
      B goes first again, and its last crate leaves at 170 h.
    - Day 8: B is empty.

    The deadline of the force, on day 60, is never at risk. Without the review the missions serve A until its ten crates
    have left, and the last crate leaves B at 314 h.
    """
    compiled, history = run(**two_camps())
    assert turns(compiled, history) == [(2, "B", 1), (4, "B", 0), (6, "B", 1), (8, "B", 0)]
    changed = history.reviewed[history.reviewed["kind"] == Response.FAVOUR]
    assert changed["effect"].tolist() == [NEVER, 142 * HOUR, 238 * HOUR, 192 * HOUR]
    assert sent(compiled, history)[:14] == "AABBAABBAAAAAA"
    figures = outcomes(compiled, history)
    assert (figures["time_camp"], figures["met_camp"], figures["favoured_B"]) == (170 * HOUR, 1, 2)
    assert (figures["favoured_A"], figures["reviews_late"]) == (0, 0)
    assert acted(history)
    alike(compiled, history)
    alone = outcomes(compiled, by_simpy(compiled, 1, 0, reviews=False, check=ALL))
    assert (alone["time_camp"], alone["met_camp"]) == (314 * HOUR, 0)


def test_the_words_of_a_replay_say_which_site_goes_first() -> None:
    """Replay says when and why lift goes to B first, and when the usual order holds again."""
    compiled, history = run(**two_camps())
    text = " ".join(" ".join(replay_lines(compiled, history)).split())
    assert "B is behind, nothing leaves it: shared lift goes there first" in text
    assert "B is behind, all gone by 10 Jan at this pace: shared lift goes there first" in text
    assert "B is no longer behind: shared lift goes there in the usual order again" in text


def test_a_study_counts_how_often_a_site_went_first() -> None:
    """The case has no chance, so both histories of the study are equal: B goes first, and therefore meets its
    milestone.

    B is cleared at 170 h; without the response it would be at 314 h, six days later.
    """
    study = sim.run(case(**two_camps()), replications=2, workers=1)
    found = study.summary["reviews"]
    assert (found["favoured"], found["favoured_sites"]) == (2, {"A": 0, "B": 2})
    turned = found["turned"]["camp"]["in_time"]
    assert (turned["histories"], turned["days"]) == (2, (170 - 314) / 24)
    assert turned["causes"]
    assert found["turned"]["deadline"]["late"]["histories"] == 0
    assert "let a site that was behind go first in 2 of 2" in " ".join(" ".join(study.answer(long=True)).split())
    plain = sim.run(case(**two_camps(respond=())), replications=2, workers=1)
    assert not [key for key in plain.summary["reviews"] if key.startswith("favoured")]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"rule": "fixed"}, "no lift chooses between sites"),
        ({"rule": "shares", "shares": {"A": 1.0, "B": 0.0}}, "no lift chooses between sites"),
        ({"supply": dated(*((1 + 24 * day, "AB"[day % 2]) for day in range(40)))}, "no lift chooses between sites"),
    ],
)
def test_favour_without_a_lift_that_chooses_is_named(change: dict[str, Any], words: str) -> None:
    """If no lift chooses between sites, `favour` changes nothing, and a notice says so."""
    sections = two_camps()
    jet = sections["lift"]["jet"]
    other = lift(dated(*(2 + 24 * day for day in range(40))), sites=["B"], leg={"B": {"block_h": 1.0}})
    sections["lift"] = {"jet": jet | change, "other": other}
    built = case(**sections)
    assert words in str(unread(built, ("review", "respond", "0"), set()))
    made = plan(built)
    with_it, alone = (by_simpy(made, 1, 0, reviews=reviews) for reviews in (True, False))
    assert len(with_it.reviewed[with_it.reviewed["kind"] >= 0]) == 0
    assert sent(made, with_it) == sent(made, alone)


def test_favour_has_an_effect_if_sites_share_a_lift() -> None:
    """`favour` gets no notice if sites share a lift, unless a policy of the file chooses the sites."""
    assert unread(case(**two_camps()), ("review", "respond", "0"), set()) is None
    other = case(**two_camps(policy={"site": "longest waiting"}))
    assert "chooses the sites" in str(unread(other, ("review", "respond", "0"), set()))


def test_a_late_site_goes_before_one_that_has_not_begun() -> None:
    """A site whose projected end is late goes before a site without a projected end.

    By day 2 the jet has taken two of 30 crates from A, which is due by day 30. At two crates in 46 h the other 28 would
    leave by 48 + 644 = 692 h (day 28.8), later than day 28, the date less the margin of 2 days. So A goes first. B, due
    by day 60, has no projected end and goes next.
    """
    sections = two_camps(
        lot={"a": items(30, **CRATES), "b": items(4, **(CRATES | {"site": "B"}))},
        milestone={"camp": {"by": hours(30 * 24), "of": "equipment", "site": "A"}},
        review={"dates": [hours(48)], "every_d": None, "margin_d": 2},
    )
    compiled, history = run(**sections)
    assert turns(compiled, history) == [(2, "A", 1), (2, "B", 2)]
    alike(compiled, history)


def test_a_site_whose_crates_are_still_at_a_station_is_not_favoured() -> None:
    """A wash takes 130 h for each crate of B, so no crate of B waits for lift before 130 h. B is favoured only from day
    6 (144 h) on.
    """
    wash = base(station={"wash": {"servers": 9, "service_h": 130}})
    sections = two_camps(site={"A": base(), "B": wash})
    sections["lot"]["b"] |= {"stations": ["wash"]}
    compiled, history = run(**sections)
    assert turns(compiled, history)[0] == (6, "B", 1)
    alike(compiled, history)


def test_a_review_that_favours_does_not_know_later_missions() -> None:
    """Three plans have the same missions up to day 4 and different ones later. Their reviews up to day 4 do
    the same.
    """

    def rows(*later: float) -> list[Any]:
        supply = dated(*(1 + 24 * day for day in range(2)), *later)
        sections = two_camps()
        sections["lift"]["jet"] |= {"supply": supply}
        history = by_simpy(plan(case(**sections)), 1, 0, check=ALL)
        return repr(history.reviewed[history.reviewed["at"] <= 4 * DAY].tolist())

    assert rows(*(97 + 24 * day for day in range(20))) == rows(*(300 + 2 * turn for turn in range(20))) == rows()


def drawn(number: int) -> dict[str, Any]:
    """Return a random case by its number: two or three camps of different sizes and dates, which share lifts."""
    draw = Random(number)
    names = ["A", "B", "C"][: draw.choice([2, 2, 3])]
    wash = {"wash": {"servers": draw.choice([1, 3]), "service_h": {"mean": draw.uniform(1, 9), "cv": 0.5}}}
    washed = {name: draw.random() < 0.4 for name in names}
    legs = {name: {"block_h": draw.choice([1.0, 1.0, 2.5])} for name in names}
    tails = draw.random() < 0.3
    supply = draw.choice([
        rate(draw.uniform(4, 14), pattern=draw.choice(["even", "jittered", "poisson"])),
        dated(*(draw.choice([1.0, draw.uniform(0, 24)]) + 24 * day for day in range(30))),
        {"kind": "ready", "share": 0.9, "at_once": draw.choice([1, 2]), "most_per_week": draw.choice([7, 12])},
    ])  # fmt: skip
    rule = draw.choice(["sequence", "need", "shares", "sequence"])
    shares = {"shares": {name: draw.choice([1.0, 3.0]) for name in names}} if rule == "shares" else {}
    jet = lift(
        {"tails": 1} if tails else supply, payload_t=draw.choice([1.0, 2.2]), rule=rule, sites=names, leg=legs,
        turn_h=draw.uniform(3, 15), lead_d=draw.choice([0, 0.5]), **shares,
    )  # fmt: skip
    lifts = {"jet": jet}
    if draw.random() < 0.4:
        lifts["van"] = lift(rate(3.0), payload_t=1.0, rule="need", sites=names[:2], leg={n: legs[n] for n in names[:2]})
    hub = draw.random() < 0.3
    if hub:
        lifts |= {"jet": jet | {"to": "H"}, "on": lift(rate(20.0), payload_t=3.0, sites=["H"])}
    way = {"route": {"hub": {"via": ["H"]}, "straight": {"to": "Z"}}} if hub else {}
    of = {
        name: {"routes": ["hub", "straight"][: 1 + ("van" in lifts and name != "C")]} if hub else {} for name in names
    }
    lots = {
        f"crates {name}": items(
            draw.randrange(3, 12), draw.choice([0.7, 1.0]), site=name, stations=["wash"] * washed[name],
            release=hours(24 * draw.choice([0, 0, 0, 4])), **of[name], **CRATES,
        )
        for name in names
    }  # fmt: skip
    if hub and "van" not in lifts:
        way["route"].pop("straight")
    dates = {f"camp {name}": {"by": hours(24 * draw.randrange(5, 15)), "of": "equipment", "site": name}
             for name in names if draw.random() < 0.7}  # fmt: skip
    others = draw.choice([[], [], ["lift"]]) if not (tails or "kind" in supply) else []
    asks = {"lift": {"lifts": ["jet"], "lag_d": 1, "granted": 0.7}} if "lift" in others and "per_week" in supply else {}
    return {
        "site": {
            **{name: base(station=wash if washed[name] else {}) for name in names},
            **({"H": {"kind": "hub"}} if hub else {}),
        },
        "lot": lots,
        "lift": lifts,
        "milestone": dates,
        "deadline_h": 24 * draw.randrange(10, 40),
        "review": {
            "every_d": draw.choice([1, 2, 3]), "margin_d": draw.choice([0, 2]), "window_d": draw.choice([1, 2, 5]),
            "respond": ["favour", *(["lift"] if asks else [])], **asks,
        },
        **way,
    }  # fmt: skip


@pytest.mark.parametrize("many", [24, pytest.param(240, marks=pytest.mark.long)])
def test_random_cases_are_equal_on_both_engines(many: int) -> None:
    """Random cases pass the checks of `alike`. In more than half of the cases a site is favoured; in more than a
    quarter a site is later no longer favoured.
    """
    used = back = 0
    for number in range(many):
        compiled, history = run(**drawn(number))
        alike(compiled, history)
        mine = [turn for _, _, turn in turns(compiled, history)]
        used, back = used + any(mine), back + (0 in mine)
    assert used > many // 2
    assert back > many // 4


@pytest.mark.slow
def test_the_base_case_with_favour_is_equal_on_both_engines() -> None:
    """Two histories of the base case with `favour` are equal on both engines, with reviews and without; a site is
    favoured in at least one.
    """
    made = plan(sim.load(CONFIGS / "base.toml", ['review.respond=["lift","favour","dispose"]']))
    used = 0
    for replication in range(2):
        history = by_simpy(made, made.seed, replication)
        assert not apart(history, batch(made, made.seed, replication))
        alone = (engine(made, made.seed, replication, reviews=False) for engine in (by_simpy, batch))
        assert not apart(*alone)
        used += bool((history.reviewed["kind"] == Response.FAVOUR).any())
    assert used
