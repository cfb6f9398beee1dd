"""The versions of software that a worker must share with the calling process, so that the results are the same."""

import platform
from functools import cache
from hashlib import blake2b
from importlib import metadata
from pathlib import Path

import sim

__all__ = ["Build", "build", "differences", "version"]

Build = dict[str, str]
"""Versions by the name of the software."""


@cache
def _sources() -> str:
    """Return a digest of the sources of sim, since copies with the same version number may differ."""
    package = Path(sim.__file__).parent
    digest = blake2b(digest_size=4)
    for source in sorted(package.rglob("*.py")):
        digest.update(source.relative_to(package).as_posix().encode() + b"\0" + source.read_bytes() + b"\0")
    return digest.hexdigest()


def version() -> str:
    """Return the version of sim; "unknown" if it is not installed."""
    try:
        return metadata.version("sim")
    except metadata.PackageNotFoundError:
        return "unknown"


def build() -> Build:
    """Return the versions in this process: sim with a digest of its sources, Python, and the packages that sim uses."""
    major, minor, _ = platform.python_version_tuple()
    software = {"sim": f"{version()} ({_sources()})", "python": f"{major}.{minor}"}
    for package in ("numpy", "simpy", "scipy", "numba"):
        try:
            software[package] = metadata.version(package)
        except metadata.PackageNotFoundError:
            software[package] = "none"
    return software


def differences(wanted: Build) -> list[str]:
    """Return a text for each version in `wanted` that differs from the version in this process."""
    present = build()
    return [
        f"{name} {present.get(name, 'none')}, expected {wanted[name]}"
        for name in wanted
        if present.get(name, "none") != wanted[name]
    ]
