"""The rules by which movers, servers and sites are chosen: each is one pure function, the same for both engines."""

from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from typing import Any, Final

from sim.domain.dates import seconds
from sim.domain.scenario import Scenario
from sim.model.calendars import NEVER
from sim.model.terms import CATEGORIES, Rule

NO_ROOM: Final = 0
"""A mover does not fit into what is left of a sortie."""
FITS: Final = 1
"""A mover fits."""
ALONE: Final = 2
"""A mover is heavier than the payload and may ride alone."""
LAST_CATEGORY: Final = len(CATEGORIES) - 1
FIXED, SEQUENCE, SHARES = int(Rule.FIXED), int(Rule.SEQUENCE), int(Rule.SHARES)


def later(cause: int, since: int, other: int, other_since: int) -> tuple[int, int]:
    """Return the later of two causes of a start and its instant [s]; on a tie, the one with the lower number.

    The cause of a start is the latest of all the instants that enabled it.
    """
    if other_since > since or (other_since == since and other < cause):
        return other, other_since
    return cause, since


def latest_of(enabled: Iterable[tuple[int, int]]) -> tuple[int, int]:
    """Return the latest of the causes of a start and its instant [s]; `enabled` has at least one."""
    causes = iter(enabled)
    cause, since = next(causes)
    for other, other_since in causes:
        cause, since = later(cause, since, other, other_since)
    return cause, since


def loading_ranks(scenario: Scenario, movers: Sequence[tuple[str, str, Any]]) -> tuple[list[int], list[int]]:
    """Return the ranks of groups and lots in the loading order, and their tie-breaks.

    The rank follows from the keys before `ready` in the order of the scenario, the tie-break from the keys after it.
    Required movers always come before wanted ones. Of two movers of equal rank, the one that has been ready longer goes
    first; if both became ready at once, the tie-break decides, and then the number of the mover.

    Parameters
    ----------
    movers
        (section, name, noun) of every group and lot, in the order of their rows.

    Returns
    -------
    rank, tie
        Ranks from 0 without gaps, one for each group or lot; equal keys give equal ranks.
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
    """Return how many servers (or load teams) are in use while `present` people of the group that staffs them are left.

    At least one stays in use while anyone is left, so that the last people can still be served.
    """
    return min(servers, max(1, present // people_per_server)) if present > 0 else 0


def teams_of(people: int, people_per_team: int) -> int:
    """Return how many load teams `people` form if the number of teams is not stated: at least one."""
    return max(1, people // people_per_team)


def waives(present: int, people_per_server: int) -> bool:
    """Return whether members of the group that staffs a station may skip it: no more are left than staff one server."""
    return present <= people_per_server


def next_server(free: Sequence[int], freed_at: Sequence[int]) -> int:
    """Return the number of the free server, spot or team that was freed last; on a tie, the lowest; -1 if none is free.

    Parameters
    ----------
    free
        Numbers of the free servers, spots or teams.
    freed_at
        When each server, spot or team was last freed, by its number [s].
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
    """Return the movers that one sortie takes: each candidate in turn, if it fits into what is left.

    Parameters
    ----------
    movers
        Numbers of the candidates, in the order of the load policy; iteration stops when no further mover can fit.
    kg, mpos, seat, category, litres
        Weight [kg], thousandths of a pallet position, seats, row of `Plan.segregate` and volume [l], by mover number.
    apart
        For each row of `Plan.segregate`, the rows that it may not ride with.
    room
        Payload [kg], thousandths of a position and seats; the structural limit [kg], up to which one item alone may
        exceed the payload; the weight of the lightest mover [kg] and the fewest seats that any mover takes: when less
        is left, nothing more fits; and the volume [l].

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
    """Return the row of `Plan.segregate` for movers of a category and a class (0: no class)."""
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
        Payload of the sortie [kg]; the structural limit, up to which an item heavier than the payload may ride alone.
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
    """Return the site to which a sortie is sent, as an index of the sites of its lift; -1: it is sent nowhere.

    A site that a review favours comes before the others if the rule may choose it and it has something to carry.

    Parameters
    ----------
    rule
        Rule of the lift (`terms.Rule`).
    needs, shares, sent, turns
        For each site: what could be carried from it [kg], its share of missions, the number of sorties sent there, and
        its turn among the sites that a review favours (from 1; 0: it is not favoured).
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
    """Return the favoured site with something to carry whose turn comes first; -1 if there is none.

    Parameters
    ----------
    needs, shares, turns
        As for `site_by_rule`.
    by_share
        Whether the lift goes by shares; then a site without a share gets no mission, even if it is favoured.
    """
    best = -1
    for row, need in enumerate(needs):
        may_be_sent = need > 0 and turns[row] > 0 and (not by_share or shares[row] > 0.0)
        if may_be_sent and (best < 0 or turns[row] < turns[best]):
            best = row
    return best


def goes_first(behind: int, latest: int, other_behind: int, other_latest: int) -> bool:
    """Return whether a site is favoured before another.

    Only a site that is behind is favoured. Of two such sites, the one that should be left earlier goes first; if both
    should be left by the same instant, the one that is further behind goes first.

    Parameters
    ----------
    behind, latest
        How far the site is behind (0: it is not), and the instant by which it should be left [s].
    other_behind, other_latest
        The same two values of the other site.
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
        The site, as an index of all sites.
    behind, latest
        For each site [s], as in `goes_first`.
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
    """Return the index of the site with the greatest need, the first on a tie; -1 if no site has any."""
    best = -1
    for row, need in enumerate(needs):
        if need > 0 and (best < 0 or need > needs[best]):
            best = row
    return best


def first_need(needs: Sequence[int]) -> int:
    """Return the index of the first site with anything to carry; -1 if there is none."""
    for row, need in enumerate(needs):
        if need > 0:
            return row
    return -1


def by_shares(needs: Sequence[int], shares: Sequence[float], sent: Sequence[int]) -> int:
    """Return the index of the site with something to carry that is furthest behind its share of missions; -1: none."""
    best, best_ratio = -1, 0.0
    for row, need in enumerate(needs):
        if need > 0 and shares[row] > 0.0:
            ratio = (sent[row] + 1) / shares[row]
            if best < 0 or ratio < best_ratio:
                best, best_ratio = row, ratio
    return best
