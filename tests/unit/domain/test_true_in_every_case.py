"""Messages about movers, unknowns and sizes are true in every case in which they are shown, and their remedies help.

Each test has a case in which such a message could easily be untrue, or propose a remedy that gives the same error.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from sim.domain.check import check
from tests.unit.domain.conftest import built, errors, noted

ALONE: dict[str, Any] = {
    **{"sites": ["north"], "to": "home", "supply": {"per_week": 1}, "payload_t": 10, "leg": {"north": {"block_h": 1}}},
}
SOUTH_ONLY = {"sites": ["south"], "leg": {"south": {"block_h": 5}}}
HUB = {"kind": "hub"}


# Movers without a way out


def test_lifts_without_seats_beside_one_whose_seats_an_unknown_adds() -> None:
    """If a group names a lift without seats, the error proposes the lift to which an unknown may give seats."""
    found = errors(
        lift={"a": ALONE | {"seats": 0}, "c17": SOUTH_ONLY, "b": ALONE | {"seats": 0}},
        group={"guards": {"lifts": ["a"]}},
        uncertainty={"u": {"to": ["lift.b.seats"], "draw": {"low": 0, "high": 50}}},
    )
    assert found["group.guards.lifts"] == (
        '["a"]',
        "expected a lift that takes it out of the country from north: b; a has no seats",
    )


def test_lifts_that_could_not_take_a_mover_are_not_proposed() -> None:
    """A lift without seats that the group names already is not proposed again."""
    found = errors(lift={"a": ALONE | {"seats": 0}}, group={"guards": {"lifts": ["a"]}})
    words = "expected a lift that takes it out of the country from north: c17; a has no seats"
    assert found["group.guards.lifts"][1] == words


def test_a_site_that_lifts_serve_is_not_said_to_have_none() -> None:
    """If one lift from the site has no seats and the other goes to a hub, the error gives both reasons."""
    found = errors(
        site={"hub": HUB},
        lift={"a": ALONE | {"seats": 0}, "c17": SOUTH_ONLY, "bus": ALONE | {"to": "hub", "seats": 9}},
    )
    words = (
        "expected a lift that takes it out of the country from north: a has no seats; bus goes to hub (state routes)"
    )
    assert found["group.guards"] == (None, words)


def test_a_lift_to_a_hub_abroad_is_not_said_to_stay_in_the_country() -> None:
    """Without routes, a mover needs a lift to an APOD; the message says to which sites the lifts go."""
    hub = {"abroad": {"kind": "hub", "abroad": True}}
    found = errors(site=hub, lift={"c17": SOUTH_ONLY, "bus": ALONE | {"to": "abroad"}})
    words = "expected routes, as no lift from north goes to an APOD (bus goes to abroad)"
    assert found["group.guards.routes"] == (None, words)


def test_a_lift_that_lifts_no_one_names_a_payload_that_would() -> None:
    """The proposed payload allows for the factor 0.5 on the payload out of the site: a person of 0.181 t needs
    0.362 t. This payload is accepted.
    """
    weak = ALONE | {"leg": {"north": {"block_h": 1, "payload_by_hour": [0.5] * 24}}, "seats": 9}
    value, words = errors(lift={"a": weak | {"payload_t": 0.3}})["lift.a.payload_t"]
    assert value == "0.3"
    assert words.startswith("expected at least 0.362 (multiplied by 0.5, the largest factor of payload_by_month and")
    assert "lift.a.payload_t" not in errors(lift={"a": weak | {"payload_t": 0.362}})


def test_too_many_positions_are_shown_as_stated() -> None:
    """The error shows `pallets` as the file states it, 10. An item of 9 t takes 19 positions, since 1 position
    per tonne is added.
    """
    value, words = errors(lot={"trucks": {"pallets": 10, "pallets_per_t": 1}})["lot.trucks.pallets"]
    assert (value, "9 t on 19 pallet positions" in words) == ("10", True)


# Unknowns


def test_known_parts_that_do_not_add_up() -> None:
    """If every part is known, the parts must add up to the total. Parts of 0.1 and 0.2 are accepted for a total
    of 0.3.
    """
    paths = ["lift.c17.refuse", "lift.c17.cancel"]

    def errors(**sections: Any) -> dict[str, tuple[str | None, str]]:
        scenario = built(**sections).model_copy(update={"known": tuple(paths)})
        return {".".join(each.path): (each.value, each.expectation) for each in check(scenario)}

    apart = {"u": {"to": paths, "parts": [1, 1]}}
    found = errors(lift={"c17": {"refuse": 0.3, "cancel": 0.3}}, uncertainty=apart)
    words = "expected the parts, which are all known, to add up to total = 1; lift.c17.refuse = 0.3, "
    assert found["uncertainty.u"][1] == f"{words}lift.c17.cancel = 0.3"
    total = {"u": {"to": paths, "parts": [1, 1], "total": 0.3}}
    assert not errors(lift={"c17": {"refuse": 0.1, "cancel": 0.2}}, uncertainty=total)


def test_large_numbers_are_not_called_endless() -> None:
    """The error says that a draw has no upper end only if it has none; for a large end, it gives the number."""
    wide = {"lift.c17.charter_usd": {"draw": {"low": -5e6, "high": 9e6}}}
    words = errors(lift={"c17": {"charter_usd": 5e6}}, uncertainty=wide)["uncertainty.lift.c17.charter_usd"][1]
    assert "do not meet this (-5e+06)" in words
    words = errors(uncertainty={"lift.c17.refuse": {"draw": {"mean": 0.2, "cv": 1}}})["uncertainty.lift.c17.refuse"][1]
    assert "do not meet this (without an upper end)" in words


def test_a_switch_is_not_called_a_number() -> None:
    """The error for a target that is true or false says so."""
    words = errors(uncertainty={"lift.c17.uses_ramp": {"draw": {"low": 1, "high": 2}}})
    assert words["uncertainty.lift.c17.uses_ramp"][1] == "expected a number; this key is true or false"


@pytest.mark.parametrize(
    ("target", "words"),
    [
        ("lift.c17", "expected one number; this path has several: lift.c17.supply.per_week, "),
        ("lift.c17.load_h", "expected one number; this key holds a distribution: state it as { mean = "),
        ("lift.c17.offload_h.mean", "this number may not be uncertain: state it as { mean = "),
        ("uncertainty.other.draw.low", "expected a number outside [uncertainty], whose own numbers may not be "),
    ],
)
def test_the_error_says_what_a_target_is_that_is_no_number(target: str, words: str) -> None:
    """The error says what the target is (an entry, a distribution, a parameter of one, a number of a draw), and
    suggests no similar name.
    """
    timed = {"load_h": {"values": [1, 2]}, "offload_h": {"dist": "weibull", "mean": 1, "cv": 0.5}}
    other = {"to": ["lift.c17.refuse"], "draw": {"low": 0, "high": 0.1}}
    unknowns = {"other": other, "u": {"to": [target], "draw": {"low": 1, "high": 2}}}
    (found,) = check(built(lift={"c17": timed}, uncertainty=unknowns))
    assert found.expectation.startswith(words)
    assert found.suggestion is None


def test_a_supply_is_not_called_a_date() -> None:
    """The error for the kind of a supply, here `dated`, does not call this key a date."""
    dated = {"c17": {"supply": {"missions": [{"at": date(2024, 6, 1)}]}}}
    words = errors(lift=dated, uncertainty={"lift.c17.supply.kind": {"draw": {"low": 1, "high": 2}}})
    assert words["uncertainty.lift.c17.supply.kind"][1] == "expected a number; this key does not hold one"


def test_a_misspelt_key_after_a_star_is_recognised() -> None:
    """The error for a pattern that matches nothing says so, and suggests the pattern with the right key."""
    target = "lift.*.paylod_t"
    scenario = built(lift={"c17": {"payload_t": 30}}, uncertainty={target: {"draw": {"low": 20, "high": 30}}})
    (found,) = check(scenario)
    assert "no such number has a path of this form" in found.expectation
    assert found.suggestion == "lift.*.payload_t"


@pytest.mark.parametrize(
    ("sections", "at", "words"),
    [
        ({"permission": {"visas": {"arrivals": ["staff"], "opens_after_d": 9}}}, "visas", "(permission visas)"),
        ({}, "", "(they are random)"),
    ],
)
def test_parties_that_would_arrive_in_pieces(sections: dict[str, Any], at: str, words: str) -> None:
    """The message says why the arrivals of a unit that travels whole are not known in advance. The remedy that it
    proposes, parties of a stated size that arrive in batches of this size, is accepted.
    """
    random = {"begins": date(2024, 6, 1), "until": date(2024, 7, 1)} | ({} if at else {"pattern": "random"})
    group = {"staff": {"together": "all", "arrives": random}}
    text = errors(group=group, **sections)["group.staff.together"][1]
    assert words in text
    assert 'state a number instead of "all", and arrives.batch as a multiple of it' in text
    cured = {"staff": {"together": 50, "arrives": random | {"batch": 50}}}
    assert not errors(group=cured, **sections)


def test_parties_by_timetable_are_not_to_be_put_into_batches() -> None:
    """A timetable has no batches, so the message says to state a span with a batch instead. This is accepted."""
    visas = {"visas": {"arrivals": ["staff"], "opens_after_d": 9}}
    rows = {"timetable": [{"at": date(2024, 6, 1), "number": 50}]}
    text = errors(group={"staff": {"together": 5, "arrives": rows}}, permission=visas)["group.staff.together"][1]
    assert text.endswith("state begins, until and a batch instead of the timetable, or leave out together")
    batches = {"begins": date(2024, 6, 1), "until": date(2024, 6, 2), "batch": 5}
    assert not errors(group={"staff": {"together": 5, "arrives": batches}}, permission=visas)


def test_a_batch_larger_than_those_who_have_yet_to_come() -> None:
    """Members that are staged at the start do not arrive later. So a batch of 10 gets a notice if 45 of 50 members
    are staged at the start, as only 5 arrive.
    """
    arrives = {"begins": date(2024, 6, 1), "until": date(2024, 7, 1), "batch": 10}
    group = {"staff": {"arrives": arrives, "start": {"staged": 45}}}
    words = noted(group=group)["group.staff.arrives.batch"]
    assert words == "at most 5 of staff come, so all of them arrive together; state 5 or less"


def test_a_batch_that_an_unknown_changes() -> None:
    """If an unknown changes the batch, the message says to set the batch and to let no unknown change it."""
    arrives = {"begins": date(2024, 6, 1), "until": date(2024, 7, 1), "pattern": "random", "batch": 5}
    unknown = {"group.staff.arrives.batch": {"draw": {"values": [5, 10]}}}
    text = errors(group={"staff": {"together": 5, "arrives": arrives}}, uncertainty=unknown)["group.staff.together"][1]
    assert text.endswith("set arrives.batch to 5, and let no unknown change it")


# Numbers that a message proposes


def test_a_duty_day_as_long_as_the_message_says_is_accepted() -> None:
    """The hours in the message are rounded up, so that a duty day of these hours is accepted."""
    crew = {"crews": 2, "duty_h": 10, "report_h": 5.0444}
    words = errors(lift={"c17": {"crew": crew}})["lift.c17.crew.duty_h"][1]
    assert words == "expected at least report_h and one leg between south and home, 10.05 h in all"
    assert not errors(lift={"c17": {"crew": crew | {"duty_h": 10.05}}})


def test_a_quantile_as_large_as_the_message_says_is_accepted() -> None:
    """The largest quantile in the message is rounded down, so that this quantile is accepted."""
    for small in (1.0, 1.7, 2.3, 3.1):
        drawn = {"dist": "lognormal", "p05": small * 1e-3, "p10": 1000.0}
        words = errors(lift={"c17": {"load_h": drawn}})["lift.c17.load_h.p10"][1]
        most = float(words.split()[3])
        assert "lift.c17.load_h.p10" not in errors(lift={"c17": {"load_h": drawn | {"p10": most}}})


def test_recovery_that_an_unknown_states() -> None:
    """A breakdown needs no stated `recover_h` if an unknown sets it."""
    unknown = {"lift.c17.recover_h": {"draw": {"low": 1, "high": 2}}}
    assert not errors(lift={"c17": {"breakdown": 0.1}}, uncertainty=unknown)


def test_a_limit_that_only_an_unknown_exceeds() -> None:
    """If the stated number is within the limit, the message says how large the unknown can make it."""
    ways = [{"name": "cargo", "pallets": 10}, {"name": "seats", "pallets": 8}]
    unknown = {"lift.c17.configuration.0.pallets": {"draw": {"low": 10, "high": 30}}}
    value, words = errors(lift={"c17": {"configuration": ways}}, uncertainty=unknown)[
        "lift.c17.configuration.0.pallets"
    ]
    assert value == "10"
    assert words.endswith("with [uncertainty] this one is up to 30")


def test_a_payload_above_the_structural_limit() -> None:
    """A configuration with a payload above `max_payload_t` of the lift is refused; the error names this limit."""
    ways = [{"name": "cargo", "payload_t": 90}, {"name": "seats", "payload_t": 20}]
    words = errors(lift={"c17": {"configuration": ways, "max_payload_t": 60}})["lift.c17.configuration.0.payload_t"][1]
    assert words == "expected no more than lift.c17.max_payload_t (60), which no configuration may exceed"


def test_failures_that_only_an_unknown_makes_endless() -> None:
    """If only an unknown makes the chance of failure too large, the error shows the stated chance, and says how
    large the unknown can make it.
    """
    unknown = {"site.north.station.wash.fail": {"draw": {"low": 0, "high": 1}}}
    wash = {"north": {"station": {"wash": {"servers": 9, "service_h": {"low": 0, "high": 0.001}, "fail": 0.1}}}}
    value, words = errors(site=wash, group={"guards": {"count": 90_000, "stations": ["wash"]}}, uncertainty=unknown)[
        "site.north.station.wash.fail"
    ]
    assert value == "0.1"
    assert words.endswith(" visits in all; with [uncertainty] the chance is up to 1")


def test_light_people_are_not_to_be_put_into_containers() -> None:
    """For people who weigh almost nothing, the error names the unit of the key, as a wrong unit is the likely
    cause.
    """
    words = errors(group={"staff": {"weight_t": 0.0004}})["group.staff.weight_t"][1]
    assert words.endswith("weight_t is in tonnes; state whole kilograms, such as 0.181")


def test_positions_by_weight_are_reported_at_their_own_key() -> None:
    """Positions that follow from `pallets_per_t` alone are reported at this key, with its value."""
    found = errors(lot={"trucks": {"count": 900, "weight_t": 1.0, "pallets_per_t": 0.0004}})
    assert found["lot.trucks.pallets_per_t"][0] == "0.0004"
