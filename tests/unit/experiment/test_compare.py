"""Comparisons of plans on common random numbers: which plan is best, how certain that is, and elimination."""

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
    """Return a comparison of three plans: 60 people (the case as written), 50 and 90."""
    return small()


@pytest.fixture(scope="module")
def race() -> Comparison:
    """Return a comparison with elimination of four plans: 60 people (the case as written), 50, 90 and 70."""
    return raced({**PLANS, "some": {PEOPLE: 70}})


# ------------------------------------------------------------------------------------------------- all plans


def test_each_plan_is_a_run_on_common_random_numbers() -> None:
    """Counts, dates and differences equal those of single runs of the changed scenarios with the same seed."""
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


def test_shared_worlds_have_the_same_effect_as_in_a_study() -> None:
    """If four histories share each world, estimates and differences are those of the two studies."""
    found = small({"more": {PEOPLE: 90}}, replications=40, inner=4)
    one, two = found.studies.values()
    assert (found["more"].seen, found["more"].paired) == (two.probability(), two.against(one))
    assert found["more"].seen.worlds == 10


def test_intervals_hold_the_known_probability(three: Comparison) -> None:
    """With the seed of this test, the interval of each plan contains the plan's exact probability, a binomial
    sum.
    """
    for name, people in (("case", 60), ("fewer", 50), ("more", 90)):
        assert three[name].seen.low < on_time(people) < three[name].seen.high


def test_the_answer_names_plans_that_are_worse_beyond_chance(three: Comparison) -> None:
    """The answer says that the plan with 90 people is worse than that with 50 beyond sampling error, and that
    the plan with 60 may be the best too.
    """
    assert three.best.name == "fewer"
    assert [each.beaten_by for each in three.outcomes] == [None, None, "fewer"]
    words = answer(three)
    assert words[0].startswith("Best: fewer, P(deadline) = 0.9")
    assert words[0].endswith("on case.")
    assert words[1].startswith("Not distinguishable from fewer after 200 histories")
    assert words[1].endswith(": case.")
    assert words[2].startswith("Worse: more (than fewer); 95 % sure")


def test_plans_that_do_equally_well() -> None:
    """If all plans do equally well, none is called the best."""
    found = small({"slow": {"lift.jet.speed_kt": 300}, "few": {PEOPLE: 59}}, replications=50)
    first, second, *_ = answer(found)
    assert first == f"No plan has a better chance than another: P(deadline) is {chance(found.best.seen)} in all."
    assert second == "Not distinguishable after 50 histories on the same random numbers: case, slow, few."


def test_a_plan_that_equals_another_is_named() -> None:
    """A plan that states the same as another plan is named, and its difference is exactly 0. A plan that changes
    no history, although it states another value, is named too.
    """
    plans = {"same": {PEOPLE: 60}, "idle": {"lift.jet.speed_kt": 300}, "more": {PEOPLE: 90}}
    found = small(plans, replications=50)
    assert [each.same_as for each in found.outcomes] == [None, "case", None, None]
    assert 'same and "case" are the same plan.' in found.notes
    same = 'idle: in 50 histories, milestone (met or missed), closing date, tonnes and cost are those of "case".'
    assert same in found.notes
    assert found["same"].paired is not None
    assert found["same"].paired.difference.value == 0.0


def test_another_scenario() -> None:
    """Another scenario may be a plan. Its seed is not used, and its deadline is named if it differs. The days
    of all plans are counted from the same day. A scenario that differs only in its name is the same plan.
    """
    later = with_values(question(60), {"milestone.deadline.by": "2024-01-20", "seed": 9, "clock.horizon_d": 60})
    early = with_values(question(60), {"clock.start": "2023-12-31T00:00:00Z"})
    copy = question(60).model_copy(update={"name": "copy"})
    found = small({"later": later, "early": early, "copy": copy}, replications=20)
    assert "All plans use seed 1; the seed of later is not used." in found.notes
    assert "Dates differ: case by 2024-02-29, later by 2024-01-20." in found.notes
    assert found["copy"].same_as == "case"
    assert found["early"].paired is not None
    assert found["early"].paired.closure_d.value == pytest.approx(0.0)


def test_the_plan_whose_seed_is_not_used_is_named() -> None:
    """The answer names each plan whose own seed is not used: the other plan, the baseline, or both."""
    other = with_values(question(60), {"seed": 9})
    for seed, unused in ((1, "other"), (9, "case"), (7, "case, other")):
        found = small({"other": other}, replications=5, seed=seed)
        assert f"All plans use seed {seed}; the seed of {unused} is not used." in found.notes


def test_milestones_that_differ_are_named() -> None:
    """If a comparison is about all milestones together and a plan has other milestones than the baseline, the
    answer says so.
    """
    half = {"half": {"by": "2024-01-05", "of": "people", "share": 0.5}}
    found = small({"two": question(60, milestone=half)}, replications=5, milestone="all")
    assert "The milestones of two differ from those of case." in found.notes


def test_tonnes_not_shipped_are_a_criterion() -> None:
    """Tonnes not shipped are a criterion: a plan that ships less and is less likely to be on
    time is dominated.
    """
    found = sim.compare(sim.load(TINY), {"small": {"lift.aircraft.payload_t": 3}}, replications=20, workers=1)
    assert found.criteria == ("probability", "tonnes not shipped")
    assert found["small"].not_shipped_t == 3.0
    assert (found["tiny"].on_front, found["small"].on_front) == (True, False)
    assert (found["small"].dominated_by, found["small"].front_settled) == (("tiny",), True)


def test_cost_is_a_criterion_if_all_plans_state_prices() -> None:
    """If all plans have prices, cost is a criterion: a plan that costs more and gains nothing is dominated."""
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
def test_prices_of_levers_add_to_the_cost(plans: dict[str, Any], eliminate: bool) -> None:
    """The price of a lever's steps is added to the cost, whether a plan sets the lever or its key. A plan that
    pays for steps without effect is dominated.
    """
    idle = {"payload": {"to": ["lift.jet.payload_t"], "values": [40, 42], "usd_per_step": 5e5}}
    asked = question(80, lever=PRICED | idle, price={"per_diem_usd": 10.0})
    found = sim.compare(
        asked, {"more": plans, "waste": {"payload": 42}}, replications=100, workers=1, eliminate=eliminate, error=0.4
    )
    assert found.criteria == ("probability", "cost", "tonnes not shipped")
    assert [each.levers_usd for each in found.outcomes] == [0.0, 2e6, 5e5]
    assert found["waste"].spent_usd == 5e5 + (found["waste"].cost_usd or 0.0) > 5e5
    assert (found["waste"].on_front, found["more"].on_front) == (False, True)


def test_the_cost_without_other_prices_is_that_of_levers(tmp_path: Path) -> None:
    """Without other prices the cost is that of the levers, and table, JSON and figure show it."""
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
    """Of 50, 60, 70 and 90 people, the plan with 50 is left, and no plan is eliminated later than a
    better one.
    """
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
    """Elimination ends if the plans differ by less than the indifference. The answer says that the choice may
    depend on other criteria.
    """
    found = raced({"idle": {"lift.jet.speed_kt": 300}}, indifference=0.05)
    assert found.ended is not None
    assert (found.ended.says, dict(found.ended.out)) == ("no matter", {})
    assert "They differ by less than 0.05 (95 % sure): choose by other criteria." in answer(found)[1]


def test_an_elimination_that_runs_out() -> None:
    """If the histories are used up, the answer says which plans are left and how to continue."""
    found = raced({"fewer": {PEOPLE: 50}}, replications=60)
    assert found.ended is not None
    assert (found.ended.says, found.ended.rounds) == ("open", 60)
    assert "Not decided after 60 histories: case, fewer are left." in answer(found)[1]
    assert "(-n 120)" in answer(found)[1]


def test_an_elimination_draws_the_random_numbers_of_runs() -> None:
    """In an elimination each plan has as many histories in time, and the same median closure, as a study of the
    plan with the same seed.
    """
    found = raced(replications=60, seed=7)
    for name, people in (("case", 60), ("more", 90)):
        study = sim.run(with_values(question(60), {PEOPLE: people}), replications=found[name].seen.n, seed=7, workers=1)
        assert found[name].seen.met == int(np.count_nonzero(study.outcomes["met_deadline"]))
        assert found[name].closure == study.closure["p50"]


def test_an_interrupted_elimination_continues(tmp_path: Path) -> None:
    """After Ctrl-C the same call uses the finished trials and runs only the others. CSV and JSON have the
    same bytes as after an undisturbed call on other workers.
    """
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
