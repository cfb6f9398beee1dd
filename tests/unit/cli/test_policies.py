"""Policies on the command line: files of rules (`policy.files`), errors in them, and `sim compare` of plans."""

from __future__ import annotations

import csv
import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import sim as library
from sim.config import load
from tests.commands import ROOT, TINY, WIDTH, ended, outcomes, run_tiny, sim, started, wide

PAGE = (ROOT / "docs/policies.md").read_text(encoding="utf-8")
TENTS, _ = re.findall(r"```python\n(.*?)```", PAGE, flags=re.S)
"""The file of rules that docs/policies.md shows; it has at most 20 lines."""
TABLE = re.findall(r"```toml\n(.*?)```", PAGE, flags=re.S)[1]
TRUST = "--trust-policies"
ONE = 'import sim\n\n\n@sim.policy("{kind}", "mine")\ndef mine({argument}):\n    return {answer}\n'


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Run every test in a folder with tiny.toml, with the file of rules that docs/policies.md shows (tents.py), and
    with own.toml, which is tiny.toml with these rules.
    """
    monkeypatch.chdir(tmp_path)
    text = TINY.read_text(encoding="utf-8")
    Path("tiny.toml").write_text(text, encoding="utf-8")
    Path("own.toml").write_text(f"{text}\n{TABLE}", encoding="utf-8")
    Path("tents.py").write_text(TENTS, encoding="utf-8")


def test_a_rule_of_20_lines_runs_by_name_on_two_workers() -> None:
    """The file of docs/policies.md runs in two worker processes, with the same results as in one process. Output
    and manifest name its two rules, and say that one of them runs only on the SimPy engine.
    """
    assert len(TENTS.splitlines()) <= 20
    code, out, err = ended(
        started("run", "own.toml", TRUST, "-n", "6", "--workers", "2", "--out", "two", "--no-figures")
    )
    assert code == 0, err
    got = re.sub(r"\s+", " ", out)
    assert 'Policies: load "tents first", wait "half full by noon".' in got
    assert 'policy "half full by noon" (wait, tents.py)' in got
    assert "runs only on the SimPy engine" in got
    assert not wide(out)
    manifest = json.loads(Path("two/manifest.json").read_text(encoding="utf-8"))["policy"]
    assert manifest == {
        "named": {"load": "tents first", "wait": "half full by noon"},
        "from": ["tents.py"],
        "simpy_only": ["wait: half full by noon"],
    }
    assert sim("run", "own.toml", TRUST, "-n", "6", "--workers", "1", "--out", "one", "--no-figures").exit_code == 0
    assert outcomes("one") == outcomes("two")


def test_the_manifest_names_shipped_rules_that_only_simpy_calls() -> None:
    """The manifest lists the shipped rule "never wait", which runs only on SimPy, under `simpy_only`. It does not
    list "lightest first" there, which runs on both engines.
    """
    rule = ("--set", 'policy.wait="never wait"', "--set", 'policy.load="lightest first"')
    done = sim("run", "tiny.toml", *rule, "-n", "2", "--workers", "1", "--out", "out", "--no-figures")
    assert done.exit_code == 0, done.stderr
    run = json.loads(Path("out/manifest.json").read_text(encoding="utf-8"))
    assert run["run"]["engine"] == "simpy"
    assert run["policy"]["simpy_only"] == ["wait: never wait"]


def test_the_written_scenario_runs_again_without_the_file() -> None:
    """scenario.toml of a results folder holds the code of the rules. It runs without the file of rules, and
    leaves the same results.
    """
    run = (TRUST, "-n", "3", "--workers", "1", "--no-figures", "--out", "out")
    assert sim("run", "own.toml", *run).exit_code == 0
    before = outcomes("out")
    Path("tents.py").unlink()
    assert tomllib.loads(Path("out/scenario.toml").read_text(encoding="utf-8"))["policy"]["code"] == [TENTS]
    again = sim("run", "out/scenario.toml", *run)
    assert again.exit_code == 0, again.stderr
    assert outcomes("out") == before


def test_an_edited_rule_is_another_study() -> None:
    """After a rule was edited, a run into the results folder of the earlier rule is refused."""
    run = ("run", "own.toml", TRUST, "-n", "2", "--workers", "1", "--no-figures", "--out", "out")
    assert sim(*run).exit_code == 0
    Path("tents.py").write_text(TENTS.replace('!= "tents"', '== "tents"'), encoding="utf-8")
    refused = sim(*run)
    assert refused.exit_code == 2
    assert "the study of another question" in " ".join(refused.stderr.split())


@pytest.mark.parametrize(
    ("kind", "argument", "answer", "words"),
    [
        ("wait", "view", "1 / 0", "raised ZeroDivisionError: division by zero (line 6), at 1 Jan 10:00"),
        ("load", "view", "[0, 0]", "returned [0, 0]; expected the positions from 0 to 3, each once; 1 is missing"),
        ("site", "view", "'camp'", "returned 'camp'; expected a position from 0 to 0, or None, at 1 Jan 08:00"),
        ("tail", "view", "view.tail", "raised AttributeError"),
    ],
)
def test_a_rule_that_fails_is_reported_with_its_place(kind: str, argument: str, answer: str, words: str) -> None:
    """The error names the rule, its file, what the rule did, the seed and the replication, also if the rule
    failed in a worker process. There is no traceback.
    """
    Path("own.py").write_text(ONE.format(kind=kind, argument=argument, answer=answer), encoding="utf-8")
    options = ["--set", 'policy.files=["own.py"]', "--set", f'policy.{kind}="mine"', "--set", "lift.aircraft.wait_h=1"]
    command = ["run", "tiny.toml", TRUST, "-n", "4", "--no-figures", *options]
    if kind in ("wait", "load"):  # these two kinds run in worker processes, the others in this process
        code, out, err = ended(started(*command, "--workers", "2"))
    else:
        here = sim(*command, "--workers", "1")
        code, out, err = here.exit_code, here.stdout, here.stderr
    assert code == 2
    got = re.sub(r"\s+", " ", err)
    assert f'policy "mine" ({kind}, own.py)' in got
    assert words in got
    assert re.search(r"\(seed 1, replication \d\)", got)
    assert "Traceback" not in err + out
    assert not wide(err)


@pytest.mark.parametrize(
    ("text", "option", "words"),
    [
        (TENTS, 'policy.load="tent first"', 'a load policy: "earliest due date", "fill the aircraft"'),
        (TENTS, 'policy.load="tent first"', "did you mean tents first?"),
        (
            TENTS,
            'policy.files=["tenst.py"]',
            "expected a Python file; there is no file of that name; did you mean tents.py",
        ),
        (TENTS, "policy.lod=1", "did you mean load?"),
        (TENTS + "x = 1 / 0\n", None, "tents.py:20 expected a file that runs to its end; it raised ZeroDivisionError"),
        (TENTS + "x = 1 /\n", None, "tents.py:20 expected Python: invalid syntax"),
        (TENTS.replace('"wait"', '"weight"'), None, "tents.py:17 kind of policy 'weight': expected one of load, site"),
        (TENTS.replace("lot.name", "lot.nme"), None, "tents.py:8 policy.load"),
        ("x = 1\n", None, "tents.py expected at least one rule under @sim.policy(KIND, NAME)"),
    ],
)
def test_a_wrong_name_or_file_is_an_error_of_the_configuration(text: str, option: str | None, words: str) -> None:
    """A wrong name of a rule, key or file, or a wrong file of rules, is refused before anything runs, with exit
    code 2. The error says what was expected; a mistake in the file of rules is reported with the name of that file.
    """
    Path("tents.py").write_text(text, encoding="utf-8")
    got = sim("check", "own.toml", TRUST, *(["--set", option] if option else []))
    assert got.exit_code == 2
    assert words in re.sub(r"\s+", " ", got.stderr)
    assert got.stderr.splitlines()[-1] == "1 error; nothing was run."
    assert not wide(got.stderr)


def test_the_line_of_the_scenario_is_reported() -> None:
    """The name of an unknown rule is reported at its line of the scenario file."""
    text = Path("own.toml").read_text(encoding="utf-8").replace('"tents first"', '"slak"')
    Path("own.toml").write_text(text, encoding="utf-8")
    line = text.splitlines().index('load = "slak"') + 1
    assert sim("check", "own.toml", TRUST).stderr.splitlines()[1].startswith(f'own.toml:{line}  policy.load = "slak"')


# ------------------------------------------------------------------------------------------------------ compare


def test_compare_prints_the_effect_of_each_change() -> None:
    """Each plan has its probability, the paired difference and the number of histories that are in time with one
    plan and late with the other. A plan that changes no history has a difference of exactly 0.

    With inspections of 30 h, the one inspector needs 90 h for the three required items. With 6.5 working hours a day
    that takes 14 days, but histories end after less than 6 days, so all 20 histories are late.
    """
    got = sim(
        *("compare", "tiny.toml", "-n", "20", "--workers", "1", "--quiet"),
        *("--with", "site.camp.station.inspection.service_h=30"),
        *("--with", 'about="the same"'),
        *("--with", 'policy.load="heaviest first"; policy.wait="never wait"'),
    )
    assert got.exit_code == 0, got.stderr
    warned = " ".join(got.stderr.split())
    assert warned.startswith('warning: --with about="the same" has no effect')
    assert warned.count("warning") == 1
    lines = got.stdout.splitlines()
    assert max(map(len, lines)) <= WIDTH
    table = {line[6]: line for line in lines if re.match(r"  [* ][o ][? ] \d ", line)}
    assert re.search(r"service_h=30 +at most 0\.1\d\d +-1\.000 \[-1\.000,-\.6\d\d\] +never +\?", table["2"])
    assert re.search(r' about="the.*\.\. +at least 0\.8\d\d +0 \[-\.161,\+\.161\] .* \+0\.0 ', table["3"])
    at = lines.index("  2 site.camp.station.inspection.service_h=30")
    assert lines[at + 1].strip() == "0 histories in time instead of late, 20 the other way."
    assert "20 histories have no difference in days, having not closed with one plan, or" in lines[at + 2]
    at = lines.index('  3 about="the same"')
    assert lines[at + 1].strip() == "No history changed sides."
    assert lines[at + 2].strip() == "Closure: 0 [0, 0] days on average."
    assert '  about="the same" and "as written" are the same plan.' in lines
    with Path("results/tiny-compare/compare.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert rows[0]["variant"] == "as written"
    assert [row["difference"] for row in rows] == ["", "-1", "0", "0"]
    folders = sorted(path.name for path in Path("results/tiny-compare").iterdir() if path.is_dir())
    assert folders == [
        "about-the-same",
        "as-written",
        "policy-load-heaviest-first-policy-wait-never-wait",
        "site-camp-station-inspection-service_h-30",
    ]


def test_compare_keeps_its_studies() -> None:
    """The same command again runs no history and prints the same; --milestone chooses another milestone."""
    command = ("compare", "tiny.toml", "-n", "4", "--workers", "1", "--with", 'policy.load="slack"')
    first, again = sim(*command), sim(*command)
    assert first.exit_code == 0
    assert first.stdout == again.stdout
    kept = json.loads(Path("results/tiny-compare/as-written/manifest.json").read_text(encoding="utf-8"))
    assert kept["run"]["resumed"] == 4
    assert "In time: all equipment" in re.sub(r"\s+", " ", sim(*command, "--milestone", "all equipment").output)
    assert "In time: all milestones met" in re.sub(r"\s+", " ", sim(*command, "--milestone", "all").output)
    wrong = sim(*command, "--milestone", "al")
    assert wrong.exit_code == 2
    assert "expected one of deadline, all equipment, all" in re.sub(r"\s+", " ", wrong.stderr)


def test_compare_refuses_a_wrong_plan() -> None:
    """A plan with an unknown key is refused with a suggestion; a command without a plan is refused too."""
    got = sim("compare", "tiny.toml", "--with", "lift.aircraft.payload_tt=1", "-n", "2")
    assert got.exit_code == 2
    assert "did you mean payload_t (in tonnes)?" in " ".join(got.stderr.split())
    assert sim("compare", "tiny.toml").exit_code == 2


def test_studies_compare_on_common_random_numbers_only() -> None:
    """`against` pairs the replications that both studies have. It refuses a study with another seed, another
    `inner` or no replication in common, and a milestone that does not exist.
    """
    scenario = load("tiny.toml")
    one = library.run(scenario, replications=6, workers=1)
    late = library.run(
        load("tiny.toml", ["site.camp.station.inspection.service_h=30"]), replications=4, first=2, workers=1
    )
    seen = late.against(one)
    assert (seen.n, seen.gained, seen.lost, seen.difference.value) == (4, 0, 4, -1.0)
    assert one.against(late, "all").gained == 4
    assert one.against(one).difference.value == one.against(one).closure_d.value == 0.0
    for other, words in (
        (library.run(scenario, replications=2, seed=9, workers=1), "seed 1 and seed 9"),
        (library.run(scenario, replications=2, inner=2, workers=1), "inner 1 and inner 2"),
        (library.run(scenario, replications=2, first=90, workers=1), r"\[0, 6\) and \[90, 92\)"),
    ):
        with pytest.raises(library.ResultsError, match=words):
            one.against(other)
    with pytest.raises(KeyError, match="no milestone tents"):
        one.against(late, "tents")


def test_a_run_without_a_policy_names_no_rule() -> None:
    """If the scenario names no rule, neither manifest nor output names one."""
    got = run_tiny()
    assert "Policies" not in got.output
    assert json.loads(Path("out/manifest.json").read_text(encoding="utf-8"))["policy"]["named"] == {}


SCRIPT = """
import sys
import sim

@sim.policy("tail", "of a script")
def first(view):
    return 0

scenario = sim.load("tiny.toml", ['policy.tail="of a script"'])
try:
    print(len(sim.run(scenario, replications=4, workers=int(sys.argv[1]))))
except sim.SimError as error:
    print(error)
"""


def test_a_rule_of_a_script_runs_in_its_own_process_only() -> None:
    """A rule that a script registers works with one worker; with two, the error says where to put the rule."""
    Path("script.py").write_text(SCRIPT, encoding="utf-8")
    got = {}
    for workers in ("1", "2"):
        done = subprocess.run(
            [sys.executable, "script.py", workers], capture_output=True, text=True, check=True, timeout=120
        )
        got[workers] = done.stdout
    assert got["1"] == "4\n"
    assert 'tail policy "of a script" was registered by __main__' in got["2"]
    assert "put the rule into a file that policy.files names, or run with workers = 1" in got["2"]
