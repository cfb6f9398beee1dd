"""The documentation is what the code says."""

import json
import re
import tomllib
from pathlib import Path

import pytest

from sim.config import json_schema, load
from sim.config.reference import markdown
from sim.policies import KINDS, Source, known, policies_of

ROOT = Path(__file__).parents[1]
CONFIGS = sorted(ROOT.glob("configs/*.toml"))


def test_configuration_is_up_to_date() -> None:
    """docs/configuration.md is what the nouns say; `sim schema --markdown > docs/configuration.md` renews it."""
    assert (ROOT / "docs/configuration.md").read_text() == markdown()


def test_schema_is_up_to_date() -> None:
    """docs/sim.schema.json is what the nouns say; `sim schema > docs/sim.schema.json` renews it."""
    assert json.loads((ROOT / "docs/sim.schema.json").read_text()) == json_schema()


@pytest.mark.parametrize("path", CONFIGS, ids=lambda path: path.stem)
def test_shipped_scenarios(path: Path) -> None:
    """Every shipped scenario loads without an error and carries the editor hint for an existing schema."""
    assert load(path).milestone["deadline"]
    hint = path.read_text().splitlines()[0]
    assert hint.startswith("#:schema ")
    assert (path.parent / hint.removeprefix("#:schema ")).exists()


def test_base_names_the_grade_of_its_numbers() -> None:
    """Each number that the real case believes in has its grade or source beside it or at the head of its table."""
    text = (ROOT / "configs/base.toml").read_text()
    for block in re.split(r"\n(?=\[uncertainty\.)", text)[1:]:
        assert re.search(r"#.*\b(official|[OWTRA])\b", block.splitlines()[0]) or "same_as" in block, block


def test_links() -> None:
    """Every relative link of the documentation leads to a file."""
    for page in [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *ROOT.glob("docs/**/*.md")]:
        for target in re.findall(r"\]\(([^)#:]+)\)", page.read_text()):
            assert (page.parent / target).exists(), f"{page.name}: {target}"


def test_examples_of_the_readme() -> None:
    """Python examples of the README compile, and its TOML examples parse."""
    text = (ROOT / "README.md").read_text()
    for language, code in re.findall(r"```(python|toml)\n(.*?)```", text, flags=re.S):
        if language == "python":
            compile(code, "README.md", "exec")
        else:
            tomllib.loads(code)


def test_examples_of_the_policies_page() -> None:
    """The file of rules on the page is one of 20 lines that registers what the page names; its TOML parses."""
    text = (ROOT / "docs/policies.md").read_text()
    own, library = re.findall(r"```python\n(.*?)```", text, flags=re.S)
    assert len(own.splitlines()) <= 20
    rules = policies_of(Source("tents.py", own))
    tables = [tomllib.loads(code)["policy"] for code in re.findall(r"```toml\n(.*?)```", text, flags=re.S)]
    assert all((kind, tables[1][kind]) in rules for kind in ("load", "wait"))
    assert all(tables[0][kind] in known(kind) for kind in ("load", "wait"))
    compile(library, "docs/policies.md", "exec")


def test_every_shipped_policy_is_on_its_page() -> None:
    """docs/policies.md names every shipped rule of every kind."""
    shipped = (ROOT / "docs/policies.md").read_text().split("## Shipped rules")[1].split("## ")[0]
    for kind in KINDS:
        assert all(f"`{name}`" in shipped for name in known(kind)), kind
