"""Damaged scenarios, tried in processes of their own: `python -m tests.fuzz 2000 7`."""
