"""The table in docs/run-again.md, what `sim run` does in a folder that has results: each row has its tests."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

import pytest

from tests.unit.experiment.again import HOME, content, edit, manifest, resumed, run
from tests.unit.experiment.again import _folder as _folder  # the empty folder with one scenario
from tests.unit.experiment.test_again import leave_a_failed_audit

PAGE = Path(__file__).parents[3] / "docs" / "run-again.md"
HEAD = "| you run | in the default folder"
TESTS = {
    "the same file again": "test_again.test_the_same_question_goes_on test_table_of_runs.test_a_named_folder_goes_on",
    "the file with other comments or another `about`": (
        "test_again.test_the_same_question_goes_on test_table_of_runs.test_a_named_folder_goes_on"
    ),
    "a larger or smaller `-n`, or a rule (`--within`, `--decide`)": (
        "test_again.test_the_same_question_goes_on test_table_of_runs.test_a_named_folder_goes_on "
        "test_stopping.test_resumed_and_extended"
    ),
    "the other engine that ships (`--engine`)": (
        "test_again.test_each_engine_has_rows_of_its_own test_trust.test_each_engine_has_rows_of_its_own"
    ),
    "the same command after a kill or Ctrl-C": (
        "test_again.test_a_killed_run_goes_on_and_says_what_it_was_about test_run.test_killed_and_resumed "
        "test_run.test_interrupted_and_resumed test_trust.test_an_audit_that_a_kill_prevented_is_made_up_for"
    ),
    "an edited file, other `--set`, `--outage`, `--seed` or `--inner`, another case, another version of `sim`": (
        "test_again.test_another_question_keeps_the_finished_study "
        "test_again.test_a_study_of_another_version_is_kept_too "
        "test_again_named.test_a_named_folder_of_another_question_is_refused"
    ),
    "the same file with other code: a source of `sim` that makes histories was edited, or the module of an engine of "
    "your own": (
        "test_again.test_a_study_of_another_version_is_kept_too test_trust.test_other_code_is_another_study "
        "test_trust.test_the_digest_of_an_engine_of_ones_own"
    ),
    "an edit that is undone": (
        "test_again.test_an_edit_that_is_undone_takes_its_study_back "
        "test_again_named.test_a_named_folder_of_another_question_is_refused"
    ),
    "another question where a run was broken off before its summary": (
        "test_again.test_a_study_that_was_never_finished_makes_room "
        "test_again.test_a_killed_run_goes_on_and_says_what_it_was_about"
    ),
    "another question where an audit failed": (
        "test_again.test_what_failed_an_audit_is_kept_when_another_question_is_asked "
        "test_table_of_runs.test_what_failed_an_audit_in_a_named_folder_stays"
    ),
    "histories of an engine of your own (library)": (
        "test_again_named.test_a_named_folder_of_another_question_is_refused"
    ),
    "the same command after an audit failed": (
        "test_again.test_a_failed_audit_is_said_until_it_is_mended "
        "test_trust.test_wrong_rows_of_an_earlier_run_answer_nothing"
    ),
    "where some rows of `study.sqlite` do not match their checksums": (
        "test_again.test_a_damaged_row_is_run_again test_damage.test_a_damaged_row_is_run_again"
    ),
    "with `--overwrite`": (
        "test_again.test_overwrite_drops_what_is_there "
        "test_store.test_overwrite_leaves_nothing_of_the_study_before_and_all_that_is_not_ours"
    ),
    "while another run writes there": "test_again.test_a_folder_in_use_is_not_moved test_store.test_two_at_once",
    "while `study.sqlite` or the folder is deleted, moved or replaced": (
        "test_trust.test_the_database_is_deleted_while_a_run_writes"
    ),
    "where `study.sqlite` is damaged as a whole, or not written by `sim`": (
        "test_again.test_files_that_are_not_ours_are_never_moved test_store.test_damaged"
    ),
    "where the folder was made by a version that kept one column for each figure (`form` 2 or less)": (
        "test_again.test_a_study_of_another_version_is_kept_too test_damage.test_a_folder_of_the_former_layout"
    ),
}
"""The runs of the table, and the tests of both columns of its row."""


def rows() -> list[str]:
    """Return the first cell of each row of the table."""
    lines = PAGE.read_text(encoding="utf-8").splitlines()
    first = next(at for at, line in enumerate(lines) if line.startswith(HEAD)) + 2
    found = []
    for line in lines[first:]:
        if not line.startswith("|"):
            break
        found.append(line.split("|")[1].strip())
    return found


def test_each_row_has_tests() -> None:
    """Claim: a row that is added needs a test, and no test of a row is lost."""
    assert rows() == list(TESTS)
    for row, names in TESTS.items():
        for name in names.split():
            module, _, function = name.partition(".")
            assert callable(getattr(import_module(f"tests.unit.experiment.{module}"), function, None)), (row, name)


@pytest.mark.parametrize(("old", "new"), [("", ""), ("seed = 5", 'about = "in other words"\nseed = 5')])
def test_a_named_folder_goes_on(old: str, new: str) -> None:
    """Claim: in a named folder no existing replication is run again, whatever the comments and n."""
    run("--out", "mine")
    edit(old or "seed = 5", new or "seed = 5  # a comment")
    for n, there in ((3, 3), (5, 3), (2, 2)):
        run("--out", "mine", n=n)
        assert resumed(Path("mine")) == there
        assert manifest(Path("mine"))["replications"] == n
    assert not Path("results").exists()


def test_what_failed_an_audit_in_a_named_folder_stays() -> None:
    """Claim: another question is refused there, and nothing is changed."""
    leave_a_failed_audit(Path("mine"), "simpy")
    before = content(Path("mine"))
    edit()
    assert "another question" in run("--out", "mine", code=2).stderr
    assert content(Path("mine")) == before
    assert not HOME.exists()
