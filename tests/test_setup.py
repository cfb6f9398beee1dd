"""The supported versions of Python, and what `make` says about any other version."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
SUPPORTED = re.findall(r"Python :: (3\.\d+)", "\n".join(PROJECT["classifiers"]))

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="make and shell scripts")


def pretend(folder: Path, implementation: str, version: str) -> Path:
    """Create a command that runs this Python but reports another implementation or version; return its path."""
    (folder / "sitecustomize.py").write_text(
        "import platform\n"
        f"platform.python_implementation = lambda: {implementation!r}\n"
        f"platform.python_version = lambda: {version!r}\n"
        f"platform.python_version_tuple = lambda: tuple({version!r}.split('.'))\n"
    )
    python = folder / "python3"
    python.write_text(f'#!/bin/sh\nPYTHONPATH="{folder}" exec "{sys.executable}" "$@"\n')
    python.chmod(0o755)
    return python


def make(folder: Path, python: Path, goal: str = "run") -> subprocess.CompletedProcess[str]:
    """Run a goal of `make` with the given Python command; the environment that it would use does not exist yet."""
    command = ["make", "--no-print-directory", goal, f"PYTHON={python}", f"VENV={folder / 'venv'}"]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def test_supported_pythons() -> None:
    """Python 3.11 to 3.14 are supported: pyproject.toml requires at least 3.11 and sets no upper limit.

    The README, the changelog and CONTRIBUTING name the same range.
    """
    assert SUPPORTED == ["3.11", "3.12", "3.13", "3.14"]
    assert PROJECT["requires-python"] == f">={SUPPORTED[0]}"
    for page in ("README.md", "CHANGELOG.md", "CONTRIBUTING.md"):
        text = (ROOT / page).read_text(encoding="utf-8")
        assert re.search(r"3\.11 (to|and|,[\d., ]* and) 3\.14", text), page
        assert not re.search(r"3\.11 (to|and) 3\.1[0-35-9]", text), page


@pytest.mark.parametrize(
    ("implementation", "version"),
    [("CPython", "3.15.0"), ("CPython", "3.10.4"), ("CPython", "2.7.18"), ("PyPy", "3.11.11"), ("CPython", "4.11.0")],
)
@pytest.mark.parametrize("goal", ["run", "test"])
def test_make_refuses_an_unsupported_python(tmp_path: Path, implementation: str, version: str, goal: str) -> None:
    """`make` stops before it creates the environment; it names the Python that it found and the supported ones."""
    python = pretend(tmp_path, implementation, version)
    ended = make(tmp_path, python, goal)
    assert ended.returncode != 0
    assert f"'{python}' is {implementation} {version}" in ended.stderr
    assert "CPython 3.11, 3.12, 3.13 or 3.14" in ended.stderr
    assert f"make {goal} PYTHON=python3.13" in ended.stderr
    assert "Traceback" not in ended.stderr
    assert len(ended.stderr.splitlines()) <= 3  # `make` adds the last line itself
    assert not (tmp_path / "venv").exists()


def test_python_that_is_not_there(tmp_path: Path) -> None:
    """If the Python command does not exist, `make` says that it does not start, and what to do."""
    ended = make(tmp_path, tmp_path / "no-python")
    assert ended.returncode != 0
    assert f"'{tmp_path / 'no-python'}' is not a Python that starts" in ended.stderr
    assert "make run PYTHON=python3.13" in ended.stderr
    assert "CPython 3.11, 3.12, 3.13 or 3.14" in ended.stderr


@pytest.mark.parametrize("version", [f"{version}.1" for version in SUPPORTED])
def test_supported_python_passes(tmp_path: Path, version: str) -> None:
    """The script .ci/supported accepts every supported Python and prints nothing."""
    python = pretend(tmp_path, "CPython", version)
    command = ["sh", ".ci/supported", str(python), "run", *SUPPORTED]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, "", "")
