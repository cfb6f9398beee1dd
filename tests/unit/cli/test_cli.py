"""The command line as a user types it: what each command prints, writes and refuses."""

from __future__ import annotations

import csv
import json
import re
import shlex
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pytest

from sim.config import load
from sim.model.compile import plan
from sim.model.trajectory import Wait
from sim.report.chain import chain
from tests.commands import ROOT, TINY, ended, outcomes, run_tiny, sim, started, wide
from tests.engine import simulate

pytestmark = pytest.mark.usefixtures("cases", "nothing_runs_on")


# ------------------------------------------------------------------------------------------------- the commands


def test_help_lists_the_commands() -> None:
    """`sim --help` lists the six commands below and cuts no sentence off; `--help` works for each of the six."""
    got = sim("--help")
    assert got.exit_code == 0
    assert "..." not in got.output.split("Commands:")[1]
    for name in ("run", "check", "compare", "replay", "init", "schema"):
        assert re.search(rf"^  {name} ", got.output, re.MULTILINE)
        assert sim(name, "--help").exit_code == 0


def test_help_loads_nothing_heavy() -> None:
    """`sim --help` imports none of the modules below, which are slow to import."""
    script = (
        "import sys; sys.argv = ['sim', '--help']; from sim.cli import main\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        "print('LOADED', *{'numpy', 'pydantic', 'rich', 'scipy', 'simpy', 'sqlite3', 'matplotlib'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.splitlines()[-1] == "LOADED"


def test_version() -> None:
    assert re.fullmatch(r"sim \d+\.\d+\.\d+\n", sim("--version").output)


def test_run_answers_and_names_its_folder() -> None:
    """A run prints the force and the deadline, then the answer with the number of histories and the kind of
    interval, then the results folder with its files, and then which histories SimPy ran.
    """
    got = run_tiny(n=5)
    assert got.exit_code == 0
    lines = [line for line in got.stdout.splitlines() if line.strip()]
    assert lines[0].startswith("  tiny   the file states 4 people, 9 t in 4 items (6 t required)   1 base")
    assert lines[1] == "    deadline 1 Jan 2024"
    assert "all of 5 histories are out by 1 Jan 2024" in lines[2]
    assert "5 of 5 histories; interval 95 %, sampling error only." in " ".join(" ".join(lines[3:5]).split())
    (at,) = (number for number, line in enumerate(lines) if line.startswith("  out/   answer.txt"))
    assert lines[at].startswith("  out/   answer.txt   summary.json   outcomes.csv   study.sqlite")
    assert "(repeat: seed 1)" in lines[at + 1]
    # The second form is printed if SimPy ran all five while numba was still compiling.
    again = "  audited [1-5] of 5 on the SimPy engine: identical|  SimPy ran 5 histories"
    assert re.match(again, lines[at + 2])
    assert "100 %" not in got.stdout
    assert json.loads(Path("out/summary.json").read_text(encoding="utf-8"))["replications"] == 5


def test_without_a_compiler_simpy_runs_the_case() -> None:
    """If NUMBA_DISABLE_JIT switches numba off, SimPy runs the case and the output says why. `sim verify` is
    refused with the same reason.
    """
    code, out, err = ended(started("run", str(TINY), "-n", "3", "--no-figures", NUMBA_DISABLE_JIT="1"))
    assert code == 0, err
    assert "run on the SimPy engine: NUMBA_DISABLE_JIT switches off" in out
    code, out, err = ended(started("verify", NUMBA_DISABLE_JIT="1"))
    assert (code, "Traceback" in err) == (2, False)
    assert "NUMBA_DISABLE_JIT" in err


def test_a_cache_that_cannot_be_written_is_reported(tmp_path: Path) -> None:
    """If compiled code was not stored, a message names the folder, and the variables that set another folder."""
    from sim.compiler.cache import Place
    from sim.experiment.workers.compilation import kept

    assert kept(Place(tmp_path / "kernels")) == (
        f"the code was not kept in {tmp_path / 'kernels'}; name another folder with NUMBA_CACHE_DIR or XDG_CACHE_HOME"
    )


def test_run_writes_beside_the_scenario_name_by_default() -> None:
    """Without --out, the results folder is in results/ and is named after the scenario."""
    got = sim("run", "tiny.toml", "-n", "2", "--workers", "1", "--no-figures", "--set", 'name="Niger 2024, a test"')
    assert got.exit_code == 0
    assert Path("results/niger-2024-a-test/summary.json").exists()


def test_figures_are_drawn_unless_switched_off() -> None:
    """`sim run` draws figures in the results folder, and one of its last three lines names their folder."""
    got = sim("run", "tiny.toml", "-n", "3", "--workers", "1", "--out", "out")
    assert got.exit_code == 0
    assert list(Path("out/figures").iterdir())
    assert "figures/" in " ".join(got.stdout.splitlines()[-3:])


def test_quiet_shows_the_answer_only() -> None:
    """With --quiet the output has the answer but not the question, and the error stream is empty."""
    got = run_tiny("--quiet")
    assert got.stderr == ""
    assert "histories are out by 1 Jan" in got.stdout
    assert "deadline 1 Jan" not in got.stdout


def test_the_options_seed_set_and_outage_change_the_study() -> None:
    """--seed sets the seed of the study, --outage closes a site for two days so that no history is in time, and
    --set is accepted.
    """
    run_tiny("--seed", "77", "--outage", "camp:2024-01-01..2024-01-02", out="shut")
    shut = json.loads(Path("shut/summary.json").read_text(encoding="utf-8"))
    assert shut["seed"] == 77
    assert shut["milestones"][0]["met"] == 0
    got = run_tiny("--set", "lift.aircraft.payload_t=20", out="big")
    assert got.exit_code == 0


def test_init_writes_what_check_and_run_accept() -> None:
    """The commands that `sim init` prints check and run the file it wrote; init overwrites no file."""
    got = sim("init", "my case")
    commands = [line.split(maxsplit=1)[1] for line in got.output.splitlines() if line.startswith("  sim ")]
    assert commands == ['check "my case.toml"', 'run "my case.toml"']
    assert sim(*shlex.split(commands[0])).exit_code == 0
    assert sim(*shlex.split(commands[1]), "-n", "2", "--workers", "1", "--no-figures").exit_code == 0
    assert sim("init", "my case").exit_code == 2


def test_schema_is_json() -> None:
    """`sim schema` prints a JSON Schema; it refuses --markdown together with --tables."""
    assert "$schema" in json.loads(sim("schema").stdout)
    assert sim("schema", "--markdown", "--tables").exit_code == 2


# ------------------------------------------------------------------------------------------------------- errors


def test_errors_end_with_2_and_no_traceback() -> None:
    """A wrong file, key, option, folder or command is reported on the error stream, and the exit code is 2."""
    Path("bad.toml").write_text(TINY.read_text(encoding="utf-8") + "\n[lift.x]\npayload_tt = 1\n", encoding="utf-8")
    Path("file").write_text("", encoding="utf-8")
    for arguments in (
        ["check", "none.toml"],
        ["check", "bad.toml"],
        ["run", "bad.toml"],
        ["replay", "bad.toml", "-k", "1"],
        ["check", "tiny.toml", "--set", "lift.aircraft.payload_tt=1"],
        ["run", "tiny.toml", "--outage", "cmp:2024-01-01..2024-01-02"],
        ["run", "tiny.toml", "--out", "file/results"],
        ["run", "tiny.toml", "-n", "0"],
        ["init", "a/b"],
        ["nonsense"],
    ):
        got = sim(*arguments)  # raises any error that is not a SimError
        assert got.exit_code == 2, arguments
        assert got.stderr.strip()
        assert "Traceback" not in got.output
        assert "On time" not in got.stdout
        assert not wide(got.stderr)
    for arguments in (["run", "bad.toml"], ["nonsense"]):
        code, out, err = ended(started(*arguments))
        assert (code, bool(err.strip()), "Traceback" in err + out) == (2, True, False), arguments


def test_all_errors_of_a_file_come_at_once() -> None:
    """Two mistakes are reported together, each with its line; the last line printed has their number."""
    text = TINY.read_text(encoding="utf-8").replace('kind = "base"', 'kind = "bse"').replace("count = 3", "count = -3")
    Path("bad.toml").write_text(text, encoding="utf-8")
    got = sim("check", "bad.toml").stderr
    assert len(re.findall(r"^bad\.toml:\d+  ", got, re.MULTILINE)) == 2
    assert got.splitlines()[-1] == "2 errors; nothing was run."


def test_a_bug_shows_its_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    """A command does not catch an exception that is not a SimError."""

    def broken(*_: object) -> None:
        raise ZeroDivisionError("a bug")

    monkeypatch.setattr("sim.config.load", broken)
    with pytest.raises(ZeroDivisionError):
        sim("check", "tiny.toml")


def test_a_folder_of_another_study_is_refused() -> None:
    """A folder with results of another seed is refused; its results are deleted only with --overwrite."""
    run_tiny()
    before = outcomes("out")
    refused = run_tiny("--seed", "5")
    assert refused.exit_code == 2
    assert "seed" in refused.stderr
    assert outcomes("out") == before
    assert run_tiny("--seed", "5", "--overwrite").exit_code == 0


def test_more_replications_extend_a_study() -> None:
    """The same command with a larger n adds histories, and gives the results of a single run."""
    run_tiny(n=3)
    run_tiny(n=8)
    run_tiny(n=8, out="whole")
    assert outcomes("out") == outcomes("whole")


def test_a_value_that_cmd_exe_split_at_a_blank_is_refused_with_the_cure() -> None:
    """cmd.exe splits a value in single quotes at its blank; the error says to use double quotes."""
    ended = sim("run", "any.toml", "--set", "'policy.load=heaviest", "first'")
    assert ended.exit_code == 2
    assert "double quotes" in ended.output


def test_replay_shows_the_same_history_as_the_study() -> None:
    """For each replication, `sim replay` prints the closure that outcomes.csv has."""
    sim("run", "starter.toml", "-n", "3", "--workers", "1", "--out", "out", "--no-figures", "--quiet")
    with Path("out/outcomes.csv").open(encoding="utf-8") as file:
        closures = {int(row["replication"]): row["closure"] for row in csv.DictReader(file)}
    for replication, closure in closures.items():
        last = sim("replay", "starter.toml", "--replication", str(replication)).output.splitlines()[-1]
        got = datetime.fromisoformat(closure).strftime("closure %d %b %H:%M") if closure else "not closed"
        assert got in last


def test_replay_prints_events_in_order() -> None:
    """Replay prints the events below in order of time; an event of loading also names who is left out, and why."""
    got = re.sub(r"\s+", " ", sim("replay", "tiny.toml", "-k", "0").output)
    parts = [
        "01 Jan 10:00 aircraft tail 1, trip 1 lands at camp",
        "loading aircraft tail 1, trip 1: 2 items, 4 t (2 ammunition); left out: 2 guards (must stay)",
        "01 Jan 11:00 aircraft tail 1, trip 1 leaves camp with 4 t",
        'hold "ammunition gone" clears',
        "inspection 4 (waits up to 5.5 h)",
        "camp: all that is required has left",
        "closure 01 Jan 23:00, 1 h early (deadline 1 Jan 2024)",
    ]
    places = [got.find(part) for part in parts]
    assert -1 not in places, parts[places.index(-1)]
    assert places == sorted(places)
    assert "times of UTC" in got


def test_replay_with_all_prints_every_turn_at_a_station() -> None:
    """With --all, replay also prints taskings and the eight visits to stations: each of the 4 guards, 3 crates
    and 1 bundle of tents passes one station. The line of a visit that had to wait states how long and why.
    """
    got = re.sub(r"\s+", " ", sim("replay", "tiny.toml", "-k", "0", "--all").output)
    assert len(re.findall(r"(?:ammunition|guards|tents)/\d+: camp/", got)) == 8
    assert "ammunition/2: camp/inspection after waiting 1 h for a free server, freed by ammunition/1" in got
    assert "is tasked to camp" in got


def test_replay_of_one_mover() -> None:
    """With --mover, replay prints the events of one item, from its start at the camp to wheels-up."""
    got = sim("replay", "tiny.toml", "-k", "0", "--mover", "ammunition/3").output
    assert "ammunition/3 (2 t) is at camp" in got
    assert "leaves camp on aircraft tail 1, trip 2" in got
    assert "guards" not in got


@pytest.mark.parametrize("name", ["amunition/1", "ammunition/4", "ammunition/0", "ammunition"])
def test_an_unknown_mover_is_an_error(name: str) -> None:
    """For an unknown mover, replay exits with 2; for a misspelt name, it suggests the nearest known mover."""
    got = sim("replay", "tiny.toml", "-k", "0", "--mover", name)
    assert got.exit_code == 2
    assert "expected" in got.stderr
    if name.startswith("amu"):
        assert "did you mean ammunition/1?" in re.sub(r"\s+", " ", got.stderr)


def test_a_stuck_history_is_reported() -> None:
    """The run prints the command that replays a stuck history; the replay says which movers wait for what."""
    got = sim("run", "stuck.toml", "-n", "2", "--workers", "1", "--out", "out", "--no-figures", "--seed", "9")
    command = re.search(r"\((sim replay stuck\.toml --replication 0 --seed 9)\)", " ".join(got.stdout.split()))
    assert command
    history = re.sub(r"\s+", " ", sim(*shlex.split(command[1])[1:]).output)
    assert "the required movers could not move any more" in history
    assert '40 people of "guards" at camp: "plane" no longer comes' in history
    assert "waited 1 h for the runway, shut by dust" in history
    assert "permission for plane is given" in history
    assert "plane #1 is not tasked: no permission" in history
    assert "late (deadline 10 Jan 2024)" in history


def test_the_chain_of_a_stuck_history_has_words_for_each_reason() -> None:
    """Each wait (for a hold, a floor, staff, lift) has a line with the waiting movers and the reason. The lines
    of the hold and of the floor end with the words `waits for "crates"`.
    """
    compiled = plan(load("stuck.toml"))
    waits = [
        Wait(0, 40, "hold", 0, (1,)),
        Wait(0, 4, "floor", 0, (1,)),
        Wait(1, 1, "staff", -1, ()),
        Wait(1, 3, "lift", 0, ()),
    ]
    named = [
        ('40 people of "guards" at camp: ', 'held by "crates gone"'),
        ('4 people of "guards" at camp: ', 'must stay until "crates gone"'),
        ('1 item of "crates" at camp: ', "load teams"),
        ('3 items of "crates" at camp: ', '"plane"'),
    ]
    lines = chain(compiled, waits)
    for line, (waiting, reason) in zip(lines, named, strict=True):
        assert line.startswith(waiting)
        assert reason in line
    assert [line for line in lines if line.endswith('waits for "crates"')] == lines[:2]
    assert simulate(compiled, 5, 0).stuck
