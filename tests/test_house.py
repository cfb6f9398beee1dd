"""Rules of this project that no linter has: each is a small script that reads the source.

Every rule collects all violations and reports them as ``file:line  what``; a rule without violations passes.
"""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "sim"
SOURCES = sorted(PACKAGE.rglob("*.py"))
TESTS = sorted((ROOT / "tests").rglob("*.py"))
KERNEL = [file for file in SOURCES if {"model", "engines"} & set(file.relative_to(PACKAGE).parts[:-1])]

LONGEST_FILE = 350
VAGUE_NAMES = {
    *("util", "utils", "helper", "helpers", "common", "core", "misc"),
    *("base", "manager", "managers", "handler", "handlers"),
}
HEAVY = ["matplotlib", "scipy.stats", "simpy", "numba", "pandas", "distributed"]

# For these functions NumPy's array loops differ from `math` in the last bit, and from one processor to the next.
# `sqrt` is not among them: the floating-point standard makes it exact.
INEXACT = {
    *("exp", "exp2", "expm1", "log", "log2", "log10", "log1p", "logaddexp", "logaddexp2"),
    *("power", "pow", "float_power", "cbrt", "hypot"),
    *("sin", "cos", "tan", "sinh", "cosh", "tanh", "arcsin", "arccos", "arctan", "arctan2"),
    *("arcsinh", "arccosh", "arctanh", "asin", "acos", "atan", "atan2", "asinh", "acosh", "atanh"),
}


@cache
def tree(file: Path) -> ast.Module:
    return ast.parse(file.read_text(encoding="utf-8"), str(file))


def at(file: Path, line: int, what: str) -> str:
    """Return a violation as one line of the report."""
    return f"{file.relative_to(ROOT).as_posix()}:{line}  {what}"


def listing(offenders: Iterable[str]) -> str:
    return "\n".join(["", *offenders])


def imported(file: Path) -> Iterator[tuple[int, str]]:
    """Yield every dotted name that a file imports; ``from a import b`` gives ``a`` and ``a.b``."""
    for node in ast.walk(tree(file)):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield node.lineno, alias.name
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.lineno, node.module
            for alias in node.names:
                yield node.lineno, f"{node.module}.{alias.name}"


def numpy_names(file: Path) -> Iterator[tuple[int, str]]:
    """Yield every name of NumPy that a file uses, dotted, without the leading ``numpy``, whatever the alias."""
    aliases = {"numpy"}
    for node in ast.walk(tree(file)):
        if isinstance(node, ast.Import):
            aliases |= {alias.asname for alias in node.names if alias.name == "numpy" and alias.asname}
    for node in ast.walk(tree(file)):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in aliases:
            yield node.lineno, node.attr
    for line, name in imported(file):
        if name.startswith("numpy."):
            yield line, name.removeprefix("numpy.")


def within(name: str, module: str) -> bool:
    """Return whether a dotted name is a module or lies in it."""
    return name == module or name.startswith(f"{module}.")


def test_the_rules_have_files_to_check() -> None:
    """Claim: the rules below have files to check."""
    assert SOURCES
    assert KERNEL


# ------------------------------------------------------------------------------- numbers and random numbers


def test_model_and_engines_use_scalar_math_only() -> None:
    """Claim: the model and the engines do not use NumPy's logarithms, powers or angles, so that both engines get the
    same bits.
    """
    found = [
        at(file, line, f"np.{name}: use math.{name} on scalars")
        for file in KERNEL
        for line, name in numpy_names(file)
        if name in INEXACT
    ]
    assert not found, listing(found)


def test_model_and_engines_have_no_generator_objects() -> None:
    """Claim: the model and the engines do not use NumPy's generators, as a draw is computed from its address."""
    found = [
        at(file, line, "np.random: draws are addressed, see sim/model/draws.py")
        for file in KERNEL
        for line, name in numpy_names(file)
        if within(name, "random")
    ]
    assert not found, listing(found)


def test_the_random_module_serves_the_shuffle_check_only() -> None:
    """Claim: only an engine's file whose docstring says that it shuffles may import `random`."""
    found = [
        at(file, line, "random: only an engine's shuffle check may use it, and its docstring says so")
        for file in SOURCES
        for line, name in imported(file)
        if within(name, "random")
        and not (PACKAGE / "engines" in file.parents and "shuffle" in (ast.get_docstring(tree(file)) or "").lower())
    ]
    assert not found, listing(found)


def test_no_fast_math() -> None:
    """Claim: no code of the package sets `fastmath`, with which a compiler may reorder sums."""
    found = [
        at(file, node.value.lineno, "fastmath")
        for file in SOURCES
        for node in ast.walk(tree(file))
        if isinstance(node, ast.keyword) and node.arg == "fastmath"
    ]
    assert not found, listing(found)


def test_no_scipy_stats_in_the_package() -> None:
    """Claim: the package does not import scipy.stats, whose import takes a second; scipy.special has what it needs.

    One exception: designs that fill a space evenly come from scipy.stats.qmc, which is imported when one is needed.
    """
    designs = PACKAGE / "experiment" / "decide" / "sweep" / "design.py"
    found = [
        at(file, line, name)
        for file in SOURCES
        for line, name in imported(file)
        if within(name, "scipy.stats") and not (file == designs and within(name, "scipy.stats.qmc"))
    ]
    found = [each for each in found if not re.search(r"sweep/design\.py:\d+  scipy\.stats$", each)]
    assert not found, listing(found)


# ------------------------------------------------------------------------------------------ files and names


def test_files_are_named_by_a_noun_of_the_field() -> None:
    """Claim: no file or folder has a name so general that it could hold anything."""
    paths = {parent for file in SOURCES for parent in (file, *file.relative_to(ROOT).parents)}
    found = sorted(str(path) for path in paths if path.stem in VAGUE_NAMES)
    assert not found, listing(found)


def test_files_are_short() -> None:
    """Claim: no file, tests included, is longer than the limit; a longer file holds two ideas and should be split."""
    found = [
        at(file, length, f"{length} lines, at most {LONGEST_FILE}")
        for file in (*SOURCES, *TESTS)
        if (length := len(file.read_text(encoding="utf-8").splitlines())) > LONGEST_FILE
    ]
    assert not found, listing(found)


def exports(module: ast.Module) -> tuple[int, list[str]] | None:
    """Return the line and the names of ``__all__``; None if a module has none."""
    for node in module.body:
        match node:
            case ast.Assign(targets=[ast.Name(id="__all__")], value=value) if value is not None:
                return node.lineno, list(ast.literal_eval(value))
            case ast.AnnAssign(target=ast.Name(id="__all__"), value=value) if value is not None:
                return node.lineno, list(ast.literal_eval(value))
    return None


def shelf(name: str) -> tuple[int, list[str | int]]:
    """Return a sort key: CONSTANTS, then Classes, then functions; each by name, with numbers by size, as in ruff."""
    kind = 0 if name.isupper() and len(name) > 1 else 1 if name[:1].isupper() else 2
    return kind, [int(part) if part.isdigit() else part for part in re.split(r"(\d+)", name)]


def test_exports_are_sorted() -> None:
    """Claim: every ``__all__`` is sorted and names nothing twice."""
    found = []
    for file in SOURCES:
        if listed := exports(tree(file)):
            line, names = listed
            if names != sorted(set(names), key=shelf):
                found.append(at(file, line, f"__all__: expected {sorted(set(names), key=shelf)}"))
    assert not found, listing(found)


def undocumented(file: Path) -> Iterator[str]:
    """Yield what is public in a file and has no docstring."""

    def search(node: ast.Module | ast.ClassDef, path: str) -> Iterator[str]:
        for child in node.body:
            if not isinstance(child, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
                continue
            if child.name.startswith("_") or any(
                "overload" in ast.unparse(decorator) or ast.unparse(decorator).endswith((".setter", ".deleter"))
                for decorator in child.decorator_list
            ):
                continue
            if not ast.get_docstring(child):
                yield at(file, child.lineno, f"{path}{child.name}")
            if isinstance(child, ast.ClassDef):
                yield from search(child, f"{path}{child.name}.")

    if not ast.get_docstring(tree(file)):
        yield at(file, 1, "the module")
    yield from search(tree(file), "")


def test_everything_public_has_a_docstring() -> None:
    """Claim: every public module, class, function and method has a docstring; a leading underscore makes a name
    private.
    """
    found = [offender for file in SOURCES for offender in undocumented(file)]
    assert not found, listing(found)


# -------------------------------------------------------------------------------------------------- imports

LOADED = f"""
import atexit, sys
atexit.register(lambda: print("LOADED", *sorted(set({HEAVY!r}) & set(sys.modules))))
"""


@pytest.mark.parametrize(
    "statement",
    [
        pytest.param("import sim", id="import sim"),
        pytest.param("sys.argv = ['sim', '--help']; from sim.cli import main; main()", id="sim --help"),
    ],
)
def test_heavy_modules_are_not_loaded(statement: str) -> None:
    """Claim: neither `import sim` nor `sim --help` imports a module that is slow to import."""
    done = subprocess.run(
        [sys.executable, "-c", LOADED + statement],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1].split() == ["LOADED"]


# ------------------------------------------------------------------------------------------- words


@cache
def vocabulary() -> frozenset[str]:
    """Return every word that the code defines: modules, classes, functions, fields, variables, literal values."""
    words = {part.removesuffix(".py") for file in SOURCES for part in file.relative_to(ROOT).parts}
    for file in SOURCES:
        for node in ast.walk(tree(file)):
            match node:
                case ast.ClassDef(name=name) | ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                    words.add(name)
                case ast.Name(id=name, ctx=ast.Store()) | ast.Attribute(attr=name, ctx=ast.Store()):
                    words.add(name)
                case ast.arg(arg=name):
                    words.add(name)
                case ast.Constant(value=str(text)) if text.replace("-", "_").isidentifier():
                    words.add(text)
    return frozenset(words)


def test_the_glossary_names_what_exists() -> None:
    """Claim: every term in backticks in the first column of docs/glossary.md is a word of the code."""
    glossary = ROOT / "docs" / "glossary.md"
    assert glossary.exists(), "docs/glossary.md is missing"
    rows, found = 0, []
    for number, line in enumerate(glossary.read_text(encoding="utf-8").splitlines(), 1):
        if not line.startswith("|"):
            continue
        for entry in re.findall(r"`([^`]+)`", line.split("|")[1]):
            rows += 1
            words = re.findall(r"[A-Za-z_][\w-]*", entry)
            found += [at(glossary, number, word) for word in words if word not in vocabulary()]
    assert rows, "no table row with a word in backticks"
    assert not found, listing(found)


# The words are split in two so that the pattern does not match this file.
PRIVATE = re.compile(
    r"(?<![\w.])/(?:wor" + r"k|roo" + r"t|hom" + r"e|User" + r"s)/"  # a developer's machine
    r"|py" + r"pi\.|python" + r"hosted|index-" + r"url|find-" + r"links"  # a package index
)


def shipped() -> list[Path]:
    """Return all files that git tracks or would add; outside a clone, all files that are not hidden."""
    asked = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
    )
    if asked.returncode == 0:
        files = [ROOT / name for name in asked.stdout.split("\0") if name]
    else:
        files = [
            file for file in ROOT.rglob("*") if not any(part.startswith(".") for part in file.relative_to(ROOT).parts)
        ]
    return sorted(file for file in files if file.is_file())


def test_no_file_names_a_machine() -> None:
    """Claim: nothing shipped names a folder of a developer's machine or the address of a package registry."""
    found = [
        at(file, number, line.strip()[:80])
        for file in shipped()
        for number, line in enumerate(file.read_bytes().decode("utf-8", "ignore").splitlines(), 1)
        if PRIVATE.search(line)
    ]
    assert not found, listing(found)
