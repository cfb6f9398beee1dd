"""The names of the policies: rules for choices, shipped with `sim` or written by the user."""

from pydantic import model_validator

from sim.domain.nouns import Name, Noun


class Policy(Noun):
    """The rules in force, by name; docs/policies.md lists the shipped rules and the contract of each kind."""

    load: Name = "priority"
    """Which mover boards first. `priority` sorts by the keys of `[order]`: earliest due date within category."""
    site: Name = "as the lift says"
    """Which site the next mission goes to. `as the lift says` uses the `rule` of each lift."""
    wait: Name = "as the lift says"
    """Whether a sortie goes or waits. `as the lift says` uses the lift's `min_load`; `wait_h` ends every wait, whatever
    the rule."""
    tail: Name = "longest idle"
    """Which of the idle tails of a fleet goes next."""
    disposition: Name = "least value for its lift first"
    """Order in which wanted lots are given up."""
    files: tuple[str, ...] = ()
    """Python files beside or below the scenario that define more rules; run only if trusted (`--trust-policies`)."""
    code: tuple[str, ...] = ()
    """Text of these files, filled in when they are read."""

    @model_validator(mode="after")
    def _one_text_a_file(self) -> "Policy":
        if self.code and len(self.code) != len(self.files):
            raise ValueError("expected as many texts in code as there are names in files")
        return self
