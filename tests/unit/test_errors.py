"""Errors name file, line, key, value and expectation, are reported together, and arrive complete from a worker process
or SimPy.
"""

from __future__ import annotations

import copy
import pickle
from collections.abc import Generator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import Any

import pytest
import simpy

from sim.errors import ConfigError, EngineError, InvariantError, PolicyError, Problem, ResultsError, SimError
from sim.experiment.keep.database import AnotherStudyError

SPOTS = Problem(
    file="configs/base.toml",
    line=41,
    key="site.AB201.mog_working",
    value="0",
    expectation="expected a whole number of at least 1 (aircraft that can be loaded at once)",
)
TYPO = Problem(
    file="configs/base.toml",
    line=77,
    key="lift.c17.payload_tt",
    value=None,
    expectation="unknown key",
    suggestion="payload_t",
)

EVERY_KIND = [
    SimError("something"),
    ConfigError([SPOTS, TYPO]),
    ResultsError("results/base holds another configuration"),
    EngineError("stuck at 3600 s", seed=7, replication=99),
    InvariantError("spot 2 freed twice", seed=7, replication=99),
]
OTHER = AnotherStudyError("results/base holds the results of another study", {"seed": 3})


def ids(error: SimError) -> str:
    return type(error).__name__


def throw(error: SimError) -> None:
    raise error


def test_problems_are_printed_in_order_of_lines_with_their_number() -> None:
    assert str(ConfigError([TYPO, SPOTS])) == (
        "configs/base.toml:41  site.AB201.mog_working = 0\n"
        "    expected a whole number of at least 1 (aircraft that can be loaded at once)\n"
        "configs/base.toml:77  lift.c17.payload_tt\n"
        "    unknown key; did you mean payload_t?\n"
        "2 errors; nothing was run."
    )


def test_one_problem_is_one_error() -> None:
    assert str(ConfigError([TYPO])).endswith("\n1 error; nothing was run.")


def test_a_problem_of_a_whole_file_has_neither_line_nor_key_and_comes_first() -> None:
    missing = Problem("configs/base.toml", None, "", None, "expected a table [plan]")
    error = ConfigError([SPOTS, missing])
    assert error.problems == (missing, SPOTS)
    assert str(error).startswith("configs/base.toml\n    expected a table [plan]\n")


def test_a_config_error_without_a_problem_is_a_bug() -> None:
    with pytest.raises(ValueError, match="at least one problem"):
        ConfigError([])


def test_an_engine_error_names_seed_and_replication() -> None:
    error = InvariantError("spot 2 freed twice", seed=7, replication=99)
    assert (error.seed, error.replication) == (7, 99)
    assert str(error) == "spot 2 freed twice (seed 7, replication 99)"


@pytest.mark.parametrize("error", EVERY_KIND, ids=ids)
def test_every_kind_is_a_sim_error_and_exits_with_two(error: SimError) -> None:
    assert isinstance(error, SimError)
    assert error.exit_code == 2


@pytest.mark.parametrize("error", EVERY_KIND, ids=ids)
@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_pickle_and_copy_keep_all_fields(error: SimError, protocol: int) -> None:
    error.add_note("while running block 3")
    for twin in (pickle.loads(pickle.dumps(error, protocol)), copy.copy(error), copy.deepcopy(error)):
        assert type(twin) is type(error)
        assert str(twin) == str(error)
        assert vars(twin) == vars(error)


def test_every_kind_of_error_reaches_the_parent_process() -> None:
    """The parent gets each error of a worker with its type, text and fields."""
    with ProcessPoolExecutor(max_workers=1, mp_context=get_context("spawn")) as pool:
        for error in EVERY_KIND:
            with pytest.raises(type(error)) as caught:
                pool.submit(throw, error).result()
            fields = {name: value for name, value in vars(error).items() if name != "__notes__"}
            assert str(caught.value) == str(error)
            assert fields.items() <= vars(caught.value).items()


@pytest.mark.parametrize("error", [*EVERY_KIND, PolicyError("x", seed=7, replication=99), OTHER], ids=ids)
def test_an_error_passes_through_a_simpy_model(error: SimError) -> None:
    """SimPy recreates an error of a process from its arguments; the error keeps its type, text and fields."""
    host = simpy.Environment()

    def fails() -> Generator[Any, Any, None]:
        yield host.timeout(1)
        raise error

    def waits() -> Generator[Any, Any, None]:
        yield host.process(fails())

    host.process(waits())
    with pytest.raises(SimError) as caught:
        host.run()
    assert type(caught.value) is type(error)
    assert str(caught.value) == str(error)
    assert {**vars(caught.value), "__notes__": 0} == {**vars(error), "__notes__": 0}
