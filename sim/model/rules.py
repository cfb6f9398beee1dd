"""The rules by which movers, servers and sites are chosen: pure functions, so that both engines choose alike."""

from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from typing import Any, Final

from sim.domain.dates import seconds
from sim.domain.scenario import Scenario
from sim.model.calendars import NEVER
from sim.model.terms import CATEGORIES, Rule

NO_ROOM: Final = 0
"""The mover is not taken: it does not fit, or may not ride with a mover aboard."""
FITS: Final = 1
"""The mover is taken."""
ALONE: Final = 2
"""The mover is taken, and nothing else: it is heavier than the payload."""
LAST_CATEGORY: Final = len(CATEGORIES) - 1
FIXED, SEQUENCE, SHARES = int(Rule.FIXED), int(Rule.SEQUENCE), int(Rule.SHARES)


def later(cause: int, since: int, other: int, other_since: int) -> tuple[int, int]:
    """Return the later of two causes of a start and its instant [s]; on a tie, the cause with the lower number.

    Each cause is a condition (`terms.Cause`) with the instant from which it was true. The start had to wait for all of
    them, so the last one counts as its cause.
    """
    if other_since > since or (other_since == since and other < cause):
        return other, other_since
    return cause, since


def latest_of(enabled: Iterable[tuple[int, int]]) -> tuple[int, int]:
    """Return the latest of the causes of a start and its instant [s], as `later` does; `enabled` is not empty."""
    causes = iter(enabled)
    cause, since = next(causes)
    for other, other_since in causes:
        cause, since = later(cause, since, other, other_since)
    return cause, since


def loading_ranks(scenario: Scenario, movers: Sequence[tuple[str, str, Any]]) -> tuple[list[int], list[int]]:
    """Return the ranks of groups and lots in the loading order, and their tie-breaks.

    The scenario orders movers by a list of keys, one of which may be `ready`. The rank follows from the keys before
    `ready`, and the tie-break from the keys after `ready`. Required movers always come before wanted ones. Of two
    movers of equal rank, the one that has been ready longer goes first; if both became ready at once, the tie-break
    decides, and then the number of the mover.

    Parameters
    ----------
    movers
        (section, name, entry) of every group and lot, in the order of their rows.

    Returns
    -------
    rank, tie
        One number for each group or lot. Both count from 0 without gaps; equal keys give equal numbers.
    """
    keys = scenario.order.keys
    ready_at = keys.index("ready") if "ready" in keys else len(keys)

    def key(row: int, names: Sequence[str]) -> tuple[int, ...]:
        section, _, lot = movers[row]
        category = "people" if section == "group" else lot.category
        order = scenario.order.categories
        values = {
            "category": order.index(category) if category in order else len(order),
            "due": NEVER if lot.due is None else seconds(lot.due, scenario.clock, ends=True),
            "kind": int(section == "lot"),
            "lot": row,
        }
        return tuple(values[name] for name in names)

    def wanted(row: int) -> bool:
        section, _, lot = movers[row]
        return not (lot.required if section == "group" else lot.is_required)

    before = [(wanted(row), key(row, keys[:ready_at])) for row in range(len(movers))]
    after = [key(row, keys[ready_at + 1 :]) for row in range(len(movers))]
    return _dense(before), _dense(after)


def _dense(keys: Sequence[Any]) -> list[int]:
    """Return the rank of each key among the sorted distinct keys, from 0."""
    rank = {key: position for position, key in enumerate(sorted(set(keys)))}
    return [rank[key] for key in keys]


def staffed(servers: int, present: int, people_per_server: int) -> int:
    """Return how many servers (or load teams) may work while `present` people of the group that staffs them are left.

    One may always work while anybody is left, so that the last people can still be served.
    """
    return min(servers, max(1, present // people_per_server)) if present > 0 else 0


def teams_of(people: int, people_per_team: int) -> int:
    """Return how many load teams `people` form, at least one; used if the file does not state the number of teams."""
    return max(1, people // people_per_team)


def waives(present: int, people_per_server: int) -> bool:
    """Return whether members of the group that staffs a station may skip it: at most one server's staff is left."""
    return present <= people_per_server


def next_server(free: Sequence[int], freed_at: Sequence[int]) -> int:
    """Return the number of the free server, spot or team that was freed last; on a tie, the lowest; -1 if none is free.

    Parameters
    ----------
    free
        Numbers of the free servers, spots or teams.
    freed_at
        For each number, when the server, spot or team was last freed [s].
    """
    best = -1
    for number in free:
        if best < 0 or freed_at[number] > freed_at[best] or (freed_at[number] == freed_at[best] and number < best):
            best = number
    return best


def first_fit(
    movers: Iterable[int],
    kg: Sequence[int],
    mpos: Sequence[int],
    seat: Sequence[int],
    category: Sequence[int],
    apart: Sequence[AbstractSet[int]],
    room: tuple[int, int, int, int, int, int, int],
    litres: Sequence[int],
) -> list[int]:
    """Return the movers that one sortie takes: each candidate in turn, if `room_for` lets it in.

    Parameters
    ----------
    movers
        Numbers of the candidates, in the order of the load policy; iteration stops when no further mover can fit.
    kg, mpos, seat, category, litres
        By mover number: weight [kg], thousandths of a pallet position, seats, row of `Plan.segregate` and volume [l].
    apart
        For each row of `Plan.segregate`, the rows with which it may not ride.
    room
        In this order: payload [kg], thousandths of a pallet position and seats of the sortie; its structural limit
        [kg], up to which an item heavier than the payload may ride alone; the weight of the lightest mover [kg] and the
        fewest seats that any mover takes, below which no further mover fits; and the volume of the sortie [l].

    Returns
    -------
    list of int
        Positions in `movers` of the movers taken.
    """
    payload, room_mpos, room_seats, structural, lightest, least_seats, room_litres = room
    room_kg = payload
    taken: list[int] = []
    segregated: set[int] = set()
    for position, mover in enumerate(movers):
        weight, space, seats, parted = kg[mover], mpos[mover], seat[mover], category[mover] in segregated
        left = room_kg, room_mpos, room_seats
        how = room_for(weight, space, seats, parted, *left, payload, structural, not taken, litres[mover], room_litres)
        if how == ALONE:
            return [position]
        if how == NO_ROOM:
            continue
        taken.append(position)
        room_kg, room_mpos, room_seats = room_kg - weight, room_mpos - space, room_seats - seats
        room_litres -= litres[mover]
        segregated |= apart[category[mover]]
        if room_kg < lightest or room_seats < least_seats:
            break
    return taken


def sort_of(category: int, load_class: int) -> int:
    """Return the row of `Plan.segregate` for movers of a category and a load class (from 1; 0: no class)."""
    return category if load_class == 0 else LAST_CATEGORY + load_class


def fits(
    kg: int,
    mpos: int,
    person: int,
    room_kg: int,
    room_mpos: int,
    room_seats: int,
    litres: int = 0,
    room_litres: int = 0,
) -> bool:
    """Return whether a mover fits into what is left of a sortie.

    Parameters
    ----------
    kg, mpos, person, litres
        Weight [kg], thousandths of a pallet position, seats and volume [l] of the mover.
    room_kg, room_mpos, room_seats, room_litres
        What is left of the sortie, in the same units.
    """
    return kg <= room_kg and mpos <= room_mpos and person <= room_seats and litres <= room_litres


def room_for(
    kg: int,
    mpos: int,
    person: int,
    parted: bool,
    room_kg: int,
    room_mpos: int,
    room_seats: int,
    payload: int,
    structural: int,
    empty: bool,
    litres: int = 0,
    room_litres: int = 0,
) -> int:
    """Return whether the next mover is taken on a sortie that is being filled: `NO_ROOM`, `FITS` or `ALONE`.

    Parameters
    ----------
    kg, mpos, person
        Weight [kg], thousandths of a pallet position and seats of the mover.
    parted
        Whether the mover may not ride with a mover already aboard.
    room_kg, room_mpos, room_seats
        What is left of the sortie, in the same units.
    payload, structural
        Payload of the sortie, and the limit up to which an item heavier than the payload may ride alone [kg].
    empty
        Whether the sortie is still empty.
    litres, room_litres
        Volume of the mover, and volume left on the sortie [l].
    """
    if mpos > room_mpos or person > room_seats or litres > room_litres or parted:
        return NO_ROOM
    if kg <= room_kg:
        return FITS
    return ALONE if empty and payload < kg <= structural else NO_ROOM


def site_by_rule(
    rule: int, needs: Sequence[int], shares: Sequence[float], sent: Sequence[int], turns: Sequence[int]
) -> int:
    """Return the site to which a sortie is sent, as an index of the sites of its lift; -1: to none.

    If a review favours sites that the rule may choose, the one of these whose turn comes first is returned.

    Parameters
    ----------
    rule
        Rule of the lift (`terms.Rule`).
    needs, shares, sent, turns
        For each site: the weight that could be carried from it [kg], its share of missions, the number of sorties sent
        there, and its turn among the sites that a review favours (from 1; 0: it is not favoured).
    """
    if rule == FIXED:
        return 0 if needs[0] > 0 else -1
    favoured = first_in_turn(needs, shares, turns, rule == SHARES)
    if favoured >= 0:
        return favoured
    if rule == SEQUENCE:
        return first_need(needs)
    return by_shares(needs, shares, sent) if rule == SHARES else greatest_need(needs)


def first_in_turn(needs: Sequence[int], shares: Sequence[float], turns: Sequence[int], by_share: bool) -> int:
    """Return the index of the favoured site whose turn comes first, of those with a need; -1 if there is none.

    Parameters
    ----------
    needs, shares, turns
        As for `site_by_rule`.
    by_share
        Whether the rule of the lift is `SHARES`; then a site with a share of 0 gets no mission, even if favoured.
    """
    best = -1
    for row, need in enumerate(needs):
        may_be_sent = need > 0 and turns[row] > 0 and (not by_share or shares[row] > 0.0)
        if may_be_sent and (best < 0 or turns[row] < turns[best]):
            best = row
    return best


def goes_first(behind: int, latest: int, other_behind: int, other_latest: int) -> bool:
    """Return whether a site is favoured before another one.

    Only a site that is behind is favoured. Of two such sites, the one that should be left earlier goes first; if both
    should be left by the same instant, the one that is further behind goes first.

    Parameters
    ----------
    behind, latest, other_behind, other_latest
        How far each site is behind (0: it is not behind), and the instant by which it should be left [s].
    """
    if behind <= 0 or other_behind <= 0:
        return behind > 0
    return latest < other_latest or (latest == other_latest and behind > other_behind)


def turn_of(row: int, behind: Sequence[int], latest: Sequence[int]) -> int:
    """Return the turn of a site among the sites that are behind, from 1; 0: it is not behind.

    The order is that of `goes_first`; on a tie the site with the lower index comes first.

    Parameters
    ----------
    row
        The index of the site.
    behind, latest
        For each site, the values that `goes_first` takes [s].
    """
    if behind[row] <= 0:
        return 0
    turn = 1
    for other in range(len(behind)):
        before = goes_first(behind[other], latest[other], behind[row], latest[row])
        after = goes_first(behind[row], latest[row], behind[other], latest[other])
        if before or (other < row and not after):
            turn += 1
    return turn


def greatest_need(needs: Sequence[int]) -> int:
    """Return the index of the site with the greatest need, the first one on a tie; -1 if no need is above 0."""
    best = -1
    for row, need in enumerate(needs):
        if need > 0 and (best < 0 or need > needs[best]):
            best = row
    return best


def first_need(needs: Sequence[int]) -> int:
    """Return the index of the first site with a need above 0; -1 if there is none."""
    for row, need in enumerate(needs):
        if need > 0:
            return row
    return -1


def by_shares(needs: Sequence[int], shares: Sequence[float], sent: Sequence[int]) -> int:
    """Return the index of the site with the smallest (sent + 1) / share, of those with a need and a share; -1: none."""
    best, best_ratio = -1, 0.0
    for row, need in enumerate(needs):
        if need > 0 and shares[row] > 0.0:
            ratio = (sent[row] + 1) / shares[row]
            if best < 0 or ratio < best_ratio:
                best, best_ratio = row, ratio
    return best
