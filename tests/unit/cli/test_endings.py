"""How a command ends on a signal, a closed pipe or a full disk, and when a run uses threads in place of processes."""

from __future__ import annotations

import errno
import multiprocessing
import os
import re
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import sim as library
from tests.commands import ROOT, TINY, ended, first_reading, outcomes, started

SHELL = f'"{sys.executable}" -m sim {{}}'


def shell(command: str) -> tuple[int, str, str]:
    """Run a line of bash; return the exit code of its first command, and the output and error stream of the line."""
    got = subprocess.run(
        ["bash", "-c", f"{command}; exit ${{PIPESTATUS[0]}}"],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdin=subprocess.DEVNULL,
    )
    return got.returncode, got.stdout, got.stderr


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """Return the bytes of outcomes.csv after a run of 3,000 histories of the tiny case that was not interrupted."""
    place = tmp_path_factory.mktemp("whole") / "out"
    library.run(library.load(TINY), replications=3000, workers=1, out=place)
    return outcomes(str(place))


@pytest.mark.slow
@pytest.mark.usefixtures("cases", "nothing_runs_on")
@pytest.mark.parametrize("workers", ["1", "2"])
def test_ctrl_c_keeps_what_is_done(workers: str, whole: bytes) -> None:
    """After Ctrl-C a run says how many replications are kept and exits with 130. The same command then continues
    from these, and gives the results of a run that was not interrupted.
    """
    command = ["run", "tiny.toml", "-n", "3000", "--workers", workers, "--no-figures", "--out"]
    process = started(*command, "broken")
    first_reading(process)
    process.send_signal(signal.SIGINT)
    code, out, err = ended(process)
    assert code == 130
    kept = re.search(r"interrupted; ([\d,]+) of 3,000 replications are kept in broken;", re.sub(r"\s+", " ", err))
    assert kept
    before = int(kept[1].replace(",", ""))
    assert 0 < before < 3000
    assert "the same command" in re.sub(r"\s+", " ", err)
    assert "Traceback" not in err
    assert "On time" not in out
    code, out, err = ended(started(*command, "broken"))
    assert code == 0
    assert int(err.split("/")[0].replace(",", "")) >= before
    assert outcomes("broken") == whole


@pytest.mark.slow
@pytest.mark.usefixtures("cases", "nothing_runs_on")
def test_two_runs_in_one_folder_are_refused() -> None:
    """A second run in the same folder exits with 2 and says why; the first run ends with all its histories."""
    first = started("run", "tiny.toml", "-n", "1500", "--workers", "1", "--no-figures", "--out", "shared")
    first_reading(first)
    first.send_signal(signal.SIGSTOP)  # a stopped run cannot end before the second run starts
    code, _, err = ended(started("run", "tiny.toml", "-n", "1500", "--no-figures", "--out", "shared"))
    first.send_signal(signal.SIGCONT)
    assert code == 2
    assert "in use" in err
    assert ended(first)[0] == 0
    assert len(outcomes("shared").splitlines()) == 1501


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_run_that_gets_a_signal_to_end_keeps_what_is_done(
    number: signal.Signals, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On SIGTERM and SIGHUP a run keeps its finished replications and exits with 128 + the signal's number."""
    monkeypatch.chdir(tmp_path)
    # Under nohup, this process ignores SIGHUP, and the command would inherit that.
    before = signal.signal(number, signal.SIG_DFL)
    try:
        process = started("run", str(TINY), "-n", "5000", "--workers", "1", "--engine", "simpy", "--out", "broken")
    finally:
        signal.signal(number, before)
    first_reading(process)
    process.send_signal(number)
    code, _, err = ended(process)
    assert (code, "Traceback" in err) == (128 + number, False), err
    assert "replications are kept in broken" in " ".join(err.split())


def test_a_signal_that_is_ignored_stays_ignored() -> None:
    """If this process ignores SIGHUP, as under nohup, SIGHUP does not end what runs under `answered`. SIGTERM
    raises KeyboardInterrupt and gives the exit code 143 (128 + 15); afterwards it has its default effect again.
    """
    from sim.cli.signals import answered, ended_by

    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        with answered():
            os.kill(os.getpid(), signal.SIGHUP)
            assert ended_by() is None
            with pytest.raises(KeyboardInterrupt):
                os.kill(os.getpid(), signal.SIGTERM)
            assert ended_by() == 143
        assert signal.getsignal(signal.SIGTERM) is signal.SIG_DFL
    finally:
        signal.signal(signal.SIGHUP, before)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is full")
def test_a_closed_pipe_and_a_full_disk_end_a_command() -> None:
    """If the pipe to which it prints closes, a command exits with 141 and no message; if it prints to a full
    disk, with 2 and a message of one line. An output that is closed from the start is no error. An error stream on a
    full disk does not change the exit code.
    """
    command = SHELL.format(f'check "{TINY}"')
    long = SHELL.format("schema")
    assert shell(f"{long} | head -c 5 >/dev/null") == (141, "", "")
    code, _, err = shell(f"{command} >/dev/full")
    assert (code, err) == (2, "standard output cannot be written: No space left on device; what was stored is kept\n")
    assert shell(f"{command} >&-") == (0, "", "")
    assert shell(f"{SHELL.format('check no.toml')} 2>/dev/full")[0] == 2
    assert shell(f"{SHELL.format('--help')} >/dev/full")[0] == 2


def _in_a_daemon(out: str) -> None:
    study = library.run(library.load(TINY), replications=4, workers=2, engine="simpy", threads=False)
    Path(out).write_text(str(study.run["workers_are"]), encoding="utf-8")


@pytest.mark.slow
def test_a_daemonic_process_runs_a_study_on_threads(tmp_path: Path) -> None:
    """In a daemonic process, which may not start other processes, a run uses threads and says so."""
    out = tmp_path / "kind"
    process = multiprocessing.get_context("spawn").Process(target=_in_a_daemon, args=(str(out),), daemon=True)
    process.start()
    process.join(120)
    assert out.read_text(encoding="utf-8") == "threads (a daemonic process cannot start processes)"


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), "no space left on device"),
        (FileNotFoundError(errno.ENOENT, "No such file or directory"), "no such file or directory"),
        (ImportError("This platform lacks a functioning sem_open implementation"), "this platform lacks"),
        (NotImplementedError("system provides too few semaphores"), "system provides too few semaphores"),
    ],
)
def test_without_shared_memory_a_run_uses_threads(
    error: Exception, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """If processes cannot share memory, a run uses threads, gives the same results and says why."""

    class Lacking:
        def Event(self) -> Any:  # the name in multiprocessing
            raise error

    scenario = library.load(TINY)
    alone = library.run(scenario, replications=6, workers=1, engine="simpy")
    monkeypatch.setattr("sim.experiment.workers.pool.get_context", lambda _: Lacking())
    study = library.run(scenario, replications=6, workers=2, engine="simpy")
    assert study.run["workers_are"].startswith(f"threads (this system starts no processes: {words}")
    assert study.outcomes.tobytes() == alone.outcomes.tobytes()
    from sim.report.answer import engine_lines

    assert any("run on threads (this system starts no processes" in line for line in engine_lines(study.run, 6))
