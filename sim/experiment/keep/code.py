"""One digest of the code that makes histories: with an edited engine a study has another identity."""

from functools import cache
from hashlib import blake2b
from importlib.util import find_spec
from pathlib import Path
from typing import Final

import sim
from sim.experiment.workers.engine import ENGINES

__all__ = ["code_digest"]

WITHOUT: Final = ("cli", "publish", "page", "report", "plots", "oracles", "experiment")
"""Parts of the package that do not make histories but read, show or store results."""
MAKERS: Final = (
    "experiment/workers/block.py",
    "experiment/decide/compare/comparison.py",
    "experiment/decide/trials/trial.py",
)
"""Files of these parts that do compute figures, and so belong to the digest."""


@cache
def code_digest(engine: str) -> str:
    """Return the digest of the sources that make histories, 16 hexadecimal digits.

    Parameters
    ----------
    engine
        Name of the engine. For an engine of your own (`module:function`), the file of its module is part of the digest,
        but not the modules that it imports.

    Notes
    -----
    The sources are read once per process, in about 40 ms. A change of a comment changes the digest too.
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
    """Return the source of a module; empty if it has no file, or does not exist, which the run will report."""
    try:
        spec = find_spec(module)
        return b"" if spec is None or spec.origin is None else Path(spec.origin).read_bytes()
    except (ImportError, OSError, ValueError, AttributeError):
        return b""
