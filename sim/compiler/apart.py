"""Kernels compiled in a process of their own: the compiler hears no Ctrl-C for a minute, but a process can be ended.

What it compiles lies on the disk then, and is loaded from there; what it had finished when it was ended stays there.
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

from sim.compiler.cache import troubles

__all__ = ["Apart", "child", "in_child"]

CODE: Final = "import sys; sys.path[:] = sys.argv[2:]; from sim.compiler.apart import child; child(sys.argv[1])"
ROOM: Final = 8_000_000
"""Bytes of the disk that compiled code takes at most."""
SIZE: Final = 8
"""Bytes of the number that says how long what follows is."""


class Apart:
    """Another process that compiles; it ends with this one.

    Parameters
    ----------
    function
        What it calls, as `module:function`: that calls all that is to be compiled.
    subject
        What it calls that with; it can be pickled.
    folder
        Where compiled code is kept. Where nothing more can be written there, nothing is tried.
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
                start_new_session=True,  # Ctrl-C is answered here
            )
        except (OSError, ValueError, TypeError, AttributeError, pickle.PickleError):
            return
        self._talk = Thread(target=self._feed, args=(self._process, sent), daemon=True)
        self._talk.start()

    def _feed(self, process: "Popen[bytes]", sent: bytes) -> None:
        """Hand the subject over, and hear what went wrong with files, until the other process ends."""
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            process.stdin.write(len(sent).to_bytes(SIZE, "little") + sent)
            process.stdin.flush()  # and it stays open: where it ends, this process has ended
            said = process.stdout.read().decode(errors="replace")
        except (OSError, ValueError):
            return
        troubles.extend(said.splitlines())
        self._whole = True

    @property
    def is_under_way(self) -> bool:
        """Whether it still compiles."""
        return self._process is not None and self._process.poll() is None

    def wait(self) -> bool:
        """Wait for its end; return whether the code is to be found on the disk now.

        Raises
        ------
        KeyboardInterrupt
            The wait was broken off; the other process has been ended.
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
        """End it; what it had finished is kept."""
        if self._process is None:
            return
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with suppress(OSError):
                    pipe.close()


def child(function: str) -> None:
    """Call a function, `module:function`, with the subject that comes in, in a process that does nothing else."""
    module, _, name = function.partition(":")
    in_child(getattr(import_module(module), name))


def in_child(compiled: Callable[[Any], None]) -> None:
    """Compile with the subject that comes in, say what went wrong with files, and end when the parent does."""
    source = sys.stdin.buffer
    subject = pickle.loads(source.read(int.from_bytes(source.read(SIZE), "little")))
    Thread(target=_outlive_nobody, daemon=True).start()
    compiled(subject)
    sys.stdout.write("".join(f"{trouble}\n" for trouble in troubles))
    sys.stdout.flush()
    os._exit(0)


def _outlive_nobody() -> None:
    sys.stdin.buffer.read()
    os._exit(1)


def _has_room(folder: Path) -> bool:
    """Whether a folder takes as much as compiled code may be."""
    try:
        with tempfile.TemporaryFile(dir=folder) as file:
            file.write(bytes(ROOM))
            file.flush()
    except OSError:
        return False
    return True
