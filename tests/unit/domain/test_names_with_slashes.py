"""Names with a slash: the full name of a station, task or configuration (site or lift, slash, name) must be unique."""

from __future__ import annotations

from typing import Any

import pytest

from sim.analysis.outcomes import fitted
from sim.domain.check import check
from sim.model.compile import plan
from tests.scenarios import base, dated, lift, scenario, staged

FIT = [{"name": "x/y", "seats": 50}, {"name": "plain"}]


def station(name: str, hours: float) -> dict[str, Any]:
    return base(station={name: {"servers": 1, "service_h": hours}})


def task(name: str) -> dict[str, Any]:
    return lift(dated(9), load_h=0.0, task=[{"name": name, "loads": True, "takes_h": 1.0}])


def fit(name: str) -> dict[str, Any]:
    return lift(dated(9), configuration=[{"name": name, "seats": 50}, {"name": "plain"}])


@pytest.mark.parametrize(
    ("sections", "words"),
    [
        (
            {
                "site": {"A": station("b/c", 1.0), "A/b": station("c", 9.0)},
                "lift": {"jet": lift(dated(9), sites=["A", "A/b"])},
                "group": {"some": staged(3, stations=["b/c"]), "others": staged(3, site="A/b", stations=["c"])},
            },
            'site.A/b.station.c: expected another name: in results both this station and "b/c" of',
        ),
        (
            {"lift": {"a": task("b/c"), "a/b": task("c")}, "group": {"some": staged(3)}},
            'lift.a/b.task.0.name: expected another name: in results both this task and "b/c" of "a" would be called',
        ),
        (
            {"lift": {"a": fit("b/c"), "a/b": fit("c")}, "group": {"some": staged(3)}},
            "lift.a/b.configuration.0.name: expected another name: in results both this configuration",
        ),
    ],
    ids=["stations", "tasks", "configurations"],
)
def test_two_entries_with_the_same_full_name_are_refused(sections: dict[str, Any], words: str) -> None:
    """Two entries with the same full name, which would share a row of the plan, are refused."""
    (found,) = check(scenario(checked=False, **sections))
    assert f"{'.'.join(found.path)}: {found.expectation}".startswith(words)


def test_a_slash_in_the_name_of_a_configuration_is_part_of_its_name() -> None:
    """The outcomes have a column for a configuration `x/y`; its name and description give the name in full."""
    made = plan(scenario(group={"some": staged(3)}, lift={"jet": lift(dated(9), configuration=FIT)}))
    names = [(column.name, column.about) for column in fitted.columns(made)]
    assert names[0] == ("flown_as_jet_x/y", "sorties of jet that took off in configuration x/y")
