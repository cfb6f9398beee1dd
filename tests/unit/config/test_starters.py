"""The scenarios that `sim init` offers."""

from pathlib import Path

import pytest

from sim.cli.start import init
from sim.config import EDITOR_HINT, STARTERS, load, write_starter
from sim.engines import compiled, simpy
from sim.errors import ConfigError
from sim.model.compile import plan
from sim.model.divergence import apart


@pytest.mark.parametrize("starter", STARTERS)
def test_a_starter_is_valid_short_and_graded(tmp_path: Path, starter: str) -> None:
    """Each starter loads without a notice, is shorter than 150 lines, has a lever, one or two unknowns and a
    hold, and has a grade on each line with a number, except `name` and `about`.
    """
    path = write_starter("case", tmp_path, starter)
    scenario = load(path)
    assert scenario.notices == ()
    assert scenario.lever
    assert 1 <= len(scenario.uncertainty) <= 2
    assert scenario.hold
    text = path.read_text(encoding="utf-8")
    assert text.startswith(EDITOR_HINT)
    assert "EVERYTHING HERE IS INVENTED" in text
    assert len(text.splitlines()) < 150
    for line in text.splitlines():
        key, sign, value = line.partition(" = ")
        if sign and not line.startswith("#") and key not in ("about", "name") and any(map(str.isdigit, value)):
            assert "# A" in value or " A: " in value, line


@pytest.mark.parametrize("starter", STARTERS)
def test_both_engines_give_the_same_histories_of_a_starter(tmp_path: Path, starter: str) -> None:
    """The first three histories are the same bit for bit on both engines, and none is stuck."""
    case = plan(load(write_starter("case", tmp_path, starter)))
    for number in range(3):
        ended = simpy.simulate(case, 2024, number)
        assert not ended.stuck
        assert not apart(ended, compiled.simulate(case, 2024, number))


def test_the_command_offers_every_starter(tmp_path: Path) -> None:
    """`sim init` offers exactly the starters; another name is refused, and nothing is written."""
    (option,) = (one for one in init.params if one.name == "starter")
    assert tuple(option.type.choices) == tuple(STARTERS)  # type: ignore[attr-defined]
    assert option.default == next(iter(STARTERS))
    with pytest.raises(ConfigError, match="expected one of airlift, camps, evacuation"):
        write_starter("case", tmp_path, "none")
    assert not list(tmp_path.iterdir())
