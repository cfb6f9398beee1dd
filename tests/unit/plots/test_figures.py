"""Figures in several cases: each has its answer in the title, and no text lies off the sheet or on another text."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from matplotlib.text import Annotation

import sim.plots
from sim.analysis.summary.observed import Observation, observations
from sim.errors import ConfigError, ResultsError
from sim.experiment.study import Study
from sim.plots import ledger
from sim.plots.gallery import Plots
from sim.plots.style import Sheet
from tests.unit.plots.cases import (
    hours,
    in_time,
    late,
    long_names,
    never,
    no_equipment,
    one_site,
    phased,
    priced,
    study_of,
)
from tests.unit.plots.conftest import Make
from tests.unit.plots.sheets import EDGE, drawn, headline, words

CONFIGS = Path(__file__).parents[3] / "configs"


@pytest.mark.parametrize("name", sim.plots.FIGURES)
def test_figures_are_whole_and_legible(case: Study, name: str) -> None:
    """In each case every text lies inside the picture, and no two texts overlap, except notes beside data. Each panel
    of the figures `closure` and `remaining` shows the deadline.
    """
    sheet = drawn(case, name)
    assert_inside(sheet)
    assert_apart(sheet)
    if name in ("closure", "remaining"):
        assert_deadline(sheet, case)


def assert_inside(sheet: Sheet) -> None:
    width, height = sheet.canvas.get_width_height()
    for text in words(sheet):
        box = text.get_window_extent()
        inside = box.x0 >= -EDGE and box.y0 >= -EDGE and box.x1 <= width + EDGE and box.y1 <= height + EDGE
        assert inside, (text.get_text(), box)


def assert_apart(sheet: Sheet) -> None:
    """Check that no two texts overlap; annotations, which are notes beside data, may."""
    still = [text for text in words(sheet) if not isinstance(text, Annotation)]
    boxes = [(text.get_text(), text.get_window_extent().padded(-1.5)) for text in still]
    for row, (one, box) in enumerate(boxes):
        for other, place in boxes[row + 1 :]:
            assert not box.overlaps(place), (one, other)


def assert_deadline(sheet: Sheet, study: Study) -> None:
    """Check that each panel shows the deadline within its limits, and that the first panel names it."""
    panels = [ax for ax in sheet.axes if ax.axison]
    for ax in panels:
        (line,) = (each for each in ax.lines if each.get_gid() == "deadline")
        low, high = ax.get_xlim()
        assert low <= study.plan.deadline <= high
        assert line.get_visible()
    assert any("deadline" in text.get_text() for text in panels[0].texts)


@pytest.mark.parametrize("name", sim.plots.FIGURES)
def test_the_caption_says_what_was_counted(make: Make, name: str) -> None:
    """The caption of each figure begins with the number of histories, the scenario and the seed."""
    caption = " ".join(drawn(make(), name).get_supxlabel().split())
    assert caption.startswith("12 histories of “two camps”, seed 1.")


def test_closure_answers_in_its_title(make: Make) -> None:
    """The title has the date by which half of the histories are out, and how many histories make or miss the deadline.
    If no history is out, the title says so.
    """
    assert headline(drawn(make(late), "closure")) == "Half of the histories are out by 18 May; 2 of 12 miss 22 May"
    assert headline(drawn(make(in_time), "closure")).endswith("all 12 make 15 Jun")
    assert headline(drawn(make(never), "closure")) == "None of the 12 histories is out by 15 Jun, the end of the clock"
    assert headline(drawn(make(never, n=1), "closure")).startswith("The one history is not out by 15 Jun")
    assert headline(drawn(make(in_time, n=1), "closure")).endswith("it makes 15 Jun")
    assert headline(drawn(make(hours), "closure")).endswith("all 12 make the deadline, end of 2 May")


def test_histories_that_never_close_keep_the_curve_below_one(make: Make) -> None:
    """The curve of the share of histories that are out stays at 0 if no history closes; a note counts the histories
    that do not close.
    """
    ax = drawn(make(never), "closure").axes[1]
    curve = max(ax.lines, key=lambda line: len(line.get_xdata()) if line.get_gid() is None else 0)
    assert max(curve.get_ydata()) == 0
    assert any("not out by 15 Jun: 12" in text.get_text() for text in ax.texts)


def test_probability_is_never_shown_as_certain(make: Make) -> None:
    """If all histories are on time, P is "at least" a value; if none is, "at most"."""
    for change, got in ((in_time, "P(on time) at least 0.735"), (never, "P(on time) at most 0.265")):
        assert any(got in text.get_text() for text in drawn(make(change), "closure").axes[0].texts)


def test_remaining_answers_in_its_title(make: Make) -> None:
    """The title has the people and equipment in country at the deadline, or says that there are none."""
    assert headline(drawn(make(never), "remaining")).startswith("On 15 May, 32 people and 41 t are still in country")
    assert headline(drawn(make(no_equipment), "remaining")).startswith("On 15 May, no people and no equipment are left")


def test_panels_follow_the_scenario(make: Make) -> None:
    """With one site there is no panel for the sum of sites; without equipment there is no panel of tonnes."""
    titles = [ax.get_title(loc="left") for ax in drawn(make(one_site), "remaining").axes if ax.axison]
    assert titles == ["north: people", "north: tonnes of equipment"]
    titles = [ax.get_title(loc="left") for ax in drawn(make(no_equipment), "remaining").axes if ax.axison]
    assert titles == ["In country: people", "north: people", "south: people"]


def test_a_drawdown_of_hours_is_shown_by_the_hour(make: Make) -> None:
    """If the drawdown takes hours, people are counted every hour, and ticks of the axis are clock times."""
    sheet = drawn(make(hours), "remaining")
    assert "Counted every hour." in " ".join(sheet.get_supxlabel().split())
    ticks = [tick.get_text() for tick in sheet.axes[-1].get_xticklabels()]
    assert any(":" in tick for tick in ticks)


def test_observed_points_stand_where_they_can_be_compared(make: Make) -> None:
    """An observed number of people is a point in the panel of its site, of the country, or of the people out. The day
    on which a site closed is a triangle in both panels of this site. Observed sorties have no mark.
    """
    from datetime import date

    seen = [
        Observation(date(2024, 5, 3), "", "people_in_country", 30, 28, 31),
        Observation(date(2024, 5, 4), "north", "people_present", 12, 12, 12),
        Observation(date(2024, 5, 6), "", "people_out", 20, 20, 20),
        Observation(date(2024, 5, 9), "north", "site_closed", 1, 1, 1),
        Observation(date(2024, 5, 9), "", "heavy_sorties", 9, 9, 9),
    ]
    sheet = sim.plots.of(make(), seen).remaining()
    points = {
        ax.get_title(loc="left"): sorted(str(line.get_marker()) for line in ax.lines if line.get_marker() in "o^")
        for ax in sheet.axes
        if ax.axison
    }
    assert {panel: marks for panel, marks in points.items() if marks} == {
        "In country: people": ["o"],
        "north: people": ["^", "o"],
        "north: tonnes of equipment": ["^"],
        "Out since the start: people": ["o"],
    }


def test_hours_distinguish_waiting_and_work_without_colour(make: Make) -> None:
    """Bars of waiting are hatched and bars of work are solid, and the labels of their panels say so."""
    waiting, working, *_ = drawn(make(), "hours").axes
    assert all(bar.get_hatch() for bar in waiting.patches)
    assert not any(bar.get_hatch() for bar in working.patches)
    assert "hatched" in waiting.get_xlabel()
    assert "solid" in working.get_xlabel()


def test_lift_answers_in_its_title(make: Make) -> None:
    """The title has sorties, tonnes and load factor, or says that no sortie leaves."""
    assert headline(drawn(make(never), "lift")) == "No lift leaves"
    title = headline(drawn(make(), "lift"))
    assert title.startswith("On average ")
    assert "c17 sorties carry" in title
    assert " t, people included" in title
    assert "% of what they could" in title


def few_positions(tables: dict[str, Any]) -> None:
    """Let the weapons fill all positions of an aircraft, but only a part of its payload."""
    tables["lot"]["weapons"].update(count=12, pallets=3)
    tables["lift"]["c17"].update(pallets=6)


def test_lift_shows_positions_where_they_are_limited(make: Make) -> None:
    """A lift with positions has a bar for them, and the title names them if they are fuller than the payload."""
    sheet = drawn(make(few_positions), "lift")
    labels = [text.get_text().split(":")[0] for text in sheet.axes[-1].get_yticklabels()]
    assert labels == ["payload", "positions", "seats"]
    assert "% of their positions" in headline(sheet)
    assert_inside(sheet)
    assert_apart(sheet)


def test_ledger_answers_in_its_title(make: Make) -> None:
    """The title has the weight that stays in the country and, if there are prices, the cost."""
    study = make(priced)
    stays = float(study.outcomes["ledger_general_abandoned_t"].mean())
    assert stays > 0
    whole = f"On average over 12 histories, {stays:.0f} of 41 t stay in the country; the withdrawal costs "
    assert headline(drawn(study, "ledger")).startswith(whole)
    got = [text.get_text() for text in words(drawn(study, "ledger"))]
    assert "Cost of a history" in got
    assert "left behind" in got
    assert "handed over" not in got
    free = [text.get_text() for text in words(drawn(make(in_time), "ledger"))]
    assert not any("USD" in text for text in free)
    assert headline(drawn(make(one_site, in_time), "ledger")) == "On average over 12 histories, all 5 t are shipped"
    assert headline(drawn(make(no_equipment), "ledger")) == "There is no equipment to leave behind"


def test_what_is_not_shipped_is_shown_by_its_hatching(make: Make) -> None:
    """Bars of each fate in the ledger have a hatching of their own; bars of shipped items have none."""
    (shipped,) = (hatch for fate, _, _, hatch in ledger.FATES if fate == "shipped")
    assert shipped == ""
    assert len({hatch for _, _, _, hatch in ledger.FATES}) == len(ledger.FATES)
    bars = {
        bar.get_label(): bar.patches[0].get_hatch()
        for bar in drawn(make(priced), "ledger").axes[0].containers
        if hasattr(bar, "patches")
    }
    assert bars["left behind"] == "////"


def test_the_same_study_gives_the_same_bytes(make: Make, tmp_path: Path) -> None:
    """Two drawings of a study have the same bytes; each is 1,400 pixels wide, without the time and the software in its
    metadata. The folder has no other files.
    """
    from PIL import Image

    one, two = (sim.plots.draw_all(make(one_site), tmp_path / name) for name in ("one", "two"))
    assert [path.name for path in one] == [f"{name}.png" for name in sim.plots.FIGURES]
    assert [path.read_bytes() for path in one] == [path.read_bytes() for path in two]
    assert sorted(path.name for path in (tmp_path / "one").iterdir()) == sorted(path.name for path in one)
    for path in one:
        with Image.open(path) as picture:
            assert picture.size[0] == 1400
            assert not {"Software", "Creation Time"} & set(picture.info)


def test_the_users_own_settings_stay_and_do_not_matter(make: Make) -> None:
    """Drawing does not change the user's rcParams, and these do not change the picture, also in a notebook."""
    import matplotlib

    plain = sim.plots.of(make()).closure().png()
    with matplotlib.rc_context({"font.size": 30, "lines.linewidth": 9, "axes.grid": True}):
        before = dict(matplotlib.rcParams)
        sheet = sim.plots.of(make()).closure()
        assert sheet.png() == sheet._repr_png_() == plain
        assert dict(matplotlib.rcParams) == before


def test_matplotlib_is_imported_with_the_first_figure() -> None:
    """`import sim.plots` does not import matplotlib; `sim.plots.gallery` imports matplotlib, but not pyplot."""
    code = (
        "import sys, sim.plots\n"
        "assert 'matplotlib' not in sys.modules\n"
        "import sim.plots.gallery\n"
        "assert 'matplotlib' in sys.modules and 'matplotlib.pyplot' not in sys.modules\n"
    )
    environment = {**os.environ, "MPLBACKEND": "no-such-backend"}
    environment.pop("MPLBACKEND")
    subprocess.run([sys.executable, "-c", code], check=True, env=environment, stdin=subprocess.DEVNULL)


def test_a_folder_that_cannot_be_made_is_named(make: Make, tmp_path: Path) -> None:
    """If a file has the name of the folder, the error names the path."""
    (tmp_path / "figures").write_text("in the way")
    with pytest.raises(ResultsError, match="figures"):
        sim.plots.draw_all(make(), tmp_path / "figures")


def test_observations_are_read_or_named_line_by_line(tmp_path: Path) -> None:
    """The shipped observations can be read, and are in order of time; each invalid line is reported with its number."""
    seen = observations(CONFIGS / "data" / "niger-2024-observations.csv")
    assert (seen[0].measure, seen[0].value, seen[0].low, seen[0].high) == ("people_in_country", 946, 900, 1000)
    assert [each.day for each in seen] == sorted(each.day for each in seen)
    broken = tmp_path / "seen.csv"
    broken.write_text(
        "date,site,measure,value\n2024-05-19,,people_out,4\n19 May,,people_out,5\n2024-05-20,,people_out,\n"
    )
    with pytest.raises(ConfigError) as caught:
        observations(broken)
    assert [problem.line for problem in caught.value.problems] == [3, 4]


def test_figures_are_found_by_name(make: Make) -> None:
    """`Plots` has a method for each figure in `FIGURES`. A long name that is cut in a title keeps its end."""
    assert all(callable(getattr(Plots, name)) for name in sim.plots.FIGURES)
    assert "umber $2 (" in headline(drawn(make(long_names), "hours"))


def test_weeks_of_the_lift_are_drawn_if_they_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    """If a study has weekly counts of sorties, the figure `lift` has a panel of them, with the deadline."""
    from sim.analysis.outcomes import record, weekly

    if weekly not in record.GROUPS:
        monkeypatch.setattr(record, "GROUPS", (*record.GROUPS, weekly))
    sheet = sim.plots.of(study_of(in_time, n=3)).lift()
    sheet.png()
    assert_inside(sheet)
    assert_apart(sheet)
    panels = [ax for ax in sheet.axes if ax.axison]
    assert panels[0].get_title(loc="left") == "c17: sorties a week"
    assert any(line.get_gid() == "deadline" for line in panels[0].lines)


def test_the_line_of_a_plan_stands_beside_the_bands(make: Make) -> None:
    """A phased plan of people has a line that falls to 0, and a label; without a plan there is no line."""
    sheet = drawn(make(phased), "remaining")
    lines = [line for ax in sheet.axes for line in ax.lines if line.get_gid() == "planned"]
    assert lines
    for line in lines:
        assert float(line.get_ydata()[0]) > 0 == float(line.get_ydata()[-1])
    assert "planned" in [text.get_text() for text in words(sheet)]
    sheet = drawn(make(late), "remaining")
    assert not [line for ax in sheet.axes for line in ax.lines if line.get_gid() == "planned"]
    assert "planned" not in [text.get_text() for text in words(sheet)]
