"""Policy rules: how they are registered, found by name, read from files and called, and how answers are checked."""

from __future__ import annotations

import math
import pickle
import sys
from collections.abc import Callable, Iterator
from importlib import invalidate_caches
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import sim
from sim.errors import PolicyError, SimError
from sim.policies import (
    BrokenFileError,
    MisbehavedError,
    Source,
    UnknownPolicyError,
    asked,
    find,
    known,
    policies_of,
    registry,
    search,
    trusting,
)
from sim.policies.asking import dense, permutation, place, place_or_none, yes_or_no
from sim.policies.registry import MisregisteredError, Policy
from sim.policies.views import DispositionView, LotView, WantedLot

SHIPPED = {
    "load": ["earliest due date", "fill the aircraft", "heaviest first", "lightest first", "priority", "slack"],
    "site": ["as the lift says", "first in order", "greatest need"],
    "wait": ["as the lift says", "never wait", "until full"],
    "tail": ["last back", "longest idle", "lowest number"],
    "disposition": ["heaviest first", "least value for its lift first"],
}


@pytest.fixture(autouse=True)
def _own_shelf() -> Iterator[None]:
    """Trust the code of policies in a test, and afterwards remove the rules that the test has registered."""
    before = dict(registry.registered())
    with trusting():
        yield
    registry.registered().clear()
    registry.registered().update(before)


def lot(name: str = "tents", **changed: Any) -> LotView:
    plain: dict[str, Any] = {
        "name": name, "site": "A", "category": "general", "required": False, "person": False, "due_s": None,
        "weight_kg": 1000, "mpos": 0, "value_usd": None, "work_s": 0, "priority": 0, "category_place": 5,
    }  # fmt: skip
    return LotView(**{**plain, **changed})


@pytest.mark.parametrize("kind", SHIPPED)
def test_the_shipped_rules_are_found_by_name(kind: str) -> None:
    """`SHIPPED` lists the shipped rules; each has a description and is found by its name."""
    assert known(kind) == SHIPPED[kind]
    for name in SHIPPED[kind]:
        assert find(kind, name).source is None
        assert find(kind, name).ask.__doc__


# --------------------------------------------------------------------------------------------------- registering


def test_the_argument_decides_whether_an_order_is_fixed() -> None:
    """A load rule with the argument `lot` gives a fixed order, and a rule with `view` looks at each sortie. A rule with
    other arguments, or without a Python signature, is refused.
    """
    sim.policy("load", "fixed")(lambda lot: 0)
    sim.policy("load", "looking")(lambda view: [])
    assert not find("load", "fixed").looks
    assert find("load", "looking").looks
    for wrong in (lambda cargo: 0, lambda: 0, lambda lot, view: 0, 3, print):
        with pytest.raises(MisregisteredError, match=r"called lot .* or view"):
            sim.policy("load", "wrong")(wrong)  # type: ignore[type-var]


@pytest.mark.parametrize(
    ("kind", "name", "words"),
    [
        ("lod", "x", "expected one of load, site, wait, tail, disposition"),
        ("load", "", "1 to 80 characters"),
        ("load", "x" * 81, "1 to 80 characters"),
        ("load", 5, "1 to 80 characters"),
        ("load", "priority", "already"),
    ],
)
def test_invalid_registrations_are_refused(kind: str, name: Any, words: str) -> None:
    """An unknown kind is refused, and a name that is empty, too long, no string, or that of a shipped rule."""
    with pytest.raises(MisregisteredError, match=words):
        sim.policy(kind, name)(lambda lot: 0)


def test_registering_again_replaces_a_rule() -> None:
    """Registering a name again replaces the rule, as when a cell of a notebook is run again."""
    sim.policy("tail", "mine")(lambda view: 0)
    sim.policy("tail", "mine")(lambda view: 1)
    assert find("tail", "mine").ask(None) == 1


# -------------------------------------------------------------------------------------------------------- files


def source(text: str, name: str = "own.py") -> Source:
    return Source(name, "import sim\n" + text)


def test_each_file_has_its_own_rules() -> None:
    """Two files may register the same name; a rule of a file is found only if the file is passed to `find`."""
    text = '@sim.policy("tail", "mine")\ndef mine(view):\n    return {}\n'
    one, two = source(text.format(1)), source(text.format(2))
    assert find("tail", "mine", [one]).ask(None) == 1
    assert find("tail", "mine", [two]).ask(None) == 2
    with pytest.raises(UnknownPolicyError, match="last back, longest idle, lowest number"):
        find("tail", "mine")
    assert str(find("tail", "mine", [one])) == 'policy "mine" (tail, own.py)'


def test_a_file_is_run_like_a_module() -> None:
    """Dataclasses, and annotations that need the module's names, work in a policy file."""
    text = (
        "from __future__ import annotations\nimport sim\nfrom dataclasses import dataclass\n\n"
        "@dataclass\nclass Key:\n    value: int\n    def __lt__(self, other: Key) -> bool:\n"
        "        return self.value < other.value\n\n"
        '@sim.policy("load", "by key")\ndef by_key(lot: object) -> Key:\n    return Key(lot.weight_kg)\n'
    )
    rule = find("load", "by key", [Source("own.py", text)])
    assert dense(rule, [rule.ask(lot(weight_kg=kg)) for kg in (5, 3, 5, 9)]) == [1, 0, 1, 2]


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("def f(:\n", 2, "expected Python"),
        ("\nx = 1 / 0\n", 3, "ZeroDivisionError: division by zero"),
        ("exit(3)\n", 2, "SystemExit: 3"),
        ('@sim.policy("load", "slack")\ndef f(lot): ...\n', 2, 'there is a load policy "slack" already'),
        ('sim.policy("wait", "a")(lambda view: 0)\nsim.policy("wait", "a")(lambda view: 0)\n', 3, "already"),
        ("x = 1\n", None, "expected at least one rule"),
        ("x = '\0'\n", 2, "expected Python"),
    ],
)
def test_a_broken_file_is_reported_with_its_line(text: str, line: int | None, words: str) -> None:
    """A file that does not parse, raises, registers nothing, or registers a name that is taken is reported with the
    reason, and with the line if there is one.
    """
    with pytest.raises(BrokenFileError) as broken:
        policies_of(source(text))
    assert words in broken.value.expectation
    assert broken.value.line == line or "\0" in text  # Python 3.11 gives no line for a null byte


def test_an_installed_package_offers_rules(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Rules of a package with an entry point in the group sim.policies are found; an entry point whose module cannot be
    imported is named.
    """
    (tmp_path / "offered_rules.py").write_text(
        'import sim\n@sim.policy("tail", "offered")\ndef offered(view):\n    return 0\n'
    )
    info = tmp_path / "offered-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: offered\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text("[sim.policies]\nours = offered_rules\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    invalidate_caches()
    search._packages.cache_clear()
    try:
        rule = find("tail", "offered")
        assert rule.source is not None
        assert rule.source.name == "offered_rules"
        assert "def offered" in rule.source.text
        (info / "entry_points.txt").write_text("[sim.policies]\nours = not_there\n")
        invalidate_caches()
        search._packages.cache_clear()
        with pytest.raises(SimError, match=r'"ours" .not_there. cannot be loaded: ModuleNotFoundError'):
            find("tail", "no such name")
    finally:
        sys.modules.pop("offered_rules", None)
        monkeypatch.undo()
        search._packages.cache_clear()


def test_a_module_that_a_process_cannot_import_is_reported() -> None:
    """If a process cannot import the module of a rule, the error says what to do. This happens, for example, in a
    worker if a script has registered the rule.
    """
    with pytest.raises(SimError, match=r"policy.files names, or run with workers = 1"):
        find("tail", "of a script", [Source("no_such_module", "", module=True)])


# ---------------------------------------------------------------------------------------------------- questions


def rule(ask: Callable[..., Any]) -> Policy:
    return Policy("wait", "mine", ask, True)


@pytest.mark.parametrize(
    ("judge", "right", "wrong"),
    [
        (
            permutation(3),
            [([2, 0, 1], [2, 0, 1]), (iter((0, 1, 2)), [0, 1, 2]), (np.array([1, 0, 2]), [1, 0, 2])],
            [
                None,
                3,
                "012",
                b"012",
                [0, 1],
                [0, 1, 1],
                [0, 1, 3],
                [0, 1, 2, 0],
                [0, 1, 2.0],
                [False, 1, 2],
                [[0], 1, 2],
            ],
        ),
        (place(2), [(1, 1), (np.int64(0), 0)], [None, 2, -1, True, 1.0, "0", np.bool_(True)]),
        (place_or_none(2), [(None, None), (1, 1)], [2, -1, False, "A"]),
        (yes_or_no, [(True, True), (np.bool_(False), False)], [None, 0, 1, "yes", [], np.array([True])]),
    ],
    ids=["permutation", "place", "place or none", "yes or no"],
)
def test_answers_are_checked(judge: Any, right: list[tuple[Any, Any]], wrong: list[Any]) -> None:
    """Valid answers of a rule are returned as plain values; invalid answers are refused and shown."""
    for answer, meant in right:
        assert asked(rule(lambda view, answer=answer: answer), None, judge) == meant
    for answer in wrong:
        with pytest.raises(MisbehavedError, match=r'policy "mine" .wait. returned .*expected'):
            asked(rule(lambda view, answer=answer: answer), None, judge)


def test_without_movers_the_order_is_empty() -> None:
    """If there are no movers, the only valid order is the empty one."""
    assert asked(rule(lambda view: []), None, permutation(0)) == []
    with pytest.raises(MisbehavedError, match="expected no position"):
        asked(rule(lambda view: [0]), None, permutation(0))


class Nasty:
    """An object that raises when it is printed, iterated or compared."""

    def __repr__(self) -> str:
        raise RuntimeError("no")

    def __iter__(self) -> Any:
        raise RuntimeError("not even that")

    def __lt__(self, other: object) -> bool:
        raise RuntimeError("incomparable")


def endless() -> Iterator[int]:
    while True:
        yield 0


def test_an_error_of_a_rule_is_reported_wherever_it_is_raised() -> None:
    """An error that is raised in a rule, or while its answer is iterated or printed, is reported as an error of the
    rule. An endless answer is refused.
    """
    with pytest.raises(MisbehavedError, match="raised ZeroDivisionError: division by zero"):
        asked(rule(lambda view: 1 / 0), None, yes_or_no)
    with pytest.raises(MisbehavedError, match="raised SystemExit"):
        asked(rule(lambda view: sys.exit(0)), None, yes_or_no)
    with pytest.raises(MisbehavedError, match="raised RuntimeError: not even that"):
        asked(rule(lambda view: Nasty()), None, permutation(2))
    with pytest.raises(MisbehavedError, match="a Nasty that cannot be printed"):
        asked(rule(lambda view: Nasty()), None, yes_or_no)
    with pytest.raises(MisbehavedError, match="each once"):
        asked(rule(lambda view: endless()), None, permutation(2))


def test_the_line_of_a_file_is_reported() -> None:
    """An error in a user's rule is reported with the line of its file."""
    own = source('\n\n@sim.policy("wait", "x")\ndef x(view):\n    return 1 / 0\n')
    with pytest.raises(MisbehavedError, match=r'policy "x" \(wait, own.py\) raised .* \(line 6\)'):
        asked(find("wait", "x", [own]), None, yes_or_no)


@pytest.mark.parametrize(
    "keys", [[1, "a"], [None, None], [(1, "a"), ("a", 1)], [Nasty(), Nasty()], [1j, 2j], [math.nan, 1.0], [(math.nan,)]]
)
def test_keys_that_cannot_be_compared_are_refused(keys: list[Any]) -> None:
    """Sort keys that cannot be ordered, including NaN, are refused."""
    with pytest.raises(MisbehavedError, match="compared"):
        dense(rule(lambda lot: 0), keys)


def test_views_cannot_be_changed() -> None:
    """A rule cannot change the view that it is shown."""
    with pytest.raises(AttributeError):
        lot().weight_kg = 3  # type: ignore[misc]


def test_disposition_by_value_and_by_weight() -> None:
    """The order by value gives up 40 t at $1,000 a tonne before 10 t at $5,000, and lots without a value last. The
    order by weight gives up the heaviest lot first.
    """
    lots = (
        WantedLot(lot("dear", value_usd=50_000.0), 1, 10.0, 0.5, 50_000.0, ("left",)),
        WantedLot(lot("unpriced"), 9, 90.0, 4.5, None, ("left", "sold")),
        WantedLot(lot("cheap", value_usd=10_000.0), 4, 40.0, 2.0, 40_000.0, ("left",)),
    )
    view = DispositionView(0, lots)
    assert list(find("disposition", "least value for its lift first").ask(view)) == [2, 0, 1]
    assert list(find("disposition", "heaviest first").ask(view)) == [1, 2, 0]


def test_an_error_of_a_rule_can_be_pickled() -> None:
    """A `PolicyError` that is pickled and read again has the same text, and exit code 2."""
    error = pickle.loads(pickle.dumps(PolicyError('policy "x" (wait) raised E', seed=3, replication=4)))
    assert str(error) == 'policy "x" (wait) raised E (seed 3, replication 4)'
    assert error.exit_code == 2
