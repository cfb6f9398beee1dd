"""Declarations of every column of every table: of plans, of histories, and of the state of a compiled history."""
