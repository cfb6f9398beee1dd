"""Whatever stands in a scenario and its CSV files: an answer or an error in words, in time, within memory."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.config import load
from sim.errors import ConfigError
from tests.fuzzing import MOST_GB, case, memory_gb, outcome, tried

ROOT = Path(__file__).parents[1]
TINY = (ROOT / "configs" / "tiny.toml").read_text(encoding="utf-8")


@given(number=st.integers(0, 2**32 - 1))
@settings(max_examples=40)
def test_damage_is_answered_in_words(number: int) -> None:
    """Claim: forty damaged scenarios are each checked or refused; no other error, no hang (`tests/fuzzing.py`)."""
    assert tried(number) in ("checked", "refused")


@pytest.mark.long
def test_damage_is_answered_in_words_at_length() -> None:
    """Claim: the same of 5,000, within two gigabytes; `python -m tests.fuzzing 5000 1` tells the tally."""
    for number in range(1_000_000_000, 1_000_005_000):
        assert tried(number) in ("checked", "refused"), number
    assert memory_gb() < MOST_GB


@pytest.mark.parametrize("number", [1000537, 1001004, 1001349])
def test_cases_that_were_found(number: int, tmp_path: Path) -> None:
    """Claim: what the harness found once is mended: a statement of signs that cannot be seen."""
    assert outcome(case(number, tmp_path)) in ("checked", "refused")


NINES = "9" * 5000
DEEP = 900
FOUND = {
    "digits": TINY.replace("\nseed = 1\n", f"\nseed = {NINES}\n"),
    "digits of 16": TINY.replace("\nseed = 1\n", f"\nseed = 0x{'f' * 6000}\n"),
    "digits in a list": f"{TINY}\n[order]\nkeys = [{NINES}]\n",
    "nested lists": f"{TINY}\nx = {'[' * DEEP}{']' * DEEP}\n",
    "nested tables": f"{TINY}\n[{'.'.join('a' * DEEP)}]\nb = 1\n",
    "a sign alone": f"{TINY}\n\u200b\n",
    "a key twice": f'{TINY}\n[order]\nkeys = ["ready", "ready"]\n',
    "a category twice": f'{TINY}\n[order]\ncategories = ["lethal", "lethal"]\n',
}


@pytest.mark.parametrize("what", FOUND)
def test_odd_files_are_refused_in_words(what: str, tmp_path: Path) -> None:
    """Claim: each is an error of the configuration that can be printed, and is short."""
    path = tmp_path / "a.toml"
    path.write_text(FOUND[what], encoding="utf-8")
    with pytest.raises(ConfigError) as told:
        load(path)
    assert len(str(told.value)) < 2000


@pytest.mark.parametrize(
    "option", [f"lift.aircraft.seats={NINES}", f"lift.aircraft.seats=0x{'f' * 6000}", f"{NINES}=1"]
)
def test_odd_options_are_refused_in_words(option: str, tmp_path: Path) -> None:
    """Claim: the same of what is set on the command line."""
    path = tmp_path / "a.toml"
    path.write_text(TINY, encoding="utf-8")
    with pytest.raises(ConfigError) as told:
        load(path, [option])
    assert len(str(told.value)) < 2000
    with pytest.raises(ConfigError):
        load(path, (), [f"camp:{NINES}..2"])


@pytest.mark.parametrize("three", ["low = 3, mode = 3, high = 3", "low = 0, mode = 0, high = 0"])
def test_three_equal_points_are_a_constant(three: str, tmp_path: Path) -> None:
    """Claim: PERT and triangular distributions of three equal points load, wherever one may stand."""
    for dist in ("pert", "triangular"):
        shape = f'{{ {three}, dist = "{dist}" }}'
        text = TINY.replace("\nload_h = 1\n", f"\nload_h = {shape}\n").replace(
            "service_h = 0.5", f"service_h = {shape}"
        )
        path = tmp_path / "a.toml"
        path.write_text(
            f'{text}\n[uncertainty.x]\nto = ["lift.aircraft.offload_h"]\ndraw = {shape}\n', encoding="utf-8"
        )
        assert outcome(path) == "checked"
