"""The suite is a package of its own, because a package named `tests` comes along with one of its oracles."""
