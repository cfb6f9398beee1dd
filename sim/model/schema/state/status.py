"""Why the main loop of the compiled engine stopped, as whole numbers."""

__all__ = ["Status"]


class Status:
    """Why the loop stopped; if there are several reasons, the first of them (`engines/compiled/halt.py`).

    DONE: the history has ended.
    ..._FULL: a table is full. It is enlarged, and the history is run again from its start; if the table may not become
    larger, an error is raised.
    BEFORE_REVIEWS: a review is about to act for the first time. Up to here the history is the same with and without
    reviews.
    TRIPS_OVER: a tail has no number left for another trip.
    PAUSED: the history has not ended. Python checks whether the history is still wanted; then the loop continues.
    """

    DONE = 0
    HEAP_FULL = 1
    TURNS_FULL = 2
    FLIGHTS_FULL = 3
    ABOARD_FULL = 4
    MISSIONS_FULL = 5
    GIVEN_FULL = 6
    REVIEWED_FULL = 7
    DUTY_FULL = 8
    JOBS_FULL = 9
    GROUND_FULL = 10
    BOUND_FULL = 11
    STAY_FULL = 12
    OFFLOADED_FULL = 13
    BEFORE_REVIEWS = 14
    TRIPS_OVER = 15
    PAUSED = 16
    MISSED_FULL = 17
