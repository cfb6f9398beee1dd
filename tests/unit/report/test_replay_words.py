"""The words of `sim replay` are true of the history: sorties that turn back, holds, movers that stay, reviews."""

from __future__ import annotations

import re
from types import SimpleNamespace
from typing import Any

import pytest

from sim.errors import ConfigError
from sim.model.calendars import NEVER
from sim.model.terms import Fate, Step
from sim.model.trajectory import Wait
from sim.model.world.flying import TRIPS
from sim.report.chain import chain
from sim.report.flight import flights
from sim.report.gates import gates
from sim.report.history import History
from sim.report.mover import find_mover, mover_events
from sim.report.replay import _end, replay_lines
from sim.report.reviews import _look
from tests.engine import simulate
from tests.scenarios import HOUR, compiled, dated, hours, items, lift, staged


def story_of(**sections: Any) -> History:
    """Return a history of a scenario with these sections."""
    made = compiled(**sections)
    return History(made, simulate(made, 1, 0))


def printed(story: History, mover: str | None = None) -> str:
    """Return the printed replay as one line."""
    return re.sub(r"\s+", " ", " ".join(replay_lines(story.plan, story.trajectory, mover=mover)))


def over_a_hub_that_is_lost(**heli: Any) -> History:
    """Return a history in which two people board a helicopter to a hub that is lost at 04:00; later they drive.

    The helicopter lands at 01:00 and by default loads for an hour; `heli` changes keys of this lift.
    """
    return story_of(
        site={"H": {"kind": "hub"}},
        route={"hub": {"via": ["H"]}, "road": {"lifts": ["convoy"]}},
        group={"people": staged(2, routes=["hub", "road"])},
        lift={
            "heli": lift(dated(1.0), to="H", on_cancel="lost", **heli),
            "jet": lift(dated(30.0), sites=["H"]),
            "convoy": lift(dated(10.0)),
        },
        permission={"hub": {"sites": ["H"], "lost": 1.0, "lost_after_d": 4 / 24, "lost_for_d": 1000.0}},
    )


def test_a_sortie_that_comes_back_is_described_with_its_load() -> None:
    """A helicopter lands at A at 01:00, loads for an hour and leaves at 02:00. At 05:00, after 3 h, it cannot land at
    the hub, which was lost at 04:00, so it is back at A at 08:00. The replay says this, and does not say that the
    helicopter turned back on its way to A.
    """
    text = printed(over_a_hub_that_is_lost(leg={"A": {"block_h": 3.0}}))
    assert "01 Jan 01:00 heli #1 lands at A" in text
    assert "01 Jan 01:00 loading heli #1: 2 people" in text
    assert "01 Jan 02:00 heli #1 leaves A with 2 people" in text
    assert "01 Jan 08:00 heli #1 is back at A with what it carried: H may not be used" in text
    assert "turns back" not in text


def test_a_sortie_that_is_unloaded_is_described_as_unloaded() -> None:
    """A sortie is loaded from 01:00 to 05:00 for a hub that is lost at 04:00. The replay says that the sortie lands at
    01:00 and is unloaded at 05:00.
    """
    text = printed(over_a_hub_that_is_lost(load_h=4.0))
    assert "01 Jan 01:00 heli #1 lands at A" in text
    assert "01 Jan 05:00 heli #1 is unloaded at A: H may not be used; it is lost" in text
    assert "turns back" not in text


def test_a_sortie_that_waits_to_take_off_is_unloaded_when_its_destination_is_lost() -> None:
    """A sortie is ready at 02:00 but may not move before 06:00. It is unloaded at 04:00, when the hub is lost."""
    text = printed(over_a_hub_that_is_lost(moves=[{"open_h": 6.0, "close_h": 18.0}]))
    assert "01 Jan 04:00 heli #1 is unloaded at A: H may not be used" in text


def test_a_mission_that_a_review_obtained_is_named_as_such() -> None:
    """A mission that a review obtained is named by its request and number, even if it is not tasked: the third mission
    of the second request is "extra 2 #3".
    """
    story = story_of(group={"people": staged(1)}, lift={"jet": lift(dated(10))})
    story.sorties[0] = story.sorties[0]._replace(fate=Fate.STRUCK, number=2 * TRIPS + 2)
    said = [words for _, _, words in flights(story, {}, everything=False)]
    assert "jet extra 2 #3 is not tasked: nothing to carry" in said


def test_what_is_handed_over_later_is_not_still_to_go() -> None:
    """All required people have left a site where wanted tents and beds remain. Three beds fly later, and are still to
    go. Four tents are handed over later, and are not.
    """
    lots = {"tents": items(4, 1.0, "general"), "beds": items(3, 1.0, "general", lifts=["ship"])}
    story = story_of(
        group={"people": staged(2)}, lot=lots, lift={"jet": lift(dated(10), pallets=0), "ship": lift(dated(20))}
    )
    for number, mover in enumerate(story.movers):
        if story.lot(mover.lot) == "tents":
            story.movers[number] = mover._replace(fate=Fate.TRANSFERRED, left=48 * HOUR)
        if story.lot(mover.lot) == "beds":
            story.movers[number] = mover._replace(fate=Fate.OUT, up=22 * HOUR, left=NEVER)
            story.stays[number] = [story.stays[number][0]._replace(up=22 * HOUR)]
    assert "A: all that is required has left; 3 wanted still to go" in [words for _, _, words in gates(story, {})]


@pytest.mark.parametrize(("clears", "named"), [(2, False), (60, True)])
def test_a_hold_is_named_only_if_a_mover_waited_for_it(clears: float, named: bool) -> None:
    """People are released after 48 h. Their replay names a hold that clears after 60 h, since they waited for it. It
    does not name a hold that cleared after 2 h.
    """
    story = story_of(
        group={"people": staged(2, begin_after="word", release=hours(48))},
        hold={"word": {"not_before": hours(clears)}},
        lift={"jet": lift(dated(80))},
    )
    text = printed(story, "people/1")
    assert "people/1 may begin, after" in text
    assert ('(hold "word")' in text) == named


def test_a_lot_without_members_is_named_as_such() -> None:
    """If a group or lot has no members in this history, the error about a mover says so."""
    story = story_of(group={"people": staged(2)}, lift={"jet": lift(dated(10))})
    story.movers.clear()
    with pytest.raises(ConfigError) as refused:
        find_mover(story, "people/1")
    assert "people has none in this history" in str(refused.value)


def test_a_mover_that_has_not_come_is_not_in_country() -> None:
    """When the history ends, a mover that has not arrived is reported as not come, and a mover that has arrived as
    still in country.
    """
    story = story_of(group={"people": staged(2)}, lift={"jet": lift(dated(10))})
    story.movers[0] = story.movers[0]._replace(fate=Fate.OPEN, up=NEVER, arrived=NEVER)
    story.movers[1] = story.movers[1]._replace(fate=Fate.OPEN, up=NEVER)
    end = " ".join(_end(story, everything=False, chained=False))
    assert "still in country at the end, 1 Jan: 1 person (1 people)" in end
    assert "not come by the end, 1 Jan: 1 person (1 people)" in end
    for number, words in enumerate(("has not come yet", "is still in country")):
        *_, (_, _, last) = mover_events(story, number)
        assert last == f"people/{number + 1} {words} when the history ends"


@pytest.mark.parametrize(
    ("step", "words"), [(Step.STATIONS, "nothing has come through the stations"), (Step.LIFT, "nothing has left")]
)
def test_a_review_without_a_pace_names_the_step_that_has_none(step: Step, words: str) -> None:
    """A review that sees no pace says whether nothing came through the stations, or nothing left by lift."""
    plan = SimpleNamespace(review={"milestone": [0]}, milestone={"of": [1]}, names={"milestone": ["deadline"]})
    row = SimpleNamespace(remaining=12, pace=0.0, effect=NEVER, subject=step)
    story: Any = SimpleNamespace(plan=plan)
    assert (
        _look(story, row) == f'review of "deadline": 12 people to go, and {words} lately, so no date can be projected'
    )


def test_movers_for_which_no_lift_comes_are_said_to_have_none() -> None:
    """Of movers that wait for any lift, the chain says that no lift comes any more."""
    made = compiled(group={"people": staged(3)}, lift={"jet": lift(dated(10))})
    assert chain(made, [Wait(0, 3, "lift", -1, ())]) == ['3 people of "people" at A: no lift comes any more']


def test_a_mover_that_others_keep_off_a_sortie_is_called_for_it() -> None:
    """If a mover has to stay because others of its party did not turn up, the replay says that it was called."""
    story = story_of(group={"people": staged(2)}, lift={"jet": lift(dated(10))})
    story.missed[0, 1] = -1
    said = [words for _, _, words in mover_events(story, 1)]
    assert "people/2 is called for jet #1, and has to stay because others do not turn up" in said
