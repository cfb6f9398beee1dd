"""The code that makes histories, as one digest: an edited engine makes another study, even with the same version."""

from functools import cache
from hashlib import blake2b
from importlib.util import find_spec
from pathlib import Path
from typing import Final

import sim
from sim.experiment.workers.engine import ENGINES

__all__ = ["code_digest"]

WITHOUT: Final = ("cli", "page", "report", "plots", "oracles", "experiment")
"""Parts of the package that only read, show or store results."""
MAKERS: Final = (
    "experiment/workers/block.py",
    "experiment/decide/compare/comparison.py",
    "experiment/decide/trials/trial.py",
)
"""Files of those parts that do compute figures."""


@cache
def code_digest(engine: str) -> str:
    """Return the digest of the sources that make histories, 16 hexadecimal digits.

    Parameters
    ----------
    engine
        Its name. For a custom engine (`module:function`) the file of that module is part of the digest; its imports are
        not.

    Notes
    -----
    The sources are read once per process, in about 40 ms. Comments count too.
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
    """Return the text of a module; empty if it has none, or does not exist (the run will report that)."""
    try:
        found = find_spec(module)
        return b"" if found is None or found.origin is None else Path(found.origin).read_bytes()
    except (ImportError, OSError, ValueError, AttributeError):
        return b""
