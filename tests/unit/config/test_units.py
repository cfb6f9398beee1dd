"""For a key in another unit, the error gives the key with the unit that sim wants, and the value converted."""

from __future__ import annotations

import pytest

from sim.domain.check.meant import meant
from sim.domain.nouns import UNITS as INSIDE
from sim.domain.units import in_unit_of, other_unit, wanted

TOML = {
    "pounds": (
        "payload_t = { low = 20, mode = 30, high = 40 }",
        "payload_lb = 90000",
        "payload_t",
        "tonnes: 90000 lb is 40.8233",
    ),
    "a distribution": ("payload_t = {", "payload_lb = {", "payload_t", "tonnes: 1 lb is 0.000453592"),
    "kilograms": ("weight_t = 9", "weight_kg = 9000", "weight_t", "tonnes: 9000 kg is 9"),
    "minutes": ("service_h = 0.5", "service_min = 30", "service_h", "hours: 30 min is 0.5"),
    "days for hours": ("lasts_h = 8", "lasts_days = 2", "lasts_h", "hours: 2 days is 48"),
    "the unit spelt out": ("start = 2024-05-01", "start = 2024-05-01\nhorizon_days = 80", "horizon_d", "unknown key"),
    "miles an hour": ("seats = 50", "seats = 50\nspeed_mph = 400", "speed_kmh", "an hour: 400 mph is 643.738"),
    "knots": ("seats = 50", "seats = 50\nspeed_knots = 400", "speed_kt", "unknown key"),
    "statute miles": (
        "leg.camp = { block_h = 5 }",
        "speed_kt = 450\nleg.camp = { distance_miles = 1852 }",
        "distance_km",
        "kilometres: 1852 miles is 2980.51",
    ),
    "euros": ("seats = 50", "seats = 50\ncharter_eur = 9", "charter_usd", "US dollars: convert it at your"),
    "no unit": ("payload_t = {", "payload = {", "payload_t", "unknown key; did you mean payload_t (in tonnes)?"),
    "a length of a lot": (
        "weight_t = 9",
        "weight_t = 9\nlength_in = 88",
        "length_m",
        "sim wants metres: 88 in is 2.2352",
    ),
    "a volume of a lot": (
        "weight_t = 9",
        "weight_t = 9\nvolume_ft3 = 100",
        "volume_m3",
        "sim wants cubic metres: 100 ft3 is 2.83168",
    ),
    "a distance of a lot": ("weight_t = 9", "weight_t = 9\ndistance_in = 88", None, "expected one of"),
}


@pytest.mark.parametrize("name", TOML)
def test_another_unit_in_a_file_is_refused_with_the_value_converted(camp, problems, name) -> None:
    """There is one error. It suggests the key in the unit that sim wants, if there is such a key. If the key has
    another unit, the error also converts the value, or says how to convert it.
    """
    old, new, near, cure = TOML[name]
    (problem,) = problems(camp.replace(old, new, 1))
    assert (problem.suggestion, cure in str(problem)) == (near, True), problem


def test_another_unit_on_the_command_line_or_in_a_header_is_refused(problems, camp) -> None:
    """A key in another unit is refused in the same way in `--set` and in the header of a manifest."""
    (option,) = problems(overrides=("lift.c17.payload_lb=45000",))
    assert (option.file, option.suggestion) == ("command line", "payload_t")
    assert "tonnes: 45000 lb is 20.4117" in option.expectation
    text = camp.replace("seed = 7", 'seed = 7\nmanifest = ["more.csv"]')
    header = "name,site,category,total_t,item_kg.mean,item_kg.cv\n"
    found = problems(text, more=header + "crates,camp,general,5,45,0.1\n")
    assert [(problem.key, problem.suggestion) for problem in found] == [
        ("item_kg.mean", "item_t.mean"),
        ("item_kg.cv", "item_t.cv"),
    ]
    assert "tonnes: 45 kg is 0.045" in found[0].expectation


def test_another_unit_in_a_target_of_an_unknown_is_refused(camp, problems) -> None:
    """A target of an unknown (`to`) with another unit gives the key with the right unit."""
    (problem,) = problems(camp.replace("lift.c17.supply.per_week", "lift.c17.leg.camp.block_min"))
    assert problem.suggestion == "lift.c17.leg.camp.block_h"
    assert "sim wants hours: 1 min is 0.0166667" in problem.expectation


def test_units_agree_with_those_of_the_model() -> None:
    """Every ending of a key that states a unit has a name for the unit, and conversions agree with the units of
    the model. A key per week is not taken for a key per day. `meant` finds the known key that a wrong key stands for.
    """
    for ending, inside in INSIDE.items():
        if ending.startswith("_per"):
            continue  # a rate, whose unit stands before the word "per"
        key = f"x{ending}"
        assert wanted(key)
        if ending in ("_h", "_d", "_min"):
            assert in_unit_of(key, inside, "s") == pytest.approx(1.0)
        if ending == "_t":
            assert in_unit_of(key, inside, "kg") == pytest.approx(1.0)
        if ending in ("_km", "_kmh"):
            word = "nm" if ending == "_km" else "kt"
            assert in_unit_of(key, inside, word) == pytest.approx(inside * 1.852)
    assert other_unit("pace_per_week", ("pace_per_day",)) is None
    assert meant("weigth_t", ("weight_t", "pallets")) == ("", "weight_t", None)
    assert meant("load_per_t_min", ("load_per_t_h", "load_h"), 30)[1] == "load_per_t_h"
