"""The text of a policy file becomes a part of the scenario: it is written with the scenario and changes its digest."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from sim.config import digest, load, to_toml
from sim.errors import ConfigError
from sim.policies import trusting


@pytest.fixture(autouse=True)
def _trusted() -> Iterator[None]:
    """Trust the code of policies in these tests."""
    with trusting():
        yield


ROOT = Path(__file__).parents[3]
RULE = 'import sim\n\n\n@sim.policy("tail", "mine")\ndef mine(view):\n    """First."""\n    return 0\n'


def written(folder: Path, text: str, file: str = "own.py") -> Path:
    (folder / file).write_bytes(text.encode())
    path = folder / "case.toml"
    tiny = (ROOT / "configs/tiny.toml").read_text(encoding="utf-8")
    path.write_text(f'{tiny}\n[policy]\nfiles = ["{file}"]\ntail = "mine"\n', encoding="utf-8")
    return path


@pytest.mark.parametrize(
    "more",
    ["", "a = '''three'''\n", "b = 'quote'", "c = '\\\\n'\n", "# \u00e4\u20ac\x0c\n", "d = '\x7f'\n", "e = 1\r\n"],
    ids=["plain", "triple quotes", "no last line", "backslash", "form feed", "delete", "carriage return"],
)
def test_the_text_survives_writing_and_reading(tmp_path: Path, more: str) -> None:
    """A scenario with the text of a policy file can be written and loaded again without that file, and is equal
    to the original. In the text, only Windows line ends are changed.
    """
    scenario = load(written(tmp_path, RULE + more))
    assert scenario.policy.code == ((RULE + more).replace("\r\n", "\n"),)
    (tmp_path / "own.py").unlink()
    (tmp_path / "again.toml").write_text(to_toml(scenario), encoding="utf-8", newline="")
    assert load(tmp_path / "again.toml") == scenario


def test_the_digest_depends_on_the_text_and_not_on_the_name_of_the_file(tmp_path: Path) -> None:
    """Editing a rule changes the digest of the scenario; renaming the file of the rule does not."""
    first = digest(load(written(tmp_path, RULE)))
    assert digest(load(written(tmp_path, RULE, "other.py"))) == first
    assert digest(load(written(tmp_path, RULE.replace("return 0", "return -1")))) != first


@pytest.mark.parametrize(
    ("table", "words"),
    [
        ('files = "own.py"', "policy.files"),
        ("files = [3]", "policy.files"),
        ('files = ["."]', "this is a folder"),
        ('files = ["own.py"]\ncode = ["x = 1", "y = 2"]', "as many texts in code as there are names in files"),
        ('files = ["latin.py"]', "latin.py:2"),
        ('files = ["own.py"]\ntail = "min"', "did you mean mine?"),
        ('files = ["own.py", "own.py"]\ntail = "mine"', "expected each name once; files.0 is the same name"),
    ],
)
def test_mistakes_in_the_table_of_policies(tmp_path: Path, table: str, words: str) -> None:
    """Each mistake in the table [policy], or in a file that it names, gives one problem."""
    path = written(tmp_path, RULE)
    (tmp_path / "latin.py").write_bytes(b"import sim\nx = '\xe4'\n")
    tiny = (ROOT / "configs/tiny.toml").read_text(encoding="utf-8")
    path.write_text(f"{tiny}\n[policy]\n{table}\n", encoding="utf-8")
    with pytest.raises(ConfigError) as got:
        load(path)
    assert words in str(got.value)
    assert len(got.value.problems) == 1


def test_a_file_with_another_text_than_the_one_beside_it_is_refused(tmp_path: Path) -> None:
    """A scenario that states the code of its rules and also names their file is accepted if the file has the
    same text, and refused if it has another.
    """
    path = written(tmp_path, RULE)
    path.write_text(to_toml(load(path)), encoding="utf-8")
    assert load(path).policy.code == (RULE,)
    (tmp_path / "own.py").write_text(RULE.replace("return 0", "return 1"), encoding="utf-8")
    with pytest.raises(ConfigError, match="both are stated, and this file has another text") as caught:
        load(path)
    assert [problem.key for problem in caught.value.problems] == ["policy.files.0"]
