"""Plans on common random numbers: which is best, how sure that is, and comparisons that eliminate plans."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

import sim
from sim.config.change import with_values
from sim.experiment.decide.compare.comparison import Comparison
from sim.experiment.decide.compare.table import rows
from sim.experiment.decide.compare.words import answer, as_csv, as_json, chance
from sim.plots.compare import draw
from tests.unit.experiment.coins import on_time, question
from tests.unit.experiment.plans_of_coins import PEOPLE, PLANS, raced, small

TINY = Path(__file__).parents[3] / "configs" / "tiny.toml"


@pytest.fixture(scope="module")
def three() -> Comparison:
    """The three plans."""
    return small()


@pytest.fixture(scope="module")
def race() -> Comparison:
    """The three plans and one more, until the best is known."""
    return raced({**PLANS, "some": {PEOPLE: 70}})


# ------------------------------------------------------------------------------------------------- all plans


def test_each_plan_is_a_run_on_common_random_numbers() -> None:
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
    """Claim: a probability that is a binomial sum is in the interval; the seed is fixed."""
    for name, people in (("case", 60), ("fewer", 50), ("more", 90)):
        assert three[name].seen.low < on_time(people) < three[name].seen.high


def test_the_best_and_the_worse(three: Comparison) -> None:
    """Claim: 50 people beat 90 beyond chance, not 60; the answer says both."""
    assert three.best.name == "fewer"
    assert [each.beaten_by for each in three.outcomes] == [None, None, "fewer"]
    words = answer(three)
    assert words[0].startswith("Best: fewer, P(deadline) = 0.9")
    assert words[0].endswith("on case.")
    assert words[1].startswith("Not distinguishable from it after 200 histories")
    assert words[1].endswith(": case.")
    assert words[2].startswith("Worse: more (than fewer); 95 % sure")


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
    assert "All plans use seed 1; the seed of later is not used." in found.notes
    assert "Dates differ: case by 2024-02-29, later by 2024-01-20." in found.notes
    assert found["copy"].same_as == "case"
    assert found["early"].paired is not None
    assert found["early"].paired.closure_d.value == pytest.approx(0.0)


def test_milestones_that_differ_are_named() -> None:
    """Claim: where all milestones are meant, and a plan has others than the baseline, that is said."""
    half = {"half": {"by": "2024-01-05", "of": "people", "share": 0.5}}
    found = small({"two": question(60, milestone=half)}, replications=5, milestone="all")
    assert "The milestones of two differ from those of case." in found.notes


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
    """Claim: a lever with a price adds to the cost of a history, however it is set; idle steps are dominated."""
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
    """Claim: without prices in the scenario the cost is that of the levers; table, CSV, JSON and figure have it."""
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
    assert "95 % sure that none of the plans that are out is the best." in answer(found)
    assert found.ran == sum(each.seen.n for each in found.outcomes)


def test_plans_within_the_indifference() -> None:
    """Claim: plans that differ by less than the indifference end it, and the answer says that it does not matter."""
    found = raced({"idle": {"lift.jet.speed_kt": 300}}, indifference=0.05)
    assert found.ended is not None
    assert (found.ended.says, dict(found.ended.out)) == ("no matter", {})
    assert "They differ by less than 0.05 (95 % sure): choose by other criteria." in answer(found)[1]


def test_an_elimination_that_runs_out() -> None:
    """Claim: if histories are used up, the answer says which plans are left, and how to continue."""
    found = raced({"fewer": {PEOPLE: 50}}, replications=60)
    assert found.ended is not None
    assert (found.ended.says, found.ended.rounds) == ("open", 60)
    assert "Not decided after 60 histories: case, fewer are left." in answer(found)[1]
    assert "(-n 120)" in answer(found)[1]


def test_an_elimination_draws_the_random_numbers_of_runs() -> None:
    """Claim: the thin record has the same figures as studies of the same plans with that seed."""
    found = raced(replications=60, seed=7)
    for name, people in (("case", 60), ("more", 90)):
        study = sim.run(with_values(question(60), {PEOPLE: people}), replications=found[name].seen.n, seed=7, workers=1)
        assert found[name].seen.met == int(np.count_nonzero(study.outcomes["met_deadline"]))
        assert found[name].closure == study.closure["p50"]


def test_an_elimination_goes_on_where_it_was(tmp_path: Path) -> None:
    """Claim: Ctrl-C keeps finished work; the same call ends with the same bytes, however the work is divided."""
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
