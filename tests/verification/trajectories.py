"""Two histories side by side: where they part first."""

from __future__ import annotations

from collections.abc import Iterator

from sim.model.calendars import NEVER
from sim.model.tables import MOVER, SHUT, SORTIE, VISIT
from sim.model.trajectory import Trajectory, fingerprint

INSTANTS = {
    "mover": ("arrived", "released", "staged", "up"),
    "visit": ("arrived", "started", "ended"),
    "sortie": ("planned", "tasked", "overhead", "landed", "worked", "loaded", "ready", "up", "arrived", "free"),
    "shut": ("begins", "until"),
}
TYPES = {"mover": MOVER, "visit": VISIT, "sortie": SORTIE, "shut": SHUT}


def differences(one: Trajectory, other: Trajectory) -> Iterator[tuple[int, str]]:
    """Yield (instant, words) for every row that differs; the instant is the earlier of the two it can be dated by."""
    for name, dtype in TYPES.items():
        left, right = getattr(one, name), getattr(other, name)
        if len(left) != len(right):
            yield min(one.end, other.end), f"{name}: {len(left)} rows and {len(right)} rows"
        for row in range(min(len(left), len(right))):
            if left[row] == right[row]:
                continue
            for column in dtype.names or ():
                a, b = int(left[row][column]), int(right[row][column])
                if a != b:
                    dated = column in INSTANTS[name]
                    when = min(a, b) if dated else _instant(name, left, right, row)
                    who = f"mover {left[row]['mover']}, place {left[row]['place']}" if name == "visit" else f"row {row}"
                    yield when, f"{name} {who}: {column} is {_tell(a)} and {_tell(b)}"


def _instant(name: str, left: object, right: object, row: int) -> int:
    """First instant of a row on either side, to date a difference that is no instant itself."""
    return min(int(table[row][column]) for table in (left, right) for column in INSTANTS[name])  # type: ignore[index]


def _tell(value: int) -> str:
    return "never" if value >= NEVER else str(value)


def assert_same_trajectory(one: Trajectory, other: Trajectory) -> None:
    """Demand two histories equal to the bit; else tell the first divergence: time, mover, instant, both values."""
    if fingerprint(one) == fingerprint(other) and one.end == other.end and one.stuck == other.stuck:
        return
    apart = sorted(differences(one, other))
    if not apart:
        raise AssertionError(f"they end at {one.end} and {other.end}; stuck: {one.stuck} and {other.stuck}")
    told = "\n".join(f"    at {when} s  {what}" for when, what in apart[:5])
    raise AssertionError(f"{len(apart)} differences; the first:\n{told}")
