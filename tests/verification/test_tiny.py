"""configs/tiny.toml gives the history that docs/model.md works out by hand, to the second."""

from pathlib import Path

import pytest

from sim.config import load
from sim.engines.simpy import Check
from sim.model.compile import plan
from sim.model.terms import Cause, Fate
from sim.model.trajectory import Trajectory
from tests.engine import simulate

CONFIG = Path(__file__).parents[2] / "configs" / "tiny.toml"
GUARDS, CRATES, TENTS = range(4), range(4, 7), 7


def at(clock: str) -> int:
    """Return the seconds from the start of the clock, 08:00, to this time of the same day."""
    hour, minute = clock.split(":")
    return (int(hour) - 8) * 3600 + int(minute) * 60


@pytest.fixture(scope="module")
def history() -> Trajectory:
    """Return history 0 of tiny.toml, run under checks."""
    compiled = plan(load(CONFIG))
    return simulate(compiled, compiled.seed, 0, check=Check(enablers=True, audit=True))


def test_stations(history: Trajectory) -> None:
    """Each turn at a station begins and ends as the table of docs/model.md says; crate 3 rests from 10:30 to 13:00."""
    turns = {int(v["mover"]): (int(v["started"]), int(v["ended"])) for v in history.visit if v["place"] >= 0}
    expected = {
        0: ("8:00", "8:30"),
        1: ("8:00", "8:30"),
        2: ("8:30", "9:00"),
        3: ("8:30", "9:00"),
        4: ("8:00", "9:00"),
        5: ("9:00", "10:00"),
        6: ("10:00", "13:30"),
        7: ("13:30", "14:30"),
    }
    assert turns == {mover: (at(begin), at(end)) for mover, (begin, end) in expected.items()}


def test_sorties(history: Trajectory) -> None:
    """The three trips are tasked, land, are loaded and take off when the table of docs/model.md says, with the people
    and kilograms that it states.
    """
    columns = ("tasked", "landed", "loaded", "up", "people", "kg")
    trips = [tuple(int(row[name]) for name in columns) for row in history.sortie]
    assert trips == [
        (at("8:00"), at("10:00"), at("11:00"), at("11:00"), 0, 4000),
        (at("14:00"), at("16:00"), at("17:00"), at("17:00"), 0, 2000),
        (at("20:00"), at("22:00"), at("23:00"), at("23:00"), 4, 3400),
    ]


def test_closure(history: Trajectory) -> None:
    """All movers are out at 23:00, an hour before the deadline, each on the trip that docs/model.md says."""
    assert int(history.mover["up"].max()) == at("23:00") == history.end
    assert (history.mover["fate"] == Fate.OUT).all()
    assert [int(s) for s in history.mover["sortie"]] == [2, 2, 2, 2, 0, 0, 1, 2]


def test_causes(history: Trajectory) -> None:
    """The third guard waited for a server to become free. So did the third crate, until the visit of the second crate
    (mover 5) ended.
    """
    causes = {int(v["mover"]): (int(v["cause"]), int(v["ref"])) for v in history.visit if v["place"] >= 0}
    assert causes[0][0] == Cause.ARRIVAL
    assert causes[2][0] == causes[6][0] == Cause.SERVER
    assert int(history.visit["mover"][causes[6][1]]) == 5
