"""The section `[price]` of a scenario."""

from sim.domain.nouns import Noun, Usd


class Price(Noun):
    """Prices for all groups and lifts that state none of their own."""

    per_diem_usd: Usd | None = None
    """Cost of one person for a day in country [USD]; absent means no price, never zero."""
    handling_usd_per_t: Usd | None = None
    """Price of each tonne loaded, people with their baggage included [USD]; absent means no price, never zero."""
