"""Rules of this project that no linter checks. A test that fails lists every violation of its rule."""

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

# The last bit of the results of these functions may differ between NumPy and `math`, and with NumPy also between
# processors. `sqrt` is allowed: IEEE 754 requires that its result is correctly rounded.
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
    """Return a violation in the form ``file:line  what``."""
    return f"{file.relative_to(ROOT).as_posix()}:{line}  {what}"


def listing(offenders: Iterable[str]) -> str:
    return "\n".join(["", *offenders])


def imported(file: Path) -> Iterator[tuple[int, str]]:
    """Yield the line and the dotted name of each absolute import; ``from a import b`` gives ``a`` and ``a.b``."""
    for node in ast.walk(tree(file)):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield node.lineno, alias.name
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.lineno, node.module
            for alias in node.names:
                yield node.lineno, f"{node.module}.{alias.name}"


def numpy_names(file: Path) -> Iterator[tuple[int, str]]:
    """Yield the line and the name of each attribute or import of NumPy in a file.

    The leading ``numpy`` or its alias is left out: ``np.exp`` gives ``exp``.
    """
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
    """Return whether a dotted name is the given module or a name inside it."""
    return name == module or name.startswith(f"{module}.")


def test_the_rules_have_files_to_check() -> None:
    assert SOURCES
    assert KERNEL


# ------------------------------------------------------------------------------- numbers and random numbers


def test_model_and_engines_use_scalar_math_only() -> None:
    """The model and the engines use no function of `INEXACT` from NumPy, so that both engines get the same bits."""
    found = [
        at(file, line, f"np.{name}: use math.{name} on scalars")
        for file in KERNEL
        for line, name in numpy_names(file)
        if name in INEXACT
    ]
    assert not found, listing(found)


def test_model_and_engines_have_no_generator_objects() -> None:
    """The model and the engines do not use `numpy.random`: they compute each random number from its address."""
    found = [
        at(file, line, "np.random: draws are addressed, see sim/model/draws.py")
        for file in KERNEL
        for line, name in numpy_names(file)
        if within(name, "random")
    ]
    assert not found, listing(found)


def test_the_random_module_serves_the_shuffle_check_only() -> None:
    """Only files of the engines import `random`, and the docstring of each such file contains the word "shuffle"."""
    found = [
        at(file, line, "random: only an engine's shuffle check may use it; the file's docstring must say so")
        for file in SOURCES
        for line, name in imported(file)
        if within(name, "random")
        and not (PACKAGE / "engines" in file.parents and "shuffle" in (ast.get_docstring(tree(file)) or "").lower())
    ]
    assert not found, listing(found)


def test_no_fast_math() -> None:
    """No call in the package has the argument `fastmath`, which allows a compiler to reorder sums."""
    found = [
        at(file, node.value.lineno, "fastmath")
        for file in SOURCES
        for node in ast.walk(tree(file))
        if isinstance(node, ast.keyword) and node.arg == "fastmath"
    ]
    assert not found, listing(found)


def test_no_scipy_stats_in_the_package() -> None:
    """The package does not import scipy.stats, because the import takes a second.

    The only exception is sweep/design.py, which may import scipy.stats.qmc.
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


def test_no_file_or_folder_has_a_vague_name() -> None:
    """No file or folder of the package has one of the `VAGUE_NAMES`."""
    paths = {parent for file in SOURCES for parent in (file, *file.relative_to(ROOT).parents)}
    found = sorted(str(path) for path in paths if path.stem in VAGUE_NAMES)
    assert not found, listing(found)


def test_files_are_short() -> None:
    """No Python file of sim or tests is longer than `LONGEST_FILE` lines."""
    found = [
        at(file, length, f"{length} lines, at most {LONGEST_FILE}")
        for file in (*SOURCES, *TESTS)
        if (length := len(file.read_text(encoding="utf-8").splitlines())) > LONGEST_FILE
    ]
    assert not found, listing(found)


def exports(module: ast.Module) -> tuple[int, list[str]] | None:
    """Return the line and the names of ``__all__``; None if the module does not assign it."""
    for node in module.body:
        match node:
            case ast.Assign(targets=[ast.Name(id="__all__")], value=value) if value is not None:
                return node.lineno, list(ast.literal_eval(value))
            case ast.AnnAssign(target=ast.Name(id="__all__"), value=value) if value is not None:
                return node.lineno, list(ast.literal_eval(value))
    return None


def shelf(name: str) -> tuple[int, list[str | int]]:
    """Return the sort key of a name, as in ruff: constants, classes, others; numbers within names sort by value."""
    kind = 0 if name.isupper() and len(name) > 1 else 1 if name[:1].isupper() else 2
    return kind, [int(part) if part.isdigit() else part for part in re.split(r"(\d+)", name)]


def test_exports_are_sorted() -> None:
    """Every ``__all__`` of the package is sorted and names nothing twice."""
    found = []
    for file in SOURCES:
        if listed := exports(tree(file)):
            line, names = listed
            if names != sorted(set(names), key=shelf):
                found.append(at(file, line, f"__all__: expected {sorted(set(names), key=shelf)}"))
    assert not found, listing(found)


def undocumented(file: Path) -> Iterator[str]:
    """Yield each public module, class, function or method without a docstring, except overloads, setters, deleters."""

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
    """Every public module, class, function and method of the package has a docstring."""
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
    """Neither `import sim` nor `sim --help` imports one of the `HEAVY` modules, which are slow to import."""
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
    """Return the words of the package: names of files, classes, functions, arguments, variables; and text literals."""
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
    """Every word in backticks in the first column of docs/glossary.md is in the `vocabulary` of the package."""
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


# The words are split so that this file does not match the pattern.
PRIVATE = re.compile(
    r"(?<![\w.])/(?:wor" + r"k|roo" + r"t|hom" + r"e|User" + r"s)/"  # folders of a developer's machine
    r"|py" + r"pi\.|python" + r"hosted|index-" + r"url|find-" + r"links"  # addresses and options of a package index
)


def shipped() -> list[Path]:
    """Return the files that git tracks or would add; outside a git repository, all files that are not hidden."""
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
    """No shipped file names a folder of a developer's machine, or the address of a package index."""
    found = [
        at(file, number, line.strip()[:80])
        for file in shipped()
        for number, line in enumerate(file.read_bytes().decode("utf-8", "ignore").splitlines(), 1)
        if PRIVATE.search(line)
    ]
    assert not found, listing(found)
