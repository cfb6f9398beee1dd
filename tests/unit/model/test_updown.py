"""The windows in which a machine is intact: of a machine that fails and is repaired, and of one that never fails."""

import math

from sim.model.calendars import NEVER
from sim.model.draws import name_key
from sim.model.world import make_world
from sim.model.world.updown import up_seconds, up_windows
from tests.scenarios import compiled, fleet, lift, staged

DAY = 86_400


def machines(available: float, replications: int = 400) -> list[tuple[list[int], list[int]]]:
    """Return when a machine is intact, for each of many histories of 90 days; a repair takes 12 h on average."""
    plan = compiled(
        group={"crew": staged(1)}, lift={"plane": lift(fleet(), load_h={"dist": "exponential", "mean": 12.0})}
    )
    down = int(plan.lift["load"][0])
    return [up_windows(make_world(plan, 7, r), name_key("loader"), 3, available, down) for r in range(replications)]


def works(windows: tuple[list[int], list[int]], at: int) -> bool:
    """Return whether the machine is intact at an instant."""
    return any(opens <= at < closes for opens, closes in zip(*windows, strict=True))


def test_windows_follow_one_another_without_touching() -> None:
    for opens, closes in machines(0.5, 40):
        edges = [edge for window in zip(opens, closes, strict=True) for edge in window]
        assert edges == sorted(set(edges))
        assert edges[-1] > 90 * DAY


def test_a_machine_that_never_fails_always_works() -> None:
    assert machines(1.0, 1) == [([-NEVER], [NEVER])]


def test_time_between_failures_is_exponential_by_hand() -> None:
    """A machine that is repaired in an hour, and is intact three quarters of the time, is intact for three hours on
    average until it fails. This mean is the value at u = 1 / e; the shortest time is one second.
    """
    assert up_seconds(math.exp(-1.0), 3600.0, 0.75) == 10_800
    assert up_seconds(1.0 - 2.0**-53, 3600.0, 0.75) == 1
