"""The content of each figure: late histories, people and equipment, queues, ways out; and drawing into given axes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

import sim
import sim.plots
from sim.analysis.summary.flows import flows
from sim.errors import ResultsError
from sim.plots.lift import _Lift
from sim.plots.style import Sheet
from sim.plots.why import answer
from tests.scenarios import compiled, dated, items, lift, staged
from tests.unit.plots.cases import by_road, in_time, late, long_names, never, no_equipment, priced, three_sites
from tests.unit.plots.conftest import Make
from tests.unit.plots.sheets import drawn, headline, words


def dots(sheet: Sheet, side: str) -> int:
    (found,) = (each for each in sheet.axes[0].collections if each.get_gid() == side)
    return len(found.get_offsets())


def test_fifty_dots_stand_for_any_number_of_histories(make: Make) -> None:
    """60 histories are drawn as 50 dots, and 12 as 12 dots. Histories that do not close have no dots."""
    for n in (60, 12):
        study = make(late, n=n)
        out = study.outcomes["closure"]
        shown = dots(drawn(study, "closure"), "on time") + dots(drawn(study, "closure"), "late")
        assert abs(shown - min(50, n) * np.mean(out < 2**62)) <= 1
    assert dots(drawn(make(never), "closure"), "on time") == dots(drawn(make(never), "closure"), "late") == 0


def test_no_dot_is_on_the_wrong_side_of_the_deadline(make: Make) -> None:
    """Each of 12 histories that is on time has a dot left of the deadline; dots of late histories lie right of it."""
    study = make(late)
    ax = drawn(study, "closure").axes[0]
    sides = {each.get_gid(): np.asarray(each.get_offsets())[:, 0] for each in ax.collections}
    assert sides["on time"].max() < study.plan.deadline < sides["late"].min()
    assert len(sides["on time"]) == int(study.outcomes["met_deadline"].sum())


def test_each_late_history_is_a_tick_at_its_date(make: Make) -> None:
    """If few histories are late, each has a mark at its closure, even if no dot stands for it."""
    study = make(late, n=60)
    out = np.sort(study.outcomes["closure"])
    (line,) = (each for each in drawn(study, "closure").axes[0].lines if each.get_gid() == "each late")
    assert line.get_xdata().tolist() == out[(out > study.plan.deadline) & (out < 2**62)].tolist()


def test_no_text_crosses_the_deadline(make: Make) -> None:
    """In the figure `closure`, no note crosses the line of the deadline, apart from the label of this line."""
    for study in (make(late), make(late, n=60), make(in_time), make()):
        sheet = drawn(study, "closure")
        for ax in sheet.axes:
            at = ax.transData.transform((study.plan.deadline, 0.0))[0]
            inside = [text for text in ax.texts if text.get_text() and not text.get_text().startswith("deadline")]
            for text in inside:
                box = text.get_window_extent()
                assert not box.x0 < at < box.x1, text.get_text()


def only_people_in_west(tables: dict[str, Any]) -> None:
    """Put all equipment at the site north."""
    tables["lot"]["trucks"]["site"] = "north"


def test_a_site_without_tonnes_has_no_panel_of_tonnes(make: Make) -> None:
    """Each site has a panel of people, and a panel of tonnes only if it has equipment."""
    titles = [ax.get_title(loc="left") for ax in drawn(make(three_sites, only_people_in_west), "remaining").axes]
    assert "south: people" in titles
    assert "north: tonnes of equipment" in titles
    assert not {"south: tonnes of equipment", "west: tonnes of equipment"} & set(titles)


def thirteen(tables: dict[str, Any]) -> None:
    """Use thirteen camps."""
    more = [f"camp {k}" for k in range(11)]
    tables["site"] |= {name: {"kind": "base"} for name in more}
    tables["group"] |= {f"people of {name}": {"site": name, "count": 3} for name in more}
    lift = tables["lift"]["c17"]
    lift["sites"] = [*lift["sites"], *more]
    lift["leg"] |= {name: {"block_h": 4} for name in more}


def test_thirteen_sites_have_a_panel_each(make: Make) -> None:
    """Each of thirteen sites has a panel, and the figure is less than 22 inches (two pages) tall."""
    sheet = drawn(make(thirteen), "remaining")
    titles = {ax.get_title(loc="left") for ax in sheet.axes}
    assert {f"{name}: people" for name in ("north", "south", *(f"camp {k}" for k in range(11)))} <= titles
    assert sheet.get_size_inches()[1] < 22
    assert "smaller sites" not in sheet.get_supxlabel()


def test_equipment_handed_over_is_not_called_shipped(make: Make) -> None:
    """The caption of `remaining` says how much was handed over, and nothing of this if all was shipped."""
    assert "not shipped" not in drawn(make(in_time), "remaining").get_supxlabel()

    study = make(in_time, given)
    gone = float(study.outcomes["ledger_general_transferred_t"].mean())
    assert gone == 36
    said = " ".join(drawn(study, "remaining").get_supxlabel().split())
    assert "36 t were handed over, sold or destroyed" in said
    assert "not shipped" in said


def given(tables: dict[str, Any]) -> None:
    """Hand the trucks over."""
    tables["site"]["south"]["station"] = {"papers": {"servers": 2, "service_h": 1}}
    tables["site"]["south"]["disposal"] = {"transfer": ["papers"]}
    tables["lot"]["trucks"]["disposition"] = "transfer"


def test_the_headline_names_causes_in_full_with_the_days_that_they_cost(make: Make) -> None:
    """The headline names the causes that cost the most days, with these days, and cuts no name. With names of about 75
    letters it has fewer than 300 letters.
    """
    study = make(late)
    found = study.why()[0]
    said = answer(found)
    assert " cost " in said
    assert found.shares[0].reason.label.lower() in said.lower()
    assert "…" not in said
    assert len(" ".join(answer(make(long_names).why()[0]).split())) < 300


def test_no_cause_is_labelled_0(make: Make) -> None:
    """No bar of days is labelled 0."""
    for study in (make(late), make(by_road), make(priced)):
        left = drawn(study, "why").axes[0]
        assert not [text for text in left.texts if text.get_text() in ("0", "0.0")]


def test_the_spread_of_what_stays_has_its_own_panel(make: Make) -> None:
    """In the ledger, the lines that show the spread of the weight that stays have a panel of their own."""
    bars, stays, *_ = drawn(make(priced), "ledger").axes
    assert not bars.lines
    assert stays.lines
    for line in stays.lines:
        low, high = stays.get_xlim()
        assert all(low <= x <= high for x in line.get_xdata())


def test_panels_of_all_lifts_have_the_same_limits(make: Make) -> None:
    """The panels of all lifts have the same horizontal limits."""
    study = make(by_road)
    panels = [ax for ax in drawn(study, "lift").axes if any(line.get_gid() == "deadline" for line in ax.lines)]
    assert len(panels) == 2
    assert len({ax.get_xlim() for ax in panels}) == 1


def test_lift_shows_payload_positions_and_seats_or_no_limit(make: Make) -> None:
    """A lift has bars for payload, positions and seats; a limit that the file does not state has the words "no limit"
    in place of its bar.
    """
    study = make(no_positions)
    used = [ax for ax in drawn(study, "lift").axes if [t.get_text() for t in ax.get_yticklabels()][:1] == ["payload"]]
    assert [tick.get_text() for tick in used[0].get_yticklabels()] == ["payload", "positions", "seats"]
    assert [text.get_text() for text in used[0].texts if text.get_text() == "no limit"] == ["no limit"]


def no_positions(tables: dict[str, Any]) -> None:
    """Remove the limit of positions of the aircraft."""
    del tables["lift"]["c17"]["pallets"]


def test_loads_of_ways_sum_to_those_of_lifts(make: Make) -> None:
    """People and tonnes over all ways of a lift sum to the means of its outcomes, and the dates of each way lie within
    the clock.
    """
    for study in (make(), make(by_road), make(late)):
        found = study.flows
        assert found.n == len(study)
        for row, name in enumerate(study.plan.names["lift"]):
            ways = [each for each in found.ways if each.lift == row]
            for column, value in ((f"people_{name}", "people"), (f"carried_{name}_t", "tonnes")):
                whole = sum(getattr(each, value) for each in ways)
                assert whole == pytest.approx(float(study.outcomes[column].mean()))
            assert all(0 <= each.first <= each.last <= study.plan.horizon for each in ways)


def test_queues_are_counted_by_hand() -> None:
    """The hourly queues of the tiny case equal those of the case that docs/model.md works by hand."""
    study = sim.run(sim.load("configs/tiny.toml"), replications=1, workers=1, engine="simpy")
    found = study.flows
    inspection, checked_out = found.waiting[..., 1].T
    assert inspection[:7].tolist() == [3, 2, 1, 1, 1, 1, 0]  # one inspector, with a break from 10:30 to 13:00
    assert checked_out[:2].tolist() == [2, 0]  # two of four guards at a time, half an hour each
    assert found.turns.sum(axis=0).tolist() == [4, 4]
    assert found.readied.tolist() == [[8]]
    assert float(found.staged[0, 0, 1]) == 0
    history = study.trajectory(0)
    at_noon = 4 * 3600
    waiting = (history.mover["staged"] <= at_noon) & (history.mover["up"] > at_noon)
    assert float(found.staged[4, 0, 1]) == int(waiting.sum())


def test_flows_of_several_histories_are_means(make: Make) -> None:
    """The people carried in the flows of two histories are the mean of both. The lowest quantile of each queue is that
    of the history with the shorter queue.
    """
    study = make(late)
    one, two = (flows(study.plan, [study.trajectory(k)]) for k in (0, 1))
    both = flows(study.plan, [study.trajectory(k) for k in (0, 1)])
    people = [sum(each.people for each in found.ways) for found in (one, two, both)]
    assert people[2] == pytest.approx((people[0] + people[1]) / 2)
    assert (both.waiting[..., 0] == np.minimum(one.waiting[..., 0], two.waiting[..., 0])).all()


def test_the_network_names_each_way_with_its_load_and_dates(make: Make) -> None:
    """The network names every site and draws every way, the heaviest way widest. Labels have the lift, the tonnes, and
    the first and last date.
    """
    study = make(by_road)
    sheet = drawn(study, "network")
    said = [text.get_text() for text in words(sheet)]
    for name in ("north", "south", "home", "gate", *(f"camp {k}" for k in range(1, 5))):
        assert name in said
    ways = [patch for patch in sheet.axes[0].patches if patch.get_gid() == "way"]
    assert len(ways) == len(study.flows.ways)
    widths = [patch.get_linewidth() for patch in ways]
    heaviest = int(np.argmax([each.tonnes for each in study.flows.ways]))
    assert int(np.argmax(widths)) == heaviest
    assert any(text.startswith("convoy: ") and text.endswith(" t") for text in said)
    assert any(" May to " in text for text in said)
    assert " of the weight goes from " in headline(sheet)
    assert headline(drawn(make(never), "network")) == "Nothing leaves any place"


@pytest.mark.parametrize("name", sim.plots.FIGURES)
def test_the_main_panel_is_drawn_into_given_axes(make: Make, name: str) -> None:
    """Each method of `study.plot` draws into given axes and returns them; without axes it returns a sheet."""
    study = make()
    ax = Sheet(4.0).subplots()
    assert getattr(study.plot, name)(ax) is ax
    assert ax.lines or ax.patches or ax.collections
    assert isinstance(getattr(study.plot, name)(), Sheet)


def test_an_unknown_site_measure_or_lift_is_refused(make: Make) -> None:
    """An unknown site, measure or lift is refused, and the error lists the existing ones."""
    ax = Sheet(3.0).subplots()
    with pytest.raises(KeyError, match="north, south"):
        make().plot.remaining(ax, site="east")
    with pytest.raises(KeyError, match="people and tonnes"):
        make().plot.remaining(ax, measure="crates")
    with pytest.raises(KeyError, match="c17"):
        make().plot.lift(ax, lift="c5")


@pytest.mark.parametrize(("form", "begins"), [("png", b"\x89PNG"), ("svg", b"<?xml"), ("pdf", b"%PDF")])
def test_a_figure_is_drawn_in_any_format(make: Make, tmp_path: Path, form: str, begins: bytes) -> None:
    """A figure file has the requested format and the same bytes each time; a PNG equals that of `study.plot`."""
    study = make()
    one, two = (sim.plots.redraw(study, "closure", tmp_path / f"{k}.{form}", form) for k in "ab")
    assert one.read_bytes().startswith(begins)
    assert one.read_bytes() == two.read_bytes()
    if form == "png":
        assert one.read_bytes() == study.plot.closure().png()


def test_an_unknown_figure_is_refused_with_the_existing_ones(make: Make, tmp_path: Path) -> None:
    """An unknown name or format of a figure is refused with a list of the existing ones; no file is left."""
    study = make(no_equipment)
    with pytest.raises(
        ResultsError, match=r"'ledger' is no figure of .* closure, why, remaining, network, hours, lift$"
    ):
        sim.plots.redraw(study, "ledger", tmp_path / "x.png")
    with pytest.raises(ResultsError, match=r"'gif' is no file format.* png, svg, pdf"):
        sim.plots.redraw(study, "closure", tmp_path / "x.gif", "gif")
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(("positions", "alone"), [(1.0, True), (0.0, False)])
def test_a_lift_without_positions_carries_only_people_if_all_equipment_takes_some(
    positions: float, alone: bool
) -> None:
    """A lift with `pallets = 0` carries only people if each item takes a position. If items take none, they may ride on
    it.
    """
    made = compiled(
        group={"people": staged(2)},
        lot={"tents": items(4, pallets=positions)},
        lift={"jet": lift(dated(10), pallets=0), "ship": lift(dated(20))},
    )
    assert _Lift(0, "jet", 1.0, 4.3, 2.0).people_only(made) == alone
