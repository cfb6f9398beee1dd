"""The code that makes histories, as one digest: an edited engine makes another study, whatever its version says."""

from functools import cache
from hashlib import blake2b
from importlib.util import find_spec
from pathlib import Path
from typing import Final

import sim
from sim.experiment.workers.engine import ENGINES

__all__ = ["code_digest"]

WITHOUT: Final = ("cli", "page", "report", "plots", "oracles", "experiment")
"""Parts of the package that only read, show or keep what histories came to."""
MAKERS: Final = (
    "experiment/workers/block.py",
    "experiment/decide/compare/comparison.py",
    "experiment/decide/trials/trial.py",
)
"""Files of those parts that make figures all the same."""


@cache
def code_digest(engine: str) -> str:
    """Return the digest of the sources that make histories, 16 hexadecimal digits.

    Parameters
    ----------
    engine
        Its name. For one of the user's own (`module:function`) the file of that module is part of the digest; what the
        module imports is not.

    Notes
    -----
    The sources are read once in a process, in some 40 ms. Comments count too.
    """
    package = Path(sim.__file__).parent
    digest = blake2b(digest_size=8)
    for source in sorted(package.rglob("*.py")):
        name = source.relative_to(package).as_posix()
        if name.partition("/")[0] not in WITHOUT or name in MAKERS:
            digest.update(name.encode() + b"\0" + source.read_bytes() + b"\0")
    if engine not in ENGINES:
        digest.update(_own(engine.partition(":")[0]))
    return digest.hexdigest()


def _own(module: str) -> bytes:
    """Return the text of a module; nothing where it has none, or is not there (the run will say so)."""
    try:
        found = find_spec(module)
        return b"" if found is None or found.origin is None else Path(found.origin).read_bytes()
    except (ImportError, OSError, ValueError, AttributeError):
        return b""
