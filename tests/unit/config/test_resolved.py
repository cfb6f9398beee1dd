"""The resolved configuration (a scenario written with all values of its files), the digest, the schema, a starter."""

from __future__ import annotations

import json
import tomllib
from datetime import date, datetime, time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.config import EDITOR_HINT, digest, json_schema, load, starter_text, to_toml, write_starter
from sim.config.literal import literal
from sim.domain.scenario import Scenario
from sim.errors import ConfigError

RICH = """
[permission.overflight]
lifts = ["c17"]
opens_after_d = { low = 7, mode = 14, high = 30 }

[site.camp.position]
lat = 13.5
lon = 2.2

[lift.tails]
sites = ["camp"]
to = "home"
supply = { tails = 2, begin_at = "site" }
payload_t = { values = [10, 12.5] }
load_h = { dist = "triangular", low = 1, mode = 2, high = 3 }
offload_h = { dist = "gamma", mean = 2, cv = 0.5 }
turn_h = { dist = "exponential", mean = 1 }
repair_h = { dist = "weibull", p50 = 3, p95 = 9 }
leg.camp = { block_h = { low = 4, high = 6 } }

[lift.charter]
sites = ["camp"]
to = "home"
rule = "shares"
shares = { camp = 1 }
supply = { missions = [{ at = 2024-06-01 }, { at = 2024-06-02T10:00:00+02:00, site = "camp" }] }
payload_t = 0
seats = 150
leg.camp = { distance_nm = 900 }
speed_kt = 450

[group."Stab \\"A\\" \\u007f"]
site = "camp"
count = 12
due = 2024-07-01
arrives = { begins = 2024-05-02, until = 2024-05-20 }
start = { left = 2 }

[lot.spares]
site = "camp"
category = "general"
total_t = 30
item_t = { mean = 2, cv = 0.4 }
stations = ["wash"]
leave_after = 2024-08-01

[milestone.people]
by = 2024-08-01T12:00:00
of = "people"
share = 0.6667

[outage.season]
sites = ["camp"]
stops = ["ramp", "stations"]
per_day = 0.2
by_month = { jun = 1, jul = 2 }
lasts_h = { p50 = 3, p95 = 20 }

[uncertainty."lot.*.weight_t"]
apply = "times"
draw = { low = 0.9, high = 1.1 }
"""


def test_the_resolved_configuration_loads_back_to_an_equal_scenario(write, camp) -> None:
    """Entries, distributions, dates and names of many kinds are written and read back unchanged."""
    path = write(camp + RICH)
    scenario = load(path)
    text = to_toml(scenario)
    path.write_text(text, encoding="utf-8")
    assert load(path) == scenario
    assert to_toml(load(path)) == text
    assert digest(load(path)) == digest(scenario)


def test_defaults_are_not_written(write) -> None:
    """The resolved configuration holds the stated values and the families of distributions, but no defaults."""
    text = to_toml(load(write()))
    assert "horizon_d" not in text
    assert 'service_h = { dist = "lognormal", mean = 2.0, cv = 0.3 }' in text


@given(st.randoms(use_true_random=False))
def test_the_digest_depends_on_content_only(camp: str, random: Any) -> None:
    """Comments, blank lines and the order of tables do not change the digest."""
    scenario = Scenario.model_validate(tomllib.loads(camp))
    head, *tables = camp.split("\n\n")
    random.shuffle(tables)
    shuffled = "\n\n# talk\n".join([head, *tables])
    assert digest(Scenario.model_validate(tomllib.loads(shuffled))) == digest(scenario)


def test_the_digest_depends_on_numbers_and_names(write, camp) -> None:
    """Another count, seed or lot name changes the digest; another `about` or `source` does not."""
    whole = digest(load(write()))
    for old, new in (("count = 40", "count = 41"), ("seed = 7", "seed = 8"), ("lot.trucks", "lot.lorries")):
        assert digest(load(write(camp.replace(old, new)))) != whole
    talk = camp.replace("seed = 7", 'seed = 7\nabout = "talk"').replace("count = 40", 'count = 40\nsource = "x"')
    assert digest(load(write(talk))) == whole


def as_json(value: Any) -> Any:
    return json.loads(json.dumps(value, default=lambda item: item.isoformat()))


def test_the_schema_accepts_what_loads(write, camp) -> None:
    """A valid scenario, the same one resolved and a starter are valid under the JSON Schema; a scenario with a
    misspelt key is not.
    """
    jsonschema = pytest.importorskip("jsonschema")
    schema = json_schema()
    assert schema["$schema"].endswith("2020-12/schema")
    assert "$id" not in schema
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    for text in (camp + RICH, to_toml(load(write(camp + RICH))), starter_text("x")):
        assert list(validator.iter_errors(as_json(tomllib.loads(text)))) == []
    assert not validator.is_valid(as_json(tomllib.loads(camp.replace("seats", "seets"))))


def test_the_schema_says_which_numbers_may_be_uncertain() -> None:
    station = json_schema()["$defs"]["Station"]["properties"]
    assert station["servers"]["may_be_uncertain"] is True
    assert "may_be_uncertain" not in station["people_per_server"]
    assert station["servers"]["description"].startswith("Number of jobs that can be worked on")


def test_the_starter_loads_and_says_where_its_numbers_come_from(tmp_path) -> None:
    """The starter loads without errors, says that it is invented, and has a comment on every line with a number,
    except for a few keys whose comment is at the head of their entry.
    """
    path = write_starter("my camp", tmp_path)
    assert path == tmp_path / "my camp.toml"
    assert load(path).name == "my camp"
    text = path.read_text(encoding="utf-8")
    assert text.startswith(EDITOR_HINT)
    assert "INVENTED" in text
    assert (tmp_path / "sim.schema.json").is_file()
    bare = {"about", "pallets", "of", "share", "stations"}  # their comment is at the head of the lot or milestone
    for line in text.splitlines():
        key, sign, value = line.partition(" = ")
        if sign and any(letter.isdigit() for letter in value.split("#")[0]) and not line.startswith("#"):
            assert "#" in value or key in bare, line


def test_the_starter_overwrites_nothing(tmp_path) -> None:
    """An existing file is not changed. A name that cannot be a file name, and a folder that cannot be written
    to, are refused.
    """
    write_starter("camp", tmp_path)
    (tmp_path / "camp.toml").write_text("mine", encoding="utf-8")
    with pytest.raises(ConfigError, match="sim does not overwrite it"):
        write_starter("camp.toml", tmp_path)
    assert (tmp_path / "camp.toml").read_text(encoding="utf-8") == "mine"
    with pytest.raises(ConfigError, match="begins with a letter or digit"):
        write_starter("../camp", tmp_path)
    with pytest.raises(ConfigError, match="expected a folder that can be written to"):
        write_starter("camp", tmp_path / "camp.toml" / "x")


def test_a_value_that_toml_cannot_hold_is_refused() -> None:
    """`literal` raises an error for None, which TOML does not have; it writes dates, instants and times."""
    with pytest.raises(TypeError, match="NoneType"):
        literal(None)
    assert (
        literal([date(2024, 5, 1), datetime(2024, 5, 1, 6), time(6)]) == "[2024-05-01, 2024-05-01T06:00:00, 06:00:00]"
    )
