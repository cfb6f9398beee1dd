"""Tasks of a ground time: what is done to an aircraft, a convoy or a ship between its arrival and its departure."""

from typing import Annotated

from pydantic import Field, model_validator

from sim.domain.nouns import Name, NonNegative, Noun
from sim.domain.uncertainty import Chance


class Task(Noun):
    """One task: how long it takes, what it needs, and where and when it can be done."""

    name: Name
    takes_h: Chance = 0.0
    """Time it takes, whatever is carried [h]."""
    per_pallet_h: NonNegative = 0.0
    """Added for each pallet position loaded [h]."""
    per_vehicle_h: NonNegative = 0.0
    """Added for each item of a lot of vehicles [h]."""
    per_busload_h: NonNegative = 0.0
    """Added for each busload of people, begun ones in full [h]."""
    busload: Annotated[int, Field(ge=1)] = 50
    """People on one bus."""
    per_t_h: NonNegative = 0.0
    """Added for each tonne of cargo [h]."""
    per_person_h: NonNegative = 0.0
    """Added for each person [h]."""
    needs: Name | None = None
    """Resource of the site of which it needs one, from its beginning to its end."""
    beside: bool = False
    """Whether it is done beside the task before it, not after it; the next one that is not waits for both."""
    parked: bool = False
    """Whether a parking spot will do; the other tasks need a working spot, kept from the first to the last of them."""
    loads: bool = False
    """Whether this is the loading: load team and cargo are found for it. One task is."""

    @property
    def counts_load(self) -> bool:
        """Whether its time depends on what is loaded."""
        rates = (self.per_pallet_h, self.per_vehicle_h, self.per_busload_h, self.per_t_h, self.per_person_h)
        return any(rate > 0 for rate in rates)

    @model_validator(mode="after")
    def _loaded_at_work(self) -> "Task":
        if self.loads and self.parked:
            raise ValueError("expected the loading to need a working spot: parked = false")
        return self
