"""What a rule is shown: small, read-only, in whole numbers; nothing of the engine, nothing of the future.

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
    """A group or lot as the scenario states it; uncertain numbers and distributions at their means.

    Attributes
    ----------
    name, site, category
        As in the file; the category of a group is `people`.
    required, person
        Whether it must leave, and whether it is a group.
    due_s
        Date by which it should be out; None without one.
    weight_kg, mpos, litres
        Of one person or item.
    value_usd
        Of one item; None where it is not known.
    work_s
        Mean work on the whole route of one person or item, rework included.
    priority
        Its rank by the keys of `[order]`, from 0.
    category_place
        Place of its category in `order.categories`; those not named come last.
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
    litres: int = field(default=0, repr=False)  # a digest of a plan takes the words of its views


@dataclass(frozen=True, slots=True)
class StagedView:
    """One person or item that waits for lift and may ride on this sortie.

    Attributes
    ----------
    lot
        What it is one of.
    weight_kg, mpos
        Its own.
    staged_s
        Since when it waits.
    free
        False while a hold or floor keeps it: it may ride along if that would be satisfied by this chalk.
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
        Of this sortie, as drawn.
    mpos, seats, litres
        Room; None without a limit.
    staged
        Those who may ride, in the order `priority`.
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
        Position among all sites of the lift, from 0.
    need_kg
        What this lift could carry from there and nothing inbound is expected to take.
    sent
        Missions of this lift sent there so far.
    share
        Its weight in `shares` of the lift; 0 without.
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
        When it would be there.
    sites
        Those with something to carry, in the order of the lift's `sites`; at least one.
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
        What it would carry if it went now.
    payload_kg, mpos_limit, seats, litre_limit
        Its room; None without a limit.
    landed_s, until_s
        Since when it waits, and when the wait ends in any case.
    min_load
        Of the lift, between 0 and 1.
    more_to_come
        Whether anything not yet staged could still join it.
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
    """A tail that waits to be sent: its number from 1, since when, and trips flown."""

    number: int
    idle_s: int
    trips: int


@dataclass(frozen=True, slots=True)
class TailView:
    """The idle tails of a fleet, one of which is sent now; the longest idle is first."""

    now_s: int
    lift: str
    site: str
    tails: tuple[IdleTail, ...]


@dataclass(frozen=True, slots=True)
class WantedLot:
    """A wanted lot of which something is still there.

    Attributes
    ----------
    lot
        As the scenario states it.
    items, tonnes
        Still there.
    sorties
        Lift that these take: parts of a sortie by its mean payload or its positions, whichever is more.
    kept_usd
        What keeping them is worth: value x condition x chance needed; None where the value is not known.
    permitted
        What may become of it at its site instead of shipping, preferred first.
    """

    lot: LotView
    items: int
    tonnes: float
    sorties: float
    kept_usd: float | None
    permitted: tuple[str, ...]

    @property
    def usd_per_sortie(self) -> float | None:
        """Value kept for a whole sortie of lift [USD]; None where the value is not known or no lift is needed."""
        return None if self.kept_usd is None or self.sorties <= 0.0 else self.kept_usd / self.sorties


@dataclass(frozen=True, slots=True)
class DispositionView:
    """Wanted lots to choose from, in the order of the file."""

    now_s: int
    lots: tuple[WantedLot, ...]
