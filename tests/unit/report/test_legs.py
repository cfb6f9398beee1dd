"""`sim replay` prints the legs, offloading, tasks and crews in the tables of a history with a hub."""

from __future__ import annotations

import re
from functools import cache

import pytest

from sim.model.calendars import NEVER
from sim.report.history import History
from sim.report.replay import replay_lines
from tests.engine import simulate
from tests.scenarios import base, compiled, fleet, items, lift, rate, shift, staged


@cache
def story() -> History:
    """Return a history in which convoys bring the force of two camps to a hub, from which aircraft fly out."""
    made = compiled(
        site={
            "B": base(),
            "H": {"kind": "hub", "parking": 1, "resource": {"fuel truck": {"count": 1}}},
        },
        route={"over": {"via": ["H"]}},
        group={"staff": staged(12, routes=["over"])},
        lot={
            "arms": items(6, 2.0, routes=["over"]),
            "trucks": items(4, 5.0, "sensitive", site="B", required=True, routes=["over"]),
        },
        lift={
            "convoy": lift(
                fleet(2),
                sites=["A", "B"],
                to="H",
                payload_t=10.0,
                seats=8,
                uses_ramp=False,
                offload_h=1.0,
                moves=[shift(6, 18)],
                vehicles=10,
                breakdown=0.3,
                recover_h=2.0,
                headway_h=1.0,
                leg={"A": {"block_h": 4.0}, "B": {"block_h": 3.0}},
                crew={"crews": 2, "duty_h": 12.0, "rest_h": 10.0, "report_h": 1.0},
            ),
            "jet": lift(
                rate(14),
                sites=["H"],
                payload_t=12.0,
                load_h=0.0,
                task=[
                    {"name": "marshal", "takes_h": 0.25, "parked": True},
                    {"name": "load", "loads": True, "takes_h": 1.0},
                    {"name": "fuel", "takes_h": 3.0, "needs": "fuel truck", "beside": True},
                ],
            ),
        },
    )
    return History(made, simulate(made, 1, 0))


def got(*, everything: bool = False, mover: str | None = None) -> str:
    """Return the printed replay as one line."""
    case = story()
    lines = list(replay_lines(case.plan, case.trajectory, everything=everything, mover=mover))
    assert all(len(line) <= 80 for line in lines)
    return re.sub(r"\s+", " ", " ".join(lines))


def test_a_leg_to_a_hub_is_printed_with_its_load_and_its_end() -> None:
    """A departure from a camp is printed with its load, and the arrival at the hub with its instant."""
    case, text = story(), got()
    assert case.downs
    assert "with nothing" not in text
    for down in case.downs:
        name = case.sortie(down.sortie)
        assert f"{case.at(down.landed)} {name} comes to H, " in text
        assert f"leaves {case.site(case.sorties[down.sortie].site)} with {case.force(case.chalk[down.sortie])}" in text


def test_breakdowns_of_a_convoy_are_printed_with_the_time_lost() -> None:
    """The hours that a convoy lost to breakdowns are printed; each breakdown costs two hours."""
    text = got()
    costs = re.findall(r"breakdowns cost (\S+) h", text)
    assert costs
    assert all(float(cost) % 2 == 0 for cost in costs)


def test_a_departure_names_what_it_waited_for() -> None:
    """The replay says if a departure waited for the hours in which the convoy moves. It does not call this, or the
    interval between convoys, a wait for the runway.
    """
    text = got()
    assert "for the hours in which it moves" in text
    assert not re.search(r"convoy[^;()]*leaves [^()]*\(waited [^)]*for the runway", text)


@pytest.mark.parametrize("words", ["convoy tail 1, trip 1 sets out from home with crew 1, on duty since", "marshal,"])
def test_all_prints_each_crew_and_each_task(words: str) -> None:
    """`--all` prints each leg with the crew that flies or drives it, and each task."""
    case, text = story(), got(everything=True)
    assert words in text
    assert text.count(" with crew ") == len(case.duties)
    fuelled = [job for job in case.jobs if job.task >= 0 and case.last("task", job.task) == "fuel"]
    assert text.count(": fuel, until") == len(fuelled)


def test_the_end_of_a_repair_is_not_the_end_of_a_task() -> None:
    """If fuelling lasts longer than loading, the replay names fuelling and no repair."""
    text = got()
    assert ": fuel, until" in text
    assert "repaired" not in text


def test_the_replay_of_a_mover_has_each_stay() -> None:
    """The replay of one item names each site where the item was, its loading and its departure, in order of time."""
    case, text = story(), got(mover="trucks/1")
    number = next(n for n in range(len(case.movers)) if case.mover(n) == "trucks/1")
    stays = case.stays[number]
    assert [case.site(stay.site) for stay in stays] == ["B", "H"]
    where = 0
    for stay in stays:
        for words in (f"trucks/1{'' if stay is not stays[0] else ' (5 t)'} is at {case.site(stay.site)}",
                      f"loaded on {case.sortie(stay.sortie)}", f"leaves {case.site(stay.site)}"):  # fmt: skip
            assert words in text[where:]
            where = text.index(words, where)
    assert "still in country" not in text


def test_a_site_is_empty_when_all_have_left_it() -> None:
    """The replay says that all have left a camp or hub at the last departure from this site, not when its people leave
    the country.
    """
    case, text = story(), got()
    for row in (case.plan.names["site"].index(name) for name in ("A", "B", "H")):
        last = max(s.up for stays in case.stays for s in stays if s.site == row)
        assert last < NEVER
        assert f"{case.at(last)} {case.site(row)}: all that is required has left" in text
