"""Compilation in a separate process, because the compiler itself ignores Ctrl-C for up to a minute.

The separate process can be ended at any time. It writes each piece of compiled code to the disk, where it is kept and
from where other processes load it.
"""

import os
import pickle
import sys
import tempfile
from collections.abc import Callable
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from subprocess import DEVNULL, PIPE, Popen
from threading import Thread
from typing import Any, Final

from sim.compiler.cache import problems

__all__ = ["Apart", "child", "in_child"]

# What the separate process runs; its arguments are the name of the function to call, and the path for imports.
CODE: Final = "import sys; sys.path[:] = sys.argv[2:]; from sim.compiler.apart import child; child(sys.argv[1])"
SPARE_BYTES: Final = 8_000_000
"""Space that a folder must have for all compiled code [bytes]."""
SIZE: Final = 8
"""Size of the number that is sent before a message and gives the length of the message [bytes]."""


class Apart:
    """A separate process that compiles; it ends when this process ends.

    Parameters
    ----------
    function
        The function that the separate process calls, as `module:function`. This function has to call everything that
        is to be compiled.
    subject
        The argument of the function; it must be picklable.
    folder
        The folder of compiled code. If `SPARE_BYTES` cannot be written there, no process is started.
    """

    def __init__(self, function: str, subject: object, folder: Path) -> None:
        self._process: Popen[bytes] | None = None
        self._has_reported = False
        if not sys.executable or not _has_space(folder):
            return
        try:
            sent = pickle.dumps(subject)
            self._process = Popen(
                [sys.executable, "-P", "-c", CODE, function, *sys.path],
                stdin=PIPE,
                stdout=PIPE,
                stderr=DEVNULL,
                start_new_session=True,  # so that Ctrl-C reaches this process only
            )
        except (OSError, ValueError, TypeError, AttributeError, pickle.PickleError):
            return
        self._exchange = Thread(target=self._send, args=(self._process, sent), daemon=True)
        self._exchange.start()

    def _send(self, process: "Popen[bytes]", sent: bytes) -> None:
        """Send the subject, and collect reports of file errors until the separate process ends."""
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            process.stdin.write(len(sent).to_bytes(SIZE, "little") + sent)
            process.stdin.flush()  # the pipe stays open: it closes when this process ends, and that ends the child
            reports = process.stdout.read().decode(errors="replace")
        except (OSError, ValueError):
            return
        problems.extend(reports.splitlines())
        self._has_reported = True

    @property
    def is_under_way(self) -> bool:
        """Whether the separate process is still compiling."""
        return self._process is not None and self._process.poll() is None

    def wait(self) -> bool:
        """Wait for the separate process to end; return whether it compiled everything and reported its file errors.

        Raises
        ------
        KeyboardInterrupt
            The wait was interrupted; the separate process has been ended.
        """
        if self._process is None:
            return False
        try:
            done = self._process.wait() == 0
            self._exchange.join()
            return done and self._has_reported
        finally:
            self.close()

    def close(self) -> None:
        """End the separate process; the code that it has finished is kept."""
        if self._process is None:
            return
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with suppress(OSError):
                    pipe.close()


def child(function: str) -> None:
    """In the separate process: call a function, given as `module:function`, with the subject received."""
    module, _, name = function.partition(":")
    in_child(getattr(import_module(module), name))


def in_child(compiled: Callable[[Any], None]) -> None:
    """In the separate process: call `compiled` with the subject received, report file errors, and end the process.

    If the parent process ends first, this process ends, too.

    Parameters
    ----------
    compiled
        A function that calls everything to be compiled.
    """
    source = sys.stdin.buffer
    subject = pickle.loads(source.read(int.from_bytes(source.read(SIZE), "little")))
    Thread(target=_end_with_parent, daemon=True).start()
    compiled(subject)
    sys.stdout.write("".join(f"{problem}\n" for problem in problems))
    sys.stdout.flush()
    os._exit(0)


def _end_with_parent() -> None:
    """Wait for the end of the parent process, which closes the pipe; then end this process."""
    sys.stdin.buffer.read()
    os._exit(1)


def _has_space(folder: Path) -> bool:
    """Return whether `SPARE_BYTES` can be written to a folder."""
    try:
        with tempfile.TemporaryFile(dir=folder) as file:
            file.write(bytes(SPARE_BYTES))
            file.flush()
    except OSError:
        return False
    return True
