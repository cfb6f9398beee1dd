"""Messages about texts of a wrong length, and messages that contain a long explanation of a key."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.config import load
from sim.errors import ConfigError

FILE = """
name = "texts"
seed = 1
clock = {{ start = 2024-01-01, horizon_d = 20 }}
milestone.deadline.by = 2024-02-01
site = {{ A = {{ kind = "base" }}, Z = {{ kind = "apod" }} }}
group.some = {{ site = "A", count = 3 }}

[lift.jet]
sites = ["A"]
to = "Z"
payload_t = 10
leg.A = {{ block_h = 2, distance_km = 500 }}
supply.per_week = 3
{more}
"""
TWO = 'configuration = [{{ name = "{name}", seats = 5 }}, {{ name = "other" }}]'
TAIL = """attacks_per_1000_km = 1
attack_h = 3
[uncertainty.rate]
to = ["lift.jet.attacks_per_1000_km"]
draw = { mean = 3, cv = 1 }
"""


@pytest.mark.parametrize(
    ("more", "words"),
    [
        (TWO.format(name=""), "expected text of at least 1 character"),
        (TWO.format(name="x" * 81), "expected text of at most 80 characters, not 81"),
        ('[site.H]\nkind = "hub"\nin_place_of = "A"', "before another site is lost and after_d has passed)"),
        (TAIL, "on the leg from A; it has no upper end: state `most` of the unknown"),
    ],
    ids=["empty", "long", "meaning", "no end"],
)
def test_the_message_says_what_is_expected(more: str, words: str, tmp_path: Path) -> None:
    """The message says what is expected. An explanation that takes several lines in the source code is printed
    without its line breaks.
    """
    file = tmp_path / "texts.toml"
    file.write_text(FILE.format(more=more), encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        load(file)
    assert words in str(caught.value)
