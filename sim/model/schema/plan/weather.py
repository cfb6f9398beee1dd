"""Tables of outages, permissions and crises: when places and lifts may not be used, and what else a crisis changes."""

from sim.model.schema.row import Int, Long, Row, Slot, Word, column

__all__ = ["Closure", "Crisis", "CrisisHold", "CrisisSite", "Outage", "Permission"]


class Outage(Row):
    """An outage, by weather for example: it starts at random, or has stated dates."""

    key: Word = column("digest of its name: part of the addresses of its draws (`model.draws`)")
    together: Int = column("whether it affects all its sites at once", key="together")
    per_day_s: Slot = column("number of times that it starts per day", unit="1/day", key="per_day")
    hazard: Int = column("row of `Plan.hazard`: distribution of its starts over hours and months")
    lasts: Int = column("how long it lasts each time", unit="s", of="dist", key="lasts_h")
    stops: Int = column("what it stops: a bit for each part of a site (`terms.Stops`)")


class Closure(Row):
    """An interval of an outage that the scenario states."""

    begins: Long = column("its first instant", unit="s")
    until: Long = column("the instant at which it ends", unit="s")
    outage: Int = column("its outage", of="outage")


class Permission(Row):
    """A permission under which lift may come."""

    key: Word = column("digest of its name: part of the addresses of its draws (`model.draws`)")
    opens: Int = column("when it is given", unit="s", of="dist", key="opens_after_d")
    lost_s: Slot = column("probability that it is withdrawn", unit="1", key="lost")
    lost_after: Int = column("time from when it is given to its withdrawal", unit="s", of="dist", key="lost_after_d")
    lost_for: Int = column("how long it stays withdrawn", unit="s", of="dist", key="lost_for_d")
    times: Int = column("largest number of times that it may be withdrawn", key="times")


class Crisis(Row):
    """A crisis: from its beginning on, it changes dates, holds, ways out, loading and which places may be used."""

    key: Word = column("digest of its name: part of the addresses of its draws (`model.draws`)")
    on: Long = column("its date; NEVER if it is stated as a time after the start", unit="s")
    after: Int = column("time from the start until it begins; -1: it has a date", unit="s", of="dist", key="after_d")
    chance_s: Slot = column("probability that it happens", unit="1", key="chance")
    release: Int = column("whether it lifts release dates", key="release")
    way: Int = column("new disposition of wanted equipment (`Way`); 0: no change")
    people_first: Int = column(
        "whether people are loaded before equipment at its sites from then on", key="people_first"
    )
    stops: Int = column("what it stops at its sites: a bit for each part of a site (`terms.Stops`)")
    shuts: Int = column("whether no lift may come to its sites, to load or to set down")
    everywhere: Int = column("whether it affects all bases and hubs")
    lasts: Int = column(
        "how long it closes places, lifts and routes; -1: to the end of the history", unit="s", of="dist", key="lasts_d"
    )
    sites: Int = column("first of the sites that it affects", of="crisis_site")
    sites_last: Int = column("one past the last of these sites", of="crisis_site")
    holds: Int = column("first of the holds that it lifts", of="crisis_hold")
    holds_last: Int = column("one past the last of these holds", of="crisis_hold")


class CrisisSite(Row):
    """A site that a crisis affects."""

    site: Int = column("the site", of="site")


class CrisisHold(Row):
    """A hold that a crisis lifts."""

    hold: Int = column("the hold", of="hold")
