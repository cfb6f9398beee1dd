"""What rules are shown: small read-only views, mostly of whole numbers, without engine internals or future events.

Instants are seconds since the start of the clock, weights kilograms, `mpos` thousandths of a pallet position.
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
        As in the file; the category of a group is `people`.
    required, person
        Whether it is required, and whether it is a group.
    due_s
        Date by which it should be out; None without one.
    weight_kg, mpos, litres
        Weight, positions and volume of one person or item.
    value_usd
        Value of one item; None if not known.
    work_s
        Mean work on one person or item over the whole route, rework included [s].
    priority
        Rank by the keys of `[order]`, from 0.
    category_place
        Position of its category in `order.categories`; categories not named come last.
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
    litres: int = field(default=0, repr=False)  # the digest of a plan uses the text of its views


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
        Instant from which it waits.
    free
        False while a hold or floor keeps it: it may ride if this chalk would satisfy the hold or floor.
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
        Instant and names.
    payload_kg
        Payload of this sortie, as drawn.
    mpos, seats, litres
        Capacity; None without a limit.
    staged
        The movers that may ride, in the order `priority`.
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
    """A site with something to carry.

    Attributes
    ----------
    name
        As in the file.
    place
        Index in all sites of the lift, from 0.
    need_kg
        Weight that this lift could carry from the site, less what inbound sorties are expected to take.
    sent
        Missions of this lift sent there so far.
    share
        Its weight in `shares` of the lift; 0 if not stated.
    """

    name: str
    place: int
    need_kg: int
    sent: int
    share: float


@dataclass(frozen=True, slots=True)
class SiteView:
    """A mission or tail to be sent.

    Attributes
    ----------
    now_s, lift, rule
        Instant, name of the lift, and its `rule` in the file.
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
        Instant and names.
    kg, mpos, people, litres
        What the sortie would carry if it went now.
    payload_kg, mpos_limit, seats, litre_limit
        Its capacity; None without a limit.
    landed_s, until_s
        Instant at which it landed, and instant at which its wait ends in any case.
    min_load
        `min_load` of the lift, between 0 and 1.
    more_to_come
        Whether movers not yet staged could still join.
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
    """A tail that waits to be sent: its number from 1, the instant from which it waits, and trips flown."""

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
    """A wanted lot of which some items are still at its place.

    Attributes
    ----------
    lot
        The lot as stated in the scenario.
    items, tonnes
        Number and weight of these items.
    sorties
        Lift that the items need, in sorties of mean payload, positions and volume, by the limit that needs most.
    kept_usd
        Value of keeping the items: value x condition x probability needed; None if the value is not known.
    permitted
        Dispositions that its site allows instead of shipping, preferred first.
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
    """Wanted lots to choose from, in the order of the file."""

    now_s: int
    lots: tuple[WantedLot, ...]
