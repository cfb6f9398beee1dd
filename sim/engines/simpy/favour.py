"""Response `favour` of reviews: lift that several sites share goes first to the sites that are behind.

Each site is judged by itself, by its recent or its overall pace of lift, whichever is faster.
"""

from typing import TYPE_CHECKING

from sim.engines.simpy.progress import Progress
from sim.model.rules import goes_first, turn_of

if TYPE_CHECKING:
    from sim.engines.simpy.drawdown import Drawdown

__all__ = ["Favour"]


class Favour:
    """Judges sites that share a lift, and sets the turns in which lift goes to the sites that are behind.

    Attributes
    ----------
    margin
        How long before the date of a milestone a site should be cleared [s].
    judged
        For each site: the milestones by which it is judged, each with its date [s] and the progress of the site.
    """

    def __init__(self, drawdown: "Drawdown", margin: int, window: int) -> None:
        self.drawdown, self.margin = drawdown, margin
        self.judged: dict[int, list[tuple[int, Progress]]] = {}
        for row in drawdown.world.rows("judged")[1:]:
            milestone = drawdown.world.rows("milestone")[row.milestone]
            covered = drawdown.plan.covered[row.milestone]
            lots = [
                lot for lot in drawdown.force.lots if not lot.is_stop and lot.spec.site == row.site and covered[lot.row]
            ]
            dated = int(milestone.by), Progress(drawdown, milestone, lots, window, of_one=True)
            self.judged.setdefault(row.site, []).append(dated)

    def changes(self, now: int) -> list[tuple[int, int, int]]:
        """Set the turn of each site (0: none); for each changed turn, return site, turn and projected end [s].

        If several milestones name a site, the one that gives it the earliest turn counts.
        """
        behind, latest, ends = ([0] * len(self.drawdown.plan.site) for _ in range(3))
        for site, judged in self.judged.items():
            for number, (by, progress) in enumerate(judged):
                late, end = progress.behind(now, by - self.margin)
                if number == 0 or goes_first(late, by - self.margin, behind[site], latest[site]):
                    behind[site], latest[site], ends[site] = late, by - self.margin, end
        turns, changed = self.drawdown.tasking.turns, []
        for site in self.judged:
            turn = turn_of(site, behind, latest)
            if turn != turns[site]:
                turns[site] = turn
                changed.append((site, turn, ends[site]))
        return changed
