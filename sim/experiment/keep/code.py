"""The digest of the code on which results depend: after an edit of an engine, a study has another identity."""

from functools import cache
from hashlib import blake2b
from importlib.util import find_spec
from pathlib import Path
from typing import Final

import sim
from sim.experiment.workers.engine import ENGINES

__all__ = ["code_digest"]

WITHOUT: Final = ("cli", "publish", "page", "report", "plots", "oracles", "experiment")
"""Folders of the package whose files do not belong to the digest, except `MAKERS`."""
MAKERS: Final = (
    "experiment/workers/block.py",
    "experiment/decide/compare/comparison.py",
    "experiment/decide/trials/trial.py",
)
"""Files in these folders that compute figures of histories, so that they belong to the digest."""


@cache
def code_digest(engine: str) -> str:
    """Return the digest of the sources on which results depend, as 16 hexadecimal digits.

    Parameters
    ----------
    engine
        Name of the engine. For an engine of the user (`module:function`), the digest covers the file of its module, but
        not the modules that this file imports.

    Notes
    -----
    A change of a comment changes the digest too.
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
    """Return the source of a module; empty if it cannot be found or read, which the run reports later."""
    try:
        spec = find_spec(module)
        return b"" if spec is None or spec.origin is None else Path(spec.origin).read_bytes()
    except (ImportError, OSError, ValueError, AttributeError):
        return b""
