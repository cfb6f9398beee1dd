"""Each row of the table in docs/run-again.md, which says what `sim run` does with earlier results, has its tests."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

import pytest

from tests.unit.experiment.again import HOME, content, edit, manifest, resumed, run
from tests.unit.experiment.again import _folder as _folder  # an automatic fixture: a folder with one scenario
from tests.unit.experiment.test_again import leave_a_failed_audit

PAGE = Path(__file__).parents[3] / "docs" / "run-again.md"
HEAD = "| you run | in the default folder"
TESTS = {
    "the same file again": (
        "test_again.test_the_same_scenario_continues_its_study test_table_of_runs.test_a_named_folder_is_continued"
    ),
    "the file with other comments or another `about`": (
        "test_again.test_the_same_scenario_continues_its_study test_table_of_runs.test_a_named_folder_is_continued"
    ),
    "a larger or smaller `-n`, or a rule (`--within`, `--decide`)": (
        "test_again.test_the_same_scenario_continues_its_study test_table_of_runs.test_a_named_folder_is_continued "
        "test_stopping.test_stored_replications_do_not_change_the_stop"
    ),
    "the other engine that ships (`--engine`)": (
        "test_again.test_each_engine_has_rows_of_its_own test_trust.test_each_engine_has_rows_of_its_own"
    ),
    "the same command after a kill or Ctrl-C": (
        "test_again.test_a_killed_run_can_be_continued test_run.test_a_killed_run_is_resumed "
        "test_run.test_an_interrupted_run_keeps_its_work test_trust.test_rows_stored_before_a_kill_are_audited_later"
    ),
    "an edited file, other `--set`, `--outage`, `--seed` or `--inner`, another case, another version of `sim`": (
        "test_again.test_a_changed_scenario_keeps_the_finished_study "
        "test_again.test_a_study_of_another_version_is_kept_too "
        "test_again_named.test_a_named_folder_of_another_scenario_is_refused"
    ),
    "the same file with other code: a source of `sim` that makes histories was edited, or the module of an engine of "
    "your own": (
        "test_again.test_a_study_of_another_version_is_kept_too test_trust.test_rows_of_other_code_are_not_mixed "
        "test_trust.test_the_digest_depends_on_the_module_of_a_user_s_engine"
    ),
    "an edit that is undone": (
        "test_again.test_an_edit_that_is_undone_uses_its_study_again "
        "test_again_named.test_a_named_folder_of_another_scenario_is_refused"
    ),
    "another question where a run was broken off before its summary": (
        "test_again.test_an_unfinished_study_of_another_scenario_is_deleted "
        "test_again.test_an_edit_that_is_undone_after_an_interruption_uses_its_study_again "
        "test_again.test_a_killed_run_can_be_continued"
    ),
    "another question where an audit failed": (
        "test_again.test_rows_that_failed_an_audit_are_kept_when_the_scenario_changes "
        "test_table_of_runs.test_rows_that_failed_an_audit_in_a_named_folder_stay"
    ),
    "histories of an engine of your own (library)": (
        "test_again_named.test_a_named_folder_of_another_scenario_is_refused"
    ),
    "the same command after an audit failed": (
        "test_again.test_a_failed_audit_is_reported_by_each_later_run "
        "test_trust.test_wrong_rows_of_an_earlier_run_are_not_used"
    ),
    "where some rows of `study.sqlite` do not match their checksums": (
        "test_again.test_a_damaged_row_is_run_again test_damage.test_a_damaged_row_is_run_again"
    ),
    "with `--overwrite`": (
        "test_again.test_overwrite_deletes_the_stored_study "
        "test_store.test_overwrite_removes_earlier_results_and_keeps_other_files"
    ),
    "while another run writes there": (
        "test_again.test_a_folder_in_use_is_not_moved test_store.test_two_processes_cannot_write_into_one_folder"
    ),
    "while `study.sqlite` or the folder is deleted, moved or replaced": (
        "test_trust.test_a_run_notices_that_its_database_was_deleted"
    ),
    "where `study.sqlite` is damaged as a whole, or not written by `sim`": (
        "test_again.test_files_that_are_not_ours_are_never_moved test_store.test_a_damaged_database_is_refused"
    ),
    "where the folder was made by a version that kept one column for each figure (`form` 2 or less)": (
        "test_again.test_a_study_of_another_version_is_kept_too "
        "test_damage.test_a_folder_of_an_earlier_layout_is_refused"
    ),
}
"""First cell of a row of the table -> the tests of that row."""


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
    """The rows of the page are those of TESTS, and all tests that TESTS names exist."""
    assert rows() == list(TESTS)
    for row, names in TESTS.items():
        for name in names.split():
            module, _, function = name.partition(".")
            assert callable(getattr(import_module(f"tests.unit.experiment.{module}"), function, None)), (row, name)


@pytest.mark.parametrize(("old", "new"), [("", ""), ("seed = 5", 'about = "in other words"\nseed = 5')])
def test_a_named_folder_is_continued(old: str, new: str) -> None:
    """A run into a named folder uses the replications stored there, even if a comment, `about` or n was
    changed.
    """
    run("--out", "mine")
    edit(old or "seed = 5", new or "seed = 5  # a comment")
    for n, used in ((3, 3), (5, 3), (2, 2)):
        run("--out", "mine", n=n)
        assert resumed(Path("mine")) == used
        assert manifest(Path("mine"))["replications"] == n
    assert not Path("results").exists()


def test_rows_that_failed_an_audit_in_a_named_folder_stay() -> None:
    """If the scenario changes, a run into a named folder whose audit failed is refused, and nothing in the
    folder changes.
    """
    leave_a_failed_audit(Path("mine"), "simpy")
    before = content(Path("mine"))
    edit()
    assert "another question" in run("--out", "mine", code=2).stderr
    assert content(Path("mine")) == before
    assert not HOME.exists()
