"""The test suite. It is a package because a library that some tests use also installs a package named `tests`.

The folders of `unit` mirror those of `sim`; CONTRIBUTING.md describes the other folders. This folder has tests of the
repository and its documents, and tests of the whole program, with faults and with files from strangers. Code that
several test files share is in a module beside them whose name does not begin with `test_`, such as `commands.py`.
"""
