"""The causes of the closure in `sim replay`: few lines, in order of time, of which the last has the closure."""

from __future__ import annotations

from pathlib import Path

from sim.analysis.causes import Link
from sim.config import load
from sim.model.compile import plan
from sim.report.reasons import _stretches
from sim.report.replay import replay_lines
from tests.engine import simulate

CONFIGS = Path(__file__).parents[3] / "configs"


def test_the_causes_of_the_closure_of_the_tiny_case_are_printed() -> None:
    """From the start at 8:00 to the closure, each link is printed with its beginning, length and reason."""
    compiled = plan(load(CONFIGS / "tiny.toml"))
    lines = list(replay_lines(compiled, simulate(compiled, compiled.seed, 0)))
    begins = next(row for row, line in enumerate(lines) if "what set the closure" in line)
    assert lines[begins + 1 :] == [
        "  01 Jan 08:00      2.5 h  inspection at camp",
        "  01 Jan 10:30      2.5 h  inspection at camp: closed hours (ammunition/3)",
        "  01 Jan 13:00     30 min  inspection at camp (ammunition/3)",
        "  01 Jan 13:30     30 min  too few tails of aircraft (aircraft tail 1, trip 1)",
        "  01 Jan 14:00        2 h  flying of aircraft (aircraft tail 1, trip 2)",
        "  01 Jan 16:00        1 h  loading at camp (aircraft tail 1, trip 2)",
        "  01 Jan 17:00        3 h  too few tails of aircraft (aircraft tail 1, trip 2)",
        "  01 Jan 20:00        2 h  flying of aircraft (aircraft tail 1, trip 3)",
        "  01 Jan 22:00        1 h  loading at camp (aircraft tail 1, trip 3)",
        "  closure 01 Jan 23:00, 1 h early (deadline 1 Jan 2024)",
    ]


def test_short_links_are_joined_with_a_neighbour() -> None:
    """A hundred links of three reasons are joined to at most four stretches without a gap. No second is lost, and
    reason 2 keeps its 200 s.
    """
    links = [Link(10 * n, 10 * n + 10, (0, 0, 1, 0, 2)[n % 5], "visit", n) for n in range(100)]
    got = _stretches(links, 4)
    assert len(got) <= 4
    assert sum(each.length for each in got) == 1000
    assert [one.since + one.length for one in got[:-1]] == [each.since for each in got[1:]]
    assert sum(each.owners.get(2, 0) for each in got) == 200


def test_neighbours_with_the_same_reason_are_joined() -> None:
    """Consecutive links of the same reason are printed as one, however many lines are allowed."""
    links = [Link(0, 5, 7, "visit", 1), Link(5, 9, 7, "visit", 2), Link(9, 10, 8, "sortie", 0)]
    got = _stretches(links, 20)
    assert [(each.since, each.length, each.main) for each in got] == [(0, 9, 7), (9, 1, 8)]
