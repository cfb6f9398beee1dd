"""Rules and calculations of the model, compiled unchanged; the SimPy engine calls the same functions."""

from typing import Any, Final

from sim.compiler.kernel import kernel
from sim.engines.compiled.chance import compiled, normal_quantile, quantile, uniform, whole_seconds
from sim.model import (
    calendars,
    choosing,
    counts,
    driving,
    durations,
    duty,
    holding,
    loading,
    need,
    pace,
    parties,
    planning,
    requests,
    responses,
    rules,
)
from sim.model.world import attacks, configurations, flying, missions, updown, weather, worth


@kernel
def bisect_left(values: Any, target: float) -> int:
    """Return the first index at which a value is not below a target; the values are in ascending order."""
    low, high = 0, len(values)
    while low < high:
        middle = (low + high) // 2
        if values[middle] < target:
            low = middle + 1
        else:
            high = middle
    return low


@kernel
def bisect_right(values: Any, target: int) -> int:
    """Return the first index at which a value is above a target; the values are in ascending order."""
    low, high = 0, len(values)
    while low < high:
        middle = (low + high) // 2
        if values[middle] <= target:
            low = middle + 1
        else:
            high = middle
    return low


# Order of movers, room for them, causes of starts, and the site of a sortie.
later: Final = kernel(rules.later)
staffed, waives, fits = kernel(rules.staffed), kernel(rules.waives), kernel(rules.fits)
room_for: Final = kernel(rules.room_for)
sort_of: Final = kernel(rules.sort_of)
site_by_rule: Final = compiled(
    rules.site_by_rule,
    first_need=kernel(rules.first_need),
    first_in_turn=kernel(rules.first_in_turn),
    by_shares=kernel(rules.by_shares),
    greatest_need=kernel(rules.greatest_need),
)

goes_first: Final = kernel(rules.goes_first)
turn_of: Final = compiled(rules.turn_of, goes_first=goes_first)

# Counts, holds and floors.
here, waiting = kernel(counts.here), kernel(counts.waiting)
is_to_ship, is_still_here, is_held = kernel(counts.is_to_ship), kernel(counts.is_still_here), kernel(counts.is_held)
may_be_left = kernel(counts.may_be_left)
begins_by: Final = compiled(counts.begins_by, is_to_ship=is_to_ship)
can_be_left: Final = compiled(counts.can_be_left, here=here, waiting=waiting)
is_judged_ahead, can_clear_by = kernel(holding.is_judged_ahead), kernel(holding.can_clear_by)
is_met_by_all = kernel(holding.is_met_by_all)
are_all_kept, held_by_hold = kernel(holding.are_all_kept), kernel(holding.held_by_hold)
met_together, opens_at = kernel(holding.met_together), kernel(holding.opens_at)
keeps, may_go, cannot_leave = kernel(holding.keeps), kernel(holding.may_go), kernel(holding.cannot_leave)
cannot_be_staged, unstaged_among = kernel(holding.cannot_be_staged), kernel(holding.unstaged_among)

# Parties.
first_of_party, kept_whole = kernel(parties.first_of_party), kernel(parties.kept_whole)
caller: Final = kernel(parties.caller)

# Loads and needs.
free_to_go, surely_board = kernel(loading.free_to_go), kernel(loading.surely_board)
finds_room, people_only, has_team = kernel(loading.finds_room), kernel(loading.people_only), kernel(loading.has_team)
asks_for_more, is_enough = kernel(loading.asks_for_more), kernel(loading.is_enough)
why_now, may_join = kernel(loading.why_now), kernel(loading.may_join)
missions_coming, is_some_unclaimed = kernel(requests.missions_coming), kernel(requests.is_some_unclaimed)
is_ready: Final = compiled(requests.is_ready, is_enough=is_enough)
free_kg, going_kg, taken_by_another = kernel(need.free_kg), kernel(need.going_kg), kernel(need.taken_by_another)
places, vehicles_in = kernel(driving.places), kernel(driving.vehicles_in)
may_drive, seats_to_take = kernel(driving.may_drive), kernel(driving.seats_to_take)
weight_of: Final = kernel(configurations.weight_of)
payload_of: Final = kernel(flying.payload_of)
derated: Final = compiled(flying.derated, whole_seconds=whole_seconds)
part_of_sortie, value_kept = kernel(worth.part_of_sortie), kernel(worth.value_kept)

# Waiting for an earlier way.
coming_at_rate, coming_on_dates = kernel(choosing.coming_at_rate), kernel(choosing.coming_on_dates)
members_kept: Final = kernel(choosing.members_kept)

# Durations and instants.
window_at: Final = compiled(calendars.window_at, bisect_right=bisect_right)
flown_seconds: Final = compiled(flying.flown_seconds, whole_seconds=whole_seconds)
loading_seconds: Final = compiled(flying.loading_seconds, whole_seconds=whole_seconds)
task_seconds: Final = compiled(flying.task_seconds, whole_seconds=whole_seconds)
slowed: Final = compiled(flying.slowed, whole_seconds=whole_seconds, window_at=window_at)
season_of: Final = kernel(flying.season_of)
attacks_expected, attacks_met = kernel(attacks.attacks_expected), kernel(attacks.attacks_met)
up_seconds: Final = compiled(updown.up_seconds, whole_seconds=whole_seconds)
another_day: Final = kernel(flying.another_day)
last_start: Final = kernel(duty.last_start)
is_on_duty_for: Final = compiled(duty.is_on_duty_for, last_start=last_start)
departs: Final = compiled(duty.departs, is_on_duty_for=is_on_duty_for)
lognormal_from_mean_cv: Final = compiled(durations.lognormal_from_mean_cv)
week_factor: Final = compiled(
    missions.week_factor, normal_quantile=normal_quantile, lognormal_from_mean_cv=lognormal_from_mean_cv
)
_next_due: Final = compiled(missions._next_due, uniform=uniform, due_at=kernel(missions.due_at))
at_rate: Final = compiled(
    missions.at_rate,
    uniform=uniform,
    week_factor=week_factor,
    grown=kernel(missions.grown),
    arrives_at=compiled(missions.arrives_at, whole_seconds=whole_seconds),
    _next_due=_next_due,
    window_at=window_at,
)
next_season: Final = compiled(missions.next_season, window_at=window_at)
alternate: Final = compiled(
    weather.alternate,
    uniform=uniform,
    quantile=quantile,
    whole_seconds=whole_seconds,
    reach=compiled(weather.reach, bisect_left=bisect_left),
)

# Windows, as two sorted arrays, and when to depart so as to arrive within a window.
next_open: Final = compiled(calendars.next_open, window_at=window_at)
finish_from: Final = kernel(calendars.finish_from)
finish: Final = compiled(calendars.finish, window_at=window_at, finish_from=finish_from)
finish_in_both: Final = compiled(calendars.finish_in_both, window_at=window_at)
is_open_not_closed_since: Final = compiled(calendars.is_open_not_closed_since, window_at=window_at)
on_the_way: Final = compiled(planning.on_the_way, finish=finish)
start_for: Final = compiled(planning.start_for, on_the_way=on_the_way)
leaves_for: Final = compiled(planning.leaves_for, on_the_way=on_the_way, next_open=next_open, start_for=start_for)
delayed: Final = compiled(
    planning.delayed, on_the_way=on_the_way, next_open=next_open, start_for=start_for, leaves_for=leaves_for
)

# Reviews and their responses.
is_done, still_to_leave, seen_over = kernel(pace.is_done), kernel(pace.still_to_leave), kernel(pace.seen_over)
pace_per_day, projected, is_late = kernel(pace.pace_per_day), kernel(pace.projected), kernel(pace.is_late)
lately, is_faster, keeps_up = kernel(pace.lately), kernel(pace.is_faster), kernel(pace.keeps_up)
planned_in, hoped_for, behind = kernel(pace.planned_in), kernel(pace.hoped_for), kernel(pace.behind)
coming_through, excess, part_of = kernel(pace.coming_through), kernel(pace.excess), kernel(pace.part_of)
lift_asked_for, is_asked_for = kernel(responses.lift_asked_for), kernel(responses.is_asked_for)
lift_ahead, tails_granted = kernel(responses.lift_ahead), kernel(responses.tails_granted)
longer_by: Final = kernel(responses.longer_by)
