"""Messages about worker processes that have ended."""

from __future__ import annotations

import signal

import pytest

from sim.experiment.workers.ended import Ended, words

TERM = -int(signal.SIGTERM)


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        (-9, "was ended by SIGKILL (9) in replication 4, seed 7; the system does this if memory runs out"),
        (-11, "was ended by SIGSEGV (11) in replication 4, seed 7; that is a bug of sim"),
        (3, "ended with exit code 3 in replication 4, seed 7; run again"),
    ],
)
def test_the_worker_that_ended_first_is_named(code: int, expected: str) -> None:
    """Of several ended workers, the message names the first one that neither ended normally nor was asked to end
    (by SIGTERM), with its signal or exit code and its replication.
    """
    said = words([Ended(1, TERM, 3), Ended(2, code, 4), Ended(3, 0, 5)], 7)
    assert said.startswith(f"a worker process (pid 2) {expected}")
    assert ("fewer workers" in said) == (code == -9)
    assert ("--replication 4 --seed 7" in said) == (code == -11)


def test_unknown_details_of_an_ended_worker_are_left_out() -> None:
    """If the only ended worker was ended by SIGTERM, it is named. If a worker ended before its first
    replication, the message says so. If no worker has ended, the message names no process and no replication.
    """
    assert "(pid 1) was ended by SIGTERM (15) in replication 3" in words([Ended(1, TERM, 3)], 7)
    assert "before its first replication" in words([Ended(1, -11, -1)], 7)
    unknown = words([], 7)
    assert "run again" in unknown
    assert "pid" not in unknown
    assert "replication" not in unknown
