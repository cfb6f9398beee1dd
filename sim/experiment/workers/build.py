"""What a worker must have in common with the one who asks, so that the results are the same bytes."""

import platform
from functools import cache
from hashlib import blake2b
from importlib import metadata
from pathlib import Path

import sim

__all__ = ["Build", "build", "differences", "version"]

Build = dict[str, str]
"""Versions by name."""


@cache
def _sources() -> str:
    """Digest of the simulator as it lies on disk: two copies of one version may differ while it is worked on."""
    package = Path(sim.__file__).parent
    digest = blake2b(digest_size=4)
    for source in sorted(package.rglob("*.py")):
        digest.update(source.relative_to(package).as_posix().encode() + b"\0" + source.read_bytes() + b"\0")
    return digest.hexdigest()


def version() -> str:
    """Version of the simulator."""
    try:
        return metadata.version("sim")
    except metadata.PackageNotFoundError:  # run from a folder that was never installed
        return "unknown"


def build() -> Build:
    """Return what this process runs: the simulator, Python, and the packages on which the bits may depend."""
    major, minor, _ = platform.python_version_tuple()
    found = {"sim": f"{version()} ({_sources()})", "python": f"{major}.{minor}"}
    for package in ("numpy", "simpy", "scipy", "numba"):
        try:
            found[package] = metadata.version(package)
        except metadata.PackageNotFoundError:
            found[package] = "none"
    return found


def differences(wanted: Build) -> list[str]:
    """Tell in words where this process runs something else."""
    here = build()
    return [
        f"{name} {here.get(name, 'none')}, expected {wanted[name]}"
        for name in wanted
        if here.get(name, "none") != wanted[name]
    ]
