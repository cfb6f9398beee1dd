"""The loop compiled in a process of its own: the compiler hears no Ctrl-C for a minute, but a process can be ended.

What it compiles lies on the disk then, and is loaded from there; what it had finished when it was ended stays there.
"""

import os
import pickle
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from subprocess import DEVNULL, PIPE, Popen
from threading import Thread
from typing import Final

from sim.engines.batch.kept import troubles
from sim.model.plan import Plan

__all__ = ["compiled_apart", "in_child"]

CODE: Final = "import sys; sys.path[:] = sys.argv[1:]; from sim.engines.batch.replication import child; child()"
ROOM: Final = 8_000_000
"""Bytes of the disk that compiled code takes at most."""
SIZE: Final = 8
"""Bytes of the number that says how long what follows is."""


def compiled_apart(plan: Plan, folder: Path) -> bool:
    """Compile the loop in another process, and wait for it; return whether its code is to be found on the disk now.

    Parameters
    ----------
    plan
        Any; with it the other process calls what is to be compiled.
    folder
        Where compiled code is kept. Where nothing more can be written there, nothing is tried.

    Raises
    ------
    KeyboardInterrupt
        The wait was broken off; the other process has been ended.
    """
    if not sys.executable or not _has_room(folder):
        return False
    try:
        sent = pickle.dumps(plan)
        process = Popen(
            [sys.executable, "-P", "-c", CODE, *sys.path],
            stdin=PIPE,
            stdout=PIPE,
            stderr=DEVNULL,
            start_new_session=True,  # Ctrl-C is answered here
        )
    except (OSError, ValueError, TypeError, AttributeError, pickle.PickleError):
        return False
    with process:
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            process.stdin.write(len(sent).to_bytes(SIZE, "little") + sent)
            process.stdin.flush()  # and it stays open: where it ends, this process has ended
            said = process.stdout.read().decode(errors="replace")
            done = process.wait() == 0
        except OSError:
            return False
        except BaseException:
            process.kill()
            raise
    troubles.extend(said.splitlines())
    return done


def in_child(compiled: Callable[[Plan], None]) -> None:
    """Compile with the plan that comes in, say what went wrong with files, and end when the parent does."""
    source = sys.stdin.buffer
    plan = pickle.loads(source.read(int.from_bytes(source.read(SIZE), "little")))
    Thread(target=_outlive_nobody, daemon=True).start()
    compiled(plan)
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
