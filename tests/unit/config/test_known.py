"""A number that `--set` states is known in that run: no unknown sets it, and the run says so."""

from __future__ import annotations

import json
import re

import pytest

import sim
from sim.config import digest, load, to_toml
from sim.errors import ConfigError
from sim.model.digest import plan_digest
from sim.model.world import make_world

PER_WEEK = "lift.c17.supply.per_week"
MORE = """
[uncertainty."two at once"]
to = ["floor.watch.at_least", "hold.cargo out.then_d"]
draw = { low = 5, high = 15 }

[uncertainty."the same again"]
to = ["site.camp.teams"]
same_as = "two at once"
slope = 0.2

[uncertainty.heavier]
to = ["lot.*.weight_t"]
apply = "times"
draw = { low = 0.5, high = 1.5 }
"""


def _number(scenario, path: str, replication: int = 3) -> float:
    plan = sim.plan(scenario)
    slot = plan.path.index(path)
    return make_world(plan, 1, replication).number[slot] / plan.unit[slot]


def _drawn(scenario) -> list[float]:
    return make_world(sim.plan(scenario), 1, 3).drawn


def test_a_stated_number_changes_the_answer_although_an_unknown_draws_it(write) -> None:
    """If `--set` states a number that an unknown draws, the answer depends on the value that is stated."""
    path = write()
    few, many = (sim.run(load(path, [f"{PER_WEEK}={n}"]), replications=4, engine="simpy", workers=1) for n in (1, 9))
    assert few.fingerprint != many.fingerprint
    assert few.outcomes["closure"].mean() > many.outcomes["closure"].mean()
    assert _number(load(path, [f"{PER_WEEK}=9"]), PER_WEEK) == 9.0


def test_an_unknown_still_draws_its_other_numbers(write, camp) -> None:
    """If `--set` states one of the two numbers of an unknown, the draw stays the same, bit for bit, for the other
    number and for an unknown that uses the same draw (`same_as`).
    """
    path = write(camp + MORE)
    before, after = load(path), load(path, ["floor.watch.at_least=12"])
    assert after.known == ("floor.watch.at_least",)
    assert _drawn(before) == _drawn(after)
    assert _number(after, "floor.watch.at_least") == 12
    for other in ("hold.cargo out.then_d", "site.camp.teams", PER_WEEK):
        assert _number(after, other) == _number(before, other) != 12


def test_a_factor_applies_to_the_number_that_was_set(write, camp) -> None:
    """An unknown with `times` multiplies the number that was set."""
    path = write(camp + MORE)
    before, after = load(path), load(path, ["lot.trucks.weight_t=18"])
    assert after.known == ("lot.trucks.weight_t",)
    assert _number(after, "lot.trucks.weight_t") == pytest.approx(2 * _number(before, "lot.trucks.weight_t"))
    assert [lever.apply for lever in sim.plan(after).known] == ["times"]


@pytest.mark.parametrize(
    "change", ["lift.c17.supply={ per_week = 9 }", 'lift.c17.supply={ kind = "fleet", tails = 2 }']
)
def test_all_numbers_of_a_table_that_was_set_are_known(write, change: str) -> None:
    """All numbers of a table that was set are known, also if the new table lacks the number of the unknown."""
    scenario = load(write(), [change])
    assert scenario.known == ("lift.c17.supply",)
    assert len(sim.plan(scenario).target) == 0
    assert len(sim.plan(scenario).uncertain) == 1


def test_a_factor_without_its_number_is_refused(problems, camp) -> None:
    """An unknown that multiplies the mode of a distribution is refused if `--set` states one number in place of
    the distribution.
    """
    text = (
        camp
        + '\n[uncertainty.p]\nto = ["lift.c17.payload_t.mode"]\napply = "times"\ndraw = { low = 0.9, high = 1.1 }\n'
    )
    text = text.replace("payload_t = { low", 'payload_t = { dist = "triangular", low')
    assert not problems(text)
    (problem,) = problems(text, ("lift.c17.payload_t=40",))
    assert problem.line == text[: text.index("lift.c17.payload_t.mode")].count("\n") + 1
    cure = "set lift.c17.payload_t.mode instead of lift.c17.payload_t, or name another number in `to`"
    assert f'lift.c17.payload_t = 40 replaced it, and "p" multiplies it: {cure}' in problem.expectation
    assert not problems(text, ("lift.c17.payload_t.mode=32",))


def test_a_factor_of_a_number_that_became_a_table_is_refused(problems, camp) -> None:
    """An unknown that adds to a number is refused if `--set` states a distribution in place of the number. The
    remedy in the error, to state one number, works.
    """
    text = re.sub(r"payload_t = \{.*\}", "payload_t = 40", camp)
    text += '\n[uncertainty.p]\nto = ["lift.c17.payload_t"]\napply = "plus"\ndraw = { low = 1, high = 2 }\n'
    assert not problems(text)
    (problem,) = problems(text, ("lift.c17.payload_t={ low = 30, mode = 40, high = 50 }",))
    assert 'lift.c17.payload_t = {...} replaced it, and "p" adds to it: state one number there' in problem.expectation
    assert not problems(text, ("lift.c17.payload_t=40",))


def test_a_changed_distribution_is_no_known_number(write) -> None:
    """Setting a key of an unknown's distribution changes the distribution, and the unknown stays in use."""
    scenario = load(write(), ["uncertainty.missions.draw.high=50"])
    assert scenario.known == ()
    assert _number(scenario, PER_WEEK) != _number(load(write()), PER_WEEK)


def test_known_numbers_are_written_and_read_again(write, tmp_path) -> None:
    """A scenario with a known number, written and loaded again, is equal to the original, with the same digests.
    If `--set` then states the known number again, and a number that no unknown draws, the list of known numbers stays
    as it is.
    """
    first = load(write(), [f"{PER_WEEK}=9"])
    copy = tmp_path / "copy.toml"
    copy.write_text(to_toml(first), encoding="utf-8")
    again = load(copy)
    assert again == first
    assert (digest(again), plan_digest(sim.plan(again))) == (digest(first), plan_digest(sim.plan(first)))
    assert digest(first) != digest(load(write()))
    assert load(copy, [f"{PER_WEEK}=8", "lift.c17.supply.week_cv=0.1"]).known == (PER_WEEK,)


def test_the_run_names_the_known_numbers(write, tmp_path) -> None:
    """Answer, summary and manifest name the number that was set. If none was set, the summary has no such
    entry.
    """
    folder = tmp_path / "results"
    study = sim.run(load(write(), [f"{PER_WEEK}=9"]), replications=3, engine="simpy", workers=1, out=folder)
    expected = [{"number": PER_WEEK, "value": 9.0, "unknown": "missions", "apply": "set"}]
    assert json.loads((folder / "summary.json").read_text())["known"] == expected
    assert json.loads((folder / "manifest.json").read_text())["known"] == expected
    assert 'Known lift.c17.supply.per_week = 9 ("missions" does not set it).' in " ".join(str(study).split())
    assert "known" not in sim.run(load(write()), replications=3, engine="simpy", workers=1).summary


def test_both_engines_use_the_known_number(write, camp) -> None:
    scenario = load(write(camp + MORE), [f"{PER_WEEK}=9", "lot.trucks.weight_t=8"])
    one, other = (sim.run(scenario, replications=3, engine=engine, workers=1) for engine in ("simpy", "compiled"))
    assert one.fingerprint == other.fingerprint


def test_a_known_name_that_no_unknown_draws_is_refused(problems, camp) -> None:
    """A name in `known` that no unknown draws is refused; the error suggests the nearest one that is drawn."""
    (problem,) = problems('known = ["lift.c17.supply.per_weak"]\n' + camp)
    assert (problem.line, problem.suggestion) == (1, PER_WEEK)
    assert not problems(f'known = ["{PER_WEEK}"]\n' + camp)


def test_a_wrong_name_in_known_is_refused_beside_set_too(write, camp) -> None:
    """A name in `known` that no unknown draws is also refused if `--set` makes another number known."""
    path = write('known = ["lift.c17.supply.per_weak"]\n' + camp)
    with pytest.raises(ConfigError) as caught:
        load(path, [f"{PER_WEEK}=9"])
    (problem,) = caught.value.problems
    assert (problem.line, problem.suggestion) == (1, PER_WEEK)


def test_a_mistake_in_a_plan_is_reported_at_the_option_with(write) -> None:
    """An unknown key, a value out of bounds and a missing value in --with are each reported at --with."""
    for change in ("lift.c17.seets=3", "lift.c17.cancel=3", "lift.c17"):
        with pytest.raises(ConfigError) as caught:
            load(write(), ["seed=3"], (), [change])
        (problem,) = caught.value.problems
        assert problem.key.startswith("--with lift.c17"), problem


TARGETS = {
    "a date": ("clock.start", "this date may not be uncertain", None),
    "a date that is not stated": ("lot.trucks.leave_after", "expected a date that is stated", None),
    "not stated": ("lot.trucks.value_usd", "this key is not stated: state it", None),
    "a table": ("lift.c17.supply", "this path has several: lift.c17.supply.per_week", None),
    "text": ("lift.c17.to", "this key does not hold one", None),
    "beside": ("lot.trucks.wait_t", "dotted path of a number", "lot.trucks.weight_t"),
    "key for a star": ("lift.c17.supply.*", "here it stands for the key per_week", None),
    "all": ("*.*.*", "expected * for names only", None),
    "factors of months": ("lift.*.leg.*.speed_by_month.*", "name the number that it multiplies", None),
    "a star that matches nothing": ("lot.*.colour", "no such number has a path of this form", None),
    "a distribution": ("lift.c17.load_h", "name lift.c17.load_h.mean", None),
    "its mode": ("lift.c17.load_h.mode", "state it as { mean = ..., cv = ... }", None),
}


@pytest.mark.parametrize("case", TARGETS)
def test_a_target_that_is_no_number_is_refused_with_what_it_is(problems, camp, case: str) -> None:
    """The error for a wrong target of an unknown says what the target is. It suggests a similar key only if that
    is the key of a number of the same entry.
    """
    target, words, near = TARGETS[case]
    if "load_h" in target:
        camp = camp.replace("[lift.c17]", "[lift.c17]\nload_h = { low = 1, mode = 2, high = 4 }")
    found = problems(f'{camp}\n[uncertainty.x]\nto = ["{target}"]\ndraw = {{ low = 1, high = 2 }}\napply = "times"\n')
    assert words in found[0].expectation
    assert found[0].suggestion == near


@pytest.mark.parametrize("to", ['["lot.trucks.count", "lot.trucks.count"]', '["lot.*.count", "lot.trucks.count"]'])
def test_a_number_named_twice_by_one_unknown_is_refused(problems, camp, to: str) -> None:
    """An unknown that names a number twice is refused, since its factor would be applied twice."""
    entry = f'\n[uncertainty.x]\nto = {to}\napply = "times"\ndraw = {{ low = 1, high = 2 }}\n'
    (problem,) = problems(camp + entry)
    assert problem.expectation == f"expected each number once; {to[1:].split(',')[0]} names lot.trucks.count already"


def test_a_star_matches_names_with_dots(write, camp) -> None:
    """`lot.*.weight_t` includes every lot, also one whose name has a dot or a blank."""
    text = camp + MORE + '\n[lot."St. Louis"]\nsite = "camp"\ncategory = "general"\ncount = 1\nweight_t = 2\n'
    scenario = load(write(text))
    plan = sim.plan(scenario)
    heavier = {plan.path[target["slot"]] for target in plan.target if target["operation"] == 1}
    assert heavier == {f"lot.{name}.weight_t" for name in ("guard weapons", "trucks", "St. Louis")}


def test_a_number_that_was_set_causes_no_error_beside_another_one(write, camp) -> None:
    """If `--set` states a number in place of a distribution whose mean an unknown draws, the scenario loads. If
    the file then has an error elsewhere, only that error is reported, and not the missing mean.
    """
    text = camp.replace("[lift.c17]", "[lift.c17]\nload_h = { mean = 3, cv = 0.2 }")
    text += '[uncertainty.loading]\nto = ["lift.c17.load_h.mean"]\ndraw = { low = 2, high = 4 }\n'
    overrides = ["lift.c17.load_h=3"]
    assert load(write(text), overrides).lift["c17"].load_h == 3
    with pytest.raises(ConfigError) as failure:
        load(write(text.replace("working = 1", "working = -1")), overrides)
    assert [problem.key for problem in failure.value.problems] == ["site.camp.working"]
