"""Progress of a run (plain lines in a pipe, one line that is redrawn on a terminal), and the width of printed lines."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import shlex
import struct
import subprocess
import sys
import termios
import time
from pathlib import Path

import pytest

from sim.analysis.statistics.estimates import proportion
from sim.experiment.workers.progress import Progress
from sim.report.progress import PLAIN, progress_line
from tests.commands import ROOT, WIDTH, ended, sim, started, wide

pytestmark = pytest.mark.usefixtures("cases", "nothing_runs_on")
ESCAPE = re.compile(r"\x1b(\[[0-9;?]*[A-Za-z]|\].*?\x07)")


@pytest.mark.parametrize("rate", [0.033, 7.4, 1234.0])
def test_the_progress_line_fits_80_columns(rate: float) -> None:
    """A progress line with the largest numbers fits 80 columns. On a narrower screen it keeps its figures: its
    bar is shortened or left out.
    """
    now = Progress(99_999, 100_000, proportion(60_000, 99_999), rate, 6000.0)
    for width in (80, 79, 60):
        line = progress_line(now, width, PLAIN)
        assert len(line) < max(width, 78)
        for part in ("99,999/100,000", "P(on time) 0.600 [0.597, 0.603]", "/s", "1.7 h left"):
            assert part in line
    assert "#" in progress_line(now, 80, PLAIN)


def test_a_pipe_gets_plain_lines() -> None:
    """Without a terminal, a run prints no control characters and no colour; its progress takes at most ten lines
    of ASCII on the error stream.
    """
    code, out, err = ended(started("run", "tiny.toml", "-n", "30", "--workers", "1", "--out", "out", "--no-figures"))
    assert code == 0
    assert not re.search(r"[\x1b\r\x08]", out + err)
    assert err.isascii()
    assert 1 <= len(err.splitlines()) <= 10
    assert re.search(r"^  30/30  P\(on time\) at least 0\.\d{3}  \d\S*/s  done$", err, re.MULTILINE)


def in_terminal(*arguments: str, **environment: str) -> str:
    """Run a command in a terminal of 80 columns, where it must exit with 0; return all that the terminal receives."""
    parent, child = pty.openpty()
    fcntl.ioctl(child, termios.TIOCSWINSZ, struct.pack("HHHH", 24, WIDTH, 0, 0))
    process = subprocess.Popen(
        [sys.executable, "-m", "sim", *arguments],
        stdin=child,
        stdout=child,
        stderr=child,
        env={**os.environ, "PYTHONPATH": str(ROOT), "TERM": "xterm-256color", "PYTHONUTF8": "1", **environment},
        close_fds=True,
    )
    os.close(child)
    received, until = b"", time.monotonic() + 120
    while time.monotonic() < until:
        if select.select([parent], [], [], 0.2)[0]:
            try:
                part = os.read(parent, 65536)
            except OSError:  # on Linux, this error means that the command has closed the terminal
                break
            if not part:
                break
            received += part
    os.close(parent)
    assert process.wait(10) == 0, received.decode()
    return received.decode("utf-8", "replace")


RUN = ("run", "tiny.toml", "-n", "60", "--workers", "1", "--no-figures", "--out", "out")


def test_a_terminal_gets_one_line_that_is_redrawn() -> None:
    """In 80 columns the progress line shows histories done, a bar, P with its interval, and the rate, and ends
    with the time left or "done". No progress line follows the answer.
    """
    received = in_terminal(*RUN)
    drawn = [ESCAPE.sub("", line).rstrip() for line in re.split(r"[\r\n]+", received)]
    assert max(map(len, drawn)) <= WIDTH
    progress = [line for line in drawn if "P(on time)" in line]
    assert progress
    assert re.fullmatch(r"  \d+/60  [━╸─]{6,}  P\(on time\) .*\d/s  (done|\d+ s left)", progress[-1])
    assert "\x1b[1m" in received
    assert "all of 60 histories are out by" in received
    answer = next(number for number, line in enumerate(drawn) if "histories are out by" in line)
    assert all("P(on time)" not in line for line in drawn[answer:])


def test_no_color_is_respected() -> None:
    assert not re.search(r"\x1b\[[\d;]*m", in_terminal(*RUN, NO_COLOR="1"))


def test_a_terminal_with_ascii_only_does_not_crash() -> None:
    """If the output takes only ASCII, the bar is ASCII, and a letter that is not ASCII is printed as "?"."""
    scenario = Path("tiny.toml").read_text(encoding="utf-8").replace('name = "tiny"', 'name = "Äthiopien – Probe"')
    Path("tiny.toml").write_text(scenario, encoding="utf-8")
    received = in_terminal(*RUN, PYTHONIOENCODING="ascii", PYTHONUTF8="0", LC_ALL="C")
    assert received.isascii()
    assert "##" in received
    code, out, _ = ended(started("replay", "tiny.toml", "-k", "0", PYTHONIOENCODING="ascii", PYTHONUTF8="0"))
    assert code == 0
    assert "?thiopien" in out


def test_a_closed_pipe_is_no_error() -> None:
    """`sim ... | head -1` prints the first line and no error."""
    command = f"{shlex.quote(sys.executable)} -m sim replay starter.toml -k 0 --all | head -1"
    done = subprocess.run(
        command, shell=True, capture_output=True, text=True, check=True, env={**os.environ, "PYTHONPATH": str(ROOT)}
    )
    assert done.stdout == "  starter: replication 0 with seed 2024\n"
    assert done.stderr == ""


def test_no_line_is_wider_than_the_screen() -> None:
    """Every line that `check`, `replay`, `run`, `init` and `--help` print fits 80 columns."""
    configs = ["tiny.toml", "starter.toml", "stuck.toml", str(ROOT / "configs" / "base.toml")]
    got = [sim("--help"), sim("init", "a case")]
    got += [sim(name, "--help") for name in ("run", "check", "compare", "replay", "init", "schema")]
    for config in configs:
        got += [sim("check", config), sim("check", config, "--ute", "8"), sim("replay", config, "-k", "1")]
        got += [sim("replay", config, "-k", "1", "--all")]
    for config in configs[:3]:
        got.append(sim("run", config, "-n", "6", "--inner", "2", "--workers", "1", "--no-figures"))
    got.append(sim("replay", "starter.toml", "-k", "0", "--mover", "vehicles/3"))
    camps = str(ROOT / "configs" / "camps.toml")
    got += [sim("check", camps), sim("replay", camps, "-k", "0")]
    got.append(sim("replay", camps, "-k", "0", "--mover", "Cedar vehicles/1"))
    for result in got:
        assert result.exit_code == 0, result.output
        assert not wide(result.output)
