"""A scenario from someone else runs none of its code without trust, and reads no file outside its folder."""

from __future__ import annotations

import json
import os
import socket
import stat
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

import sim as library
from sim.domain.scenario import Scenario
from sim.errors import ConfigError, ResultsError
from sim.policies import Source, UntrustedError, policies_of, trust
from tests.commands import TINY, sim, wide

CODE = """import pathlib
import sim

pathlib.Path("ran").touch()


@sim.policy("tail", "mine")
def mine(view):
    return 0
"""
TABLE = '\n[policy]\nfiles = ["own.py"]\ntail = "mine"\n'


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Work in a folder with tiny.toml and with own.toml, which names the code own.py. No code is trusted yet."""
    (tmp_path / "case").mkdir()
    monkeypatch.chdir(tmp_path / "case")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    text = TINY.read_text(encoding="utf-8")
    Path("tiny.toml").write_text(text, encoding="utf-8")
    Path("own.toml").write_text(text + TABLE, encoding="utf-8")
    Path("own.py").write_text(CODE, encoding="utf-8")
    before = set(trust._granted)
    trust._granted.clear()
    yield
    trust._granted.clear()
    trust._granted.update(before)


def ran() -> bool:
    """Return whether the code has run since the last call: the code creates a file, which this call removes."""
    found = Path("ran").exists()
    Path("ran").unlink(missing_ok=True)
    return found


@pytest.fixture
def fresh(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Change the text of own.py, and return a function that changes it again.

    A process runs code of the same text only once, so a test that asks whether the code runs needs a new text.
    """
    number = iter(range(1000, 2000))

    def write() -> None:
        Path("own.py").write_text(f"{CODE}# {os.urandom(4).hex()} {next(number)}\n", encoding="utf-8")

    write()
    return write


# ------------------------------------------------------------------------------------------------------------- code


COMMANDS = [
    ("check", "own.toml"),
    ("run", "own.toml", "-n", "2"),
    ("replay", "own.toml", "-k", "0"),
    ("sweep", "own.toml", "--vary", "lift.aircraft.payload_t=4,5"),
    ("require", "own.toml", "--lever", "lift.aircraft.payload_t=4:5:1"),
    ("compare", "own.toml", "--with", "lift.aircraft.payload_t=5"),
    ("compare", "tiny.toml", "--plan", "own.toml"),
    ("sensitivity", "own.toml"),
    ("discover", "own.toml"),
    ("verify", "own.toml"),
]


@pytest.mark.parametrize("command", COMMANDS, ids=[" ".join(command[:3]) for command in COMMANDS])
def test_commands_do_not_run_code_that_is_not_trusted(command: tuple[str, ...], fresh: Callable[[], None]) -> None:
    """None of these commands runs the code.

    The error names the key, the start of the digest of the code, and the option that trusts the code.
    """
    got = sim(*command)
    words = " ".join(got.stderr.split())
    assert (got.exit_code, ran()) == (2, False)
    assert 'policy.files.0 = "own.py" expected code that you trust' in words
    assert "add --trust-policies (in Python: trust_policies=True), or let sim remember it: sim trust CONFIG" in words
    assert trust.digest(Path("own.py").read_text(encoding="utf-8"))[:16] in words
    assert not wide(got.stderr)


def test_code_within_a_scenario_is_not_run_without_trust(fresh: Callable[[], None]) -> None:
    """The code in the key `policy.code` of the scenario itself runs only with --trust-policies."""
    text = f'{TINY.read_text(encoding="utf-8")}\n[policy]\nfiles = ["x.py"]\ncode = [{json.dumps(CODE + "# inline")}]\n'
    Path("inline.toml").write_text(text, encoding="utf-8")
    assert (sim("check", "inline.toml").exit_code, ran()) == (2, False)
    assert (sim("check", "inline.toml", "--trust-policies").exit_code, ran()) == (0, True)


def test_trusted_code_runs_and_is_named_first(fresh: Callable[[], None]) -> None:
    """With --trust-policies the code runs. The error stream names the file and the start of its digest once."""
    got = sim("check", "own.toml", "--trust-policies")
    assert (got.exit_code, ran()) == (0, True)
    digest = trust.digest(Path("own.py").read_text(encoding="utf-8"))
    assert got.stderr == f"  runs the code of own.py (sha256 {digest[:16]}), which you trust\n"


def test_trusted_code_is_not_run_if_the_scenario_has_an_error(fresh: Callable[[], None]) -> None:
    """If another key has an error, trusted code does not run, and the message says that nothing was run."""
    got = sim("check", "own.toml", "--trust-policies", "--set", "lift.aircraft.seats=-3")
    assert (got.exit_code, ran()) == (2, False)
    assert got.stderr.endswith("1 error; nothing was run.\n")


def test_trust_is_remembered_by_the_text(fresh: Callable[[], None]) -> None:
    """`sim trust` does not run the code. `sim check` then runs the code, but no longer after the code is edited."""
    got = sim("trust", "own.toml")
    assert (got.exit_code, ran()) == (0, False), got.output
    kept = trust.remembered_in()
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert trust.digest(Path("own.py").read_text(encoding="utf-8")) in got.stdout
    assert (sim("check", "own.toml").exit_code, ran()) == (0, True)
    fresh()
    assert (sim("check", "own.toml").exit_code, ran()) == (2, False)


def test_a_list_that_others_may_write_trusts_nothing(fresh: Callable[[], None]) -> None:
    """The list of trusted digests is ignored if other users may write to it."""
    sim("trust", "own.toml")
    trust.remembered_in().chmod(0o666)
    assert (sim("check", "own.toml").exit_code, ran()) == (2, False)


def test_nothing_is_added_to_a_list_that_others_may_write(fresh: Callable[[], None]) -> None:
    """`sim trust` refuses to add a digest to a list that others may write; once the list is deleted, it works again."""
    sim("trust", "own.toml")
    trust.remembered_in().chmod(0o666)
    got = sim("trust", "own.toml")
    assert (got.exit_code, got.stdout) == (2, "")
    assert "so sim would not read it: delete it, and repeat this command" in " ".join(got.stderr.split())
    trust.remembered_in().unlink()
    assert sim("trust", "own.toml").exit_code == 0
    assert (sim("check", "own.toml").exit_code, ran()) == (0, True)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root may give files away")
def test_a_list_of_another_owner_trusts_nothing(fresh: Callable[[], None]) -> None:
    """The list of trusted digests is ignored if it belongs to another user."""
    sim("trust", "own.toml")
    os.chown(trust.remembered_in(), 12345, 12345)
    assert (sim("check", "own.toml").exit_code, ran()) == (2, False)


def test_the_library_does_not_run_code_that_is_not_trusted(fresh: Callable[[], None]) -> None:
    """`sim.load` refuses code without trust_policies; `sim.plan` refuses the code of a scenario built in Python."""
    with pytest.raises(ConfigError, match="expected code that you trust"):
        library.load("own.toml")
    plain = library.load("tiny.toml").model_dump(exclude_unset=True, exclude={"notices"})
    built = Scenario.model_validate({**plain, "policy": {"files": ("x.py",), "code": (CODE + "# x",), "tail": "mine"}})
    with pytest.raises(ConfigError, match="expected code that you trust"):
        library.plan(built)
    assert not ran()
    assert library.load("own.toml", trust_policies=True).policy.tail == "mine"
    assert ran()
    with pytest.raises(UntrustedError, match="expected code that you trust"):
        policies_of(Source("y.py", CODE + "# y"))


def test_a_results_folder_keeps_code_as_data(fresh: Callable[[], None]) -> None:
    """A results folder holds the code in scenario.toml; `sim.reopen` and `sim discover` do not run it without trust."""
    scenario = library.load("own.toml", trust_policies=True)
    library.run(scenario, replications=2, workers=1, out="out", engine="simpy")
    assert ran()
    trust._granted.clear()
    assert CODE in library.load("out/scenario.toml", trust_policies=True).policy.code[0]
    trust._granted.clear()
    with pytest.raises(ConfigError, match="expected code that you trust"):
        library.reopen("out")
    assert (sim("discover", "out").exit_code, ran()) == (2, False)
    assert len(library.reopen("out", trust_policies=True)) == 2


# ------------------------------------------------------------------------------------------------------------- paths


SECRET = "name,secret\nroot,hunter2\n"
LINES = {
    "manifest": 'manifest = ["{}"]\n',
    "observations": 'observations = "{}"\n',
    "policy.files": 'policy.files = ["{}"]\n',
    "lift.aircraft.supply": "",  # no line is added: `named` replaces the supply that the case states
    "column": 'uncertainty.x = {{ to = ["lift.aircraft.load_h"], draw = {{ csv = "{}", column = "h" }} }}\n',
}


def named(key: str, path: str) -> str:
    """Return the text of the tiny case, changed so that a key names a file."""
    text = TINY.read_text(encoding="utf-8")
    line = LINES[key].format(path)
    if key == "lift.aircraft.supply":
        return text.replace("supply = { tails = 1 }", f'supply = {{ csv = "{path}" }}')
    return text.replace('\nname = "tiny"\n', f'\nname = "tiny"\n{line}')


@pytest.mark.parametrize("key", LINES)
@pytest.mark.parametrize("way", ["up", "absolute", "link", "folder link"])
def test_no_path_leads_out_of_the_folder_of_the_scenario(key: str, way: str) -> None:
    """A path out of the scenario's folder gives an error with the line and the key, but without text of the file."""
    secret = Path("../secret.csv").resolve()
    secret.write_text(SECRET, encoding="utf-8")
    Path("link.csv").symlink_to(secret)
    Path("up").symlink_to(secret.parent)
    path = {"up": "../secret.csv", "absolute": str(secret), "link": "link.csv", "folder link": "up/secret.csv"}[way]
    Path("a.toml").write_text(named(key, path), encoding="utf-8")
    got = sim("check", "a.toml", "--trust-policies")
    words = " ".join(got.stderr.split())
    assert got.exit_code == 2, got.output
    assert "expected a file beside the scenario or in a folder below it; this path leads elsewhere" in words
    assert "a.toml:" in words
    assert key.partition(".")[0].replace("column", "uncertainty.x.draw") in words
    assert "hunter2" not in got.output
    assert "secret\n" not in got.output


def test_a_folder_below_and_a_link_within_are_fine() -> None:
    """Files beside or below the scenario are read, also by a link, by an absolute path, or by a path with ".."."""
    Path("data").mkdir()
    Path("data/own.py").write_text(CODE, encoding="utf-8")
    Path("link.py").symlink_to("data/own.py")
    for path in ("data/own.py", "link.py", "data/../own.py", str(Path("own.py").resolve())):
        text = TINY.read_text(encoding="utf-8") + TABLE.replace("own.py", path)
        Path("a.toml").write_text(text, encoding="utf-8")
        assert library.load("a.toml", trust_policies=True).policy.tail == "mine"


def test_a_sweep_may_name_a_scenario_one_folder_up_and_none_further() -> None:
    """A sweep file may name a scenario one folder up, as those in configs/sweeps do; two folders up is refused."""
    Path("sweeps").mkdir()
    for path, code in (("../tiny.toml", 0), ("../../tiny.toml", 2)):
        Path("../tiny.toml").write_text(TINY.read_text(encoding="utf-8"), encoding="utf-8")
        text = f'scenario = "{path}"\nreplications = 1\n[vary]\n"lift.aircraft.payload_t" = [4, 5]\n'
        Path("sweeps/a.toml").write_text(text, encoding="utf-8")
        got = sim("sweep", "sweeps/a.toml", "--workers", "1", "--engine", "simpy", "--no-figures", "-q")
        assert got.exit_code == code, got.output
    assert "this path leads elsewhere" in " ".join(got.stderr.split())


REFUSED_FILES = {
    "pipe": "this is a device, a pipe or a socket",
    "socket": "this is a device, a pipe or a socket",
    "folder": "this is a folder",
    "loop": "this path is invalid",
    "large": "of at most 1 MB; this one is larger",
}


@pytest.mark.parametrize("kind", REFUSED_FILES)
def test_only_regular_files_up_to_the_size_limit_are_read(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A pipe, a socket, a folder, a loop of links and a file that is too large are refused, with the reason."""
    with closing(socket.socket(socket.AF_UNIX)) as opened:
        if kind == "pipe":
            os.mkfifo("x.csv")
        elif kind == "socket":
            opened.bind("x.csv")
        elif kind == "folder":
            Path("x.csv").mkdir()
        elif kind == "loop":
            Path("x.csv").symlink_to("x.csv")
        else:
            monkeypatch.setattr("sim.config.reading.MOST_MB", 1)
            Path("x.csv").write_text("name\n" + "a" * 1_000_000, encoding="utf-8")
        Path("a.toml").write_text(named("manifest", "x.csv"), encoding="utf-8")
        got = sim("check", "a.toml")
    assert got.exit_code == 2
    assert REFUSED_FILES[kind] in " ".join(got.stderr.split())


def test_a_nul_in_a_path_is_reported() -> None:
    """A path with a NUL character gives an error of `sim`: of a scenario, of a results folder and in a sweep file."""
    with pytest.raises(ConfigError, match="without a NUL"):
        library.load("a\0b.toml")
    with pytest.raises(ResultsError, match="without a NUL"):
        library.reopen("a\0b")
    Path("s.toml").write_text('scenario = "a\\u0000b"\nvary.x = true\n', encoding="utf-8")
    assert sim("sweep", "s.toml").exit_code == 2
    with pytest.raises(ResultsError, match="NUL"):
        library.run(library.load("tiny.toml"), replications=1, out="a\0b", engine="simpy", workers=1)
