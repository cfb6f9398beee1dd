"""Figures of a withdrawal by road and air: words for convoys, waiting at ramps and gates, observed figures."""

from __future__ import annotations

from datetime import date

import pytest

import sim.plots
from sim.analysis.summary.observed import Observation
from sim.domain.dates import seconds
from sim.plots.style import amount
from tests.unit.plots.cases import by_road, in_time, no_equipment
from tests.unit.plots.conftest import Make
from tests.unit.plots.sheets import drawn, headline, words


@pytest.mark.parametrize("name", sim.plots.FIGURES)
def test_no_figure_says_that_convoys_fly(make: Make, name: str) -> None:
    """No figure says that convoys fly, or that their loads are flown."""
    got = " ".join(text.get_text() for text in words(drawn(make(by_road), name))).lower()
    assert "convoy" in got or name in ("closure", "remaining", "hours", "ledger")
    assert not [word for word in ("flown", "fly empty", "flying of convoy", "wheels-up", "flew") if word in got]


def test_the_title_has_each_of_two_lifts(make: Make) -> None:
    """The title has the tonnes of both lifts, and says how many sorties left empty."""
    study = make(by_road)
    title = headline(drawn(study, "lift"))
    for name in ("c17", "convoy"):
        assert f" of {name} " in title
        assert f" {amount(float(study.outcomes[f'carried_{name}_t'].mean()))} t" in title
    assert title.endswith("empty")


def test_lift_for_people_alone_is_counted_in_people(make: Make) -> None:
    """Without equipment, the title counts people instead of weight."""
    assert " people" in headline(drawn(make(no_equipment), "lift"))


def test_hours_show_the_ramp_and_the_gate_but_no_other_camp(make: Make) -> None:
    """The waiting of lift is drawn only for the ramp and the gate, which have spots or hours. The waiting of movers to
    board is drawn for other camps too.
    """
    sheet = drawn(make(by_road), "hours")
    waiting, *_, ramp = sheet.axes
    assert {tick.get_text() for tick in ramp.get_yticklabels()} == {"north", "gate"}
    assert "camp 3: to board" in [tick.get_text() for tick in waiting.get_yticklabels()]
    assert sheet.get_size_inches()[1] < 13


def test_observations_stand_at_the_end_of_their_day_with_their_span(make: Make) -> None:
    """An observed count stands at the end of its day, but one of the first day at the start of the clock. Its range is
    a line.
    """
    study = make(in_time)
    seen = [
        Observation(date(2024, 5, 1), "", "people_in_country", 32, 31, 33),
        Observation(date(2024, 5, 3), "", "people_in_country", 20, 15, 25),
    ]
    ax = next(ax for ax in sim.plots.of(study, seen).remaining().axes if ax.get_title(loc="left").endswith("people"))
    points = [line for line in ax.lines if line.get_marker() == "o"]
    ends = [0, seconds(date(2024, 5, 3), study.plan.clock, ends=True)]
    assert [float(line.get_xdata()[0]) for line in points] == ends
    (low, high) = ax.containers[1].lines[2][0].get_segments()[0][:, 1]
    assert (low, high) == (15, 25)


def test_without_equipment_no_half_of_a_sheet_is_blank(make: Make) -> None:
    """Without equipment the ledger is a title without a panel, and is not listed as an available figure."""
    study = make(no_equipment)
    assert drawn(study, "ledger").axes == []
    assert sim.plots.available(study) == tuple(name for name in sim.plots.FIGURES if name != "ledger")
