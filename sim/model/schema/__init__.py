"""Declarations of all tables and their columns: of plans, of histories, and of the state of the compiled engine."""
