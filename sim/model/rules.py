"""The rules for who goes next: each is one pure function, the same for both engines."""

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
    """Return the ranks of groups and lots by the order keys before `ready`, and by those after it (a tie-break).

    Required movers always come before wanted ones. Equal keys give equal ranks; then the mover that has been ready
    longer goes first, then the tie-break decides, then the mover's number.

    Returns
    -------
    rank, tie
        Dense ranks from 0, one per group or lot.
    """
    keys = scenario.order.keys
    cut = keys.index("ready") if "ready" in keys else len(keys)

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

    before = [(wanted(row), key(row, keys[:cut])) for row in range(len(movers))]
    after = [key(row, keys[cut + 1 :]) for row in range(len(movers))]
    return _dense(before), _dense(after)


def _dense(keys: Sequence[Any]) -> list[int]:
    """Return the rank of each key in the sorted distinct keys."""
    rank = {key: position for position, key in enumerate(sorted(set(keys)))}
    return [rank[key] for key in keys]


def staffed(servers: int, present: int, people_per_server: int) -> int:
    """Return the servers (or load teams) in use when `present` people of the group that staffs them are there.

    At least one stays in use while anyone is left, so that the last people can still be served.
    """
    return min(servers, max(1, present // people_per_server)) if present > 0 else 0


def teams_of(people: int, people_per_team: int) -> int:
    """Return the load teams that `people` form if their number is not stated: at least one."""
    return max(1, people // people_per_team)


def waives(present: int, people_per_server: int) -> bool:
    """Return whether members of the group that staffs a station may skip it: only its last crew is left."""
    return present <= people_per_server


def next_server(free: Sequence[int], freed_at: Sequence[int]) -> int:
    """Return the free server, spot or team that was freed last; on a tie, the lowest number."""
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
    """Return what one sortie takes: first fit with skipping, in the order given.

    Parameters
    ----------
    movers
        Candidates in the order of the policy; iteration stops when no other can fit.
    kg, mpos, seat, category, litres
        Weight [kg], thousandths of a pallet position, seats, row of `Plan.segregate` and volume [l], by mover number.
    apart
        The rows of `Plan.segregate` that each row may not ride with.
    room
        Payload [kg], positions, seats; the structural limit [kg], under which one item alone may exceed the payload;
        the weight of the lightest mover and the fewest seats that any takes, below which nothing more fits; and the
        volume [l].

    Returns
    -------
    list of int
        Positions in `movers` of the movers taken.
    """
    payload, room_mpos, room_seats, structural, lightest, least_seats, room_litres = room
    room_kg = payload
    taken: list[int] = []
    barred: set[int] = set()
    for position, mover in enumerate(movers):
        weight, space, seats, parted = kg[mover], mpos[mover], seat[mover], category[mover] in barred
        left = room_kg, room_mpos, room_seats
        how = room_for(weight, space, seats, parted, *left, payload, structural, not taken, litres[mover], room_litres)
        if how == ALONE:
            return [position]
        if how == NO_ROOM:
            continue
        taken.append(position)
        room_kg, room_mpos, room_seats = room_kg - weight, room_mpos - space, room_seats - seats
        room_litres -= litres[mover]
        barred |= apart[category[mover]]
        if room_kg < lightest or room_seats < least_seats:
            break
    return taken


def sort_of(category: int, load_class: int) -> int:
    """Return the row of `Plan.segregate` for a category and a class (0: no class)."""
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
    """Return whether a mover fits into what is left of a sortie [kg, thousandths of a position, seats, litres]."""
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
        Whether it may not ride with a mover already aboard.
    room_kg, room_mpos, room_seats
        What is left of the sortie.
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
    """Return the site to which a sortie is sent, as an index of the sites of its lift; -1 if there is none.

    A site that a review favours comes before the others if the rule may choose it and there is something to carry.

    Parameters
    ----------
    rule
        Rule of the lift (`terms.Rule`).
    needs, shares, sent, turns
        For each site: what could be carried [kg], its share of missions, the number sent there, and its turn among the
        sites that a review favours (from 1; 0: it is not favoured).
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
    """Return the favoured site with something to carry whose turn is first; -1 if there is none.

    `by_share`: the lift goes by shares, and a site without a share gets no mission, favoured or not.
    """
    best = -1
    for row, need in enumerate(needs):
        may = need > 0 and turns[row] > 0 and (not by_share or shares[row] > 0.0)
        if may and (best < 0 or turns[row] < turns[best]):
            best = row
    return best


def goes_first(behind: int, latest: int, other_behind: int, other_latest: int) -> bool:
    """Return whether a site goes before another: it is behind and due earlier or, if due together, further behind.

    Parameters
    ----------
    behind, latest
        How far it is behind (0: it is not), and the instant by which it should be left [s].
    other_behind, other_latest
        The same for the other site.
    """
    if behind <= 0 or other_behind <= 0:
        return behind > 0
    return latest < other_latest or (latest == other_latest and behind > other_behind)


def turn_of(row: int, behind: Sequence[int], latest: Sequence[int]) -> int:
    """Return the turn of a site among those behind (`goes_first`), from 1, ties to the first; 0: it is not behind.

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
    """Return the site with the greatest need, ties to the first; -1 if none needs anything."""
    best = -1
    for row, need in enumerate(needs):
        if need > 0 and (best < 0 or need > needs[best]):
            best = row
    return best


def first_need(needs: Sequence[int]) -> int:
    """Return the first site of a sequence with anything to carry; -1 if there is none."""
    for row, need in enumerate(needs):
        if need > 0:
            return row
    return -1


def by_shares(needs: Sequence[int], shares: Sequence[float], sent: Sequence[int]) -> int:
    """Return the site with something to carry that is furthest behind its share of missions; -1 if there is none."""
    best, best_ratio = -1, 0.0
    for row, need in enumerate(needs):
        if need > 0 and shares[row] > 0.0:
            ratio = (sent[row] + 1) / shares[row]
            if best < 0 or ratio < best_ratio:
                best, best_ratio = row, ratio
    return best
