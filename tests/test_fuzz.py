"""Whatever a scenario and its CSV files contain, `sim` answers or refuses in words, within limits of time and memory.

If both engines can run a scenario that loads, they give the same history.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.config import load
from sim.errors import ConfigError
from tests.fuzz.__main__ import main
from tests.fuzz.cases import STRETCHED
from tests.fuzz.judge import outcome
from tests.fuzz.pool import Child

ROOT = Path(__file__).parents[1]
TINY = (ROOT / "configs" / "tiny.toml").read_text(encoding="utf-8")
EVERY = 12
"""One in this many cases also runs a history if `sim check` accepts it."""


@pytest.fixture(scope="module")
def child() -> Iterator[Child]:
    """Yield a child process that judges cases."""
    child = Child()
    yield child
    child.close()


@pytest.mark.slow
def test_damage_is_answered_in_words(child: Child) -> None:
    """All verdicts on 120 damaged scenarios are good (`Verdict.is_good`).

    At least one scenario is refused in words, at least one passes `sim check`, and at least one gives the same history
    on both engines.
    """
    tally: Counter[str] = Counter()

    @given(number=st.integers(0, 2**32 - 1))
    @settings(max_examples=120)
    def tried(number: int) -> None:
        child.ask(number, number % EVERY == STRETCHED)
        verdict = child.answer()
        assert verdict.is_good, verdict
        tally[verdict.what] += 1

    tried()
    assert min(tally["refused"], tally["checked"], tally["agree"]) > 0, tally


@pytest.mark.long
def test_damage_is_answered_in_words_in_5000_cases() -> None:
    """All verdicts on 5,000 damaged scenarios are good. Each scenario that passes `sim check` also runs a history.

    `python -m tests.fuzz 5000 1` tries the same scenarios.
    """
    assert main(5000, 1) == 0


NINES = "9" * 5000
DEEP = 900
ODD_FILES = {
    "digits": TINY.replace("\nseed = 1\n", f"\nseed = {NINES}\n"),
    "hexadecimal digits": TINY.replace("\nseed = 1\n", f"\nseed = 0x{'f' * 6000}\n"),
    "digits in a list": f"{TINY}\n[order]\nkeys = [{NINES}]\n",
    "nested lists": f"{TINY}\nx = {'[' * DEEP}{']' * DEEP}\n",
    "nested tables": f"{TINY}\n[{'.'.join('a' * DEEP)}]\nb = 1\n",
    "an invisible character alone": f"{TINY}\n\u200b\n",
    "a key twice": f'{TINY}\n[order]\nkeys = ["ready", "ready"]\n',
    "a category twice": f'{TINY}\n[order]\ncategories = ["lethal", "lethal"]\n',
}


@pytest.mark.parametrize("what", ODD_FILES)
def test_odd_files_are_refused_in_words(what: str, tmp_path: Path) -> None:
    """Each file gives a configuration error with a text of less than 2,000 characters."""
    path = tmp_path / "a.toml"
    path.write_text(ODD_FILES[what], encoding="utf-8")
    with pytest.raises(ConfigError) as got:
        load(path)
    assert len(str(got.value)) < 2000


@pytest.mark.parametrize(
    "option", [f"lift.aircraft.seats={NINES}", f"lift.aircraft.seats=0x{'f' * 6000}", f"{NINES}=1"]
)
def test_odd_options_are_refused_in_words(option: str, tmp_path: Path) -> None:
    """An odd value or key of --set gives a configuration error with a text of less than 2,000 characters.

    An outage from an instant of 5,000 digits also gives a configuration error.
    """
    path = tmp_path / "a.toml"
    path.write_text(TINY, encoding="utf-8")
    with pytest.raises(ConfigError) as got:
        load(path, [option])
    assert len(str(got.value)) < 2000
    with pytest.raises(ConfigError):
        load(path, (), [f"camp:{NINES}..2"])


@pytest.mark.parametrize("three", ["low = 3, mode = 3, high = 3", "low = 0, mode = 0, high = 0"])
def test_distributions_of_three_equal_points_pass_the_check(three: str, tmp_path: Path) -> None:
    """`sim check` accepts PERT and triangular distributions of three equal points, in each of three places."""
    for dist in ("pert", "triangular"):
        shape = f'{{ {three}, dist = "{dist}" }}'
        text = TINY.replace("\nload_h = 1\n", f"\nload_h = {shape}\n").replace(
            "service_h = 0.5", f"service_h = {shape}"
        )
        path = tmp_path / "a.toml"
        path.write_text(
            f'{text}\n[uncertainty.x]\nto = ["lift.aircraft.offload_h"]\ndraw = {shape}\n', encoding="utf-8"
        )
        assert outcome(path)[0] == "checked"
