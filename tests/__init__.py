"""The suite is a package of its own, because a package named `tests` comes along with one of its oracles.

`unit` mirrors `sim`; `verification`, `statistical` and `golden` are as CONTRIBUTING.md says. Here lie tests of the
repository and its documents, and of the whole program under faults and with files of strangers. What several test files
use lies in a module beside them whose name does not begin with `test_`, such as `commands.py`.
"""
