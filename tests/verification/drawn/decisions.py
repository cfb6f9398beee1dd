"""Random dispositions of equipment, and random reviews, of a scenario."""

from __future__ import annotations

from typing import Any

from tests.verification.drawn.force import Force


class Decisions(Force):
    def fates(self, sites: dict[str, Any], lots: dict[str, Any]) -> dict[str, Any]:
        """Put ways of disposal into the sites, and dispositions and values into the lots.

        Return the section `disposition`.
        """
        for name in self.sites:
            ways = [way for way in ("retain", "transfer", "sell", "destroy") if self.pick(False, True)]
            sites[name]["disposal"] = {way: self.route(sites[name]["station"]) for way in ways}
        for lot in lots.values():
            controlled = lot["category"] in ("lethal", "classified")
            required = lot.get("required", lot["category"] in ("lethal", "classified", "hazardous"))
            ways = list(sites[lot["site"]]["disposal"])
            if self.pick(False, True):
                lot |= {"value_usd": self.pick(0, 1e4, 1e6), "condition": 0.5, "needed": self.pick(0.1, 1.0)}
            if "destroy" in ways and self.pick(False, False, True):
                lot["disposition"] = "destroy"
            elif ways and not (controlled or required) and self.pick(False, False, True):
                lot |= {"disposition": ways[0], "permitted": tuple(ways)}
            if lot["category"] == "general" and "destroy" in ways and self.pick(False, False, True):
                lot |= {"controlled": True, "disposition": "ship", "permitted": ("destroy",)}
        return {"compare": self.pick(False, True), "sortie_usd": self.pick(1e4, 1e6)}

    def review(self, lifts: dict[str, Any]) -> dict[str, Any]:
        growing = [name for name, lift in lifts.items() if not {"missions", "at_once", "at_h"} & set(lift["supply"])]
        called = growing[1:] if self.pick(False, True) else []
        favours = ["favour"] if len(self.sites) > 1 else []
        of_lift = [*(["lift"] if growing else []), *(["call"] if called else [])]
        responses = [*favours, "hours", "dispose", "demote", *of_lift]
        review: dict[str, Any] = {
            "every_d": self.pick(1, 1.5),
            "of": self.pick("deadline", "gear"),
            "margin_d": self.pick(0, 3),
            "window_d": self.pick(1, 3),
            "portion": self.pick(0.5, 1.0),
            "take_back": self.pick(True, True, False),
            "respond": [kind for kind in responses if self.pick(True, True, False)],
            "hours": {"extra_h": self.pick(2, 6), "ceiling_h": 8},
        }
        if growing:
            review["lift"] = {
                "lifts": growing[:1], "factor": 1.5, "lag_d": self.pick(0, 0.5), "granted": self.pick(1.0, 0.5),
            }  # fmt: skip
        if called:
            review["call"] = [
                {"lift": name, "lag_d": self.pick(0, 0.5), "granted": self.pick(1.0, 0.5)} for name in called
            ]
            for name in called:
                lifts[name]["supply"] |= {"on_call": True}
        return review
