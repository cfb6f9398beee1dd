"""The verdict on one case: the command refuses it in words, or both engines run it and must agree bit for bit."""

from __future__ import annotations

import contextlib
import gc
import re
import resource
import signal
import tempfile
import time
import traceback
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from click.testing import CliRunner

from sim.analysis.summary.failed import FAILED
from sim.cli.entry import cli
from sim.config import load
from sim.engines.compiled import simulate as compiled
from sim.engines.compiled.scope import beyond
from sim.engines.simpy import simulate as by_simpy
from sim.errors import InvariantError, SimError
from sim.experiment.workers.block import Task, results_of
from sim.model.compile import plan
from sim.model.divergence import apart
from sim.model.plan import Plan
from tests.fuzz.cases import case

__all__ = ["GOOD", "HANG_S", "MOST_GB", "Verdict", "judged", "outcome", "peak_gb"]

HANG_S = 20
"""Processor time [s] after which the check, or the first run of the history, counts as hanging. A second run, on SimPy,
that takes longer counts as too slow."""
MOST_GB = 2.0
MOST_IN_SIMPY = 30_000
"""SimPy, which is far slower, repeats only histories with at most this many movers, visits and sorties in all."""
GOOD = {"refused", "checked", "agree", "SimPy alone", "compiled alone", "refused by both engines", "SimPy too slow"}
"""Verdicts that are no fault."""
PLACE = re.compile(r"^\S+\.(toml|csv):\d+\b", re.MULTILINE)
"""Matches the start of a line of an error message if this is the name of a file and a line number."""


class HangError(BaseException):
    """A step took longer than its limit. This is no `Exception`, so that no handler of the package catches it."""


@dataclass(frozen=True)
class Verdict:
    """What happened to a case.

    Attributes
    ----------
    number
        Number of the case.
    what
        One of `GOOD`, or a fault in words.
    cpu_s
        Processor time [s] of the check, of the first run of the history, and of its second run, on SimPy.
    peak_gb
        Peak memory of the process during the case [GB].
    placed
        Whether the error of a refused case names a file and a line.
    text
        The error message, the output of the check, or the traceback or the differences of a fault; empty if all agrees.
    """

    number: int
    what: str
    cpu_s: tuple[float, float, float] = (0.0, 0.0, 0.0)
    peak_gb: float = 0.0
    placed: bool = False
    text: str = ""

    @property
    def is_good(self) -> bool:
        """Whether the verdict is in `GOOD`, and the check, the first run and the memory stayed within their limits."""
        return self.what in GOOD and max(self.cpu_s[:2]) <= HANG_S and self.peak_gb <= MOST_GB


@contextlib.contextmanager
def limited(seconds: float = HANG_S) -> Iterator[None]:
    """Raise `HangError` if the body takes more than `seconds` of processor time."""

    def stop(*_: Any) -> None:
        raise HangError

    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def peak_gb(anew: bool = False) -> float:
    """Return the peak memory of this process so far [GB]; with `anew`, reset the peak first, if the system can."""
    if anew:
        with contextlib.suppress(OSError):
            Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
    with contextlib.suppress(OSError):
        found = re.search(r"VmHWM:\s+(\d+)", Path("/proc/self/status").read_text(encoding="ascii"))
        if found:
            return int(found[1]) / 1e6
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6


def outcome(path: Path) -> tuple[str, str]:
    """Run `sim check` on a file; return the outcome in a word, and the error or output.

    The outcome is "checked" if the command exits with 0 and prints something, "refused" if it exits with 2 and says
    why, else a fault.
    """
    result = CliRunner().invoke(cli, ["check", str(path)])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        if isinstance(result.exception, HangError):
            raise result.exception
        return _where(result.exception), "".join(traceback.format_exception(result.exception))
    if result.exit_code == 2 and len(result.stderr) > 20 and "Traceback" not in result.output:
        return "refused", result.stderr
    return ("checked" if result.exit_code == 0 and result.stdout else f"exit {result.exit_code}"), result.output


def judged(number: int, histories: bool = True) -> Verdict:
    """Make the case with this number and judge it; with `histories`, also run a history if `sim check` accepts it."""
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
        gc.collect()  # frees the memory of earlier cases: SimPy leaves reference cycles
        peak_gb(anew=True)
        began = time.process_time()
        what, text, placed, spent = "hangs while it is checked", "", False, [0.0, 0.0, 0.0]
        try:
            path = case(number, Path())
            began = time.process_time()
            with limited():
                what, text = outcome(path)
            placed = PLACE.search(text) is not None
            spent[0] = time.process_time() - began
            if what == "checked" and histories:
                what, text = run(plan(load(path)), spent)
        except HangError:
            text = traceback.format_exc()
            spent = [spent[0] or time.process_time() - began, *spent[1:]]
        except Exception as error:
            what, text = _where(error), traceback.format_exc()
        return Verdict(number, what, (spent[0], spent[1], spent[2]), peak_gb(), placed, text)


def run(asked: Plan, spent: list[float]) -> tuple[str, str]:
    """Run a history on both engines; return the verdict and its text.

    If the compiled engine cannot run the plan, only SimPy runs it. If the history is large, SimPy does not repeat it.
    The processor times of the first and the second run are stored in `spent[1]` and `spent[2]`.
    """
    alone = beyond(asked)
    one, other = ("SimPy" if alone else "compiled"), by_simpy if alone else compiled
    began = time.process_time()
    try:
        with limited():
            made = _history(asked, other)
    except HangError:
        return f"hangs in the {one} engine", traceback.format_exc()
    finally:
        spent[1] = time.process_time() - began
    if alone:
        return ("SimPy alone", "; ".join(alone)) if made[0] is not None else ("refused", made[1])
    if made[0] is not None and sum(map(len, (made[0].mover, made[0].visit, made[0].sortie))) > MOST_IN_SIMPY:
        return "compiled alone", made[1]
    began = time.process_time()
    try:
        with limited():
            again = _history(asked, by_simpy)
    except HangError:
        return "SimPy too slow", made[1]
    finally:
        spent[2] = time.process_time() - began
    if made[0] is None or again[0] is None:
        both = made[0] is None and again[0] is None
        return "refused by both engines" if both else "refused by one engine", f"{made[1]} | {again[1]}"
    parted = apart(again[0], made[0])
    if parted:
        return "engines differ", "\n".join(parted[:3])
    return ("agree", "") if made[2] == again[2] else ("figures differ", f"{made[2]!r:.500}\n{again[2]!r:.500}")


def _history(asked: Plan, simulate: Any) -> tuple[Any, str, Any]:
    """Return a history, an empty text and the results that a study stores; or None, the text of an error, and None."""
    try:
        history = simulate(asked, asked.seed, 0)
        record, daily, owners = results_of(asked, Task("", asked.seed, 1, 0, 1), simulate, history, 0)
    except InvariantError:
        raise
    except SimError as error:
        return None, str(error), None
    if owners.startswith(FAILED):
        raise AssertionError(f"the causes cannot be computed: {owners.decode()}")
    return history, "", (repr(record), daily, owners)


def _where(error: BaseException) -> str:
    last = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__} at {Path(last.filename).name}:{last.lineno}"
