"""Views: the read-only objects that rules are given, without engine internals and without future events.

Instants are in seconds since the start of the clock. Weights are in kilograms, except `tonnes`. `mpos` counts
thousandths of a pallet position; `LoadView`, `StagedView` and `WaitView` of a convoy of the force's own vehicles count
thousandths of a vehicle instead.
"""

from dataclasses import dataclass, field

__all__ = [
    "DispositionView",
    "IdleTail",
    "LoadView",
    "LotView",
    "SiteNeed",
    "SiteView",
    "StagedView",
    "TailView",
    "WaitView",
    "WantedLot",
]


@dataclass(frozen=True, slots=True)
class LotView:
    """A group or lot as stated in the scenario, with uncertain numbers and distributions at their means.

    Attributes
    ----------
    name, site, category
        Name, site and category in the file; the category of a group is `people`.
    required, person
        Whether it is required, and whether it is a group.
    due_s
        Instant by which it should be out; None if no date is stated.
    weight_kg, mpos, litres
        Weight, positions and volume of one person or item.
    value_usd
        Value of one item; None if not known.
    work_s
        Mean work on one person or item at all stations of its own site, rework included [s].
    priority
        Rank by the keys of `[order]`; 0 goes first.
    category_place
        Position of its category in `order.categories`, from 0; the length of that list if the category is not in it.
    """

    name: str
    site: str
    category: str
    required: bool
    person: bool
    due_s: int | None
    weight_kg: int
    mpos: int
    value_usd: float | None
    work_s: int
    priority: int
    category_place: int
    litres: int = field(default=0, repr=False)  # not in the repr, which goes into the digest of a plan


@dataclass(frozen=True, slots=True)
class StagedView:
    """One person or item that waits for lift and may ride on this sortie.

    Attributes
    ----------
    lot
        Its group or lot.
    weight_kg, mpos
        Its weight and positions.
    staged_s
        Instant since which it has waited.
    free
        False if a hold or floor keeps it, or if another way is expected to bring it out earlier. A mover that a
        hold or floor keeps is shown because it may ride if this chalk satisfies the hold or floor.
    """

    lot: LotView
    weight_kg: int
    mpos: int
    staged_s: int
    free: bool


@dataclass(frozen=True, slots=True)
class LoadView:
    """A sortie about to be loaded.

    Attributes
    ----------
    now_s, lift, site
        The present instant, and the names of the lift and the site.
    payload_kg
        Payload of this sortie, as drawn.
    mpos, seats, litres
        Limits of positions, seats and volume of this sortie; None without a limit.
    staged
        The movers that may ride, in the order of the rule `priority`.
    """

    now_s: int
    lift: str
    site: str
    payload_kg: int
    mpos: int | None
    seats: int | None
    staged: tuple[StagedView, ...]
    litres: int | None = None


@dataclass(frozen=True, slots=True)
class SiteNeed:
    """A site at which a lift has something to carry.

    Attributes
    ----------
    name
        Name of the site.
    place
        Position in the `sites` of the lift, from 0.
    need_kg
        Weight that this lift could carry from the site, less the weight that inbound sorties are expected to take.
    sent
        Number of missions of this lift that have been sent there so far.
    share
        Share of the site in `shares` of the lift; 0 if none is stated.
    """

    name: str
    place: int
    need_kg: int
    sent: int
    share: float


@dataclass(frozen=True, slots=True)
class SiteView:
    """A mission, or a tail of a fleet, for which a site is to be chosen.

    Attributes
    ----------
    now_s, lift, rule
        The present instant, the name of the lift, and its `rule` in the file.
    arrives_s
        Instant at which the mission or tail would arrive.
    sites
        The sites with something to carry, in the order of the lift's `sites`; at least one.
    """

    now_s: int
    lift: str
    rule: str
    arrives_s: int
    sites: tuple[SiteNeed, ...]


@dataclass(frozen=True, slots=True)
class WaitView:
    """A sortie on its spot that could begin to load.

    Attributes
    ----------
    now_s, lift, site
        The present instant, and the names of the lift and the site.
    kg, mpos, people, litres
        Weight, positions, number of people and volume that the sortie would carry if it went now.
    payload_kg, mpos_limit, seats, litre_limit
        Payload of this sortie, as drawn, and its limits of positions, seats and volume; None without a limit.
    landed_s, until_s
        Instant at which it landed, and instant at which its wait ends in any case.
    min_load
        `min_load` of the lift, from 0 to 1.
    more_to_come
        Whether further movers may still join before the wait ends.
    """

    now_s: int
    lift: str
    site: str
    kg: int
    mpos: int
    people: int
    payload_kg: int
    mpos_limit: int | None
    seats: int | None
    landed_s: int
    until_s: int
    min_load: float
    more_to_come: bool
    litres: int = 0
    litre_limit: int | None = None


@dataclass(frozen=True, slots=True)
class IdleTail:
    """A tail that waits to be sent.

    Attributes
    ----------
    number
        Number of the tail, from 1.
    idle_s
        Instant since which it has waited.
    trips
        Number of its trips so far.
    """

    number: int
    idle_s: int
    trips: int


@dataclass(frozen=True, slots=True)
class TailView:
    """The idle tails of a fleet, longest idle first; one of them is sent now."""

    now_s: int
    lift: str
    site: str
    tails: tuple[IdleTail, ...]


@dataclass(frozen=True, slots=True)
class WantedLot:
    """A wanted lot with items that can be given up, or that were given up and can be put back on the list to fly.

    Attributes
    ----------
    lot
        The lot as stated in the scenario.
    items, tonnes
        Number and weight of these items.
    sorties
        Sum of the fractions of a sortie that the items take. The fraction of an item is the largest of its shares of
        mean payload, positions and volume, on the lift on which this largest share is smallest.
    kept_usd
        Value of keeping the items: value x condition x probability of need; None if the value is not known.
    permitted
        Dispositions other than shipping that both the lot and its site allow, preferred first.
    """

    lot: LotView
    items: int
    tonnes: float
    sorties: float
    kept_usd: float | None
    permitted: tuple[str, ...]

    @property
    def usd_per_sortie(self) -> float | None:
        """Value kept per sortie of lift [USD]; None if the value is not known or no lift is needed."""
        return None if self.kept_usd is None or self.sorties <= 0.0 else self.kept_usd / self.sorties


@dataclass(frozen=True, slots=True)
class DispositionView:
    """Wanted lots to be put in the order in which they are given up."""

    now_s: int
    lots: tuple[WantedLot, ...]
