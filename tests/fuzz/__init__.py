"""Damaged scenarios, each tried in a child process: `python -m tests.fuzz 2000 7` tries 2,000 cases of seed 7."""
