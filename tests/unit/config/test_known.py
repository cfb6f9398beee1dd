"""Numbers set for a run are known in it: an unknown that would set one leaves it alone, and the run says so."""

from __future__ import annotations

import json

import pytest

import sim
from sim.config import digest, load, to_toml
from sim.errors import ConfigError
from sim.model.digest import plan_digest
from sim.model.world import realise

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
    return realise(plan, 1, replication).number[slot] / plan.unit[slot]


def _drawn(scenario) -> list[float]:
    return realise(sim.plan(scenario), 1, 3).drawn


def test_a_lever_is_pulled_although_an_unknown_sets_the_number(write) -> None:
    """Claim: two values on the command line give two answers; before, each world set the number again."""
    path = write()
    few, many = (sim.run(load(path, [f"{PER_WEEK}={n}"]), replications=4, engine="simpy", workers=1) for n in (1, 9))
    assert few.fingerprint != many.fingerprint
    assert few.outcomes["closure"].mean() > many.outcomes["closure"].mean()
    assert _number(load(path, [f"{PER_WEEK}=9"]), PER_WEEK) == 9.0


def test_an_unknown_goes_on_for_what_is_not_known(write, camp) -> None:
    """Claim: its draw, its other numbers and other users of the same draw are unchanged, bit for bit."""
    path = write(camp + MORE)
    before, after = load(path), load(path, ["floor.watch.at_least=12"])
    assert after.known == ("floor.watch.at_least",)
    assert _drawn(before) == _drawn(after)
    assert _number(after, "floor.watch.at_least") == 12
    for other in ("hold.cargo out.then_d", "site.camp.teams", PER_WEEK):
        assert _number(after, other) == _number(before, other) != 12


def test_a_factor_goes_on_around_what_is_known(write, camp) -> None:
    """Claim: `times` and `plus` still apply, to the new middle."""
    path = write(camp + MORE)
    before, after = load(path), load(path, ["lot.trucks.weight_t=18"])
    assert after.known == ("lot.trucks.weight_t",)
    assert _number(after, "lot.trucks.weight_t") == pytest.approx(2 * _number(before, "lot.trucks.weight_t"))
    assert [lever.apply for lever in sim.plan(after).known] == ["times"]


@pytest.mark.parametrize(
    "change", ["lift.c17.supply={ per_week = 9 }", 'lift.c17.supply={ kind = "fleet", tails = 2 }']
)
def test_a_table_that_is_set_is_known_with_all_that_is_in_it(write, change: str) -> None:
    """Claim: also where the number that the unknown names is gone with the table that had it."""
    scenario = load(write(), [change])
    assert scenario.known == ("lift.c17.supply",)
    assert len(sim.plan(scenario).target) == 0
    assert len(sim.plan(scenario).uncertain) == 1


def test_a_factor_on_what_was_replaced_is_refused(problems, camp) -> None:
    """Claim: a `times` unknown whose number was removed has nothing to multiply."""
    text = (
        camp
        + '\n[uncertainty.p]\nto = ["lift.c17.payload_t.mode"]\napply = "times"\ndraw = { low = 0.9, high = 1.1 }\n'
    )
    text = text.replace("payload_t = { low", 'payload_t = { dist = "triangular", low')
    assert not problems(text)
    (problem,) = problems(text, ("lift.c17.payload_t=40",))
    assert problem.line == text[: text.index("lift.c17.payload_t.mode")].count("\n") + 1
    assert '"p" multiplies it, and lift.c17.payload_t = 40 has no such number' in problem.expectation


def test_a_changed_belief_is_no_known_number(write) -> None:
    """Claim: setting a key of a draw changes the belief, and the unknown stays in use."""
    scenario = load(write(), ["uncertainty.missions.draw.high=50"])
    assert scenario.known == ()
    assert _number(scenario, PER_WEEK) != _number(load(write()), PER_WEEK)


def test_what_is_known_is_read_again(write, tmp_path) -> None:
    """Claim: the file in the results folder gives the same question, to the same digests, and the same statements."""
    first = load(write(), [f"{PER_WEEK}=9"])
    copy = tmp_path / "copy.toml"
    copy.write_text(to_toml(first), encoding="utf-8")
    again = load(copy)
    assert again == first
    assert (digest(again), plan_digest(sim.plan(again))) == (digest(first), plan_digest(sim.plan(first)))
    assert digest(first) != digest(load(write()))
    assert load(copy, [f"{PER_WEEK}=8", "lift.c17.supply.week_cv=0.1"]).known == (PER_WEEK,)


def test_the_run_says_what_is_known(write, tmp_path) -> None:
    """Claim: in a line of the answer, in the summary and in the manifest; and nothing where nothing is."""
    folder = tmp_path / "results"
    study = sim.run(load(write(), [f"{PER_WEEK}=9"]), replications=3, engine="simpy", workers=1, out=folder)
    expected = [{"number": PER_WEEK, "value": 9.0, "unknown": "missions", "apply": "set"}]
    assert json.loads((folder / "summary.json").read_text())["known"] == expected
    assert json.loads((folder / "manifest.json").read_text())["known"] == expected
    assert 'Known lift.c17.supply.per_week = 9 ("missions" does not set it).' in " ".join(str(study).split())
    assert "known" not in sim.run(load(write()), replications=3, engine="simpy", workers=1).summary


def test_both_engines_know_the_same(write, camp) -> None:
    """Claim: a number that is known is known to the compiled engine as well."""
    scenario = load(write(camp + MORE), [f"{PER_WEEK}=9", "lot.trucks.weight_t=8"])
    one, other = (sim.run(scenario, replications=3, engine=engine, workers=1) for engine in ("simpy", "compiled"))
    assert one.fingerprint == other.fingerprint


def test_known_that_names_nothing_unknown_is_refused(problems, camp) -> None:
    """Claim: `known` in a file is used or refused."""
    (problem,) = problems('known = ["lift.c17.supply.per_weak"]\n' + camp)
    assert (problem.line, problem.suggestion) == (1, PER_WEEK)
    assert not problems(f'known = ["{PER_WEEK}"]\n' + camp)


def test_a_mistake_in_a_variant_names_the_option_of_variants(write) -> None:
    """Claim: a change given with --with is reported as --with, whether the key is unknown or a bound is broken."""
    for change in ("lift.c17.seets=3", "lift.c17.cancel=3", "lift.c17"):
        with pytest.raises(ConfigError) as caught:
            load(write(), ["seed=3"], (), [change])
        (problem,) = caught.value.problems
        assert problem.key.startswith("--with lift.c17"), problem


TARGETS = {
    "a date": ("clock.start", "this date may not be uncertain", None),
    "a date that is not stated": ("lot.trucks.leave_after", "expected a date that is stated", None),
    "not stated": ("lot.trucks.value_usd", "this key states none: state it", None),
    "a table": ("lift.c17.supply", "there are several below this: lift.c17.supply.per_week", None),
    "text": ("lift.c17.to", "this key does not hold one", None),
    "beside": ("lot.trucks.wait_t", "dotted path of a number", "lot.trucks.weight_t"),
    "key for a star": ("lift.c17.supply.*", "here it stands for the key per_week", None),
    "all": ("*.*.*", "expected * for names only", None),
    "factors of months": ("lift.*.leg.*.speed_by_month.*", "name the number that it multiplies", None),
    "a star for none": ("lot.*.colour", "none of the numbers that this stands for may be", None),
    "a distribution": ("lift.c17.load_h", "name lift.c17.load_h.mean", None),
    "its mode": ("lift.c17.load_h.mode", "state it as { mean = ..., cv = ... }", None),
}


@pytest.mark.parametrize("case", TARGETS)
def test_a_target_that_is_no_number_says_what_is_there(problems, camp, case: str) -> None:
    """Claim: the cure fits; a number of another lot is never suggested for the date of this one."""
    target, words, near = TARGETS[case]
    if "load_h" in target:
        camp = camp.replace("[lift.c17]", "[lift.c17]\nload_h = { low = 1, mode = 2, high = 4 }")
    found = problems(f'{camp}\n[uncertainty.x]\nto = ["{target}"]\ndraw = {{ low = 1, high = 2 }}\napply = "times"\n')
    assert words in found[0].expectation
    assert found[0].suggestion == near


@pytest.mark.parametrize("to", ['["lot.trucks.count", "lot.trucks.count"]', '["lot.*.count", "lot.trucks.count"]'])
def test_a_number_named_twice_by_one_unknown_is_refused(problems, camp, to: str) -> None:
    """Claim: a factor that would be applied twice, and so squared, is a mistake."""
    entry = f'\n[uncertainty.x]\nto = {to}\napply = "times"\ndraw = {{ low = 1, high = 2 }}\n'
    (problem,) = problems(camp + entry)
    assert problem.expectation == f"expected each number once; {to[1:].split(',')[0]} names lot.trucks.count already"


def test_a_star_stands_for_a_name_with_a_dot_in_it_too(write, camp) -> None:
    """Claim: `lot.*.count` passes over no lot, however it is called."""
    text = camp + MORE + '\n[lot."St. Louis"]\nsite = "camp"\ncategory = "general"\ncount = 1\nweight_t = 2\n'
    scenario = load(write(text))
    plan = sim.plan(scenario)
    heavier = {plan.path[target["slot"]] for target in plan.target if target["operation"] == 1}
    assert heavier == {f"lot.{name}.weight_t" for name in ("guard weapons", "trucks", "St. Louis")}


def test_what_is_set_is_known_also_where_something_else_is_wrong(write, camp) -> None:
    """Claim: a number that was set in place of a distribution is no number that its unknown misses, whatever else is
    wrong: only that is reported.
    """
    text = camp.replace("[lift.c17]", "[lift.c17]\nload_h = { mean = 3, cv = 0.2 }")
    text += '[uncertainty.loading]\nto = ["lift.c17.load_h.mean"]\ndraw = { low = 2, high = 4 }\n'
    overrides = ["lift.c17.load_h=3"]
    assert load(write(text), overrides).lift["c17"].load_h == 3
    with pytest.raises(ConfigError) as failure:
        load(write(text.replace("working = 1", "working = -1")), overrides)
    assert [problem.key for problem in failure.value.problems] == ["site.camp.working"]
