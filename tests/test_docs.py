"""The pages of the documentation agree with the code, and their examples run."""

import json
import re
import shlex
import tomllib
from pathlib import Path

import pytest
from click.testing import CliRunner

import sim as library
from sim.cli.entry import cli
from sim.config import json_schema, load
from sim.config.reference import markdown
from sim.engines.simpy import simulate
from sim.model.compile import plan
from sim.policies import KINDS, Source, known, policies_of, trusting
from sim.report.tables_page import tables_page

ROOT = Path(__file__).parents[1]
CONFIGS = sorted(ROOT.glob("configs/*.toml"))


def test_configuration_is_up_to_date() -> None:
    """docs/configuration.md agrees with the code; `sim schema --markdown > docs/configuration.md` renews it."""
    assert (ROOT / "docs/configuration.md").read_text() == markdown()


def test_tables_are_up_to_date() -> None:
    """docs/tables.md agrees with the code; `sim schema --tables > docs/tables.md` renews it."""
    assert (ROOT / "docs/tables.md").read_text() == tables_page()


def test_schema_is_up_to_date() -> None:
    """docs/sim.schema.json agrees with the code; `sim schema > docs/sim.schema.json` renews it."""
    assert json.loads((ROOT / "docs/sim.schema.json").read_text()) == json_schema()


@pytest.mark.parametrize("path", CONFIGS, ids=lambda path: path.stem)
def test_a_shipped_scenario_loads_and_names_its_schema(path: Path) -> None:
    """Each file in configs loads and has a deadline. Its first line names a schema file that exists."""
    assert load(path).milestone["deadline"]
    hint = path.read_text().splitlines()[0]
    assert hint.startswith("#:schema ")
    assert (path.parent / hint.removeprefix("#:schema ")).exists()


def test_the_base_case_names_a_grade_for_each_unknown() -> None:
    """In base.toml, a comment on the header of each unknown's table states a grade (O, W, T, R or A) or the word
    "official", unless the table has the key `same_as`.
    """
    text = (ROOT / "configs/base.toml").read_text()
    for block in re.split(r"\n(?=\[uncertainty\.)", text)[1:]:
        assert re.search(r"#.*\b(official|[OWTRA])\b", block.splitlines()[0]) or "same_as" in block, block


def test_the_api_page_lists_every_public_name() -> None:
    """The page docs/api.md lists every public name of `sim`, and nothing twice."""
    page = (ROOT / "docs/api.md").read_text()
    listed = re.findall(r"^\.\. auto\w+:: ([\w.]+)$", page, flags=re.M)
    assert len(listed) == len(set(listed))
    assert {f"sim.{name}" for name in library.__all__} <= set(listed)


def test_docs_readme_links_to_every_page() -> None:
    """The list in docs/README.md, from which the menu of the site is made, links once to each page.

    Pages are the Markdown files in docs and in the project's folder, and results/README.md; of docs/decisions, only
    its README counts.
    """
    listed = re.findall(r"^- \[[^]]+\]\(([^)]+)\)", (ROOT / "docs/README.md").read_text(), flags=re.M)
    pages = [*(ROOT / "docs").rglob("*.md"), *ROOT.glob("*.md"), ROOT / "results/README.md"]
    there = [page for page in pages if page.parent.name != "decisions" or page.name == "README.md"]
    assert sorted((ROOT / "docs" / name).resolve() for name in listed) == sorted({*there} - {ROOT / "docs/README.md"})


def test_relative_links_of_the_documentation_point_to_files() -> None:
    """Relative links without an anchor, in the README, CONTRIBUTING and the pages in docs, point to existing files."""
    for page in [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *ROOT.glob("docs/**/*.md")]:
        for target in re.findall(r"\]\(([^)#:]+)\)", page.read_text()):
            assert (page.parent / target).exists(), f"{page.name}: {target}"


def test_examples_of_the_readme(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """The README's Python examples compile, its example of a larger model also runs, and its TOML examples parse."""
    monkeypatch.chdir(ROOT)
    text = (ROOT / "README.md").read_text()
    for language, code in re.findall(r"```(python|toml)\n(.*?)```", text, flags=re.S):
        if language == "python":
            compile(code, "README.md", "exec")
            if "simpy.Environment" in code:
                exec(code, {})
                assert capsys.readouterr().out.splitlines()[-1] == "closed after 15.0 hours"
        else:
            tomllib.loads(code)


def test_examples_of_the_policies_page() -> None:
    """The first Python example of docs/policies.md is a file of rules of at most 20 lines.

    It registers the load rule and the wait rule that the second TOML example names. The rules of the first TOML example
    are built in. The second Python example compiles.
    """
    text = (ROOT / "docs/policies.md").read_text()
    own, library = re.findall(r"```python\n(.*?)```", text, flags=re.S)
    assert len(own.splitlines()) <= 20
    with trusting():
        rules = policies_of(Source("tents.py", own))
    tables = [tomllib.loads(code)["policy"] for code in re.findall(r"```toml\n(.*?)```", text, flags=re.S)]
    assert all((kind, tables[1][kind]) in rules for kind in ("load", "wait"))
    assert all(tables[0][kind] in known(kind) for kind in ("load", "wait"))
    compile(library, "docs/policies.md", "exec")


def test_examples_of_the_library_page(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The Python examples of docs/library.md run unchanged one after the other, and their assertions hold."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "configs").symlink_to(ROOT / "configs")
    examples = re.findall(r"```python\n(.*?)```", (ROOT / "docs/library.md").read_text(), flags=re.S)
    assert "".join(examples).count("assert") > 5
    names: dict[str, object] = {}
    for example in examples:
        exec(compile(example, "docs/library.md", "exec"), names)


def test_the_policies_page_names_every_shipped_rule() -> None:
    """The section "Shipped rules" of docs/policies.md names every shipped rule of every kind."""
    shipped = (ROOT / "docs/policies.md").read_text().split("## Shipped rules")[1].split("## ")[0]
    for kind in KINDS:
        assert all(f"`{name}`" in shipped for name in known(kind)), kind


def commands(page: Path) -> list[str]:
    """Return the commands on a page: lines of fenced blocks without a language, and code in single backticks."""
    text = page.read_text(encoding="utf-8")
    blocks = [line for block in re.findall(r"^```\n(.*?)^```", text, flags=re.S | re.M) for line in block.splitlines()]
    spans = re.findall(r"`([^`\n]+)`", re.sub(r"^```.*?^```", "", text, flags=re.S | re.M))
    return [line for line in (*blocks, *spans) if re.match(r"(sim|make|py|pip|dask|\.venv\\Scripts\\\w+) ", line)]


def test_commands_of_the_readme_run_in_every_shell() -> None:
    """No command of the README contains a character that cmd.exe, PowerShell and Unix shells interpret differently.

    These are single quotes, the sign of a comment, a sign that continues a line, and signs of variables, of pipes or of
    redirections.
    """
    shown = commands(ROOT / "README.md")
    assert len(shown) > 12
    assert not [line for line in shown if re.search(r"'|\s#|[\\^`]$|[%$!&|<>]", line)]


def test_commands_of_the_readme_parse() -> None:
    """Every `sim` command of the README that names a file in configs is an existing command with existing options."""
    asked = [shlex.split(line)[1:] for line in commands(ROOT / "README.md") if re.match(r"sim .*configs/", line)]
    assert len(asked) > 5
    for name, *arguments in asked:
        cli.commands[name].make_context(name, arguments)


def blocks_of_the_readme() -> list[str]:
    """Return the text of each fenced block of the README."""
    parts = (ROOT / "README.md").read_text(encoding="utf-8").split("```")[1::2]
    return [part.partition("\n")[2] for part in parts]


def test_the_readme_shows_the_answer_of_the_example() -> None:
    """The README shows the answer in results/example/answer.txt, which has every entry that `sim show` now prints."""
    (block,) = (each for each in blocks_of_the_readme() if "  Chance " in each)
    answer = block.split("\n\n")[0]
    assert answer == (ROOT / "results/example/answer.txt").read_text(encoding="utf-8").split("\n\n")[1]
    shown = CliRunner().invoke(cli, ["show", str(ROOT / "results/example")]).output.split("\n\n")[1]
    entries = [" ".join(entry.split()).rstrip(".") for entry in re.split(r"\n(?=  \w)", shown.rstrip())]
    assert len(entries) > 7
    assert all(entry in " ".join(answer.split()) for entry in entries)


def test_the_readme_shows_the_errors_that_sim_prints(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two mistakes put into tiny.toml give exactly the output that the README shows."""
    monkeypatch.chdir(tmp_path)
    (block,) = (each for each in blocks_of_the_readme() if "2 errors;" in each)
    case = (ROOT / "configs/tiny.toml").read_text(encoding="utf-8")
    case = case.replace("[site.camp]\n", "[site.camp]\nworking = 0\n").replace("\npayload_t ", "\npayload_tt ")
    Path("mine.toml").write_text(case, encoding="utf-8")
    assert CliRunner().invoke(cli, ["check", "mine.toml"]).output == block


def test_the_readme_says_how_to_call_sim() -> None:
    """The README names the path of `sim` on Unix and on Windows, and how to install it without make.

    The Makefile also names the Unix path, and the script that activates the environment.
    """
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    for command in (".venv/bin/sim", r".venv\Scripts\sim", r"py -3.13 -m venv .venv", "-c constraints.txt -e ."):
        assert command in text, command
    assert all(place in (ROOT / "Makefile").read_text(encoding="utf-8") for place in ("$(BIN)/sim", "$(BIN)/activate"))


SNIPPETS = re.findall(r"\*\*(.*?)\*\*.*?```toml\n(.*?)```", (ROOT / "docs/how-to-say.md").read_text(), flags=re.S)
"""Title and text of each TOML snippet of docs/how-to-say.md."""
FILES = re.findall(r"`(\S+\.csv)`[^`]*```csv\n(.*?)```", (ROOT / "docs/how-to-say.md").read_text(), flags=re.S)
"""Name and text of each CSV file that docs/how-to-say.md shows."""
CASE = """
name = "an outpost and a main base"
seed = 1
clock = { start = 2024-05-01, horizon_d = 30 }
milestone.deadline = { by = 2024-06-15 }
site.main = { kind = "base", station = { wash = { servers = 2, service_h = 3 } } }
site.outpost = { kind = "base" }
site.home = { kind = "apod" }
route.over = { via = ["main"] }
group."outpost guard" = { site = "outpost", count = 12, routes = ["over"] }
lot.stores.required = true
lot.stores.site = "outpost"
lot.stores.category = "general"
lot.stores.count = 9
lot.stores.weight_t = 3
lot.stores.pallets = 1
lot.stores.routes = ["over"]
lot.arms = { site = "main", category = "lethal", count = 6, weight_t = 4, pallets = 1 }

[lift.trucks]
sites = ["outpost"]
to = "main"
supply = { per_week = 5 }
payload_t = 12
leg = { outpost = { block_h = 9 } }

[lift.jet]
sites = ["main"]
to = "home"
supply = { per_week = 4 }
payload_t = 20
seats = 30
leg = { main = { block_h = 5 } }
"""


@pytest.mark.parametrize(("says", "text"), SNIPPETS, ids=[says[:40] for says, _ in SNIPPETS])
def test_a_snippet_of_how_to_say_runs_unchanged(tmp_path: Path, says: str, text: str) -> None:
    """Each snippet, added unchanged to `CASE`, loads without a notice about an entry that it states.

    The first history of this scenario does not get stuck.
    """
    file = tmp_path / "case.toml"
    file.write_text(CASE + text if text.startswith("[") else text + CASE)
    for name, rows in FILES:
        (tmp_path / name).write_text(rows)
    scenario = load(file)
    written = [f"{table}.{name}" for table, names in tomllib.loads(text).items() for name in names]
    named = [str(notice) for notice in scenario.notices if notice.key.startswith(tuple(written))]
    assert not named, says
    history = simulate(plan(scenario), 1, 0)
    assert not history.stuck, says


def test_every_snippet_is_tried() -> None:
    """`SNIPPETS` has every TOML block of docs/how-to-say.md, and no two have the same title."""
    page = (ROOT / "docs/how-to-say.md").read_text()
    assert len(SNIPPETS) == page.count("```toml") == len({says for says, _ in SNIPPETS})
