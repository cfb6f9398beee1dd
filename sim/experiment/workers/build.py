"""The versions of software that must be the same in a worker and in the calling process, for the same results."""

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
    """Return the digest of the simulator's sources on disk: during development, copies of one version may differ."""
    package = Path(sim.__file__).parent
    digest = blake2b(digest_size=4)
    for source in sorted(package.rglob("*.py")):
        digest.update(source.relative_to(package).as_posix().encode() + b"\0" + source.read_bytes() + b"\0")
    return digest.hexdigest()


def version() -> str:
    """Return the version of the simulator."""
    try:
        return metadata.version("sim")
    except metadata.PackageNotFoundError:  # run from a folder that was never installed
        return "unknown"


def build() -> Build:
    """Return the versions in this process: the simulator, Python, and the packages on which the bits may depend."""
    major, minor, _ = platform.python_version_tuple()
    software = {"sim": f"{version()} ({_sources()})", "python": f"{major}.{minor}"}
    for package in ("numpy", "simpy", "scipy", "numba"):
        try:
            software[package] = metadata.version(package)
        except metadata.PackageNotFoundError:
            software[package] = "none"
    return software


def differences(wanted: Build) -> list[str]:
    """Return a text for each version that differs in this process from the wanted one."""
    present = build()
    return [
        f"{name} {present.get(name, 'none')}, expected {wanted[name]}"
        for name in wanted
        if present.get(name, "none") != wanted[name]
    ]
