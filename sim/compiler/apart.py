"""Compilation of kernels in a separate process, which can be ended: the compiler ignores Ctrl-C for up to a minute.

The compiled code is written to the disk and loaded from there; what was finished before the process was ended is kept.
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

CODE: Final = "import sys; sys.path[:] = sys.argv[2:]; from sim.compiler.apart import child; child(sys.argv[1])"
SPARE_BYTES: Final = 8_000_000
"""Bytes that compiled code takes on the disk at most."""
SIZE: Final = 8
"""Bytes of the number that gives the length of the message that follows."""


class Apart:
    """A separate process that compiles; it ends when this process ends.

    Parameters
    ----------
    function
        The function that it calls, as `module:function`; that function calls everything to be compiled.
    subject
        The argument of that call; it must be picklable.
    folder
        The folder of compiled code. If nothing more can be written there, no process is started.
    """

    def __init__(self, function: str, subject: object, folder: Path) -> None:
        self._process: Popen[bytes] | None = None
        self._whole = False
        if not sys.executable or not _has_room(folder):
            return
        try:
            sent = pickle.dumps(subject)
            self._process = Popen(
                [sys.executable, "-P", "-c", CODE, function, *sys.path],
                stdin=PIPE,
                stdout=PIPE,
                stderr=DEVNULL,
                start_new_session=True,  # Ctrl-C is handled in this process
            )
        except (OSError, ValueError, TypeError, AttributeError, pickle.PickleError):
            return
        self._talk = Thread(target=self._feed, args=(self._process, sent), daemon=True)
        self._talk.start()

    def _feed(self, process: "Popen[bytes]", sent: bytes) -> None:
        """Send the subject, and collect reports of file errors until the other process ends."""
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            process.stdin.write(len(sent).to_bytes(SIZE, "little") + sent)
            process.stdin.flush()  # it stays open: the child sees its end when this process has ended
            said = process.stdout.read().decode(errors="replace")
        except (OSError, ValueError):
            return
        problems.extend(said.splitlines())
        self._whole = True

    @property
    def is_under_way(self) -> bool:
        """Whether the other process is still compiling."""
        return self._process is not None and self._process.poll() is None

    def wait(self) -> bool:
        """Wait for the process to end; return whether the code is on the disk now.

        Raises
        ------
        KeyboardInterrupt
            The wait was interrupted; the other process has been ended.
        """
        if self._process is None:
            return False
        try:
            done = self._process.wait() == 0
            self._talk.join()
            return done and self._whole
        finally:
            self.close()

    def close(self) -> None:
        """End the process; what it had finished is kept."""
        if self._process is None:
            return
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with suppress(OSError):
                    pipe.close()


def child(function: str) -> None:
    """Call a function, `module:function`, with the subject received, in a process that does nothing else."""
    module, _, name = function.partition(":")
    in_child(getattr(import_module(module), name))


def in_child(compiled: Callable[[Any], None]) -> None:
    """Compile with the subject received, report file errors, and end when the parent does."""
    source = sys.stdin.buffer
    subject = pickle.loads(source.read(int.from_bytes(source.read(SIZE), "little")))
    Thread(target=_end_with_parent, daemon=True).start()
    compiled(subject)
    sys.stdout.write("".join(f"{problem}\n" for problem in problems))
    sys.stdout.flush()
    os._exit(0)


def _end_with_parent() -> None:
    """Wait for the end of the parent process, which closes the pipe; then end this one."""
    sys.stdin.buffer.read()
    os._exit(1)


def _has_room(folder: Path) -> bool:
    """Return whether a folder has as much room as compiled code may take."""
    try:
        with tempfile.TemporaryFile(dir=folder) as file:
            file.write(bytes(SPARE_BYTES))
            file.flush()
    except OSError:
        return False
    return True
