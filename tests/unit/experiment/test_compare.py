"""Plans on the same luck: which is best, how sure that is, what is said, drawn, written and refused."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner, Result

import sim
from sim.cli.door import cli
from sim.config.change import with_values
from sim.errors import ConfigError, SimError
from sim.experiment.decide.compare.comparison import Comparison
from sim.experiment.decide.compare.table import brief, rows
from sim.experiment.decide.compare.words import answer, as_csv, as_json, caveats, chance
from sim.plots.compare import draw
from sim.report.variants import lines
from tests.unit.experiment.coins import on_time, question

TINY = Path(__file__).parents[3] / "configs" / "tiny.toml"
PEOPLE = "group.staff.count"
PLANS: dict[str, Any] = {"fewer": {PEOPLE: 50}, "more": {PEOPLE: "+50%"}}


def small(plans: dict[str, Any] | None = None, **how: Any) -> Comparison:
    """Sixty people as written, 50 and 90, two hundred histories each."""
    asked = question(60, lever=how.pop("lever", {}))
    return sim.compare(asked, plans or PLANS, **{"replications": 200, "workers": 1, **how})


def raced(plans: dict[str, Any] | None = None, **how: Any) -> Comparison:
    """The same with an elimination."""
    return small(plans, **{"eliminate": True, "replications": 2_000, **how})


@pytest.fixture(scope="module")
def three() -> Comparison:
    """The three plans."""
    return small()


@pytest.fixture(scope="module")
def race() -> Comparison:
    """The three plans and one more, until the best is known."""
    return raced({**PLANS, "some": {PEOPLE: 70}})


@pytest.fixture
def at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder with the tiny case."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "tiny.toml").write_text(TINY.read_text(encoding="utf-8"), encoding="utf-8")
    return tmp_path


def command(*options: str, n: str = "10") -> Result:
    return CliRunner().invoke(cli, ["compare", "tiny.toml", "-n", n, "--workers", "1", "-q", *options])


# ------------------------------------------------------------------------------------------------- all plans


def test_each_plan_is_a_run_on_the_same_luck() -> None:
    """Claim: counts, dates and differences are those of runs of the changed questions with one seed."""
    found = small(seed=7, replications=40)
    runs = {
        name: sim.run(with_values(question(60), {PEOPLE: people}), replications=40, seed=7, workers=1)
        for name, people in (("case", 60), ("fewer", 50), ("more", 90))
    }
    for name, study in runs.items():
        each = found[name]
        assert (each.seen, each.closure) == (study.probability(), study.closure["p50"])
        assert each.not_shipped_t == 0.0
        assert each.paired == (None if name == "case" else study.against(runs["case"]))
        assert found.studies[name].fingerprint == study.fingerprint


def test_shared_worlds_widen_what_they_widen_in_a_study() -> None:
    """Claim: with histories that share worlds, estimate and difference are those of the studies."""
    found = small({"more": {PEOPLE: 90}}, replications=40, inner=4)
    one, two = found.studies.values()
    assert (found["more"].seen, found["more"].paired) == (two.probability(), two.against(one))
    assert found["more"].seen.worlds == 10


def test_intervals_hold_the_known_probability(three: Comparison) -> None:
    """Claim: a probability that is a binomial sum lies in the interval; the seed is fixed."""
    for name, people in (("case", 60), ("fewer", 50), ("more", 90)):
        assert three[name].seen.low < on_time(people) < three[name].seen.high


def test_the_best_and_the_worse(three: Comparison) -> None:
    """Claim: 50 people beat 90 beyond chance, not 60; the answer says both."""
    assert three.best.name == "fewer"
    assert [each.beaten_by for each in three.outcomes] == [None, None, "fewer"]
    words = answer(three)
    assert words[0].startswith("Best: fewer, P(deadline) = 0.9")
    assert words[0].endswith("on case.")
    assert words[1] == "Not told apart from it by 200 histories on the same luck: case."
    assert words[2] == "Worse: more (than fewer); 95 % sure that the best plan is not among them."


def test_plans_that_do_equally_well() -> None:
    """Claim: where all plans do as well, none is called the best."""
    found = small({"slow": {"lift.jet.speed_kt": 300}, "few": {PEOPLE: 59}}, replications=50)
    assert answer(found)[0] == f"No plan is better than another: P(deadline) is {chance(found.best.seen)} in all."


def test_a_plan_that_is_another_is_named() -> None:
    """Claim: an equal plan, and one that changes no history, are named; neither unsettles the order."""
    plans = {"same": {PEOPLE: 60}, "idle": {"lift.jet.speed_kt": 300}, "more": {PEOPLE: 90}}
    found = small(plans, replications=50)
    assert [each.same_as for each in found.outcomes] == [None, "case", None, None]
    assert 'same and "case" are the same plan.' in found.notes
    assert 'idle: 50 histories, none different from "case".' in found.notes
    assert found["same"].paired is not None
    assert found["same"].paired.difference.value == 0.0


def test_another_scenario() -> None:
    """Claim: another scenario is a plan; its seed is not used, another date is named, days are counted from one day."""
    later = with_values(question(60), {"milestone.deadline.by": "2024-01-20", "seed": 9, "clock.horizon_d": 60})
    early = with_values(question(60), {"clock.start": "2023-12-31T00:00:00Z"})
    copy = question(60).model_copy(update={"name": "copy"})
    found = small({"later": later, "early": early, "copy": copy}, replications=20)
    assert "All plans draw the luck of seed 1; the seed of later is not used." in found.notes
    assert "Dates differ: case by 2024-02-29, later by 2024-01-20." in found.notes
    assert found["copy"].same_as == "case"
    assert found["early"].paired is not None
    assert found["early"].paired.closure_d.value == pytest.approx(0.0)


def test_promises_that_differ_are_named() -> None:
    """Claim: where all promises are meant, and a plan has others than the baseline, that is said."""
    half = {"half": {"by": "2024-01-05", "of": "people", "share": 0.5}}
    found = small({"two": question(60, milestone=half)}, replications=5, milestone="all")
    assert "Promises differ: all of them are others in two than in case." in found.notes


def test_what_is_left_behind_decides_too() -> None:
    """Claim: tonnes not shipped are a criterion; a plan that ships less and is later is dominated."""
    found = sim.compare(sim.load(TINY), {"small": {"lift.aircraft.payload_t": 3}}, replications=20, workers=1)
    assert found.criteria == ("probability", "tonnes not shipped")
    assert found["small"].not_shipped_t == 3.0
    assert (found["tiny"].on_front, found["small"].on_front) == (True, False)
    assert (found["small"].dominated_by, found["small"].front_settled) == (("tiny",), True)


def test_cost_decides_where_all_plans_state_prices() -> None:
    """Claim: with prices cost is a criterion, and a plan that is dearer for nothing is dominated."""
    prices = {"per_diem_usd": 10.0}
    found = sim.compare(
        question(60, price=prices), {"dear": {"price.per_diem_usd": "+10%"}}, replications=20, workers=1
    )
    assert found.criteria == ("probability", "cost", "tonnes not shipped")
    assert found["dear"].cost_usd == pytest.approx(1.1 * (found["case"].cost_usd or 0.0))
    assert [each.on_front for each in found.outcomes] == [True, False]
    assert " USD" in next(rows(found))


PRICED = {"seats": {"to": ["lift.jet.seats"], "from": 10, "until": 18, "step": 4, "usd_per_step": 2e6}}


@pytest.mark.parametrize("eliminate", [False, True])
@pytest.mark.parametrize("plans", [{"seats": 14}, {"lift.jet.seats": 14}], ids=["lever", "key"])
def test_costs_of_levers_decide_too(plans: dict[str, Any], eliminate: bool) -> None:
    """Claim: a lever with a price counts, whoever sets it, on top of what a history costs; idle steps are dominated."""
    idle = {"payload": {"to": ["lift.jet.payload_t"], "values": [40, 42], "usd_per_step": 5e5}}
    asked = question(80, lever=PRICED | idle, price={"per_diem_usd": 10.0})
    found = sim.compare(
        asked, {"more": plans, "waste": {"payload": 42}}, replications=100, workers=1, eliminate=eliminate, error=0.4
    )
    assert found.criteria == ("probability", "cost", "tonnes not shipped")
    assert [each.levers_usd for each in found.outcomes] == [0.0, 2e6, 5e5]
    assert found["waste"].spent_usd == 5e5 + (found["waste"].cost_usd or 0.0) > 5e5
    assert (found["waste"].on_front, found["more"].on_front) == (False, True)


def test_costs_of_levers_without_prices(tmp_path: Path) -> None:
    """Claim: without prices of the scenario cost is what the levers cost; table, CSV, JSON and figure have it."""
    found = small({"more": {"seats": 14}, "waste": {"seats": 18, PEOPLE: 50}}, lever=PRICED)
    assert found.criteria == ("probability", "cost", "tonnes not shipped")
    assert [each.levers_usd for each in found.outcomes] == [0.0, 2e6, 4e6]
    assert all(each.cost_usd is None for each in found.outcomes)
    assert [row["levers_usd"] for row in as_json(found)["plans"]] == [0.0, 2e6, 4e6]
    table = list(rows(found))
    assert [row.split()[-1] for row in table[:4]] == ["USD", "0", "2M", "4M"]
    assert "Cost" in " ".join(ax.get_title(loc="left") for ax in draw(found).axes)


# ----------------------------------------------------------------------------------------------- elimination


def test_an_elimination_ends_with_the_best(race: Comparison) -> None:
    """Claim: of 50, 60, 70 and 90 people the known best is left; the others are out early, the worse the earlier."""
    found = race
    assert found.ended is not None
    assert found.ended.says == "one left"
    assert found.best.name == "fewer"
    out = {name: rounds for name, (_, rounds) in found.ended.out.items()}
    assert out["more"] <= out["some"] <= out["case"] < 2_000
    assert [each.seen.n for each in found.outcomes] == [out["case"], found.ended.rounds, out["more"], out["some"]]
    assert "95 % sure that the best plan is not among those that are out." in answer(found)
    assert found.ran == sum(each.seen.n for each in found.outcomes)


def test_plans_within_the_indifference() -> None:
    """Claim: plans that differ by less than the indifference end it, and the answer says that it does not matter."""
    found = raced({"idle": {"lift.jet.speed_kt": 300}}, indifference=0.05)
    assert found.ended is not None
    assert (found.ended.says, dict(found.ended.out)) == ("no matter", {})
    assert "They differ by less than 0.05 (95 % sure): choose by something else." in answer(found)[1]


def test_an_elimination_that_runs_out() -> None:
    """Claim: where histories are used up, it says who is left, and how to go on."""
    found = raced({"fewer": {PEOPLE: 50}}, replications=60)
    assert found.ended is not None
    assert (found.ended.says, found.ended.rounds) == ("open", 60)
    assert "Not decided after 60 histories: case, fewer are left." in answer(found)[1]
    assert "(-n 120)" in answer(found)[1]


def test_an_elimination_draws_the_luck_of_runs() -> None:
    """Claim: the thin record has the same figures as studies of the same plans with that seed."""
    found = raced(replications=60, seed=7)
    for name, people in (("case", 60), ("more", 90)):
        study = sim.run(with_values(question(60), {PEOPLE: people}), replications=found[name].seen.n, seed=7, workers=1)
        assert found[name].seen.met == int(np.count_nonzero(study.outcomes["met_deadline"]))
        assert found[name].closure == study.closure["p50"]


def test_an_elimination_goes_on_where_it_was(tmp_path: Path) -> None:
    """Claim: Ctrl-C keeps what is done; the same call ends with the same bytes, however the work is shared."""
    few = {"replications": 150}

    def struck(_: str) -> Any:
        def report(progress: Any) -> None:
            if progress.done >= 150:
                raise KeyboardInterrupt

        return report

    with pytest.raises(KeyboardInterrupt, match="trials are kept in"):
        raced(out=tmp_path / "kept", progress=struck, **few)
    again, whole = raced(out=tmp_path / "kept", **few), raced(workers=2, threads=True, **few)
    assert 0 < again.ran < whole.ran
    assert (as_csv(again), as_json(again)) == (as_csv(whole), as_json(whole))
    assert raced(out=tmp_path / "kept", **few).ran == 0


# --------------------------------------------------------------------------------------- words, table, figure


def test_the_table_fits_the_screen() -> None:
    """Claim: one line a plan, at most 80 columns, with names of any length."""
    long = {f"a plan with a name that is rather long, number {number}": {PEOPLE: 50 + number} for number in range(12)}
    table = list(rows(small(long, replications=10)))
    assert len(table) == 1 + 13 + 1
    assert max(map(len, table)) <= 80
    assert re.search(r"^ {2}.{4} 2 a plan w.*\.\. +(at least )?\d", table[2])


@pytest.mark.parametrize("width", [80, 60])
def test_the_page_fits_the_screen(three: Comparison, race: Comparison, width: int) -> None:
    """Claim: no line is wider than the screen, and each plan has a line in the table."""
    for found in (three, race):
        page = list(lines(found, width=width))
        assert max(map(len, page)) <= width
        table = list(rows(found, width))
        assert all(f" {number} " in row[:8] for number, row in enumerate(table[1 : len(found.outcomes) + 1], start=1))


def test_an_elimination_says_on_how_much_its_averages_rest(race: Comparison) -> None:
    """Claim: a column has the histories of each plan, and a sentence the fewest."""
    table = list(rows(race))
    assert table[0].split()[:3] == ["plan", "n", "P"]
    for each, row in zip(race.outcomes, table[1:], strict=False):
        assert f" {each.seen.n:,} " in row
    fewest = min(each.seen.n for each in race.outcomes)
    assert f"averages over the histories that each plan ran (n), as few as {fewest:,};" in " ".join(caveats(race))


def test_long_names_are_cut_where_they_say_least() -> None:
    assert brief("lift.C-17.supply.per_week=16", 20) == "per_week=16"
    assert brief("as written", 20) == "as written"
    assert brief("missions a week=16", 12) == "mission..=16"
    assert brief("a plan of many words that has no key", 12) == "a plan of.."


def test_what_prints_and_what_programs_read(three: Comparison) -> None:
    """Claim: the object prints its answer and table; rows for pandas and JSON have the columns of the CSV."""
    found = three
    assert "Best: fewer" in str(found)
    assert "3 more" in str(found)
    names = next(csv.reader(as_csv(found).splitlines()))
    assert names[:6] == ["variant", "milestone", "histories", "probability", "low", "high"]
    assert names == list(as_json(found)["plans"][0])
    pytest.importorskip("pandas")
    assert list(found.to_pandas()["variant"]) == ["case", "fewer", "more"]


def test_the_figure(three: Comparison, race: Comparison) -> None:
    """Claim: a figure of its own, or axes of the caller's, names every plan."""
    sheet = draw(three)
    assert [tick.get_text() for tick in sheet.axes[0].get_yticklabels()] == ["1 * case", "2 * fewer", "3   more"]
    ax = sheet.add_subplot()
    assert three.plot(ax) is ax
    assert len(draw(race).png()) > 10_000


# ------------------------------------------------------------------------------------------------ the command


def test_the_command_takes_ranges_and_files(at: Path) -> None:
    """Claim: a range makes one plan a value, a file is a plan of its name; all are run and kept as studies."""
    other = (
        TINY.read_text(encoding="utf-8").replace('name = "tiny"', 'name = "other"').replace("count = 3", "count = 4")
    )
    (at / "other.toml").write_text(other, encoding="utf-8")
    done = command(
        "--with", "lift.aircraft.payload_t=3:5:1", "--with", "site.*.station.*.servers=+1", "--plan", "other.toml"
    )
    assert done.exit_code == 0, done.output
    folder = at / "results" / "tiny-compare"
    table = list(csv.DictReader((folder / "compare.csv").read_text(encoding="utf-8").splitlines()))
    assert [row["variant"] for row in table] == [
        "tiny",
        *(f"lift.aircraft.payload_t={payload}" for payload in (3, 4, 5)),
        "site.*.station.*.servers=+1",
        "other",
    ]
    assert table[1]["beaten_by"] == "tiny"
    assert {path.name for path in folder.iterdir() if path.is_dir()} >= {"tiny", "other", "lift-aircraft-payload_t-3"}
    assert "site.*.station.*.servers stands for" in done.stdout
    assert done.stdout.lstrip().startswith("Best: tiny")
    assert all(len(line) <= 80 for line in done.stdout.splitlines())
    assert (folder / "compare.png").stat().st_size > 10_000


def test_the_baseline_says_what_was_set(at: Path) -> None:
    """Claim: "as written" is the name of the file as it stands; with --set it says what was set."""
    command("--with", "lift.aircraft.seats=9")
    first = json.loads((at / "results/tiny-compare/compare.json").read_text(encoding="utf-8"))["plans"][0]
    assert first["variant"] == "as written"
    done = command("--with", "lift.aircraft.seats=9", "--set", "lift.aircraft.load_h=2", "--json")
    first = json.loads((at / "results/tiny-compare/compare.json").read_text(encoding="utf-8"))["plans"][0]
    assert first["variant"] == "tiny with lift.aircraft.load_h=2"
    assert json.loads(done.stdout)["plans"][0] == first


def test_the_command_eliminates(at: Path) -> None:
    """Claim: --eliminate keeps one file of trials, and --json prints what compare.json has."""
    options = ("--with", "lift.aircraft.payload_t=3", "--eliminate", "--error", "0.1", "--json")
    done = command(*options, n="100")
    assert done.exit_code == 0, done.output
    folder = at / "results" / "tiny-eliminate"
    assert {path.name for path in folder.iterdir()} - {".lock"} == {
        *("compare.csv", "compare.json", "compare.png", "compare.sqlite"),
    }
    printed = json.loads(done.stdout)
    assert printed == json.loads((folder / "compare.json").read_text(encoding="utf-8"))
    assert printed["elimination"] == {"error": 0.1, "indifference": 0.01, "histories": 50, "ended": "one left"}
    assert printed["plans"][1]["out_after"] == 50


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ([], "expected at least one --with or --plan"),
        (["--with", "lift.aircraft.seets=9"], "did you mean seats?"),
        (["--with", "lift.aircraft.seats=12:8:2"], "12 is above 8"),
        (["--with", "policy.load=+10%"], "expected the key of a number to change by +10%"),
        (["--with", "lift.aircraft.seats=1:20:1"], "expected at most 20 plans, the baseline included, not 21; take a"),
        (["--with", "lift.aircraft.seats=9", "--milestone", "al"], "expected one of deadline, all equipment, all"),
        (["--with", "lift.aircraft.seats=9", "--error", "0.1"], "--error belongs to --eliminate"),
        (["--with", "lift.aircraft.seats=9", "--eliminate", "--error", "2"], "error = 2: expected a number between"),
        (["--with", "lift.aircraft.seats=9", "--eliminate", "--inner", "2"], "an elimination needs independent"),
        (["--with", "lift.aircraft.seats=9", "--with", "lift.aircraft.seats=9"], "this one is made twice"),
        (["--plan", "nowhere.toml"], "nowhere.toml"),
        (["--plan", "tiny.toml", "--plan", "tiny.toml"], "this one is made twice"),
    ],
)
def test_what_makes_no_sense(at: Path, options: list[str], says: str) -> None:
    """Claim: each is refused with its cure and exit code 2, and nothing is written."""
    done = command(*options)
    assert done.exit_code == 2, done.output
    assert says in re.sub(r"[\s│]+", " ", done.stderr)
    assert {path.name for path in at.iterdir()} == {"tiny.toml"}


@pytest.mark.parametrize(
    ("plans", "how", "says"),
    [
        ({}, {}, "expected a plan to compare"),
        ({"case": {PEOPLE: 50}}, {"baseline": "case"}, "expected another name than that of the baseline"),
        ({"few": {"group.staff.cuont": 50}}, {}, "did you mean count"),
        ({"few": {PEOPLE: -5}}, {}, "-5"),
        ({str(number): {PEOPLE: 10 + number} for number in range(20)}, {}, "not 21"),
        ({"few": {PEOPLE: 50}}, {"milestone": "closed"}, "milestone = closed"),
        ({"few": {PEOPLE: 50}}, {"replications": 0}, "replications = 0"),
        ({"few": {PEOPLE: 50}}, {"eliminate": True, "indifference": 0.0}, "indifference = 0"),
    ],
)
def test_calls_that_make_no_sense(tmp_path: Path, plans: dict[str, Any], how: dict[str, Any], says: str) -> None:
    """Claim: each is refused before anything is written."""
    with pytest.raises((SimError, ConfigError)) as error:
        sim.compare(question(60), plans, workers=1, out=tmp_path / "none", **how)
    assert says in str(error.value)
    assert not (tmp_path / "none").exists()
